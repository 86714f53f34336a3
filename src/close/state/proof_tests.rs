//! What proves an end, and what does not.

use crate::close::options::Strategy;
use crate::close::state::tests::*;
use crate::close::state::{Next, Pause, Target, WriteAnswer};
use crate::close::view::View;

#[test]
fn an_ended_conversation_is_not_written_to() {
    for strategy in [Strategy::Auto, Strategy::Agent, Strategy::Conversation, Strategy::Teardown] {
        assert!(already_closed(&mut workflow(strategy), &ended(), START));
    }
    assert!(already_closed(&mut workflow(Strategy::Auto), &versioned("closed", 4), START));
}

#[test]
fn without_a_record_of_the_end_a_second_look_a_while_later_confirms_the_first() {
    for silent in
        [None, Some(record(serde_json::json!({}))), Some(record(serde_json::json!({ "endTime": "soon" })))]
    {
        let mut workflow = workflow(Strategy::Auto);
        assert_eq!(workflow.seen(&ended(), START), Next::Confirm);
        assert_eq!(workflow.confirmed(silent.as_ref(), &ended(), START), Next::Read(Pause::Apart));
        assert_eq!(workflow.seen(&ended(), after(249)), Next::Read(Pause::Apart), "too early");
        assert_eq!(workflow.seen(&ended(), after(250)), Next::AlreadyClosed);
    }
}

#[test]
fn an_end_from_before_somebody_came_is_not_his() {
    let at = |time: &str| record(serde_json::json!({ "endTime": time }));
    let (earlier, later) = (at("2026-11-28T06:00:00.000Z"), at("2026-11-28T08:00:00.000Z"));
    let look = |state: &str| {
        let agent = serde_json::json!({ "id": A, "purpose": "agent", "state": state, "startTime": "2026-11-28T07:00:00.000Z" });
        let json =
            serde_json::json!({ "id": "dddddddd-0000-4000-8000-000000000001", "participants": [agent] });
        View::Messages(serde_json::from_value(json).expect("a valid conversation"))
    };
    let mut never_written = workflow(Strategy::Auto);
    never_written.seen(&look("disconnected"), START);
    let before = never_written.confirmed(Some(&earlier), &look("disconnected"), START);
    assert_eq!(before, Next::Read(Pause::Apart), "the record is of an end before it was opened again");
    let mut written = workflow(Strategy::Auto);
    assert_eq!(written.seen(&look("connected"), START), agent(A));
    written.answered(WriteAnswer::Accepted, START);
    let old_list = view(&[(CUSTOMER, "customer", "disconnected")]);
    assert_eq!(written.seen(&old_list, after(60)), Next::Confirm);
    assert_eq!(written.confirmed(Some(&earlier), &old_list, after(60)), Next::Read(Pause::Backoff));
    assert_eq!(written.seen(&old_list, after(120)), Next::Confirm);
    assert_eq!(written.confirmed(Some(&later), &old_list, after(120)), Next::Closed);
}

#[test]
fn a_record_that_contradicts_the_look_is_asked_until_they_agree() {
    let up = record(serde_json::json!({ "participants": [
        { "id": CUSTOMER, "purpose": "customer", "messages": [{ "id": B, "state": "connected" }] },
    ] }));
    let mut workflow = workflow(Strategy::Auto);
    for ms in [0, 250, 500] {
        assert_eq!(workflow.seen(&ended(), after(ms)), Next::Confirm);
        assert_eq!(workflow.confirmed(Some(&up), &ended(), after(ms)), Next::Read(Pause::Apart));
    }
    assert_eq!(workflow.seen(&ended(), after(750)), Next::Confirm);
    assert_eq!(workflow.confirmed(Some(&ended_record()), &ended(), after(750)), Next::AlreadyClosed);
}

#[test]
fn an_empty_list_plans_no_write_before_it_was_read_again() {
    let mut workflow = workflow(Strategy::Auto);
    for ms in [0, 60] {
        assert_eq!(workflow.seen(&view(&[]), after(ms)), Next::Read(Pause::Backoff));
    }
    assert_eq!(workflow.seen(&with_agent("connected"), after(180)), agent(A));
}

