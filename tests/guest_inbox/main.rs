//! What the inbox makes of frames: events, the end over time, and the sentence of the witness.

#![cfg(feature = "client")]

use playwright_genesys::guest::event::{EventKind, Origin, Way};
use playwright_genesys::guest::inbox::Inbox;
use playwright_genesys::guest::testimony::Saw;
use serde_json::{Value, json};

mod frames;
mod history;

use frames::*;

#[test]
fn a_session_that_the_end_has_overtaken_takes_no_lock_back() {
    let mut inbox = inbox();
    inbox.socket(LOST, 2);
    inbox.socket(OPEN, 3);
    hear(&mut inbox, end("e1", Some(5), true), 5);
    // Answered before the end, and here after it.
    hear(&mut inbox, session(json!({})), 6);
    assert_eq!(hear(&mut inbox, said("m2", Some(6)), 7), [(EventKind::Text, Way::Received)]);
    assert_eq!(kind_of(&inbox).as_deref(), Some("Locked"));
    // Asked for after it: that is the server's word.
    hear(&mut inbox, session(json!({})), 8);
    assert_eq!(kind_of(&inbox).as_deref(), Some("Told"));
}

#[test]
fn an_echo_is_merged_into_what_was_sent_and_a_second_one_is_nothing() {
    let mut inbox = inbox();
    let sent = inbox.sent(&asked().to_string(), 5);
    assert_eq!(sent[0].event.acknowledged, Some(false));
    let echo = echo();
    let updates = inbox.received(&echo.to_string(), 9, Origin::Server);
    assert_eq!(updates.len(), 1);
    assert_eq!((updates[0].index, updates[0].event.acknowledged), (sent[0].index, Some(true)));
    assert_eq!((updates[0].event.at, updates[0].event.message_id.as_deref()), (5, Some("m1")));
    assert!(inbox.received(&echo.to_string(), 10, Origin::Server).is_empty());
    assert_eq!(inbox.message_ids().collect::<Vec<_>>(), ["m1"]);
}

#[test]
fn a_message_of_another_tab_is_the_guests_own() {
    let mut inbox = inbox();
    let echo = message(json!({ "type": "Text", "direction": "Inbound", "text": "hi" }), "m1", Some(1));
    assert_eq!(hear(&mut inbox, echo, 1), [(EventKind::Text, Way::Sent)]);
}

#[test]
fn the_reply_to_an_echo_request_is_no_message() {
    let mut inbox = inbox();
    let reply = json!({ "type": "response", "class": "StructuredMessage", "code": 200,
        "body": { "type": "Text", "direction": "Inbound", "text": "ping", "id": "echo_id" } });
    assert_eq!(hear(&mut inbox, reply, 1), [(EventKind::Other, Way::Received)]);
    assert_eq!(inbox.message_ids().count(), 0);
}

#[test]
fn told_is_undone_by_a_later_message_and_not_by_an_older_one() {
    let mut inbox = inbox();
    hear(&mut inbox, end("e1", Some(5), false), 1);
    assert_eq!(kind_of(&inbox).as_deref(), Some("Told"));
    hear(&mut inbox, said("m1", Some(4)), 2);
    assert_eq!(kind_of(&inbox).as_deref(), Some("Told"), "an older message came late");
    let kinds = hear(&mut inbox, said("m2", Some(6)), 3);
    assert_eq!(kinds[1].0, EventKind::Reopened);
    assert_eq!(kind_of(&inbox), None);
    hear(&mut inbox, end("e2", Some(5), false), 4);
    assert_eq!(kind_of(&inbox), None, "an end from before the message came late");
    hear(&mut inbox, end("e3", Some(7), false), 5);
    assert_eq!(kind_of(&inbox).as_deref(), Some("Told"));
}

#[test]
fn without_times_or_at_the_same_time_the_order_of_arrival_decides() {
    for (ended, spoke) in [(None, None), (Some(5), None), (None, Some(5)), (Some(5), Some(5))] {
        let mut inbox = inbox();
        hear(&mut inbox, end("e1", ended, false), 1);
        assert_eq!(kind_of(&inbox).as_deref(), Some("Told"));
        hear(&mut inbox, said("m1", spoke), 2);
        assert_eq!(kind_of(&inbox), None, "{ended:?} {spoke:?}");
    }
}

#[test]
fn locked_is_undone_by_a_new_session_only() {
    let mut inbox = inbox();
    hear(&mut inbox, end("e1", Some(5), true), 1);
    hear(&mut inbox, said("m1", Some(6)), 2);
    assert_eq!(kind_of(&inbox).as_deref(), Some("Locked"));
    let before = inbox.session();
    hear(&mut inbox, session(json!({ "newSession": true })), 3);
    assert_eq!((kind_of(&inbox), inbox.session()), (None, before + 1));
    hear(&mut inbox, end("e0", Some(4), true), 4);
    assert_eq!(kind_of(&inbox), None, "a late frame of the session before");
}

