//! The tag of one page's guest sockets, so that a test can break just those.

use serde::{Deserialize, Serialize};

/// What `witness=` says in a socket's address: 8 to 32 letters, digits and hyphens. The name is
/// ours; a live org never sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Witness(String);

impl Witness {
    /// The tag in a path with its query; one that is none counts as absent.
    pub fn of(path: &str) -> Option<Self> {
        let (_, query) = path.split_once('?')?;
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs.find(|(name, _)| name == "witness").and_then(|(_, tag)| Self::try_from(tag.into_owned()).ok())
    }
}

impl TryFrom<String> for Witness {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = (8..=32).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if fits { Ok(Self(text)) } else { Err("a witness is 8 to 32 letters, digits and hyphens") }
    }
}

impl From<Witness> for String {
    fn from(witness: Witness) -> Self {
        witness.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_from_an_address_and_anything_else_is_none() {
        let tag = |path| Witness::of(path).map(String::from);
        assert_eq!(tag("/v1?deploymentId=x&witness=page-0001"), Some("page-0001".into()));
        for none in
            ["/v1", "/v1?deploymentId=x", "/v1?witness=short", "/v1?witness=page_0001", "/v1?witness="]
        {
            assert_eq!(tag(none), None, "{none}");
        }
        assert_eq!(tag(&format!("/v1?witness={}", "a".repeat(33))), None);
    }
}
