//! What a refusal means, in one place.

use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

use super::request::{Intent, Request, Shape};
use super::trace::millis_of;
use super::transport::{Answer, Failure, is_plain_id};
use crate::error::{Error, Kind, Result};
use crate::model::{PlatformError, json};

/// How much of a place a DECODE error tells.
const MOST_STEPS: usize = 10;
const LONGEST_NAME: usize = 24;

/// The answer of a request that succeeded, or the error that its status stands for.
pub fn classify(request: &Request, result: std::result::Result<Answer, Failure>) -> Result<Answer> {
    match result {
        Ok(answer) if answer.is_a_gateways_word_on(request.intent) => Err(not_the_api(request, &answer)),
        Ok(answer) if request.intent == Intent::Read && answer.is_second_hand() => {
            Err(second_hand(request, &answer))
        }
        Ok(answer) if answer.is_success() => Ok(answer),
        Ok(answer) => Err(refusal(request, &answer)),
        Err(failure) => Err(transport_error(request, failure)),
    }
}

/// An old copy shows an end that was, or nobody who came since.
fn second_hand(request: &Request, answer: &Answer) -> Error {
    let how = match answer.status {
        203 => "203, changed on the way",
        206 => "206, in part",
        304 => "304, as before",
        _ => "from a cache",
    };
    let message = format!("\"{}\" was answered {how}: that does not show how things are now.", request.name);
    with_answer(Error::new(Kind::Unavailable, message), answer).hint(
        "A proxy or gateway stands in between: let it pass the API's answers as they are, without caching.",
    )
}

/// A write that a page answers: whoever wrote the page may have done nothing else.
fn not_the_api(request: &Request, answer: &Answer) -> Error {
    let message =
        format!("\"{}\" was answered {} by a web page, not by the API.", request.name, answer.status);
    with_answer(Error::new(Kind::Decode, message), answer)
        .hint("A proxy or gateway may have answered in the API's place: check apiUrl and proxies.")
}

