//! Which row of docs/simulator.md a request or a frame touches, and how sure that row is.

use serde::Serialize;
use serde_json::Value;

/// How the simulator's behaviour is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SimulatorMark"))]
pub enum Mark {
    Assumed,
    Documented,
    Measured,
    Reported,
    Ours,
}

/// A row, by words that stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Row {
    pub words: &'static str,
    pub mark: Mark,
}

const fn row(words: &'static str, mark: Mark) -> Row {
    Row { words, mark }
}

use Mark::{Assumed, Documented, Measured, Reported};

const UNKNOWN_PATH: Row = row("What is not served answers the vendor's 404", Mark::Ours);
const REFUSED: Row = row("404; 415 `unsupported.media.type`", Documented);
const ENDED: Row = row("A state for an ended conversation: 403 `not.authorized`", Documented);
const CODE: Row = row("A wrap-up code that the queue does not list: 400 `bad.request`", Assumed);
const CORRELATION: Row = row("`ININ-Correlation-Id` is on every answer", Documented);
const LIMITS: Row = row("`inin-ratelimit-*` headers (documented)", Documented);
const STAYS: Row = row("When the last agent leaves, the customer's leg ends with it", Assumed);
const ACW: Row = row("An agent who was connected has after-call work `pending`", Documented);
const TIMEOUT: Row = row("`wrapUp.timeoutMs`: the agent's prompt is `timeout`", Documented);

/// Method, path, and the row; `<id>` stands for every id.
#[rustfmt::skip]
const OPERATIONS: &[(&str, &str, Row)] = &[
    ("POST", "/oauth/token", row("client credentials by Basic or in the form; `bearer`, 86 400 s", Documented)),
    ("GET", "/oauth/authorize", row("`token`: the implicit grant, in the fragment", Documented)),
    ("*", "/api/v2/tokens/me", row("who the token is; probe; revoke", Documented)),
    ("GET", "/api/v2/conversations/messages/<id>", row("participants with states; no communication ids, no `endTime`", Documented)),
    ("PATCH", "/api/v2/conversations/messages/<id>", row("only `disconnected`; 200; everybody leaves", Documented)),
    ("PATCH", "/api/v2/conversations/messages/<id>/participants/<id>", row("202 without a body; state in any case", Documented)),
    ("PATCH", "/api/v2/conversations/<id>/participants/<id>", row("202 without a body; state in any case", Documented)),
    ("PATCH", "/api/v2/conversations/messages/<id>/participants/<id>/attributes", row("202 and the attributes; the media-neutral twin has no body", Documented)),
    ("PATCH", "/api/v2/conversations/<id>/participants/<id>/attributes", row("202 and the attributes; the media-neutral twin has no body", Documented)),
    ("POST", "/api/v2/conversations/messages/<id>/participants/<id>/replace", row("the agent's part ends with `transfer`; no addresses", Documented)),
    ("POST", "/api/v2/conversations/<id>/participants/<id>/replace", row("the agent's part ends with `transfer`; no addresses", Documented)),
    ("POST", "/api/v2/conversations/messages/<id>/participants/<id>/takeover", row("new in SDK 269, for users only", Documented)),
    ("POST", "/api/v2/conversations/messages/<id>/communications/<id>/messages", row("an agent who is connected writes `textBody`", Documented)),
    ("POST", "/api/v2/conversations/messages/<id>/communications/<id>/typing", row("an agent who is connected writes `textBody`", Documented)),
    ("GET", "/api/v2/conversations/messages/<id>/messages/<id>", row("messages by id; at most 1000", Documented)),
    ("POST", "/api/v2/conversations/messages/<id>/messages/bulk", row("messages by id; at most 1000", Documented)),
    ("PATCH", "/api/v2/conversations/messages/<id>/participants/<id>/communications/<id>", row("else 400 `communication.state.required`", Documented)),
    ("GET", "/api/v2/conversations/messages/<id>/participants/<id>/wrapupcodes", row("a bare array", Documented)),
    ("GET", "/api/v2/conversations/<id>/participants/<id>/wrapupcodes", row("a bare array", Documented)),
    ("GET", "/api/v2/conversations/messages/<id>/participants/<id>/wrapup", row("404 while there is none", Assumed)),
    ("GET", "/api/v2/conversations/<id>/participants/<id>/wrapup", row("404 while there is none", Assumed)),
    ("GET", "/api/v2/conversations/messages/<id>/participants/<id>/communications/<id>/wrapup", row("404 while there is none", Assumed)),
    ("POST", "/api/v2/conversations/messages/<id>/participants/<id>/communications/<id>/wrapup", row("202; works after the end", Documented)),
    ("GET", "/api/v2/conversations/messages/<id>/details", row("leads to the conversation; a conversation id finds nothing", Documented)),
    ("GET", "/api/v2/conversations/<id>", row("`endTime`, communications with their ids and after-call work", Documented)),
    ("POST", "/api/v2/conversations/<id>/disconnect", row("202; pending wrap-ups get the system's code", Documented)),
    ("DELETE", "/api/v2/conversations/<id>", row("`DELETE /conversations/{id}` | everybody leaves", Documented)),
    ("GET", "/api/v2/conversations", row("empty: client credentials have no user", Reported)),
    ("GET", "/api/v2/conversations/messages", row("empty: client credentials have no user", Reported)),
    ("GET", "/api/v2/conversations/settings", row("after-call work is per participant", Documented)),
    ("GET", "/api/v2/routing/wrapupcodes", row("paged; `pageSize` up to 100", Assumed)),
    ("GET", "/api/v2/routing/wrapupcodes/<id>", row("paged; `pageSize` up to 100", Assumed)),
    ("GET", "/api/v2/routing/wrapupcodes/divisionviews", row("the same with another permission; a name or ids, not both", Documented)),
    ("GET", "/api/v2/routing/queues", row("paged, by name (what begins with it: assumed) and ids", Documented)),
    ("GET", "/api/v2/routing/queues/<id>", row("name, members, `acwSettings` by `wrapUp`", Documented)),
    ("GET", "/api/v2/routing/queues/<id>/wrapupcodes", row("a trailing `*` makes the name a prefix", Documented)),
    ("*", "/api/v2/users/me", row("agents; 400 `not.a.user` for a client", Documented)),
    ("*", "/api/v2/users/<id>", row("agents; 400 `not.a.user` for a client", Documented)),
    ("GET", "/api/v2/analytics/conversations/<id>/details", row("30 seconds later, by the virtual clock", Assumed)),
    ("POST", "/api/v2/analytics/conversations/details/query", row("30 seconds later, by the virtual clock", Assumed)),
    ("GET", "/webdeployments/v1/deployments/<id>/config.json", row("without a token; 403 in XML for an unknown id", Measured)),
    ("GET", "/webdeployments/v1/deployments/<id>/domains.json", row("without a token; 403 in XML for an unknown id", Measured)),
    ("*", "/api/v2/notifications/channels", row("a channel with its `connectUri` on the same port", Documented)),
    ("DELETE", "/api/v2/notifications/channels/<id>/subscriptions", row("the status of `DELETE`: 200 without a body", Assumed)),
    ("*", "/api/v2/notifications/channels/<id>/subscriptions", row("adds, replaces, lists, removes; see below", Documented)),
    ("GET", "/api/v2/notifications/availabletopics", row("what can be subscribed to here", Documented)),
    ("GET", "/api/v2/webmessaging/messages", row("the guest's history with its JWT, newest first", Measured)),
    ("*", "/attachments/<id>", row("where presigned addresses lead; the path is ours", Assumed)),
    ("*", "/api/v2/conversations/messaging/<id>", row("the versioned resource, see below", Assumed)),
    ("*", "/api/v2/webdeployments/", row("deployment, active configuration, configuration version", Documented)),
];