#[test]
fn what_came_first_stays() {
    let mut inbox = inbox();
    hear(&mut inbox, end("e1", Some(5), false), 1);
    hear(&mut inbox, event_frame("SessionExpiredEvent"), 2);
    assert_eq!(kind_of(&inbox).as_deref(), Some("Told"));
}

#[test]
fn a_connection_that_closes_after_a_clear_is_no_displacement() {
    let mut inbox = inbox();
    assert_eq!(hear(&mut inbox, event_frame("SessionClearedEvent"), 1)[0].0, EventKind::Cleared);
    assert_eq!(hear(&mut inbox, event_frame("ConnectionClosedEvent"), 2)[0].0, EventKind::Other);
    assert_eq!(kind_of(&inbox).as_deref(), Some("Cleared"));
}

#[test]
fn a_fault_of_ours_is_marked() {
    let mut inbox = inbox();
    let updates = inbox.received(&end("e1", Some(5), false).to_string(), 1, Origin::Injected);
    assert!(updates.iter().all(|update| update.event.injected));
}

#[test]
fn a_409_locks_unless_it_is_known_to_answer_something_else() {
    let refusal = |id: Option<&str>| {
        json!({ "type": "response", "class": "string", "code": 409, "tracingId": id,
            "body": "Session is read-only, no new messages allowed" })
    };
    for (action, id, locks) in [
        ("getJwt", Some("t"), false),
        ("onMessage", Some("t"), true),
        ("onMessage", Some("another"), false),
        ("onMessage", None, true),
        ("getJwt", Some("another"), false),
        ("getJwt", None, true),
    ] {
        let mut inbox = inbox();
        let message = json!({ "type": "Text", "text": "hi" });
        let request = json!({ "action": action, "tracingId": "t", "token": "x", "message": message });
        inbox.sent(&request.to_string(), 1);
        hear(&mut inbox, refusal(id), 2);
        assert_eq!(inbox.is_locked(), locks, "{action} {id:?}");
    }
}

#[test]
fn a_409_does_not_refuse_what_was_echoed_before() {
    let mut inbox = inbox();
    let request = |id: Option<&str>| {
        json!({ "action": "onMessage", "tracingId": id, "message": { "type": "Text", "text": "hi" } })
            .to_string()
    };
    let refusal =
        json!({ "type": "response", "class": "string", "code": 409, "tracingId": "t", "body": "read-only" });
    inbox.sent(&request(Some("t")), 1);
    let mut echo = message(json!({ "type": "Text", "direction": "Inbound", "text": "hi" }), "m1", Some(2));
    echo["tracingId"] = json!("t");
    hear(&mut inbox, echo, 2);
    hear(&mut inbox, refusal.clone(), 3);
    assert!(!inbox.is_locked());
    inbox.sent(&request(None), 4);
    hear(&mut inbox, refusal, 5);
    assert!(inbox.is_locked(), "a message without an id may be what it answers");
}

#[test]
fn the_witness_says_why_it_saw_no_end() {
    let mut inbox = Inbox::default();
    let sentence = |inbox: &Inbox, now, since| inbox.testimony(now, since);
    assert_eq!(sentence(&inbox, 9, 0).detail, "the guest's socket was never open");
    inbox.socket(OPEN, 10);
    let deaf = sentence(&inbox, 30, 20);
    assert_eq!(deaf.saw, Saw::Nothing);
    assert_eq!(
        deaf.detail,
        "the guest's socket is open, and no session is configured on it: no frame can reach it"
    );
    hear(&mut inbox, said("m1", Some(1)), 40);
    let open = sentence(&inbox, 50, 20);
    assert_eq!((open.saw, open.mode), (Saw::Open, None));
    assert_eq!(open.detail, "no closing frame within 30 ms; last frames: text 10 ms ago");
    inbox.deployment_tells(false);
    assert!(sentence(&inbox, 50, 20).detail.contains("never tells the guest: conversationDisconnect is off"));
    inbox.socket(LOST, 60);
    let down = sentence(&inbox, 75, 20);
    assert_eq!(down.saw, Saw::Nothing);
    assert_eq!(down.detail, "the guest's socket has been down for 15 ms; no closing frame could reach it");
    inbox.socket(OPEN, 80);
    assert_eq!(sentence(&inbox, 81, 70).saw, Saw::Nothing);
    hear(&mut inbox, session(json!({})), 82);
    assert!(sentence(&inbox, 90, 70).detail.contains("the socket was down for 10 ms of that time"));
    assert!(!sentence(&inbox, 90, 70).detail.contains("canary"));
}

#[test]
fn an_end_of_the_session_before_is_named_as_that() {
    let mut inbox = inbox();
    hear(&mut inbox, end("e1", Some(1), true), 10);
    hear(&mut inbox, session(json!({ "newSession": true })), 20);
    let detail = inbox.testimony(50, 20).detail;
    let said = "no closing frame that counts; that of 40 ms ago is older than this session, or than something said in it; last frames: ";
    assert!(detail.starts_with(said), "{detail}");
}