#[test]
fn what_was_seen_as_a_close_was_prepared_counts_as_seen() {
    let mut prepared = workflow(Strategy::Auto);
    prepared.seen(&versioned("active", 5), START);
    let mut workflow = workflow(Strategy::Auto);
    workflow.knows(prepared.has_seen());
    assert_eq!(workflow.seen(&versioned("closed", 3), START), Next::Read(Pause::Backoff));
}

#[test]
fn a_version_from_before_one_that_was_seen_shows_nothing() {
    let mut workflow = workflow(Strategy::Auto);
    workflow.seen(&versioned("active", 5), START);
    workflow.answered(WriteAnswer::Accepted, START);
    assert_eq!(workflow.seen(&versioned("closed", 3), after(60)), Next::Read(Pause::Backoff));
    assert_eq!(workflow.seen(&versioned("closed", 6), after(120)), Next::Closed);
}

#[test]
fn a_first_look_that_was_old_is_overruled_by_the_second() {
    let mut workflow = workflow(Strategy::Auto);
    workflow.seen(&ended(), START);
    workflow.confirmed(None, &ended(), START);
    assert_eq!(workflow.seen(&with_agent("connected"), after(250)), agent(A));
}

#[test]
fn somebody_whom_only_the_record_shows_up_is_still_there() {
    let mut workflow = workflow(Strategy::Auto);
    let without_customer = view(&[(A, "agent", "disconnected")]);
    let up = record(serde_json::json!({ "participants": [
        { "id": CUSTOMER, "purpose": "customer", "messages": [{ "id": B, "state": "connected" }] },
    ] }));
    assert_eq!(workflow.seen(&without_customer, START), Next::Confirm);
    for ms in [0, 100] {
        assert_eq!(
            workflow.confirmed(Some(&up), &without_customer, after(ms)),
            Next::Read(Pause::Backoff),
            "a look that is short of somebody is no plan"
        );
        assert_eq!(workflow.missing(), ["customer connected (no longer listed)"]);
        assert_eq!(workflow.seen(&without_customer, after(ms + 50)), Next::Confirm);
    }
    assert_eq!(
        workflow.confirmed(Some(&up), &without_customer, after(200)),
        Next::Write(Target::Conversation)
    );
}

#[test]
fn whoever_was_seen_up_and_is_not_listed_any_more_is_not_ended_by_that() {
    let shorter = view(&[(A, "agent", "disconnected")]);
    let mut workflow = verifying();
    assert_eq!(workflow.seen(&shorter, after(60)), Next::Confirm);
    assert_eq!(
        workflow.confirmed(Some(&record(serde_json::json!({}))), &shorter, after(60)),
        Next::Read(Pause::Backoff)
    );
    assert_eq!(workflow.missing(), ["customer connected (no longer listed)"]);
    assert_eq!(workflow.seen(&shorter, after(100)), Next::Confirm);
    let his_own = record(
        serde_json::json!({ "participants": [{ "id": CUSTOMER, "endTime": "2026-11-28T07:00:00.000Z" }] }),
    );
    assert_eq!(workflow.confirmed(Some(&his_own), &shorter, after(100)), Next::Closed);
}

#[test]
fn a_record_is_asked_three_times_for_those_who_are_missing_and_then_they_are_swept() {
    let shorter = view(&[(A, "agent", "disconnected")]);
    let mut workflow = verifying();
    for ms in [60, 100, 200] {
        assert_eq!(workflow.seen(&shorter, after(ms)), Next::Confirm);
        workflow.confirmed(Some(&record(serde_json::json!({}))), &shorter, after(ms));
    }
    assert_eq!(workflow.seen(&shorter, after(900)), Next::Read(Pause::Backoff));
    assert_eq!(workflow.seen(&shorter, after(1_100)), Next::Write(Target::Conversation));
    workflow.answered(WriteAnswer::Accepted, after(1_100));
    assert_eq!(
        workflow.seen(&shorter, after(1_200)),
        Next::Confirm,
        "after a write it may say another thing"
    );
    workflow.confirmed(None, &shorter, after(1_200));
    assert_eq!(
        workflow.seen(&shorter, after(1_250)),
        Next::Read(Pause::Backoff),
        "and they are never called ended"
    );
    assert_eq!(
        workflow.seen(&view(&[]), after(1_300)),
        Next::Read(Pause::Backoff),
        "an empty list proves nothing"
    );
    assert_eq!(workflow.seen(&ended(), after(1_400)), Next::Closed);
}

