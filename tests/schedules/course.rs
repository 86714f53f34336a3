//! What is told of an order, and how one begins.

use crate::org::Org;
use crate::org::guest::{Guest, conversation_of, end};
use crate::support::{assert_told, assert_unmet, begun, course, events, next, say, scheduled};
use serde_json::Value;
use serde_json::json;

#[tokio::test]
async fn without_a_schedule_there_is_no_course() {
    let org = Org::start(json!({}));
    begun(&org).await;
    assert_eq!(course(&org), Value::Null);
}

#[tokio::test]
async fn the_ordinary_order_is_recorded_and_the_same_twice() {
    let run = || async {
        let org = scheduled("v1", json!({}));
        let (mut guest, id) = begun(&org).await;
        say(&org, &id, "a");
        end(&org, &id);
        assert_eq!(next(&mut guest, 2).await, ["a", "closing"]);
        assert_told(&org, &[]);
        events(&org)
    };
    let first = run().await;
    assert_eq!(first, ["session.1", "echo.1", "text.1", "effect.1", "closing.1", "effect.1 answered"]);
    assert_eq!(run().await, first);
}

#[tokio::test]
async fn a_command_begins_another_schedule_and_counts_anew() {
    let org = scheduled("v1,text.1=late1", json!({}));
    let (mut guest, id) = begun(&org).await;
    say(&org, &id, "a");
    org.command(json!({ "do": "schedule", "schedule": "v1,text.1=late1" }));
    assert_eq!(next(&mut guest, 1).await, ["a"], "what was held leaves");
    say(&org, &id, "b");
    say(&org, &id, "c");
    assert_eq!(next(&mut guest, 2).await, ["c", "b"]);
    assert_eq!(events(&org), ["text.2", "text.1"]);
    org.command(json!({ "do": "reset" }));
    assert_unmet(&org, "text.1=late1");
    assert_eq!(events(&org), [""; 0]);
}

#[tokio::test]
async fn what_is_no_schedule_is_refused_and_changes_nothing() {
    let org = scheduled("v1", json!({}));
    let command =
        serde_json::from_value(json!({ "do": "schedule", "schedule": "v1,nothing.1=late1" })).unwrap();
    let refused = org.simulator.execute(command).unwrap_err();
    assert!(refused.message.contains("\"nothing.1=late1\" is no deviation"), "{}", refused.message);
    assert_eq!(course(&org)["schedule"], "v1");
}

#[tokio::test]
async fn one_guest_is_out_of_order_and_the_other_is_not() {
    let org = scheduled("v1,g2:text.1=twice", json!({}));
    let (mut first, id) = begun(&org).await;
    let mut second = Guest::tagged(&org, "second").await;
    let other = conversation_of(&org, &second.write("hi").await);
    say(&org, &id, "a");
    say(&org, &other, "b");
    assert_eq!(next(&mut first, 1).await, ["a"]);
    assert_eq!(next(&mut second, 2).await, ["b", "b"]);
    assert_told(&org, &["g2:text.1 arrived twice"]);
}
