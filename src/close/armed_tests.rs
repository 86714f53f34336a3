#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

use std::sync::Arc;

use serde_json::json;

use super::*;
use crate::close::find::Found;
use crate::close::options::Resource;
use crate::close::view::View;

const ID: &str = "11111111-1111-4111-8111-111111111111";
const OTHER: &str = "22222222-2222-4222-8222-222222222222";

fn id(text: &str) -> ConversationId {
    text.parse().unwrap()
}

/// A plan for [`ID`], read at that time.
fn shelf(read_at: Instant) -> Shelf {
    let seen = serde_json::from_value(json!({ "id": ID, "participants": [] })).unwrap();
    let found = Found {
        view: Arc::new(View::Messages(seen)),
        resource: Resource::Messages,
        date: None,
        has_virtual_clock: false,
    };
    let mut shelf = Shelf::default();
    shelf.begins(read_at);
    shelf.kept = Some(Kept { id: id(ID), plan: Plan { found, to_wrap_up: Vec::new() }, read_at });
    shelf
}

#[test]
fn a_plan_is_written_on_for_two_seconds_after_its_read() {
    let read_at = Instant::now();
    let (plan, told) = shelf(read_at).take(&id(ID), read_at + FRESH);
    assert!(plan.is_some());
    assert_eq!(told, ArmedReport { used: true, read_age_ms: Some(2_000), requests: 0, re_reads: 0 });
    let (plan, told) = shelf(read_at).take(&id(ID), read_at + FRESH + Duration::from_millis(1));
    assert!(plan.is_none() && !told.used && told.read_age_ms.is_none());
}

#[test]
fn a_plan_is_of_one_conversation() {
    let read_at = Instant::now();
    assert!(shelf(read_at).take(&id(OTHER), read_at).0.is_none());
}

#[test]
fn a_plan_is_taken_once() {
    let read_at = Instant::now();
    let mut shelf = shelf(read_at);
    assert!(shelf.take(&id(ID), read_at).0.is_some());
    assert!(shelf.take(&id(ID), read_at).0.is_none());
}

#[test]
fn however_many_frames_come_a_plan_is_read_anew_once_in_ten_seconds() {
    let start = Instant::now();
    let mut shelf = shelf(start);
    let anew = start + Duration::from_secs(1);
    assert!(!shelf.is_due(anew - Duration::from_millis(1)), "it is new enough");
    assert!(shelf.is_due(anew), "the first read is none anew");
    shelf.begins(anew);
    assert!(!shelf.is_due(anew + Duration::from_millis(9_999)));
    assert!(shelf.is_due(anew + Duration::from_secs(10)));
    assert_eq!(shelf.take(&id(ID), anew).1.re_reads, 1);
}
