//! `POST /oauth/token`: client credentials, by HTTP Basic or in the form.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::simulator::call::Call;
use crate::simulator::reply::{Handled, Refusal, Reply};

/// The platform's default life of a token (documented).
const TOKEN_LIFE_SECONDS: i64 = 86_400;

pub fn token(call: &mut Call<'_>) -> Handled {
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&call.body).into_owned().collect();
    let field = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    if field("grant_type").as_deref() != Some("client_credentials") {
        return Err(refused(400, "unsupported_grant_type", "grant type not supported"));
    }
    let given = basic(call).or_else(|| Some((field("client_id")?, field("client_secret")?)));
    let org = &call.world.org;
    if given.is_none_or(|(id, secret)| id != org.client_id || secret != org.client_secret) {
        let status = call.world.options.invalid_client_status;
        return Err(refused(status, "invalid_client", "authentication failed"));
    }
    let token = call.world.ids.secret();
    let ends = call.world.clock.now().plus_ms(TOKEN_LIFE_SECONDS * 1000);
    call.world.tokens.insert(token.clone(), ends);
    Ok(Reply::ok(json!({ "access_token": token, "token_type": "bearer", "expires_in": TOKEN_LIFE_SECONDS })))
}

fn basic(call: &Call<'_>) -> Option<(String, String)> {
    let header = call.headers.get("authorization")?.to_str().ok()?;
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((id.to_string(), secret.to_string()))
}

/// Measured: both descriptions say the same.
fn refused(status: u16, error: &str, why: &str) -> Refusal {
    Refusal::raw(status, json!({ "error": error, "description": why, "error_description": why }))
}