#[test]
fn what_is_read_after_the_end_is_judged_like_any_look() {
    let mut workflow = verifying();
    assert_eq!(workflow.seen(&ended(), after(60)), Next::Closed);
    assert_eq!(workflow.seen(&ended(), after(90)), Next::Closed);
    let reopened =
        view(&[(CUSTOMER, "customer", "connected"), (A, "agent", "disconnected"), (B, "agent", "connected")]);
    assert_eq!(workflow.seen(&reopened, after(120)), agent(B));
}

#[test]
fn a_record_that_is_read_after_the_end_is_judged_like_any_look() {
    let up = record(serde_json::json!({ "participants": [
        { "id": B, "purpose": "customer", "messages": [{ "id": A, "state": "connected" }] },
    ] }));
    let closed = |strategy: Strategy| {
        let mut workflow = workflow(strategy);
        workflow.seen(&with_agent("connected"), START);
        workflow.answered(WriteAnswer::Accepted, START);
        assert_eq!(workflow.seen(&ended(), after(60)), Next::Closed);
        workflow
    };
    assert_eq!(closed(Strategy::Auto).heard(&ended_record(), &ended(), after(70)), None);
    assert_eq!(closed(Strategy::Auto).heard(&up, &ended(), after(70)), Some(Next::Read(Pause::Backoff)));
    assert_eq!(closed(Strategy::Agent).heard(&up, &ended(), after(70)), None, "the customer may stay");
}

#[test]
fn lists_without_a_guest_are_not_whole() {
    let mut workflow = workflow(Strategy::Auto);
    let queue = |more: &[(&'static str, &'static str, &'static str)]| {
        view(&[&[(B, "acd", "disconnected")], more].concat())
    };
    assert_eq!(workflow.seen(&queue(&[]), START), Next::Confirm);
    assert_eq!(workflow.confirmed(None, &queue(&[]), START), Next::Read(Pause::Backoff));
    let up = queue(&[(A, "agent", "connected")]);
    assert_eq!(workflow.seen(&up, after(250)), agent(A));
    workflow.answered(WriteAnswer::Accepted, after(250));
    let gone = queue(&[(A, "agent", "disconnected")]);
    assert_eq!(workflow.seen(&gone, after(300)), Next::Confirm);
    assert_eq!(workflow.confirmed(None, &gone, after(300)), Next::Read(Pause::Backoff));
    assert_eq!(workflow.missing(), ["a customer (never listed)"]);
    assert_eq!(workflow.seen(&gone, after(1_300)), Next::Write(Target::Conversation));
}

#[test]
fn a_record_without_a_guest_is_not_whole_either_unless_it_has_an_end() {
    let alone = view(&[(A, "agent", "disconnected")]);
    let heard = |told: serde_json::Value| {
        let mut workflow = workflow(Strategy::Auto);
        assert_eq!(workflow.seen(&view(&[(A, "agent", "connected")]), START), agent(A));
        workflow.answered(WriteAnswer::Accepted, after(100));
        assert_eq!(workflow.seen(&alone, after(200)), Next::Confirm);
        workflow.confirmed(Some(&record(told)), &alone, after(200))
    };
    let agents = serde_json::json!({ "participants": [{ "id": A, "purpose": "agent" }] });
    assert_ne!(heard(serde_json::json!({})), Next::Closed);
    assert_ne!(heard(agents), Next::Closed);
    assert_eq!(heard(serde_json::json!({ "endTime": "2026-11-28T09:00:00.000Z" })), Next::Closed);
}

#[test]
fn a_record_that_contradicts_itself_shows_no_end() {
    let connected =
        serde_json::json!([{ "id": A, "purpose": "agent", "messages": [{ "id": B, "state": "connected" }] }]);
    let late = serde_json::json!([{ "id": A, "purpose": "agent", "startTime": "2026-11-28T09:00:00.000Z" }]);
    for participants in [connected, late] {
        let odd = record(
            serde_json::json!({ "endTime": "2026-11-28T07:00:00.000Z", "participants": participants }),
        );
        let mut workflow = workflow(Strategy::Auto);
        assert_eq!(workflow.seen(&ended(), START), Next::Confirm);
        assert_eq!(workflow.confirmed(Some(&odd), &ended(), START), Next::Read(Pause::Apart));
    }
}
