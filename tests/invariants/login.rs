//! The login host's answers: a token is one that may stand in a header, and lives for a time that a clock can hold; a
//! refusal says one of a few fixed sentences, whatever came.

use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::time::Instant;

use playwright_genesys::error::Result;
use playwright_genesys::platform::{Answer, Config, Grant, judge_login};
use serde_json::json;

use super::json::parsed;

const REFUSALS: [u16; 4] = [400, 401, 403, 500];
const CODES: [&str; 6] = [
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
];

fn judged(status: u16, body: &[u8]) -> Result<Grant> {
    let config: Config = serde_json::from_value(json!({})).expect("a connection without options");
    let answer = Answer { status, body: body.to_vec(), ..Answer::default() };
    judge_login(&config, Ok(answer))
}

fn sentence(status: u16, body: &[u8]) -> Option<String> {
    judged(status, body).err().map(|error| format!("{error} {:?}", error.context.hint))
}

/// Everything that a refusal may say.
static SENTENCES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let throttled = json!({ "error": "invalid_request", "description": "rate limit exceeded" });
    let coded = CODES.map(|code| json!({ "error": code }));
    let bodies = coded.into_iter().chain([json!({}), throttled]).map(|body| body.to_string());
    bodies.flat_map(|body| REFUSALS.map(|status| sentence(status, body.as_bytes()))).flatten().collect()
});

pub fn hold(bytes: &[u8]) {
    for status in REFUSALS {
        let said = sentence(status, bytes).expect("a refusal is no token");
        assert!(SENTENCES.contains(&said), "the login host's text is repeated");
    }
    match judged(200, bytes) {
        Err(error) => assert_eq!(error.message, "The login host's answer holds no token that can be used."),
        Ok(grant) => {
            let token = grant.access_token.expose();
            let named = parsed(bytes).and_then(|body| body["access_token"].as_str().map(str::to_string));
            assert_eq!(named.as_ref(), Some(token), "the token is not the one that came");
            assert!(
                !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()),
                "no header holds it"
            );
            assert!(Instant::now().checked_add(grant.life()).is_some(), "no clock holds its life");
        }
    }
}
