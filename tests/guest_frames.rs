//! Every frame of fixtures/guest-frames.json parses and means what was written down for it by hand.

#![cfg(feature = "client")]

use playwright_genesys::guest::closure::closure_of;
use playwright_genesys::guest::frame::Frame;
use serde_json::{Map, Value, json};

fn fixtures() -> Vec<Value> {
    serde_json::from_str(include_str!("../fixtures/guest-frames.json")).expect("the fixtures are JSON")
}

fn word_of(frame: &Value) -> Value {
    let read = Frame::read(&frame.to_string()).expect("every fixture is a JSON object");
    json!(closure_of(&read).word())
}

/// A history page speaks through its entities.
fn meaning_of(fixture: &Value) -> Value {
    match fixture["frame"]["entities"].as_array() {
        Some(entities) => {
            entities.iter().map(|entity| closure_of(&Frame::of_history(entity)).word()).collect()
        }
        None => word_of(&fixture["frame"]),
    }
}

#[test]
fn every_frame_means_what_was_written_for_it() {
    let fixtures = fixtures();
    assert_eq!(fixtures.len(), 81);
    for fixture in &fixtures {
        assert_eq!(meaning_of(fixture), fixture["expectedClosure"], "{}", fixture["name"]);
        assert!(fixture["closureSource"].as_str().is_some_and(|source| !source.is_empty()));
    }
}

#[test]
fn each_meaning_stands_in_the_fixtures() {
    let fixtures = fixtures();
    for word in ["told", "locked", "cleared", "expired", "displaced", "refused", "reopened", "nothing"] {
        assert!(fixtures.iter().any(|fixture| fixture["expectedClosure"] == word), "{word}");
    }
}

#[test]
fn unknown_fields_change_nothing() {
    for fixture in &fixtures() {
        let mut frame = fixture["frame"].clone();
        add_unknown_fields(&mut frame);
        assert_eq!(word_of(&frame), word_of(&fixture["frame"]), "{}", fixture["name"]);
    }
}

fn add_unknown_fields(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(add_unknown_fields);
            fields.insert(
                "x-unknown".into(),
                json!({ "readOnly": true, "presence": { "type": "Disconnect" } }),
            );
        }
        Value::Array(items) => items.iter_mut().for_each(add_unknown_fields),
        _ => {}
    }
}

fn closing_frame() -> Map<String, Value> {
    let fixtures = fixtures();
    let fixture = fixtures
        .iter()
        .find(|fixture| fixture["expectedClosure"] == "locked" && fixture["provenance"] == "real")
        .expect("the captured closing frame");
    fixture["frame"].as_object().expect("an object").clone()
}

#[test]
fn a_closing_frame_is_believed_only_when_everything_about_it_is_right() {
    assert_eq!(word_of(&json!(closing_frame())), "locked");
    let wrong = [
        ("/type", json!("response")),
        ("/class", json!("NotSupportedClassName")),
        ("/code", json!(400)),
        ("/body/type", json!("Text")),
        ("/body/direction", json!("Inbound")),
        ("/body/events/0/eventType", json!("Typing")),
        ("/body/events/0/presence/type", json!("disconnect")),
        ("/body/events", json!({ "eventType": "Presence", "presence": { "type": "Disconnect" } })),
    ];
    for (path, value) in wrong {
        let mut frame = json!(closing_frame());
        *frame.pointer_mut(path).expect("a path in the frame") = value;
        let word = word_of(&frame);
        assert!(word != "told" && word != "locked", "{path} was changed and the frame still means {word}");
    }
}

#[test]
fn a_closing_frame_counts_beside_other_events() {
    let mut frame = json!(closing_frame());
    let events = frame.pointer_mut("/body/events").and_then(Value::as_array_mut).expect("events");
    events.insert(0, json!({ "eventType": "Typing", "typing": { "type": "Off" } }));
    events.insert(0, json!(null));
    assert_eq!(word_of(&frame), "locked");
}
