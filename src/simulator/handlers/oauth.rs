//! `POST /oauth/token`: client credentials by HTTP Basic or in the form, and codes of users.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::simulator::call::Call;
use crate::simulator::reply::{Handled, Refusal, Reply};
use crate::simulator::sign_in::{GrantType, Redeems, TOKEN_SECONDS};

type Form = Vec<(String, String)>;

pub fn token(call: &mut Call<'_>) -> Handled {
    let form: Form = url::form_urlencoded::parse(&call.body).into_owned().collect();
    match field(&form, "grant_type") {
        Some("client_credentials") => client(call, &form),
        Some("authorization_code") => user(call, &form),
        _ => Err(refused(400, "unsupported_grant_type", "grant type not supported")),
    }
}

fn field<'a>(form: &'a Form, name: &str) -> Option<&'a str> {
    form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn client(call: &mut Call<'_>, form: &Form) -> Handled {
    if !is_ours(call, form) {
        return Err(invalid_client(call));
    }
    Ok(granted(&call.world.sign_in(GrantType::Client, None)))
}

/// By the proof key of RFC 7636, or by the org's own client and its secret. Assumed: the words of a refusal.
fn user(call: &mut Call<'_>, form: &Form) -> Handled {
    let is_known = is_ours(call, form);
    let basic = basic(call).map(|(id, _)| id);
    let client = field(form, "client_id").or(basic.as_deref()).unwrap_or_default();
    let asked = Redeems {
        code: field(form, "code").unwrap_or_default(),
        client,
        redirect_uri: field(form, "redirect_uri").unwrap_or_default(),
        verifier: field(form, "code_verifier"),
        is_known,
    };
    let token = call.world.redeem(&asked);
    token.map(|token| granted(&token)).ok_or_else(|| refused(400, "invalid_grant", "the code is not good"))
}

fn granted(token: &str) -> Reply {
    Reply::ok(json!({ "access_token": token, "token_type": "bearer", "expires_in": TOKEN_SECONDS }))
}

fn is_ours(call: &Call<'_>, form: &Form) -> bool {
    let in_form = || Some((field(form, "client_id")?.to_string(), field(form, "client_secret")?.to_string()));
    let org = &call.world.org;
    basic(call)
        .or_else(in_form)
        .is_some_and(|(id, secret)| id == org.client_id && secret == org.client_secret)
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

fn invalid_client(call: &Call<'_>) -> Refusal {
    refused(call.world.options.invalid_client_status, "invalid_client", "authentication failed")
}

/// Measured: both descriptions say the same.
fn refused(status: u16, error: &str, why: &str) -> Refusal {
    Refusal::raw(status, json!({ "error": error, "description": why, "error_description": why }))
}