/// The row of an answer, and of one field of it.
pub fn of_answer(method: &str, template: &str, status: u16, pointer: &str) -> Row {
    if let Some(row) = of_field(template, pointer) {
        return row;
    }
    match (method, status) {
        ("PATCH", 403) => return ENDED,
        ("PATCH" | "POST", 400) if template.contains("/participants/") => return CODE,
        (_, 401 | 403 | 415) if template != "/oauth/token" => return REFUSED,
        (_, 429) => return LIMITS,
        _ => {}
    }
    of_operation(method, template)
}

fn of_operation(method: &str, template: &str) -> Row {
    let fits = |path: &str| path == template || (path.ends_with('/') && template.starts_with(path));
    let found = OPERATIONS.iter().find(|(each, path, _)| (*each == "*" || *each == method) && fits(path));
    found.map_or(UNKNOWN_PATH, |(.., row)| *row)
}

fn of_field(template: &str, pointer: &str) -> Option<Row> {
    let is_conversation =
        template.starts_with("/api/v2/conversations/") && pointer.starts_with("/body/participants");
    let last = pointer.rsplit('/').next()?;
    match last {
        "inin-correlation-id" => Some(CORRELATION),
        "retry-after" => Some(LIMITS),
        _ if last.starts_with("inin-ratelimit") => Some(LIMITS),
        "wrapupTimeoutMs" if is_conversation => Some(TIMEOUT),
        "wrapupPrompt" | "wrapupRequired" | "startAcwTime" | "endAcwTime" if is_conversation => Some(ACW),
        _ if is_conversation && pointer.contains("/afterCallWork") => Some(ACW),
        _ => None,
    }
}

/// A read that showed the customer's leg after the last agent's.
pub const CUSTOMER: Row = STAYS;

pub const UPGRADE: Row = row("403 at the upgrade for an unknown deployment", Measured);

