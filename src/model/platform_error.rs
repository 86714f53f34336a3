//! The vendor's error bodies, in both shapes that are met, and the login host's own.

use serde::Deserialize;
use serde_json::Value;

use crate::redacted::quoted;

/// What a client needs of an `ErrorBody`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlatformError {
    pub code: Option<String>,
    pub context_id: Option<String>,
    /// The vendor's sentence, fit to be shown.
    pub message: Option<String>,
    /// How long it asks to wait, where it says so.
    pub retry_after: Option<u64>,
    /// Permission names that the body mentions.
    pub permissions: Vec<String>,
}

/// More than one operation ever asks for; an error names no more.
const MOST_PERMISSIONS: usize = 10;
const LONGEST_MESSAGE: usize = 200;

impl PlatformError {
    /// Reads a body; one that is no error body has nothing to say, and a field of the wrong type counts as absent.
    pub fn parse(body: &[u8]) -> Self {
        let Ok(body) = serde_json::from_slice::<Value>(body) else { return Self::default() };
        // The versioned resource wraps its one error in a list, with a status as text.
        let told = if body["code"].is_string() { &body } else { body.pointer("/errors/0").unwrap_or(&body) };
        let text = |name: &str| told[name].as_str().map(ToString::to_string);
        Self {
            code: text("code").filter(|code| is_code(code)),
            context_id: text("contextId"),
            message: text("message")
                .map(|text| quoted(&text, LONGEST_MESSAGE))
                .filter(|text| !text.is_empty()),
            retry_after: seconds_of(told),
            permissions: permissions_of(told),
        }
    }

    pub fn is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }
}

/// The vendor tells the wait in the sentence, in square brackets, and in its parameters (documented); a gateway may have
/// dropped the header.
fn seconds_of(told: &Value) -> Option<u64> {
    let number = |value: &Value| value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
    let params = &told["messageParams"];
    let from_params =
        ["retryAfter", "retry-after", "retryAfterSeconds"].iter().find_map(|name| number(&params[*name]));
    let in_sentence = || {
        let (_, rest) = told["message"].as_str()?.split_once("[")?;
        let (inside, unit) = rest.split_once(']')?;
        unit.trim_start().starts_with("second").then(|| inside.trim().parse().ok())?
    };
    from_params.or_else(in_sentence)
}

/// Codes go into messages: only what looks like one may.
fn is_code(text: &str) -> bool {
    text.len() <= 100 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

/// The names stand in `messageParams.permissions` (assumed key) and, measured, in square
/// brackets at the end of the message.
fn permissions_of(body: &Value) -> Vec<String> {
    let from_params = body.pointer("/messageParams/permissions").map(Value::to_string).unwrap_or_default();
    let from_message =
        body["message"].as_str().and_then(|text| text.rsplit_once('[')).map(|(_, names)| names);
    let mut names: Vec<String> = [from_params.as_str(), from_message.unwrap_or_default()]
        .iter()
        .flat_map(|text| text.split(|c: char| !(c.is_alphanumeric() || ":-_".contains(c))))
        .filter(|word| is_permission(word))
        .map(ToString::to_string)
        .collect();
    names.sort();
    names.dedup();
    names.truncate(MOST_PERMISSIONS);
    names
}

/// `domain:entity:action`; they go into messages too.
fn is_permission(word: &str) -> bool {
    let is_part = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    word.len() <= 100 && word.contains(':') && word.split(':').all(|part| !part.is_empty() && is_part(part))
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
    fn a_field_of_the_wrong_type_hides_nothing_else() {
        for odd in [r#""messageParams":null"#, r#""errors":null"#, r#""contextId":5"#, r#""message":["x"]"#] {
            let body = format!(r#"{{"code":"not.authorized",{odd}}}"#);
            assert!(PlatformError::parse(body.as_bytes()).is("not.authorized"), "{odd}");
        }
    }

    #[test]
    fn the_wait_of_a_throttled_request_may_stand_in_the_body_alone() {
        let wait = |body: &str| PlatformError::parse(body.as_bytes()).retry_after;
        assert_eq!(wait(r#"{"message":"Rate limit exceeded. Retry the request in [3] seconds"}"#), Some(3));
        assert_eq!(wait(r#"{"message":"x","messageParams":{"retryAfter":"7"}}"#), Some(7));
        assert_eq!(wait(r#"{"message":"needs [routing:queue:view]"}"#), None);
        assert_eq!(wait(r#"{"message":"in [a] seconds","messageParams":null}"#), None);
    }

    #[test]
    fn permissions_are_few_and_plain() {
        let many: Vec<String> = (0..1_000).map(|number| format!("a{number}:b:c")).collect();
        let body = format!(r#"{{"message":"[{}, é:ü, https://x, :]"}}"#, many.join(", "));
        let names = PlatformError::parse(body.as_bytes()).permissions;
        assert_eq!(names.len(), 10);
        assert!(names.iter().all(|name| name.is_ascii() && name.starts_with('a')), "{names:?}");
    }

    #[test]
    fn a_body_that_is_no_error_body_says_nothing() {
        for body in [&b"<html>"[..], b"", b"[]", b"42", br#"{"code":"two words\n"}"#] {
            assert_eq!(PlatformError::parse(body).code, None);
        }
    }
}
