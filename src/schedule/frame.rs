//! What a frame to a guest is, by the words on the wire.

use serde_json::Value;

use super::kind::Kind;

/// `None` for the answer to a heartbeat: it comes by time, and a point must not.
pub fn kind_of(frame: &Value) -> Option<Kind> {
    Some(match frame["class"].as_str().unwrap_or_default() {
        "StructuredMessage" if frame["type"] == "response" => return None,
        "StructuredMessage" => of_message(&frame["body"]),
        "SessionResponse" => Kind::Session,
        "JwtResponse" => Kind::Jwt,
        "GetConfigurationResponse" => Kind::Configuration,
        "PresignedUrlResponse" => Kind::UploadUrl,
        "UploadSuccessEvent" | "UploadFailureEvent" => Kind::Uploaded,
        "SessionClearedEvent" => Kind::Cleared,
        "SessionExpiredEvent" => Kind::Expired,
        "ConnectionClosedEvent" => Kind::Displaced,
        "string" | "TooManyRequestsErrorMessage" | "GenerateUrlError" => Kind::Refusal,
        _ => Kind::Other,
    })
}

fn of_message(body: &Value) -> Kind {
    let event = &body["events"][0];
    match (body["direction"].as_str(), body["type"].as_str()) {
        (Some("Inbound"), _) => Kind::Echo,
        (_, Some("Event")) if event["presence"]["type"] == "Disconnect" => Kind::Closing,
        (_, Some("Event")) if event["eventType"] == "Typing" => Kind::Typing,
        (_, Some("Text" | "Structured")) => Kind::Text,
        _ => Kind::Other,
    }
}
