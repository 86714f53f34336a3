//! What a refusal means, in one place.

use serde::de::DeserializeOwned;

use super::request::Request;
use super::trace::millis_of;
use super::transport::{Answer, Failure, is_plain_id};
use crate::error::{Error, Kind, Result};
use crate::model::PlatformError;

/// The answer of a request that succeeded, or the error that its status stands for.
pub fn classify(request: &Request, result: std::result::Result<Answer, Failure>) -> Result<Answer> {
    match result {
        Ok(answer) if answer.is_success() => Ok(answer),
        Ok(answer) => Err(refusal(request, &answer)),
        Err(failure) => Err(transport_error(request, failure)),
    }
}

/// Reads a body. The error says where it was not understood, never what stood there.
pub fn decode<T: DeserializeOwned>(request: &Request, answer: &Answer) -> Result<T> {
    let mut reader = serde_json::Deserializer::from_slice(&answer.body);
    serde_path_to_error::deserialize(&mut reader).map_err(|cause| {
        let place = pointer(cause.path());
        let what = if answer.looks_like_a_gateway_page() {
            "a web page came, not JSON"
        } else {
            "it is not as expected"
        };
        let message = format!("The answer to \"{}\" was not understood: {what} at '{place}'.", request.name);
        with_answer(Error::new(Kind::Decode, message), answer)
            .hint("A proxy or gateway may have answered in the API's place, or the API has changed.")
    })
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    let steps: Vec<String> = path.iter().map(ToString::to_string).collect();
    format!("/{}", steps.join("/").replace(['[', ']'], ""))
}

fn refusal(request: &Request, answer: &Answer) -> Error {
    let told = PlatformError::parse(&answer.body);
    let kind = kind_of(answer.status);
    let code = told.code.as_deref().map(|code| format!(" ({code})")).unwrap_or_default();
    let message = format!("\"{}\" was answered {}{code}: {}.", request.name, answer.status, meaning(kind));
    let mut error = with_answer(Error::new(kind, message), answer);
    if error.context.correlation_id.is_none() {
        error.context.correlation_id = told.context_id.clone().filter(|id| is_plain_id(id));
    }
    if kind == Kind::Forbidden {
        error = forbidden(error, request, &told);
    }
    error.context.genesys_code = told.code;
    error
}

const fn kind_of(status: u16) -> Kind {
    match status {
        401 => Kind::Unauthorized,
        403 => Kind::Forbidden,
        404 | 410 => Kind::NotFound,
        409 => Kind::Conflict,
        429 => Kind::RateLimited,
        408 | 500..=599 => Kind::Unavailable,
        _ => Kind::Rejected,
    }
}

const fn meaning(kind: Kind) -> &'static str {
    match kind {
        Kind::Unauthorized => "the token is unknown, revoked or expired",
        Kind::Forbidden => "the token may not do this",
        Kind::NotFound => "there is no such thing, or not for this token",
        Kind::Conflict => "somebody else changed it first",
        Kind::RateLimited => "the request budget is spent",
        Kind::Unavailable => "the API could not answer",
        _ => "the API refused the request",
    }
}

fn forbidden(mut error: Error, request: &Request, told: &PlatformError) -> Error {
    let named = if told.permissions.is_empty() {
        request.permissions.iter().map(ToString::to_string).collect()
    } else {
        told.permissions.clone()
    };
    if !named.is_empty() {
        error.message = format!("{} It needs {}.", error.message, named.join(" or "));
    }
    error.context.permissions = named;
    error
}

fn with_answer(mut error: Error, answer: &Answer) -> Error {
    error.context.status = Some(answer.status);
    error.context.correlation_id.clone_from(&answer.correlation_id);
    error.context.retry_after_ms = answer.retry_after.map(millis_of);
    error
}

fn transport_error(request: &Request, failure: Failure) -> Error {
    match failure {
        Failure::NotSent(why) => {
            explained(Error::new(Kind::Transport, format!("\"{}\" could not be sent: {why}.", request.name)))
        }
        Failure::Lost(why) => Error::new(
            Kind::Transport,
            format!("\"{}\" was sent, and the connection broke: {why}.", request.name),
        ),
        Failure::TooLong => {
            Error::new(Kind::Decode, format!("The answer to \"{}\" is longer than 4 MiB.", request.name))
        }
    }
}

/// Adds what helps with the two failures that people meet behind a company's proxy.
pub fn explained(error: Error) -> Error {
    if error.message.contains("certificate") {
        return error.hint("Name the certificate authority with caFile or NODE_EXTRA_CA_CERTS.");
    }
    if error.message.contains("lookup") || error.message.contains("dns") {
        return error.hint("Check the region, and whether this machine needs HTTPS_PROXY.");
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MessageConversation;

    fn request() -> Request {
        Request::read("read the conversation", "/api/v2/x").needs(&["conversation:communication:view"])
    }

    fn answered(status: u16, body: &str) -> Error {
        let answer = Answer { status, body: body.into(), ..Answer::default() };
        classify(&request(), Ok(answer)).expect_err("a refusal")
    }

    #[test]
    fn every_status_has_one_kind() {
        let kinds = [
            (400, Kind::Rejected),
            (302, Kind::Rejected),
            (401, Kind::Unauthorized),
            (403, Kind::Forbidden),
            (404, Kind::NotFound),
            (408, Kind::Unavailable),
            (409, Kind::Conflict),
            (410, Kind::NotFound),
            (415, Kind::Rejected),
            (429, Kind::RateLimited),
            (500, Kind::Unavailable),
            (504, Kind::Unavailable),
        ];
        for (status, kind) in kinds {
            assert_eq!(answered(status, "").kind, kind, "{status}");
        }
    }

    #[test]
    fn a_missing_permission_is_named_by_the_server_or_else_by_us() {
        let told = answered(403, r#"{"code":"missing.permissions","message":"needs [routing:queue:view]"}"#);
        assert_eq!(told.context.permissions, ["routing:queue:view"]);
        assert_eq!(answered(403, "").context.permissions, ["conversation:communication:view"]);
    }

    #[test]
    fn a_decode_error_points_at_the_place_and_shows_no_text() {
        let body = r#"{"id":"11111111-1111-4111-8111-111111111111","participants":[{"id":"canary"}]}"#;
        let answer = Answer { status: 200, body: body.into(), ..Answer::default() };
        let error = decode::<MessageConversation>(&request(), &answer).expect_err("a bad id");
        assert!(error.message.contains("/participants/0/id"), "{}", error.message);
        assert!(!error.message.contains("canary"));
    }
}
