//! SRTP and SRTCP of one sending direction: RFC 3711 (AES-CM with SHA-1) and RFC 7714 (AES-GCM).

use str0m::crypto::dtls::SrtpProfile;
use str0m::crypto::{
    AeadAes128Gcm, AeadAes128GcmCipher, AeadAes256Gcm, AeadAes256GcmCipher, Aes128CmSha1_80, Aes128CmSha1_80Cipher,
};

use super::keys::{Agreed, Master, provider};

const RTCP_HEADER: usize = 8;
const ENCRYPTED: u32 = 1 << 31;

/// Seals what one receiver is sent.
pub(crate) struct Sealer {
    rtp: Suite,
    rtcp: Suite,
    rtcp_index: u32,
}

enum Suite {
    Gcm128(Box<dyn AeadAes128GcmCipher>, [u8; 12]),
    Gcm256(Box<dyn AeadAes256GcmCipher>, [u8; 12]),
    Cm(Box<dyn Aes128CmSha1_80Cipher>, [u8; 14], [u8; 20]),
}

/// Key derivation labels (RFC 3711 section 4.3.2): encryption, authentication, salt.
#[derive(Clone, Copy)]
struct Labels(u8, u8, u8);

const RTP: Labels = Labels(0, 1, 2);
const RTCP: Labels = Labels(3, 4, 5);

impl Sealer {
    /// Prepares the keys of a handshake; none when its profile is not spoken here.
    pub(crate) fn new(agreed: &Agreed) -> Option<Self> {
        Some(Self {
            rtp: Suite::new(agreed, RTP)?,
            rtcp: Suite::new(agreed, RTCP)?,
            rtcp_index: 0,
        })
    }

    /// The bytes a sealed RTP packet has more than a plain one.
    pub(crate) fn overhead(&self) -> usize {
        match self.rtp {
            Suite::Gcm128(..) | Suite::Gcm256(..) => AeadAes128Gcm::TAG_LEN,
            Suite::Cm(..) => Aes128CmSha1_80::HMAC_TAG_LEN,
        }
    }

    /// Seals `payload` behind the header that stands in the first `header` bytes of `out`; `index` is the packet's
    /// extended sequence number. `out` is as long as header, payload and [`Sealer::overhead`].
    ///
    /// Tells whether it worked; it fails only when the cryptography does.
    pub(crate) fn rtp(&mut self, ssrc: u32, index: u64, header: usize, payload: &[u8], out: &mut [u8]) -> bool {
        let [.., r0, r1, r2, r3, s0, s1] = index.to_be_bytes();
        let (roc, seq) = (u32::from_be_bytes([r0, r1, r2, r3]), u16::from_be_bytes([s0, s1]));
        let (head, body) = out.split_at_mut(header);
        match &mut self.rtp {
            Suite::Gcm128(cipher, salt) => {
                let iv = AeadAes128Gcm::rtp_iv(*salt, ssrc, roc, seq);
                cipher.encrypt(&iv, head, payload, body).is_ok()
            }
            Suite::Gcm256(cipher, salt) => {
                let iv = AeadAes256Gcm::rtp_iv(*salt, ssrc, roc, seq);
                cipher.encrypt(&iv, head, payload, body).is_ok()
            }
            Suite::Cm(cipher, salt, mac) => {
                let iv = Aes128CmSha1_80::rtp_iv(*salt, ssrc, index);
                let sealed = cipher.encrypt(&iv, payload, &mut body[..payload.len()]).is_ok();
                let end = header + payload.len();
                let hmac = |key: &[u8], parts: &[&[u8]]| provider().sha1_hmac_provider.sha1_hmac(key, parts);
                Aes128CmSha1_80::rtp_hmac(hmac, mac, out, index, end);
                sealed
            }
        }
    }

