//! The keys a DTLS handshake agrees on (RFC 5764), taken as they pass from DTLS to str0m.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use str0m::crypto::dtls::{
    DtlsCert, DtlsImplError, DtlsInstance, DtlsOutput, DtlsProvider, DtlsVersion, ProtocolVersion, SrtpProfile,
};
use str0m::crypto::{CryptoError, CryptoProvider, SrtpProvider, from_feature_flags};

/// What one handshake agreed on.
pub(crate) struct Agreed {
    pub(super) profile: SrtpProfile,
    material: Vec<u8>,
    /// Whether this side was the DTLS client.
    active: bool,
}

/// A master key and salt, of which RFC 3711 derives the session keys.
pub(super) struct Master<'a> {
    key: &'a [u8],
    salt: &'a [u8],
}

thread_local! {
    /// A handshake ends within one poll of its connection, and the connection takes this right after.
    static AGREED: RefCell<Option<Agreed>> = const { RefCell::new(None) };
}

impl Agreed {
    /// Takes what a handshake on this thread agreed on since the last call.
    pub(crate) fn take() -> Option<Self> {
        AGREED.with(|agreed| agreed.borrow_mut().take())
    }

    /// The master key and salt under which this side sends (RFC 5764 section 4.2).
    pub(super) fn own(&self, key_bytes: usize, salt_bytes: usize) -> Option<Master<'_>> {
        if self.material.len() != 2 * (key_bytes + salt_bytes) {
            return None;
        }
        let (keys, salts) = self.material.split_at(2 * key_bytes);
        let (key, salt) = if self.active { (0, 0) } else { (key_bytes, salt_bytes) };
        Some(Master {
            key: &keys[key..key + key_bytes],
            salt: &salts[salt..salt + salt_bytes],
        })
    }
}

impl Master<'_> {
    /// Derives the session key of `label` (RFC 3711 section 4.3, key derivation rate 0).
    pub(super) fn derive<const N: usize>(&self, crypto: &dyn SrtpProvider, label: u8) -> [u8; N] {
        const BLOCK: usize = 16;
        let mut input = [0; BLOCK];
        input[..self.salt.len()].copy_from_slice(self.salt);
        input[7] ^= label;
        let mut key = [0; N];
        for (round, part) in (0u16..).zip(key.chunks_mut(BLOCK)) {
            input[14..].copy_from_slice(&round.to_be_bytes());
            let mut block = [0; 2 * BLOCK];
            match self.key.len() {
                16 => crypto.srtp_aes_128_ecb_round(self.key, &input, &mut block),
                _ => crypto.srtp_aes_256_ecb_round(self.key, &input, &mut block),
            }
            part.copy_from_slice(&block[..part.len()]);
        }
        key
    }
}

/// The cryptography of receivers' connections: str0m's own, listened to.
pub(crate) fn provider() -> &'static Arc<CryptoProvider> {
    static LISTENING: OnceLock<Listening> = OnceLock::new();
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    PROVIDER.get_or_init(|| {
        let mut provider = from_feature_flags();
        let plain = provider.dtls_provider;
        provider.dtls_provider = LISTENING.get_or_init(|| Listening(plain));
        Arc::new(provider)
    })
}

#[derive(Debug)]
struct Listening(&'static dyn DtlsProvider);

#[derive(Debug)]
struct Handshake(Box<dyn DtlsInstance>);

impl DtlsProvider for Listening {
    fn generate_certificate(&self) -> Option<DtlsCert> {
        self.0.generate_certificate()
    }

    fn new_dtls(
        &self,
        cert: &DtlsCert,
        now: Instant,
        version: DtlsVersion,
        mtu: Option<usize>,
    ) -> Result<Box<dyn DtlsInstance>, CryptoError> {
        let plain = self.0.new_dtls(cert, now, version, mtu)?;
        Ok(Box::new(Handshake(plain)))
    }
}

impl DtlsInstance for Handshake {
    fn set_active(&mut self, active: bool) {
        self.0.set_active(active);
    }

    fn handle_packet(&mut self, packet: &[u8]) -> Result<(), DtlsImplError> {
        self.0.handle_packet(packet)
    }

    fn poll_output<'a>(&mut self, buffer: &'a mut [u8]) -> DtlsOutput<'a> {
        let active = self.0.is_active();
        let output = self.0.poll_output(buffer);
        if let DtlsOutput::KeyingMaterial(material, profile) = &output {
            let agreed = Agreed {
                profile: *profile,
                material: material.to_vec(),
                active,
            };
            AGREED.with(|slot| slot.replace(Some(agreed)));
        }
        output
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), DtlsImplError> {
        self.0.handle_timeout(now)
    }

    fn send_application_data(&mut self, data: &[u8]) -> Result<usize, DtlsImplError> {
        self.0.send_application_data(data)
    }

    fn is_active(&self) -> bool {
        self.0.is_active()
    }

    fn protocol_version(&self) -> Option<ProtocolVersion> {
        self.0.protocol_version()
    }

    fn is_closing(&self) -> bool {
        self.0.is_closing()
    }

    fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    fn close(&mut self) -> Result<(), DtlsImplError> {
        self.0.close()
    }
}

#[cfg(test)]
impl Agreed {
    pub(super) fn of(profile: SrtpProfile, material: Vec<u8>, active: bool) -> Self {
        Self {
            profile,
            material,
            active,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        (0..hex.len()).step_by(2).map(digit).collect()
    }

    /// RFC 3711 appendix B.3.
    #[test]
    fn session_keys_are_those_of_the_standard() {
        let (key, salt) = (
            bytes("E1F97A0D3E018BE0D64FA32C06DE4139"),
            bytes("0EC675AD498AFEEBB6960B3AABE6"),
        );
        let master = Master { key: &key, salt: &salt };
        let crypto = provider().srtp_provider;
        assert_eq!(
            master.derive::<16>(crypto, 0).to_vec(),
            bytes("C61E7A93744F39EE10734AFE3FF7A087")
        );
        assert_eq!(
            master.derive::<14>(crypto, 2).to_vec(),
            bytes("30CBBC08863D8C85D49DB34A9AE1")
        );
        assert_eq!(
            master.derive::<20>(crypto, 1).to_vec(),
            bytes("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4")
        );
    }

    #[test]
    fn each_side_sends_under_its_own_half() {
        let material: Vec<u8> = (0..56).collect();
        let client = Agreed::of(SrtpProfile::AEAD_AES_128_GCM, material.clone(), true);
        let server = Agreed::of(SrtpProfile::AEAD_AES_128_GCM, material, false);
        let (client, server) = (client.own(16, 12).unwrap(), server.own(16, 12).unwrap());
        assert_eq!((client.key[0], client.salt[0]), (0, 32));
        assert_eq!((server.key[0], server.salt[0]), (16, 44));
    }
}
