//! What every close and every guest goes through, again and again: run under callgrind by
//! `npm run bench -- --instructions`, which counts the instructions of one round.
//!
//! `hot_paths <path> <rounds>`

use std::hint::black_box;
use std::time::Duration;

use playwright_genesys::close::View;
use playwright_genesys::close::options::Strategy;
use playwright_genesys::close::state::{Workflow, WriteAnswer};
use playwright_genesys::guest::event::Origin;
use playwright_genesys::guest::inbox::Inbox;
use playwright_genesys::model::MessageConversation;
use playwright_genesys::platform::{Answer, Request, classify, decode};

const CONVERSATION: &str = include_str!("conversation.json");
const REFUSAL: &str = r#"{"message":"Unable to perform the requested action. You must have at least one of the following permissions assigned: [conversation:communication:disconnect]","code":"missing.any.permissions","status":403,"messageParams":{"permissions":"conversation:communication:disconnect"},"contextId":"3c6f1d2e-0000-4000-8000-000000000001","details":[],"errors":[]}"#;
const FRAME: &str = r#"{"type":"message","class":"StructuredMessage","code":200,"body":{"direction":"Outbound","id":"0e2f0a1a5c7d4d6d8f4a2b1c3d4e5f60","channel":{"time":"2026-01-05T09:00:00.000Z","messageId":"0e2f0a1a5c7d4d6d8f4a2b1c3d4e5f60","type":"Private"},"type":"Text","text":"How can I help?","originatingEntity":"Human","metadata":{}}}"#;

fn answer(status: u16, body: &str) -> Answer {
    Answer { status, body: body.into(), ..Answer::default() }
}

fn conversation() -> MessageConversation {
    decode(&Request::read("read", "/api/v2/x"), &answer(200, CONVERSATION)).expect("a conversation")
}

/// The same conversation after everybody has left.
fn ended() -> MessageConversation {
    let text = CONVERSATION.replace("\"connected\"", "\"disconnected\"");
    decode(&Request::read("read", "/api/v2/x"), &answer(200, &text)).expect("a conversation")
}

fn decode_a_conversation(rounds: u64) {
    let (request, answer) = (Request::read("read", "/api/v2/x"), answer(200, CONVERSATION));
    for _ in 0..rounds {
        let decoded: MessageConversation = decode(&request, black_box(&answer)).expect("a conversation");
        black_box(decoded);
    }
}

/// Read, write, read: what a close decides, without its requests.
fn decide_a_close(rounds: u64) {
    let (open, closed) = (View::Messages(conversation()), View::Messages(ended()));
    for _ in 0..rounds {
        let mut workflow = Workflow::new(Strategy::Auto);
        black_box(workflow.seen(black_box(&open), Duration::ZERO));
        black_box(workflow.answered(WriteAnswer::Accepted, Duration::from_millis(1)));
        black_box(workflow.seen(black_box(&closed), Duration::from_millis(61)));
    }
}

fn read_a_frame(rounds: u64) {
    let mut inbox = Inbox::default();
    for round in 0..rounds {
        let at = i64::try_from(round).unwrap_or_default();
        black_box(inbox.received(black_box(FRAME), at, Origin::Server));
    }
}

fn classify_a_refusal(rounds: u64) {
    let request = Request::read("read", "/api/v2/x");
    let refused = answer(403, REFUSAL);
    for _ in 0..rounds {
        let _ = black_box(classify(&request, Ok(black_box(&refused).clone())));
    }
}

fn main() {
    let mut args = std::env::args().skip(1);
    let (path, rounds) = (args.next(), args.next().and_then(|rounds| rounds.parse().ok()));
    // Cargo calls every benchmark with arguments of its own; without a path there is nothing to do.
    let rounds: u64 = rounds.unwrap_or_default();
    match path.as_deref() {
        Some("decode-a-conversation") => decode_a_conversation(rounds),
        Some("decide-a-close") => decide_a_close(rounds),
        Some("read-a-frame") => read_a_frame(rounds),
        Some("classify-a-refusal") => classify_a_refusal(rounds),
        _ => {}
    }
}
