//! Values as nobody can read them: by a keyed hash, so that equal ones stay equal in every process of a run.

use ring::hmac::{HMAC_SHA256, Key, sign};

/// What a value is, as far as a recording says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Id,
    Name,
    Number,
    Text,
    Time,
    Token,
    Url,
}

impl Kind {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Number => "number",
            Self::Text => "text",
            Self::Time => "time",
            Self::Token => "token",
            Self::Url => "url",
        }
    }
}

/// The key of one run.
pub struct Blind {
    key: Key,
    /// Added to every version: their distances are told, and not how many changes an org has seen.
    offset: u64,
}

impl Blind {
    pub fn new(key: &[u8]) -> Self {
        let key = Key::new(HMAC_SHA256, key);
        let offset = word(&key, "version", "");
        Self { key, offset }
    }

    /// `<id:0123456789abcdef>`: the merge numbers them.
    pub fn placeholder(&self, kind: Kind, value: &str) -> String {
        format!("<{}:{:016x}>", kind.word(), word(&self.key, kind.word(), value))
    }

    /// `<version:…:…>`: whose, and which; both unreadable.
    pub fn version(&self, owner: &str, version: i64) -> String {
        let owner = word(&self.key, "owner", owner);
        format!("<version:{owner:016x}:{:016x}>", version.cast_unsigned().wrapping_add(self.offset))
    }
}

fn word(key: &Key, kind: &str, value: &str) -> u64 {
    let tag = sign(key, format!("{kind}\0{value}").as_bytes());
    tag.as_ref().iter().take(8).fold(0, |word, byte| word << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_of_a_kind_are_equal_under_one_key_and_under_no_other() {
        let (one, other) = (Blind::new(&[1; 32]), Blind::new(&[2; 32]));
        let placeholder = one.placeholder(Kind::Text, "hello");
        assert_eq!(placeholder, Blind::new(&[1; 32]).placeholder(Kind::Text, "hello"));
        assert_ne!(placeholder, one.placeholder(Kind::Text, "hello!"));
        assert_ne!(placeholder[6..], one.placeholder(Kind::Name, "hello")[6..]);
        assert_ne!(placeholder, other.placeholder(Kind::Text, "hello"));
    }
}
