//! A guest's socket over time: never closed unless a closing frame (or a history with an end) was among what came; never
//! locked without a proof of it; events keep their places; no token of the guest's stands in an event.
//!
//! One line for each thing that happens: `>` sent, `<` received, `!` injected, `H` a page of the history, `O` and `X`
//! the socket's life. Anything else is received as it stands.

use playwright_genesys::guest::event::{Origin, Update};
use playwright_genesys::guest::inbox::{Inbox, Reading};
use playwright_genesys::guest::socket_life::Phase;
use serde_json::Value;

use super::frame::{is_end, may_close};
use super::json::parsed;

const CANARY: &str = "canary-7f3a9c";

#[derive(Default)]
struct Proofs {
    closing: bool,
    locking: bool,
}

impl Proofs {
    fn note_frame(&mut self, frame: &Value) {
        if !may_close(frame) {
            return;
        }
        self.closing = true;
        self.locking |= frame["type"] == "response" || is_read_only(&frame["body"]);
    }

    fn note_history(&mut self, entities: &[Value]) {
        let ends: Vec<_> = entities.iter().filter(|entity| is_end(entity)).collect();
        self.closing |= !ends.is_empty();
        self.locking |= ends.into_iter().any(is_read_only);
    }
}

fn is_read_only(body: &Value) -> bool {
    let flag = &body["metadata"]["readOnly"];
    *flag == true || flag.as_str().is_some_and(|text| text.eq_ignore_ascii_case("true"))
}

/// The same frame with a canary as its token, in both places where a token may stand.
fn with_canary(text: &str) -> Option<String> {
    let mut frame = parsed(text.as_bytes()).filter(Value::is_object)?;
    if text.contains(CANARY) {
        return None;
    }
    if frame.get("token").is_some() {
        frame["token"] = CANARY.into();
    }
    if frame["class"] == "JwtResponse" && frame["body"].is_object() {
        frame["body"]["jwt"] = CANARY.into();
    }
    Some(frame.to_string())
}

fn happens(inbox: &mut Inbox, proofs: &mut Proofs, line: &str, at: i64) -> Vec<Update> {
    let (kind, rest) = line.split_at_checked(1).unwrap_or(("", line));
    match kind {
        ">" => inbox.sent(with_canary(rest).as_deref().unwrap_or(rest), at),
        "H" => {
            let entities = match parsed(rest.as_bytes()) {
                Some(Value::Array(entities)) => entities,
                _ => Vec::new(),
            };
            let reading = if at % 2 == 0 { Reading::TakingUp } else { Reading::Asked };
            proofs.note_history(&entities);
            inbox.history(&entities, reading, at).1
        }
        "O" => inbox.socket(Phase::Open { attempt: 1 }, at),
        "X" => inbox.socket(Phase::Closed { code: Some(1006), was_clean: Some(false), attempt: 1 }, at),
        _ => {
            let text = if matches!(kind, "<" | "!") { rest } else { line };
            let text = with_canary(text).unwrap_or_else(|| text.to_string());
            if let Some(frame) = parsed(text.as_bytes()) {
                proofs.note_frame(&frame);
            }
            inbox.received(&text, at, if kind == "!" { Origin::Injected } else { Origin::Server })
        }
    }
}

fn assert_in_place(updates: &[Update], next: &mut usize) {
    for update in updates {
        assert!(update.index <= *next, "event {} of {next}", update.index);
        *next = (*next).max(update.index + 1);
    }
}

pub fn hold(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (mut inbox, mut proofs, mut next) = (Inbox::default(), Proofs::default(), 0);
    let had_canary = text.contains(CANARY);
    for (line, at) in text.lines().take(40).zip(1..) {
        let updates = happens(&mut inbox, &mut proofs, line, at);
        assert_in_place(&updates, &mut next);
        let shows_closed = inbox.closure().is_some_and(|end| end.kind.is_closure());
        assert!(proofs.closing || !shows_closed, "closed though nothing closed it");
        assert!(proofs.locking || !inbox.is_locked(), "locked though nothing locked it");
        let events = serde_json::to_string(&updates).expect("events are plain data");
        assert!(had_canary || !events.contains(CANARY), "a token stands in an event");
    }
}