    /// Seals a compound RTCP packet; none when the cryptography fails.
    pub(crate) fn rtcp(&mut self, plain: &[u8]) -> Option<Vec<u8>> {
        let ssrc = u32::from_be_bytes(plain.get(4..RTCP_HEADER)?.try_into().ok()?);
        self.rtcp_index = (self.rtcp_index + 1) & !ENCRYPTED;
        let index = self.rtcp_index;
        let trailer = (ENCRYPTED | index).to_be_bytes();
        let (header, body) = plain.split_at(RTCP_HEADER);
        let mut out = header.to_vec();
        match &mut self.rtcp {
            Suite::Gcm128(cipher, salt) => {
                out.resize(plain.len() + AeadAes128Gcm::TAG_LEN, 0);
                let iv = AeadAes128Gcm::rtcp_iv(*salt, ssrc, index);
                let aad = [header, &trailer].concat();
                cipher.encrypt(&iv, &aad, body, &mut out[RTCP_HEADER..]).ok()?;
                out.extend(trailer);
            }
            Suite::Gcm256(cipher, salt) => {
                out.resize(plain.len() + AeadAes256Gcm::TAG_LEN, 0);
                let iv = AeadAes256Gcm::rtcp_iv(*salt, ssrc, index);
                let aad = [header, &trailer].concat();
                cipher.encrypt(&iv, &aad, body, &mut out[RTCP_HEADER..]).ok()?;
                out.extend(trailer);
            }
            Suite::Cm(cipher, salt, mac) => {
                out.resize(plain.len(), 0);
                let iv = Aes128CmSha1_80::rtp_iv(*salt, ssrc, index.into());
                cipher.encrypt(&iv, body, &mut out[RTCP_HEADER..]).ok()?;
                out.extend(trailer);
                let end = out.len();
                out.resize(end + Aes128CmSha1_80::HMAC_TAG_LEN, 0);
                let hmac = |key: &[u8], parts: &[&[u8]]| provider().sha1_hmac_provider.sha1_hmac(key, parts);
                Aes128CmSha1_80::rtcp_hmac(hmac, mac, &mut out, end);
            }
        }
        Some(out)
    }
}

impl Suite {
    fn new(agreed: &Agreed, labels: Labels) -> Option<Self> {
        let crypto = provider().srtp_provider;
        let gcm_salt = |master: &Master<'_>| master.derive::<12>(crypto, labels.2);
        match agreed.profile {
            SrtpProfile::AEAD_AES_128_GCM => {
                let master = agreed.own(AeadAes128Gcm::KEY_LEN, AeadAes128Gcm::SALT_LEN)?;
                let cipher = crypto
                    .aead_aes_128_gcm()
                    .create_cipher(master.derive(crypto, labels.0), true);
                Some(Self::Gcm128(cipher, gcm_salt(&master)))
            }
            SrtpProfile::AEAD_AES_256_GCM => {
                let master = agreed.own(AeadAes256Gcm::KEY_LEN, AeadAes256Gcm::SALT_LEN)?;
                let cipher = crypto
                    .aead_aes_256_gcm()
                    .create_cipher(master.derive(crypto, labels.0), true);
                Some(Self::Gcm256(cipher, gcm_salt(&master)))
            }
            SrtpProfile::AES128_CM_SHA1_80 => {
                let master = agreed.own(Aes128CmSha1_80::KEY_LEN, Aes128CmSha1_80::SALT_LEN)?;
                let cipher = crypto
                    .aes_128_cm_sha1_80()
                    .create_cipher(master.derive(crypto, labels.0), true);
                let (salt, mac) = (master.derive(crypto, labels.2), master.derive(crypto, labels.1));
                Some(Self::Cm(cipher, salt, mac))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7714 section 16.1.1, AEAD_AES_128_GCM.
    #[test]
    fn a_packet_is_sealed_as_the_standard_shows() {
        let key: [u8; 16] = std::array::from_fn(|at| u8::try_from(at).unwrap());
        let salt = *b"Quid pro quo";
        let cipher = provider().srtp_provider.aead_aes_128_gcm().create_cipher(key, true);
        let suite = |cipher| Suite::Gcm128(cipher, salt);
        let mut sealer = Sealer {
            rtp: suite(cipher),
            rtcp: suite(provider().srtp_provider.aead_aes_128_gcm().create_cipher(key, true)),
            rtcp_index: 0,
        };
        let header = [0x80, 0x40, 0xf1, 0x7b, 0x80, 0x41, 0xf8, 0xd3, 0x55, 0x01, 0xa0, 0xb2];
        let payload = b"Gallia est omnis divisa in partes tres";
        let mut out = vec![0; header.len() + payload.len() + sealer.overhead()];
        out[..header.len()].copy_from_slice(&header);
        assert!(sealer.rtp(0x5501_a0b2, 0xf17b, header.len(), payload, &mut out));
        let sealed = "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833\
                      899d7f27beb16a9152cf765ee4390cce";
        let shown: String = out[header.len()..].iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(shown, sealed);
    }
}
