//! What a history counts for beside the session's own word.

use playwright_genesys::guest::inbox::{Inbox, Reading};
use serde_json::json;

use super::frames::*;

#[test]
fn history_counts_only_where_the_socket_could_not_have_carried_the_end() {
    let entity = end("e1", Some(5), false)["body"].clone();
    let mut stood = inbox();
    hear(&mut stood, said("m1", Some(1)), 1);
    stood.history(std::slice::from_ref(&entity), Reading::TakingUp, 2);
    assert_eq!(kind_of(&stood), None);
    assert!(
        stood.testimony(3, 0).detail.contains("the guest's history holds one, so it was lost on the way")
    );

    let mut reloaded = Inbox::default();
    reloaded.socket(OPEN, 0);
    hear(&mut reloaded, session(json!({})), 0);
    reloaded.history(std::slice::from_ref(&entity), Reading::Asked, 1);
    assert_eq!(kind_of(&reloaded), None, "a read that a test asks for is not the messenger's own");
    reloaded.history(&[entity], Reading::TakingUp, 1);
    assert_eq!(kind_of(&reloaded).as_deref(), Some("Told"));
    assert!(reloaded.testimony(3, 0).detail.contains("history"));
}

#[test]
fn what_was_said_while_the_socket_was_down_reopens() {
    for (direction, reopens) in [("Outbound", true), ("Inbound", true), ("Neither", false)] {
        let mut inbox = inbox();
        hear(&mut inbox, end("e1", Some(5), false), 1);
        inbox.socket(LOST, 2);
        inbox.socket(OPEN, 3);
        hear(&mut inbox, session(json!({})), 3);
        let mut entities = vec![end("e1", Some(5), false)["body"].clone()];
        if reopens {
            let body = json!({ "type": "Text", "direction": direction, "text": "hi" });
            entities.insert(0, message(body, "m1", Some(6))["body"].clone());
        }
        inbox.history(&entities, Reading::Asked, 4);
        assert_eq!(kind_of(&inbox).as_deref(), Some("Told"));
        inbox.history(&entities, Reading::TakingUp, 4);
        assert_eq!(kind_of(&inbox).is_none(), reopens, "{direction}");
    }
}

#[test]
fn an_earlier_chat_in_the_same_history_does_not_end_the_one_that_is_running() {
    let mut inbox = resumed(false);
    let newest_first =
        [of_history(said("d", Some(50))), own("c", 40), of_history(end("e", Some(20), true)), own("a", 10)];
    inbox.history(&newest_first, Reading::TakingUp, 70);
    assert!(inbox.closure().is_none(), "{:?}", inbox.closure());
}

#[test]
fn a_history_is_not_believed_against_the_sessions_own_word() {
    let locked = [of_history(end("e", Some(20), true)), own("a", 10)];
    for read_only in [false, true] {
        let mut inbox = resumed(read_only);
        inbox.history(&locked, Reading::TakingUp, 70);
        assert_eq!(inbox.is_locked(), read_only);
    }
}

#[test]
fn an_undated_end_of_a_history_is_of_no_conversation_that_is_known() {
    for (second, is_told) in [(Some(20), true), (None, false)] {
        let mut inbox = resumed(false);
        inbox.history(&[of_history(end("e", second, false)), own("a", 10)], Reading::TakingUp, 70);
        assert_eq!(kind_of(&inbox).is_some(), is_told, "{second:?}");
    }
}
