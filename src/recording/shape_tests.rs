use serde_json::{Value, json};

use super::blind::Blind;
use super::shape::{Shaper, Texts};

fn shaper(texts: Texts) -> Shaper {
    Shaper::new(Blind::new(&[7; 32]), texts)
}

/// The kinds without their hashes.
fn shaped_with(texts: Texts, body: &Value) -> Value {
    fn bare(value: Value) -> Value {
        let short = |text: String| match (text.starts_with('<'), text.find(':')) {
            (true, Some(end)) => format!("{}>", &text[..end]),
            _ => text,
        };
        match value {
            Value::String(text) => json!(short(text)),
            Value::Array(list) => list.into_iter().map(bare).collect(),
            Value::Object(object) => {
                Value::Object(object.into_iter().map(|(k, v)| (short(k), bare(v))).collect())
            }
            other => other,
        }
    }
    bare(shaper(texts).body(body.to_string().as_bytes(), ""))
}

fn shaped(body: &Value) -> Value {
    shaped_with(Texts::Hidden, body)
}

#[test]
fn each_value_becomes_its_kind_and_what_is_published_stays() {
    let body = json!({
        "id": "11111111-1111-4111-8111-111111111111",
        "name": "Anna Berger",
        "startTime": "2026-11-22T10:00:00.000Z",
        "selfUri": "/api/v2/conversations/messages/1",
        "pageSize": 25,
        "priority": 3,
        "readOnly": true,
        "endTime": null,
        "participants": [{ "purpose": "agent", "state": "connected", "attributes": { "state": "connected", "vip": true, "level": 7 } }],
        "unheardOf": "x",
        "notes": "",
    });
    assert_eq!(
        shaped(&body),
        json!({
            "id": "<id>",
            "name": "<text>",
            "startTime": "<time>",
            "selfUri": "<url>",
            "pageSize": 25,
            "priority": "<number>",
            "readOnly": true,
            "endTime": null,
            // Two names of an attribute are two: they differ by what is cut off here.
            "participants": [{ "purpose": "agent", "state": "connected", "attributes": { "<name>": "<number>" } }],
            "<name>": "<text>",
            "notes": "",
        })
    );
}

#[test]
fn a_word_of_an_enumeration_is_none_elsewhere() {
    assert_eq!(shaped(&json!({ "state": "their own word" })), json!({ "state": "<text>" }));
    assert_eq!(shaped(&json!({ "name": "connected" })), json!({ "name": "<text>" }));
    assert_eq!(shaped(&json!("connected")), json!("<text>"));
}

#[test]
fn what_opens_something_is_a_token_by_its_field_or_by_its_form() {
    assert_eq!(
        shaped(
            &json!({ "token": "11111111-1111-4111-8111-111111111111", "text": "eyJhbGciOi.eyJzdWIi.c2ln" })
        ),
        json!({ "token": "<token>", "text": "<token>" })
    );
}

#[test]
fn texts_of_messages_stay_where_that_is_asked_for_and_no_others() {
    let frame = json!({
        "body": { "text": "Hello", "channel": { "metadata": { "customAttributes": { "text": "secret" } } }, "from": { "nickname": "Anna" } },
    });
    assert_eq!(
        shaped_with(Texts::Shown, &frame),
        json!({
            "body": { "text": "=Hello", "channel": { "metadata": { "customAttributes": { "<name>": "<text>" } } }, "from": { "nickname": "<text>" } },
        })
    );
    assert_eq!(
        shaped_with(Texts::Shown, &json!({ "text": "eyJhbGciOi.eyJz.c2ln" })),
        json!({ "text": "<token>" })
    );
}

#[test]
fn an_id_is_the_same_however_it_is_written() {
    let of = |id: &str| shaper(Texts::Hidden).body(json!(id).to_string().as_bytes(), "");
    assert_eq!(of("aaaaaaaa-1111-4111-8111-111111111111"), of("AAAAAAAA111141118111111111111111"));
}

#[test]
fn an_address_keeps_the_vendors_words_alone() {
    let shaper = shaper(Texts::Hidden);
    let path =
        shaper.path("/api/v2/conversations/messages/11111111-1111-4111-8111-111111111111/participants/anna");
    let parts: Vec<_> = path.split('/').map(|part| part.split(':').next().unwrap_or_default()).collect();
    assert_eq!(parts, ["", "api", "v2", "conversations", "messages", "<id", "participants", "<text"]);
    let query = shaper.query("pageSize=25&pageNumber=2&name=Anna&own=1");
    assert_eq!((&query["pageSize"], &query["pageNumber"]), (&json!(25), &json!(2)));
    assert!(!query.to_string().contains("Anna") && !query.to_string().contains("own"), "{query}");
}

#[test]
fn what_is_no_json_says_so_alone() {
    let shaper = shaper(Texts::Hidden);
    for body in ["<html>Anna</html>", "", "{\"a\":", &"[".repeat(100_000)] {
        assert_eq!(shaper.body(body.as_bytes(), ""), json!("<not json>"));
    }
}

#[test]
fn of_headers_the_number_the_kind_and_whether_it_was_there_are_told() {
    let headers = [
        ("content-type", "application/json; charset=utf-8".to_string()),
        ("retry-after", "7".into()),
        ("inin-correlation-id", "of-anna".into()),
    ];
    assert_eq!(
        shaper(Texts::Hidden).headers(&headers),
        json!({ "content-type": "application/json;charset=utf-8", "retry-after": 7, "inin-correlation-id": true })
    );
}
