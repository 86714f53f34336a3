//! Both resources: "ended" exactly where the JSON shows it, worked out here anew; a field that nobody knows changes
//! nothing; ids that go into paths are plain; what is told of who is left is a few plain words; an answer that cannot be
//! read says where, and none of its text.

use playwright_genesys::close::View;
use playwright_genesys::model::ids::MessageId;
use playwright_genesys::model::snapshot::Snapshot;
use playwright_genesys::model::{Conversation, MessageConversation, VersionedConversation};
use playwright_genesys::platform::endpoints::{conversations, messages, messaging};
use playwright_genesys::platform::{Answer, Request, decode};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::json::{assert_plain_path, is_plain, leniently_parsed, with_unknown_fields};
use super::place::assert_tells_only_the_place;

const LONGEST_WORDS: usize = 1_000;
/// An object whose names are data.
const MAPS: [&str; 1] = ["attributes"];

pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let answer = Answer { status: 200, body: bytes.to_vec(), ..Answer::default() };
    let read = decode(&Request::read("read it", "/api/v2/x"), &answer);
    read.map_err(|error| assert_tells_only_the_place(&error)).ok()
}

fn is_terminal(participant: &Value) -> bool {
    let state = participant["state"].as_str().unwrap_or_default().to_ascii_lowercase();
    ["disconnected", "terminated"].contains(&state.as_str())
}

/// Whether the JSON shows that nobody is left: one participant without a terminal state is enough for "open".
pub fn shows_the_end(body: &Value) -> bool {
    match body["participants"].as_array() {
        Some(all) => !all.is_empty() && all.iter().all(is_terminal),
        None => body["state"].as_str().is_some_and(|state| state.eq_ignore_ascii_case("closed")),
    }
}

fn assert_plain_words(view: &View) {
    let words = view.who_is_left(&[]);
    assert!(words.len() <= LONGEST_WORDS, "{} bytes of words", words.len());
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"._- ,()".contains(&byte);
    assert!(words.bytes().all(is_word), "{words:?} repeats what came");
}

fn assert_plain_paths(view: &View) {
    match view {
        View::Messages(seen) => {
            assert_plain_path(&messages::get_conversation(&seen.id).path);
            assert_plain_path(&conversations::tear_down(&seen.id).path);
            for participant in &seen.participants {
                assert_plain_path(&messages::disconnect_participant(&seen.id, &participant.id, None).path);
                assert!(participant.queue_id().is_none_or(|queue| is_plain(queue.as_str())));
            }
        }
        View::Messaging(seen) => assert_plain_path(&messaging::get_conversation(&seen.id).path),
    }
}

fn snapshot(view: &View) -> Value {
    serde_json::to_value(Snapshot::of(view, view.has_ended())).expect("a snapshot is plain data")
}

fn assert_view(view: &View, body: &Value, again: impl Fn(&[u8]) -> Option<View>) {
    assert_eq!(view.has_ended(), shows_the_end(body), "the end is told against the JSON");
    assert_plain_words(view);
    assert_plain_paths(view);
    let changed = with_unknown_fields(body, &MAPS).to_string();
    let changed = again(changed.as_bytes()).expect("a field that nobody knows makes it unreadable");
    assert_eq!(snapshot(&changed), snapshot(view));
}

/// What the first of the resources that understands it shows.
pub fn view_of(bytes: &[u8]) -> Option<View> {
    messages_of(bytes).or_else(|| messaging_of(bytes))
}

/// The JSON as far as the resource knows it: on the versioned one participants are an unknown field.
pub fn known_part(view: &View, body: &Value) -> Value {
    let mut known = body.clone();
    if let (View::Messaging(_), Some(fields)) = (view, known.as_object_mut()) {
        fields.remove("participants");
    }
    known
}

fn messages_of(bytes: &[u8]) -> Option<View> {
    read::<MessageConversation>(bytes).map(View::Messages)
}

fn messaging_of(bytes: &[u8]) -> Option<View> {
    read::<VersionedConversation>(bytes).map(View::Messaging)
}

pub fn hold(bytes: &[u8]) {
    let body = leniently_parsed(bytes).unwrap_or_default();
    if let Some(view) = messages_of(bytes) {
        assert_view(&view, &body, messages_of);
    }
    if let Some(view) = messaging_of(bytes) {
        assert_view(&view, &known_part(&view, &body), messaging_of);
    }
    if let Some(detail) = read::<Conversation>(bytes) {
        for communication in detail.participants.iter().flat_map(|participant| &participant.messages) {
            assert!(communication.id.iter().all(|id| is_plain(id.as_str())));
        }
    }
    if let Ok(id) = std::str::from_utf8(bytes).unwrap_or_default().parse::<MessageId>() {
        assert_plain_path(&messages::get_message(&id).path);
    }
}
