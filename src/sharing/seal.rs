//! Bytes that only who knows the secret can read or make.

use ring::aead::{Aad, LessSafeKey, MAX_TAG_LEN, NONCE_LEN, Nonce};
use ring::rand::{SecureRandom, SystemRandom};

use super::keys::Identity;

/// Begins every file; the digit is the version of all that stands in one.
const HEAD: &[u8] = b"playwright-genesys 1\n";

/// The seal of one kind of file of one identity.
pub struct Seal {
    key: LessSafeKey,
    context: Vec<u8>,
}

impl Seal {
    pub fn new(identity: &Identity, what: &str) -> Self {
        let context = [HEAD, identity.context(what).as_bytes()].concat();
        Self { key: identity.key(what), context }
    }

    /// `None` only where the system has no randomness.
    pub fn close(&self, plain: &[u8]) -> Option<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).ok()?;
        let mut text = plain.to_vec();
        let aad = Aad::from(&self.context);
        self.key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut text).ok()?;
        Some([HEAD, &nonce, &text].concat())
    }

    /// `None` for everything that was not closed with this very seal, whole.
    pub fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, text) = sealed.strip_prefix(HEAD)?.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = text.to_vec();
        let length = self.key.open_in_place(nonce, Aad::from(&self.context), &mut text).ok()?.len();
        text.truncate(length);
        Some(text)
    }

    /// The longest plain text that fits into a file of this length.
    pub const fn room_in(length: usize) -> usize {
        length - HEAD.len() - NONCE_LEN - MAX_TAG_LEN
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redacted::Redacted;

    const PLAIN: &[u8] = br#"{"access_token":"canary"}"#;

    fn seal(origin: &str, client: &str, secret: &str, what: &str) -> Seal {
        let secret = Redacted::new(secret.to_string());
        Seal::new(&Identity { origin: origin.into(), client: client.into(), secret }, what)
    }

    fn usual() -> Seal {
        seal("https://login.example:443", "id", "secret", "token")
    }

    #[test]
    fn what_was_closed_is_opened_and_shows_nothing() {
        let sealed = usual().close(PLAIN).expect("there is randomness");
        assert_eq!(usual().open(&sealed).as_deref(), Some(PLAIN));
        assert!(!sealed.windows(6).any(|part| part == b"canary"));
        assert_ne!(sealed, usual().close(PLAIN).expect("there is randomness"), "each has its own nonce");
        assert_eq!(Seal::room_in(sealed.len()), PLAIN.len());
    }

    #[test]
    fn another_secret_origin_client_or_kind_cannot_open_it() {
        let sealed = usual().close(PLAIN).expect("there is randomness");
        for other in [
            seal("https://login.example:443", "id", "Secret", "token"),
            seal("https://login.example:444", "id", "secret", "token"),
            seal("https://login.example:443", "id2", "secret", "token"),
            seal("https://login.example:443", "id", "secret", "budget"),
        ] {
            assert_eq!(other.open(&sealed), None);
        }
    }

    #[test]
    fn every_truncation_and_every_bit_flip_is_refused() {
        let sealed = usual().close(PLAIN).expect("there is randomness");
        for length in 0..sealed.len() {
            assert_eq!(usual().open(&sealed[..length]), None, "cut at {length}");
        }
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(usual().open(&flipped), None, "bit {bit}");
        }
        assert_eq!(usual().open(&[sealed.as_slice(), b"\0"].concat()), None, "longer by a byte");
        assert_eq!(usual().open(&[sealed.as_slice(), &sealed].concat()), None, "twice");
    }
}
