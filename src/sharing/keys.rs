//! Names and keys, derived from what a file belongs to.

use ring::aead::{CHACHA20_POLY1305, LessSafeKey, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};

use crate::redacted::Redacted;

const SALT: &[u8] = b"playwright-genesys shared state";

/// Whose state it is.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Scheme, host and port of the login host.
    pub origin: String,
    /// The OAuth client's id; empty where a token was given instead.
    pub client: String,
    /// The client's secret, or the given token.
    pub secret: Redacted<String>,
}

struct Bytes(usize);

impl KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

impl Identity {
    /// Tells one file from another; neither origin nor client can hold a NUL.
    pub(super) fn context(&self, what: &str) -> String {
        format!("{what}\0{}\0{}", self.origin, self.client)
    }

    /// The name tells nothing: without the secret it cannot be computed.
    pub(super) fn name(&self, what: &str) -> String {
        let context = self.context(what);
        let info = [b"name".as_slice(), context.as_bytes()];
        let mut name = [0; 16];
        let filled = self.extracted().expand(&info, Bytes(name.len())).and_then(|okm| okm.fill(&mut name));
        filled.expect("HKDF gives up to 255 blocks");
        let digits: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{what}-{digits}")
    }

    pub(super) fn key(&self, what: &str) -> LessSafeKey {
        let context = self.context(what);
        let info = [b"key".as_slice(), context.as_bytes()];
        let key = self.extracted().expand(&info, &CHACHA20_POLY1305).map(UnboundKey::from);
        LessSafeKey::new(key.expect("HKDF gives up to 255 blocks"))
    }

    fn extracted(&self) -> Prk {
        Salt::new(HKDF_SHA256, SALT).extract(self.secret.expose().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(origin: &str, client: &str, secret: &str) -> Identity {
        Identity { origin: origin.into(), client: client.into(), secret: Redacted::new(secret.into()) }
    }

    #[test]
    fn origin_client_secret_and_kind_each_make_another_name() {
        let names = [
            identity("https://login.example:443", "id", "secret").name("token"),
            identity("https://login.example:443", "id", "secret").name("budget"),
            identity("https://login.example:8443", "id", "secret").name("token"),
            identity("https://login.example:443", "id2", "secret").name("token"),
            identity("https://login.example:443", "id", "secret2").name("token"),
        ];
        for (index, name) in names.iter().enumerate() {
            assert!(!names[..index].contains(name), "{name} twice");
            assert!(!name.contains("secret") && name.len() < 48, "{name}");
        }
        assert_eq!(names[0], identity("https://login.example:443", "id", "secret").name("token"));
    }
}
