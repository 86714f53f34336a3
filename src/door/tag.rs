//! The tag of one page's guest sockets, or of one of its documents.

use std::fmt;

use serde::Deserialize;

/// What `witness=` says in a socket's address: 8 to 32 letters, digits and hyphens. A real guest
/// host never sees it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Tag(String);

const PARAMETER: &str = "witness=";

impl Tag {
    /// The tag in a query, and the query without it, otherwise as it was.
    pub fn take_from(query: &str) -> (Option<Self>, String) {
        let (tags, rest): (Vec<&str>, Vec<&str>) =
            query.split('&').partition(|pair| pair.starts_with(PARAMETER));
        let tag = tags.first().and_then(|pair| pair[PARAMETER.len()..].to_string().try_into().ok());
        (tag, rest.join("&"))
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PARAMETER}{}", self.0)
    }
}

impl TryFrom<String> for Tag {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = (8..=32).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if fits { Ok(Self(text)) } else { Err("a tag is 8 to 32 letters, digits and hyphens") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_is_taken_out_and_the_rest_is_left_as_it_was() {
        let taken = |query| {
            let (tag, rest) = Tag::take_from(query);
            (tag.map(|tag| tag.0), rest)
        };
        let page = Some("page-0001".to_string());
        assert_eq!(
            taken("deploymentId=x&witness=page-0001&a=%20b"),
            (page.clone(), "deploymentId=x&a=%20b".into())
        );
        assert_eq!(taken("witness=page-0001"), (page, String::new()));
        assert_eq!(taken("a=1&witness=no&b="), (None, "a=1&b=".into()));
        assert_eq!(taken("mywitness=page-0001"), (None, "mywitness=page-0001".into()));
    }
}