/// Frames by their names.
#[rustfmt::skip]
const TOLD: &[(&str, Row)] = &[
    ("SessionResponse", row("new, resumed, or `startNew`; unknown fields are passed over", Measured)),
    ("Disconnect", row("Presence Disconnect with `metadata.readOnly: \"true\"` (measured)", Measured)),
    ("Join", row("Join opens a conversation where `autoStart` is on", Measured)),
    ("Clear", row("Join opens a conversation where `autoStart` is on", Measured)),
    ("SessionClearedEvent", row("Join opens a conversation where `autoStart` is on", Measured)),
    ("ConnectionClosedEvent", row("the others: ConnectionClosedEvent; the asking one", Documented)),
    ("SessionExpiredEvent", row("SessionExpiredEvent is pushed", Measured)),
    ("Typing", row("typing()` reaches guests as a Typing event of 5 s", Measured)),
    ("Inbound", row("the Inbound echo; 4007 without a session", Measured)),
    ("TooManyRequestsErrorMessage", row("TooManyRequestsErrorMessage: code 429", Documented)),
    ("PresignedUrlResponse", row("PresignedUrlResponse with an address and headers", Documented)),
    ("GenerateUrlError", row("GenerateUrlError with 4001, 4002", Documented)),
    ("UploadSuccessEvent", row("UploadSuccessEvent; UploadFailureEvent where the size differs", Assumed)),
    ("UploadFailureEvent", row("UploadSuccessEvent; UploadFailureEvent where the size differs", Assumed)),
    ("AttachmentDeletedResponse", row("a new address; AttachmentDeletedResponse", Documented)),
    ("string", row("409 read-only", Measured)),
    ("JwtResponse", row("`echo`, `getJwt`, `getConfiguration`", Measured)),
    ("GetConfigurationResponse", row("`echo`, `getJwt`, `getConfiguration`", Measured)),
];

const TEXT: Row = row("an agent who is connected writes `textBody`", Documented);
const WITHOUT_READ_ONLY: Row = row("without `readOnly` (assumed: absent, not \"false\")", Assumed);
const BY_WHOM: Row = row("`originatingEntity` is Human for agents, Bot", Assumed);

/// The row of a frame, and of one field of it.
pub fn of_frame(frame: &Value, pointer: &str) -> Row {
    let name = name_of(frame);
    let is_told = name == "Disconnect";
    if is_told && pointer.ends_with("/originatingEntity") {
        return BY_WHOM;
    }
    if is_told && frame["body"]["metadata"]["readOnly"] != "true" {
        return WITHOUT_READ_ONLY;
    }
    TOLD.iter().find(|(each, _)| *each == name).map_or(TEXT, |(_, row)| *row)
}

/// What a frame is: the event that it carries, or its class.
pub fn name_of(frame: &Value) -> &str {
    let body = &frame["body"];
    let event = &body["events"][0];
    let word = |value: &'_ Value| value.as_str().is_some();
    match frame["class"].as_str() {
        Some("StructuredMessage") if word(&event["presence"]["type"]) => event["presence"]["type"].as_str(),
        Some("StructuredMessage") if word(&event["eventType"]) => event["eventType"].as_str(),
        Some("StructuredMessage") if body["direction"] == "Inbound" => Some("Inbound"),
        class => class,
    }
    .unwrap_or("frame")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Row> {
        let fixed = [
            UNKNOWN_PATH,
            REFUSED,
            ENDED,
            CODE,
            CORRELATION,
            LIMITS,
            STAYS,
            ACW,
            TIMEOUT,
            UPGRADE,
            TEXT,
            WITHOUT_READ_ONLY,
            BY_WHOM,
        ];
        let operations = OPERATIONS.iter().map(|(.., row)| *row);
        fixed.into_iter().chain(operations).chain(TOLD.iter().map(|(_, row)| *row)).collect()
    }

    #[test]
    fn every_row_stands_in_the_page() {
        let page = include_str!("../../docs/simulator.md").replace("\r\n", "\n");
        // Prose is wrapped: its words stand on two lines.
        let prose = page.replace("\n  ", " ").replace('\n', " ");
        let lost: Vec<_> =
            all().into_iter().filter(|row| !prose.contains(row.words)).map(|row| row.words).collect();
        assert!(lost.is_empty(), "docs/simulator.md has no row with {lost:#?}");
    }

    #[test]
    fn every_mark_is_that_of_its_row() {
        let page = include_str!("../../docs/simulator.md");
        for row in all() {
            let Some(line) = page.lines().find(|line| line.starts_with('|') && line.contains(row.words))
            else {
                continue;
            };
            let cell = line.trim_end().trim_end_matches('|').rsplit('|').next().unwrap_or_default();
            let marked = match row.mark {
                Mark::Assumed => cell.contains("assumed") || line.contains("assumed"),
                Mark::Documented => cell.contains("documented"),
                Mark::Measured => cell.contains("measured") || line.contains("measured"),
                Mark::Reported => cell.contains("reported"),
                Mark::Ours => true,
            };
            assert!(marked, "{} is not {:?}: {line}", row.words, row.mark);
        }
    }
}
