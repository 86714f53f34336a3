//! The vendor's error bodies, in both shapes that are met, and the login host's own.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

/// What a client needs of an `ErrorBody`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlatformError {
    pub code: Option<String>,
    pub context_id: Option<String>,
    /// Permission names that the body mentions.
    pub permissions: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct ErrorBody {
    message: Option<String>,
    code: Option<String>,
    context_id: Option<String>,
    message_params: HashMap<String, Value>,
    errors: Vec<ErrorBody>,
}

impl PlatformError {
    /// Reads a body; one that is no error body has nothing to say.
    pub fn parse(body: &[u8]) -> Self {
        let Ok(body) = serde_json::from_slice::<ErrorBody>(body) else { return Self::default() };
        // The versioned resource wraps its one error in a list, with a status as text.
        let told =
            if body.code.is_none() { body.errors.into_iter().next().unwrap_or_default() } else { body };
        let permissions = permissions_of(&told);
        Self { code: told.code.filter(|code| is_code(code)), context_id: told.context_id, permissions }
    }

    pub fn is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }
}

/// Codes go into messages: only what looks like one may.
fn is_code(text: &str) -> bool {
    text.len() <= 100 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

/// More names than any operation needs would only flood an error.
const MAX_NAMES: usize = 20;

/// The names stand in `messageParams.permissions` (assumed key) and, measured, in square
/// brackets at the end of the message.
fn permissions_of(body: &ErrorBody) -> Vec<String> {
    let from_params = body.message_params.get("permissions").map(Value::to_string).unwrap_or_default();
    let from_message = body.message.as_deref().and_then(|text| text.rsplit_once('[')).map(|(_, names)| names);
    let mut names: Vec<String> = [from_params.as_str(), from_message.unwrap_or_default()]
        .iter()
        .flat_map(|text| text.split(|c: char| !(c.is_alphanumeric() || ":-_".contains(c))))
        .filter(|word| word.contains(':') && word.len() <= 100)
        .map(ToString::to_string)
        .collect();
    names.sort();
    names.dedup();
    names.truncate(MAX_NAMES);
    names
}

/// The login host's error body, which is not an `ErrorBody`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OAuthError {
    pub error: Option<String>,
    pub description: Option<String>,
    pub error_description: Option<String>,
}

impl OAuthError {
    /// Throttling comes as a 400 with this description (documented by the Terraform provider).
    pub fn is_throttling(&self) -> bool {
        let texts = [&self.description, &self.error_description];
        texts.into_iter().flatten().any(|text| text.to_ascii_lowercase().starts_with("rate limit exceeded"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_envelopes_are_understood() {
        let published = br#"{"message":"You need permissions [conversation:communication:disconnect]",
            "code":"missing.any.permissions","status":403,"contextId":"c","errors":[]}"#;
        let read = PlatformError::parse(published);
        assert!(read.is("missing.any.permissions"));
        assert_eq!(read.permissions, ["conversation:communication:disconnect"]);
        let versioned = br#"{"errors":[{"message":"x","code":"bad_request","status":"400"}]}"#;
        assert!(PlatformError::parse(versioned).is("bad_request"));
    }

    #[test]
    fn a_body_that_is_no_error_body_says_nothing() {
        for body in [&b"<html>"[..], b"", b"[]", b"42", br#"{"code":"two words\n"}"#] {
            assert_eq!(PlatformError::parse(body).code, None);
        }
    }
}
