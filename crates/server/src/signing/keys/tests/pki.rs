//! A public key infrastructure made by OpenSSL, and OpenSSL and pyHanko as judges.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;
use yunqian_signing::{
    Authority, AuthoritySeed, Certificate, Document, IssuingAuthority, Particulars, Report, Timestamping, Trust,
    UnixSeconds, ValidationMaterial, certificate_der, certificate_pem, certificates, inspect, prepare,
};

use crate::signing::keys::{AuthoritySettings, KeySettings};

/// Where the authority's lists and answers would be served.
pub const ADDRESS: &str = "https://fair.example/pki";
const PASSWORD: &str = "p12 密码";

pub fn now() -> UnixSeconds {
    crate::signing::now()
}

/// Root, issuing authority, responder and seal, each `NAME.key` and `NAME.pem` in a folder.
pub struct Pki {
    folder: TempDir,
}

impl Pki {
    pub fn new(kind: &str) -> Self {
        let pki = Self {
            folder: TempDir::new().unwrap(),
        };
        let authority = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n";
        let leaf = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature";
        let ids = "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n";
        pki.put("root.ext", format!("{authority}subjectKeyIdentifier=hash\n"));
        pki.put("ca.ext", format!("{authority}{ids}"));
        let names = "nameConstraints=critical,permitted;DNS:example.org";
        pki.put("constrained.ext", format!("{authority}{ids}{names}\n"));
        pki.put("expired.ext", format!("{authority}{ids}"));
        pki.put(
            "ocsp.ext",
            format!("{leaf}\nextendedKeyUsage=OCSPSigning\nnoCheck=ignored\n{ids}"),
        );
        pki.put("seal.ext", format!("{leaf},nonRepudiation\n{ids}"));
        pki.request("root", kind);
        pki.run("x509 -req -in root.csr -signkey root.key -days 3650 -extfile root.ext -out root.pem");
        pki.make("issuing", kind, "root", "ca");
        pki.make("ocsp", kind, "issuing", "ocsp");
        pki.make("seal", kind, "issuing", "seal");
        // The offline root's list, as its operator brings it.
        pki.put("index.txt", "");
        pki.put(
            "ca.cnf",
            "[ca]\ndefault_ca=it\n[it]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=30\n",
        );
        pki.run("ca -config ca.cnf -gencrl -keyfile root.key -cert root.pem -out root.crl");
        std::fs::create_dir(pki.data()).unwrap();
        pki
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.file("data")
    }

    fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.file(name), content).unwrap();
    }

    /// Runs OpenSSL, which has to succeed.
    pub fn run(&self, arguments: &str) {
        let said = self.openssl(arguments);
        let failed = String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "openssl {arguments}: {failed}");
    }

    fn openssl(&self, arguments: &str) -> Output {
        let mut openssl = Command::new("openssl");
        openssl.args(arguments.split(' ')).current_dir(self.folder.path());
        openssl.output().expect("openssl is missing: run tests/setup.sh")
    }

    fn request(&self, name: &str, kind: &str) {
        let curve = if kind == "ec" {
            " -pkeyopt ec_paramgen_curve:P-256"
        } else {
            ""
        };
        let subject = format!("-subj /C=CN/O=Province/CN={name}");
        self.run(&format!(
            "req -new -newkey {kind}{curve} -nodes -keyout {name}.key -out {name}.csr {subject}"
        ));
    }

    /// Makes a key and its certificate.
    pub fn make(&self, name: &str, kind: &str, issuer: &str, usage: &str) {
        self.request(name, kind);
        self.certify(name, issuer, usage);
    }

    /// Certifies `NAME.csr`; an issuer in a token signs by its own key, which is not here.
    pub fn certify(&self, name: &str, issuer: &str, usage: &str) {
        let days = if usage == "expired" { -1 } else { 365 };
        let by = format!("-CA {issuer}.pem -CAkey {issuer}.key -CAcreateserial -days {days}");
        self.run(&format!(
            "x509 -req -in {name}.csr {by} -extfile {usage}.ext -out {name}.pem"
        ));
    }

    pub fn certificate(&self, name: &str) -> Certificate {
        let pem = std::fs::read(self.file(&format!("{name}.pem"))).unwrap();
        certificates(&pem).unwrap().remove(0)
    }

    fn files(&self, name: &str) -> KeySettings {
        KeySettings {
            key: Some(self.file(&format!("{name}.key"))),
            certificate: Some(self.file(&format!("{name}.pem"))),
            ..KeySettings::default()
        }
    }

    /// Everything in plain files.
    pub fn settings(&self) -> AuthoritySettings {
        AuthoritySettings {
            roots: self.file("root.pem"),
            revocation_lists: vec![self.file("root.crl")],
            issuing: self.files("issuing"),
            ocsp: Some(self.files("ocsp")),
            seal: Some(self.files("seal")),
            former: Vec::new(),
        }
    }

    /// Writes settings as a configuration file.
    pub fn write_config(&self, settings: &AuthoritySettings) {
        let section = |role: &str, key: &KeySettings| {
            let fields = serde_json::to_value(key).unwrap();
            let fields = fields.as_object().unwrap().iter().filter(|(_, value)| !value.is_null());
            // What JSON makes of a path, TOML reads as the same text.
            let lines = fields.map(|(name, value)| format!("{name} = {value}\n"));
            format!("[signing.authority.{role}]\n{}", lines.collect::<String>())
        };
        let mut text = format!(
            "data = {:?}\n[signing.authority]\nroots = {:?}\n",
            self.data(),
            settings.roots
        );
        text += &section("issuing", &settings.issuing);
        for (role, key) in [("ocsp", &settings.ocsp), ("seal", &settings.seal)] {
            text.extend(key.iter().map(|key| section(role, key)));
        }
        self.put("config.toml", text);
    }

    /// Packs a key and its certificate as OpenSSL 3 does by default.
    pub fn pkcs12(&self, name: &str) -> KeySettings {
        self.put("password", format!("{PASSWORD}\n"));
        let packed = format!("-inkey {name}.key -in {name}.pem -out {name}.p12 -passout file:password");
        self.run(&format!("pkcs12 -export {packed}"));
        KeySettings {
            pkcs12: Some(self.file(&format!("{name}.p12"))),
            password_file: Some(self.file("password")),
            ..KeySettings::default()
        }
    }

    /// Whether OpenSSL finds the way from a chain's first certificate to the root.
    pub fn accepts(&self, chain: &[Certificate]) -> bool {
        self.put("leaf.pem", certificate_pem(&chain[0]).unwrap());
        let above: String = chain[1..].iter().map(|above| certificate_pem(above).unwrap()).collect();
        self.put("above.pem", above);
        let said = self.openssl("verify -x509_strict -CAfile root.pem -untrusted above.pem leaf.pem");
        said.status.success()
    }

    /// Whether OpenSSL accepts the authority's answer that a chain's first certificate is good.
    pub fn finds_good(&self, authority: &IssuingAuthority, chain: &[Certificate]) -> bool {
        self.put("leaf.pem", certificate_pem(&chain[0]).unwrap());
        self.put("issuer.pem", certificate_pem(&chain[1]).unwrap());
        self.run("ocsp -no_nonce -issuer issuer.pem -cert leaf.pem -reqout question.der");
        let question = std::fs::read(self.file("question.der")).unwrap();
        // Signatories' certificates are the record's to know; those of the authority itself are its own.
        let known = |serial: &[u8]| {
            (serial[1..] == [1; 15] || serial[1..] == [2; 15] || serial[1..] == [7; 15]).then_some(None)
        };
        self.put("answer.der", authority.ocsp(&question, now(), &known).unwrap());
        let asked = "-no_nonce -issuer issuer.pem -cert leaf.pem";
        let ask = format!("ocsp -respin answer.der {asked} -CAfile root.pem -verify_other issuer.pem");
        let said = self.openssl(&ask);
        let text = [said.stdout, said.stderr].concat();
        let text = String::from_utf8_lossy(&text);
        text.contains("Response verify OK") && text.contains("leaf.pem: good")
    }
}

