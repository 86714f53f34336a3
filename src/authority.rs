//! A certificate authority of our own: for a simulator with `tls`, and for the door of the tests.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    IsCa, Issuer, KeyPair, KeyUsagePurpose, PublicKeyData, SerialNumber,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// Why no certificate could be made.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    #[error("{0}")]
    Made(#[from] rcgen::Error),
    #[error("{0}")]
    Used(#[from] rustls::Error),
}

/// Signs for servers, whose certificates all have one key.
pub struct Authority {
    /// What clients are to trust.
    pem: String,
    issuer: Issuer<'static, KeyPair>,
    leaf: KeyPair,
}

impl Authority {
    pub fn new() -> Result<Self, Cause> {
        Self::of(KeyPair::generate()?)
    }

    /// The one whose key that is: its certificate may be another, and its name and key are the same.
    pub fn from_key(pem: &str) -> Result<Self, Cause> {
        Self::of(KeyPair::from_pem(pem)?)
    }

    fn of(key: KeyPair) -> Result<Self, Cause> {
        let mut params = CertificateParams::new(Vec::<String>::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.distinguished_name = subject("playwright-genesys: authority of a test run");
        let pem = params.self_signed(&key)?.pem();
        Ok(Self { pem, issuer: Issuer::new(params, key), leaf: KeyPair::generate()? })
    }

    pub fn pem(&self) -> &str {
        &self.pem
    }

    pub fn key_pem(&self) -> String {
        self.issuer.key().serialize_pem()
    }

    /// What stands in each certificate of a server as its public key.
    pub fn leaf_key(&self) -> Vec<u8> {
        self.leaf.subject_public_key_info()
    }

    /// How a server of these names speaks TLS: HTTP/1.1 and nothing newer.
    pub fn server(&self, names: impl IntoIterator<Item = String>) -> Result<Arc<ServerConfig>, Cause> {
        let certificate = self.certificate(names.into_iter().collect())?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.leaf.serialize_der()));
        let mut config =
            ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()?
                .with_no_client_auth()
                .with_single_cert(vec![certificate.der().clone()], key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    fn certificate(&self, names: Vec<String>) -> Result<Certificate, Cause> {
        let mut params = CertificateParams::new(names)?;
        params.distinguished_name = subject("playwright-genesys: server of a test run");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        // Made from the key by default, which all have. Firefox refuses a second one with the number of another.
        params.serial_number =
            Some(SerialNumber::from_slice(&fastrand::u128(1..=i128::MAX as u128).to_be_bytes()));
        Ok(params.signed_by(&self.leaf, &self.issuer)?)
    }
}

/// OpenSSL takes a certificate whose subject is its issuer's for one that signed itself.
fn subject(name: &str) -> DistinguishedName {
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, name);
    subject
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a certificate: its version stands before it, both lengths take two bytes.
    fn serial_number(certificate: &Certificate) -> &[u8] {
        let der = certificate.der();
        assert_eq!(der[8..14], [0xa0, 3, 2, 1, 2, 2], "no number follows a version");
        &der[15..15 + usize::from(der[14])]
    }

    #[test]
    fn no_two_certificates_have_one_number() {
        let authority = Authority::new().unwrap();
        let [api, apps] = ["api", "apps"].map(|name| authority.certificate(vec![name.to_owned()]).unwrap());
        assert_ne!(serial_number(&api), serial_number(&apps));
    }
}