#[test]
fn an_echo_is_one_of_the_last_frames() {
    let mut inbox = inbox();
    inbox.sent(&asked().to_string(), 20);
    hear(&mut inbox, echo(), 30);
    let detail = inbox.testimony(50, 20).detail;
    assert_eq!(detail, "no closing frame within 30 ms; last frames: session 50 ms ago, own text 20 ms ago");
}

#[test]
fn the_witness_says_mode_and_delay() {
    let mut inbox = inbox();
    hear(&mut inbox, end("e1", Some(5), true), 120);
    let told = inbox.testimony(200, 100);
    assert_eq!((told.saw, told.mode, told.after_ms), (Saw::Closed, Some("ReadOnly"), Some(20)));
    // Told before the moment that is asked about, perhaps by somebody else.
    assert_eq!(inbox.testimony(200, 150).after_ms, Some(-30));
}

#[test]
fn a_refusal_with_409_locks_whatever_ids_the_client_uses() {
    for id in [json!("same"), json!(7), json!(null)] {
        let mut inbox = inbox();
        let typing = json!({ "action": "onMessage", "tracingId": id, "message": { "type": "Event", "events": [{ "eventType": "Typing" }] } });
        let echo = json!({ "action": "echo", "tracingId": id });
        let text =
            json!({ "action": "onMessage", "tracingId": id, "message": { "type": "Text", "text": "hi" } });
        for sent in [&echo, &text, &typing, &echo] {
            inbox.sent(&sent.to_string(), 20);
        }
        hear(
            &mut inbox,
            json!({ "type": "response", "class": "string", "code": 409, "tracingId": id, "body": "read-only" }),
            30,
        );
        assert!(inbox.is_locked(), "tracingId {id}");
    }
}

#[test]
fn an_end_whose_two_ids_are_one_is_seen() {
    let mut inbox = inbox();
    let mut frame = end("e1", Some(5), true);
    frame["body"]["channel"]["messageId"] = json!("e1");
    hear(&mut inbox, frame, 120);
    assert!(inbox.is_locked());
}

fn configure(token: &str) -> String {
    json!({ "action": "configureSession", "deploymentId": "d", "token": token }).to_string()
}

#[test]
fn what_one_guest_was_told_says_nothing_of_the_next_with_another_token() {
    for (next, is_still_told) in [("first", true), ("second", false)] {
        let mut inbox = Inbox::default();
        inbox.socket(OPEN, 0);
        inbox.sent(&configure("first"), 0);
        hear(&mut inbox, session(json!({ "newSession": true })), 1);
        hear(&mut inbox, end("e", Some(20), false), 2);
        inbox.socket(LOST, 3);
        inbox.socket(OPEN, 4);
        inbox.sent(&configure(next), 4);
        hear(&mut inbox, session(json!({})), 5);
        assert_eq!(inbox.closure().is_some(), is_still_told, "{next}");
    }
}

#[test]
fn an_older_end_of_the_next_guest_is_its_own() {
    let mut inbox = Inbox::default();
    inbox.socket(OPEN, 0);
    inbox.sent(&configure("first"), 0);
    hear(&mut inbox, session(json!({ "newSession": true })), 1);
    hear(&mut inbox, said("m", Some(50)), 2);
    inbox.socket(OPEN, 4);
    inbox.sent(&configure("second"), 4);
    hear(&mut inbox, session(json!({})), 5);
    hear(&mut inbox, said("m", Some(20)), 6);
    hear(&mut inbox, end("e", Some(30), true), 7);
    assert!(inbox.is_locked());
}

#[test]
fn an_end_that_comes_again_as_a_lock_locks() {
    let mut inbox = inbox();
    hear(&mut inbox, end("e", Some(20), false), 2);
    assert!(!inbox.is_locked());
    hear(&mut inbox, end("e", Some(20), true), 3);
    assert!(inbox.is_locked());
}

#[test]
fn half_of_a_surrogate_pair_hides_neither_an_end_nor_what_comes_after_it() {
    let cut = |frame: Value, half: &str| frame.to_string().replace("CUT", half);
    let mut inbox = inbox();
    let mut ending = end("e", None, false);
    ending["body"]["note"] = json!("CUT");
    inbox.received(&cut(ending, "\\ud83d"), 1, Origin::Server);
    assert!(inbox.closure().is_some());
    let mut more = said("m", None);
    more["body"]["text"] = json!("MORE CUT");
    let updates = inbox.received(&cut(more, "\\ud83d"), 2, Origin::Server);
    assert!(inbox.closure().is_none());
    assert_eq!(updates[0].event.text.as_deref(), Some("MORE \u{fffd}"));
}

#[test]
fn an_agents_text_with_the_id_and_no_time_of_an_earlier_one_reopens() {
    let mut inbox = inbox();
    hear(&mut inbox, said("m", None), 1);
    hear(&mut inbox, end("e", None, false), 2);
    hear(&mut inbox, said("m", None), 3);
    assert!(inbox.closure().is_some(), "the same again");
    let mut other = said("m", None);
    other["body"]["text"] = json!("another text");
    hear(&mut inbox, other, 4);
    assert!(inbox.closure().is_none());
}