/// Closes a document with the authority's seal and brings it to B-LTA, on timestamps of somebody else; returns what
/// pyHanko says, and our verifier.
pub fn sealed_with(pki: &Pki, authority: &IssuingAuthority) -> (Vec<Value>, Report) {
    let (now, stamps) = (now(), timestamps());
    let trust = Trust::new(authority.roots().to_vec(), stamps.trust().timestamps().to_vec());
    let [first, second] = stamps.tsas(now, [[8; 16], [9; 16]]);
    let timestamping = Timestamping {
        authorities: &[&first, &second],
        trust: &trust,
        nonce: [1; 16],
    };
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/../signing/tests/fixtures/agreement.pdf");
    let frozen = prepare(&std::fs::read(fixture).unwrap(), &[]).unwrap();
    let mut document = Document::open(frozen.pdf, &trust, now).unwrap();
    let (key, chain) = authority.seal();
    let particulars = Particulars {
        chain: &chain,
        appearance: None,
        name: "云签",
        reason: "签署完毕",
        location: "",
        now,
    };
    document.close(key, &particulars, &timestamping).unwrap();
    let report = inspect(document.bytes(), &trust, now).unwrap();
    let material = material(pki, authority, &stamps, &report);
    document.archive(&material, now, &timestamping).unwrap();
    let report = inspect(document.bytes(), &trust, now).unwrap();
    (pyhanko(pki, document.bytes(), &stamps), report)
}

/// A demonstration's authority, for its timestamps alone.
fn timestamps() -> Authority {
    let seed = AuthoritySeed {
        keys: [31, 32, 33, 34, 35, 36].map(|byte| [byte; 32]),
        serials: [31, 32, 33, 34, 35, 36].map(|byte| [byte; 16]),
    };
    Authority::generate(&seed, "https://tsa.example/pki", now()).unwrap()
}

fn material(pki: &Pki, authority: &IssuingAuthority, stamps: &Authority, report: &Report) -> ValidationMaterial {
    let needed = report.status_needed();
    let keys: Vec<_> = authority.keys().collect();
    let is_ours = |issuer: &Certificate| keys.iter().any(|key| &key.identity.certificate == issuer);
    let ours = needed.iter().filter(|needed| is_ours(&needed.issuer));
    let list = std::fs::read(pki.file("root.crl")).unwrap();
    ValidationMaterial {
        certificates: needed
            .iter()
            .flat_map(|needed| [&needed.certificate, &needed.issuer])
            .map(|certificate| certificate_der(certificate).unwrap())
            .collect(),
        ocsp: ours
            .map(|needed| {
                authority
                    .ocsp(&needed.ocsp_request().unwrap(), now(), &|_| None)
                    .unwrap()
            })
            .collect(),
        lists: vec![der::pem::decode_vec(&list).unwrap().1, stamps.root_list(now()).unwrap()],
    }
}

fn pyhanko(pki: &Pki, document: &[u8], stamps: &Authority) -> Vec<Value> {
    pki.put("document.pdf", document);
    pki.put("stamps.pem", stamps.root_pem().unwrap());
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let venv = std::env::var_os("TEST_VENV").map_or_else(|| home.join(".cache/yunqian/venv"), PathBuf::from);
    let output = Command::new(venv.join("bin/python"))
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/judge.py"))
        .arg("--ades")
        .args(["document.pdf", "root.pem", "stamps.pem"].map(|name| pki.file(name)))
        .output()
        .expect("pyHanko is missing: run tests/setup.sh");
    let failed = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("pyHanko: {failed}"))
}
