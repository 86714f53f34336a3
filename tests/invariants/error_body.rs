//! What a refusal's body may do to an error: name one plain code, a plain correlation id, a few permissions. Nothing
//! else of it is repeated, and nothing else in it hides the code.

use playwright_genesys::error::Error;
use playwright_genesys::platform::{Answer, Request, classify, is_plain_id};
use serde_json::Value;

use super::json::parsed;

const MOST_PERMISSIONS: usize = 10;
const LONGEST_CODE: usize = 100;

fn refused(status: u16, body: &[u8]) -> Error {
    let answer = Answer { status, body: body.to_vec(), ..Answer::default() };
    classify(&Request::read("read it", "/api/v2/x"), Ok(answer)).expect_err("a refusal")
}

fn is_code(text: &str) -> bool {
    text.len() <= LONGEST_CODE
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

fn is_permission(text: &str) -> bool {
    let parts: Vec<_> = text.split(':').collect();
    let is_part =
        |part: &&str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_*".contains(&byte));
    text.len() <= LONGEST_CODE && parts.len() >= 2 && parts.iter().all(is_part)
}

/// The code that a body names, worked out without the code under test.
fn code_in(body: &Value) -> Option<&str> {
    let code = body["code"].as_str().or_else(|| body["errors"][0]["code"].as_str());
    code.filter(|code| is_code(code))
}

/// What the error would say had the body been empty, with what the body may add.
fn expected_message(plain: &Error, error: &Error) -> String {
    let code = error.context.genesys_code.as_deref().map(|code| format!(" ({code})")).unwrap_or_default();
    let (start, meaning) = plain.message.split_once(':').expect("a meaning");
    let needs = match &error.context.permissions[..] {
        [] => String::new(),
        names => format!(" It needs {}.", names.join(" or ")),
    };
    format!("{start}{code}:{meaning}{needs}")
}

/// The vendor's own sentence may follow, on one line and cut.
fn assert_message(plain: &Error, error: &Error) {
    let expected = expected_message(plain, error);
    let added = error.message.strip_prefix(&expected).expect("what is known stands first");
    if !added.is_empty() {
        assert!(plain.message.contains("400") && added.starts_with(" It says: \""), "{added}");
        assert!(added.chars().count() < 230 && !added.chars().any(char::is_control), "{added:?}");
    }
}

pub fn hold(bytes: &[u8]) {
    let body = parsed(bytes);
    for status in [400, 403, 409] {
        let (error, plain) = (refused(status, bytes), refused(status, b""));
        let context = &error.context;
        assert_eq!((error.kind, context.effect), (plain.kind, plain.context.effect));
        assert_eq!(context.genesys_code.as_deref(), body.as_ref().and_then(code_in));
        assert!(context.correlation_id.as_deref().is_none_or(is_plain_id), "{:?}", context.correlation_id);
        assert!(context.permissions.len() <= MOST_PERMISSIONS, "{} permissions", context.permissions.len());
        assert!(context.permissions.iter().all(|name| is_permission(name)), "{:?}", context.permissions);
        assert_message(&plain, &error);
        assert_eq!((&context.hint, &context.choices), (&plain.context.hint, &plain.context.choices));
    }
}