/// Reads a body. The error says where it was not understood, never what stood there.
pub fn decode<T: DeserializeOwned>(request: &Request, answer: &Answer) -> Result<T> {
    let decoded = match request.shape {
        Shape::Object if !is_object(&answer.body) => Err("/".to_string()),
        _ => json::read_bytes(&answer.body).map_err(|_| place_of::<T>(&answer.body)),
    };
    decoded.map_err(|place| {
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

/// Where a body is not understood. It is read once more for that: keeping track of the place costs
/// a fifth more, and almost every body is understood.
fn place_of<T: DeserializeOwned>(body: &[u8]) -> String {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let read = serde_path_to_error::deserialize::<_, T>(&mut reader);
    read.map_or_else(|cause| pointer(cause.path()), |_| "/".to_string())
}

/// A list would do for an object otherwise: its items are taken for the fields, in their order.
pub fn is_object(body: &[u8]) -> bool {
    body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    let steps: Vec<String> = path.iter().take(MOST_STEPS).map(step_of).collect();
    format!("/{}", steps.join("/"))
}

/// A name comes from the body: only what looks like a field's is repeated.
fn step_of(step: &Segment) -> String {
    let name = step.to_string().replace(['[', ']'], "");
    let is_field = name.bytes().all(|byte| byte.is_ascii_alphabetic()) && name.len() <= LONGEST_NAME;
    if is_field || matches!(step, Segment::Seq { .. }) { name } else { "?".to_string() }
}

fn refusal(request: &Request, answer: &Answer) -> Error {
    if (300..400).contains(&answer.status) {
        return redirected(&format!("\"{}\"", request.name), answer);
    }
    let told = PlatformError::parse(&answer.body);
    let kind = Kind::of_status(answer.status);
    let code = told.code.as_deref().map(|code| format!(" ({code})")).unwrap_or_default();
    let reason = told.message.as_ref().filter(|_| kind == Kind::Rejected);
    let reason = reason.map(|text| format!(" It says: \"{text}\"")).unwrap_or_default();
    let message =
        format!("\"{}\" was answered {}{code}: {}.{reason}", request.name, answer.status, meaning(kind));
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

/// Only the target's host is named: the rest of its address may carry anything.
pub fn redirected(what: &str, answer: &Answer) -> Error {
    let target = answer.redirect_host.as_deref().map(|host| format!(" to {host}")).unwrap_or_default();
    let message = format!(
        "{what} was answered {}, a redirect{target}. It was not followed: the token stays with its host.",
        answer.status
    );
    with_answer(Error::new(Kind::Rejected, message), answer)
        .hint("Check region and URLs. A proxy or a sign-in page of the network may stand in between.")
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
    let name = request.name;
    match failure {
        Failure::NotSent(trouble) => {
            let message = format!("\"{name}\" could not be sent: {}.", trouble.why);
            trouble.explain(Error::new(Kind::Transport, message))
        }
        Failure::Lost(trouble) => {
            let message = format!("\"{name}\" was sent, and the connection broke: {}.", trouble.why);
            trouble.explain(Error::new(Kind::Transport, message))
        }
        Failure::Silent => {
            Error::new(Kind::Timeout, format!("\"{name}\" was sent, and not answered in time."))
                .hint("Check that the hosts can be reached, or allow more timeoutMs.")
        }
        Failure::TooLong => {
            Error::new(Kind::Decode, format!("The answer to \"{name}\" is longer than 4 MiB."))
        }
        Failure::Encoded => Error::new(
            Kind::Decode,
            format!("The answer to \"{name}\" is compressed, which was not asked for."),
        )
        .hint("A proxy or gateway may have answered in the API's place, or compresses what it leads."),
    }
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
            (304, Kind::Unavailable),
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
    fn what_does_not_come_from_the_api_itself_proves_nothing_to_a_read() {
        for (status, age) in [(203, None), (206, None), (304, None), (200, Some("30")), (200, Some("old"))] {
            let answer =
                Answer { status, age: age.map(str::to_string), body: "{}".into(), ..Answer::default() };
            let error = classify(&request(), Ok(answer)).expect_err("second hand");
            assert_eq!(error.kind, Kind::Unavailable, "{status} {age:?}");
        }
        let fresh = Answer { status: 200, age: Some("0".into()), body: "{}".into(), ..Answer::default() };
        assert!(classify(&request(), Ok(fresh)).is_ok());
    }

    #[test]
    fn a_missing_permission_is_named_by_the_server_or_else_by_us() {
        let told = answered(403, r#"{"code":"missing.permissions","message":"needs [routing:queue:view]"}"#);
        assert_eq!(told.context.permissions, ["routing:queue:view"]);
        assert_eq!(answered(403, "").context.permissions, ["conversation:communication:view"]);
    }

    #[test]
    fn a_list_is_no_object_though_its_items_would_fit() {
        let body = r#"["11111111-1111-4111-8111-111111111111",[]]"#;
        let answer = Answer { status: 200, body: body.into(), ..Answer::default() };
        assert_eq!(
            decode::<MessageConversation>(&request(), &answer).expect_err("a list").kind,
            Kind::Decode
        );
    }

    #[test]
    fn a_decode_error_points_at_the_place_and_shows_no_text() {
        let body = r#"{"id":"11111111-1111-4111-8111-111111111111","participants":[{"id":"canary"}]}"#;
        let answer = Answer { status: 200, body: body.into(), ..Answer::default() };
        let error = decode::<MessageConversation>(&request(), &answer).expect_err("a bad id");
        assert!(error.message.contains("/participants/0/id"), "{}", error.message);
        assert!(!error.message.contains("canary"));
    }

    #[test]
    fn a_name_in_a_body_is_not_repeated_unless_it_looks_like_a_fields() {
        let id = "11111111-1111-4111-8111-111111111111";
        let body =
            format!(r#"{{"id":"{id}","participants":[{{"id":"{id}","attributes":{{"a canary":5}}}}]}}"#);
        let answer = Answer { status: 200, body: body.into(), ..Answer::default() };
        let error = decode::<MessageConversation>(&request(), &answer).expect_err("a number as a text");
        assert!(error.message.ends_with("at '/participants/0/attributes/?'."), "{}", error.message);
    }

    #[test]
    fn what_follows_the_answer_makes_it_unreadable() {
        let body = r#"{"id":"11111111-1111-4111-8111-111111111111","participants":[]}{"id":"#;
        let answer = Answer { status: 200, body: body.into(), ..Answer::default() };
        assert!(decode::<MessageConversation>(&request(), &answer).is_err());
    }
}
