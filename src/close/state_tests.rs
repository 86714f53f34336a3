//! Every transition of the workflow, as sentences.

use std::time::Duration;

use super::*;
use crate::model::VersionedConversation;

const A: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const B: &str = "aaaaaaaa-0000-4000-8000-000000000002";
const CUSTOMER: &str = "cccccccc-0000-4000-8000-000000000001";
const START: Duration = Duration::ZERO;

fn after(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// A view from `(id, purpose, state)`.
fn view(participants: &[(&str, &str, &str)]) -> View {
    let list: Vec<_> = participants
        .iter()
        .map(|(id, purpose, state)| serde_json::json!({ "id": id, "purpose": purpose, "state": state }))
        .collect();
    let json = serde_json::json!({ "id": "dddddddd-0000-4000-8000-000000000001", "participants": list });
    View::Messages(serde_json::from_value(json).expect("a valid conversation"))
}

fn with_agent(state: &str) -> View {
    view(&[(CUSTOMER, "customer", "connected"), (A, "agent", state)])
}

fn customer_alone() -> View {
    with_agent("disconnected")
}

fn ended() -> View {
    view(&[(CUSTOMER, "customer", "disconnected"), (A, "agent", "terminated")])
}

fn versioned(state: &str, version: u64) -> View {
    let id = "dddddddd-0000-4000-8000-000000000001".parse().expect("a uuid");
    View::Messaging(VersionedConversation {
        id,
        state: state.into(),
        version,
        wrap_up_code_id: None,
        only_object: (),
    })
}

fn agent(id: &str) -> Next {
    Next::Write(Target::Agent(id.parse().expect("a uuid")))
}

fn workflow(strategy: Strategy) -> Workflow {
    Workflow::new(strategy)
}

/// A workflow whose disconnect of agent A was accepted.
fn verifying() -> Workflow {
    let mut workflow = workflow(Strategy::Auto);
    assert_eq!(workflow.seen(&with_agent("connected"), START), agent(A));
    assert_eq!(workflow.answered(WriteAnswer::Accepted, START), Next::Read(Pause::First));
    workflow
}

/// A record from JSON, as `GET /conversations/{id}` answers.
fn record(json: serde_json::Value) -> Record {
    let mut whole = serde_json::json!({ "id": "dddddddd-0000-4000-8000-000000000001", "participants": [] });
    whole.as_object_mut().expect("an object").extend(json.as_object().expect("an object").clone());
    Record::of(&serde_json::from_value(whole).expect("a record"))
}

fn ended_record() -> Record {
    record(serde_json::json!({ "endTime": "2026-11-28T07:00:00.000Z" }))
}

/// Whether a look after which nothing was written counts as the end, once it is confirmed.
fn already_closed(workflow: &mut Workflow, look: &View, now: Duration) -> bool {
    workflow.seen(look, now) == Next::Confirm
        && workflow.confirmed(Some(&ended_record()), look, now) == Next::AlreadyClosed
}

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
    assert_eq!(workflow.confirmed(Some(&up), &without_customer, START), Next::Write(Target::Conversation));
    assert_eq!(workflow.missing(), ["customer connected"]);
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
    assert_eq!(workflow.missing(), ["customer connected"]);
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
fn agents_who_are_replaced_as_they_are_ended_are_not_ended_one_by_one() {
    let mut workflow = workflow(Strategy::Auto);
    let mut gone: Vec<String> = Vec::new();
    let mut targets = Vec::new();
    for round in 0..9 {
        let newest = format!("aaaaaaaa-0000-4000-8000-0000000000{round:02}");
        let mut who: Vec<_> = gone.iter().map(|id| (id.as_str(), "agent", "disconnected")).collect();
        who.extend([(CUSTOMER, "customer", "connected"), (newest.as_str(), "agent", "connected")]);
        match workflow.seen(&view(&who), after(60 * round)) {
            Next::Write(target) => targets.push(target),
            last => {
                assert_eq!((last, round), (Next::Replaced, 4));
                break;
            }
        }
        workflow.answered(WriteAnswer::Accepted, after(60 * round + 1));
        gone.push(newest);
    }
    let one_by_one = targets.iter().filter(|target| matches!(target, Target::Agent(_))).count();
    assert_eq!((one_by_one, targets.len()), (2, 4), "{targets:?}");
}

#[test]
fn all_who_were_there_at_first_are_ended_one_by_one() {
    let mut workflow = workflow(Strategy::Auto);
    let ids: Vec<String> =
        (0..6).map(|number| format!("aaaaaaaa-0000-4000-8000-0000000000{number:02}")).collect();
    for ended in 0..6 {
        let state = |number: usize| if number < ended { "disconnected" } else { "connected" };
        let mut who: Vec<_> =
            ids.iter().enumerate().map(|(number, id)| (id.as_str(), "agent", state(number))).collect();
        who.push((CUSTOMER, "customer", "connected"));
        assert_eq!(workflow.seen(&view(&who), START), agent(&ids[ended]));
        workflow.answered(WriteAnswer::Accepted, START);
    }
}

#[test]
fn a_planned_write_that_is_withdrawn_is_planned_anew_on_the_next_look() {
    let mut workflow = workflow(Strategy::Auto);
    assert_eq!(workflow.seen(&with_agent("connected"), START), agent(A));
    workflow.withdraw();
    assert!(already_closed(&mut workflow, &ended(), after(10)));
}

#[test]
fn a_conversation_with_nobody_in_it_has_not_ended() {
    assert_ne!(workflow(Strategy::Auto).seen(&view(&[]), START), Next::AlreadyClosed);
}

#[test]
fn a_connected_agent_is_disconnected_and_the_end_verified() {
    let mut workflow = verifying();
    assert_eq!(workflow.seen(&with_agent("connected"), after(60)), Next::Read(Pause::Backoff));
    assert_eq!(workflow.seen(&ended(), after(200)), Next::Closed);
}

#[test]
fn parked_agents_count_as_connected_and_unknown_states_as_open() {
    assert_eq!(workflow(Strategy::Auto).seen(&with_agent("parked"), START), agent(A));
    assert_eq!(
        workflow(Strategy::Auto).seen(&with_agent("levitating"), START),
        Next::Write(Target::Conversation)
    );
}

#[test]
fn each_connected_agent_is_disconnected_on_a_look_of_its_own() {
    let mut workflow = workflow(Strategy::Auto);
    let both =
        view(&[(CUSTOMER, "customer", "connected"), (A, "agent", "connected"), (B, "user", "connected")]);
    assert_eq!(workflow.seen(&both, START), agent(A));
    workflow.answered(WriteAnswer::Accepted, START);
    assert_eq!(workflow.seen(&both, after(60)), agent(B));
    workflow.answered(WriteAnswer::Accepted, after(60));
    assert_eq!(workflow.seen(&both, after(120)), Next::Read(Pause::Backoff), "nobody is disconnected twice");
}

#[test]
fn a_new_agent_after_the_write_is_disconnected_too() {
    let mut workflow = verifying();
    let rerouted =
        view(&[(CUSTOMER, "customer", "connected"), (A, "agent", "disconnected"), (B, "agent", "connected")]);
    assert_eq!(workflow.seen(&rerouted, after(60)), agent(B));
}

#[test]
fn whoever_stays_a_second_after_the_last_agent_is_swept() {
    let mut workflow = verifying();
    assert_eq!(workflow.seen(&customer_alone(), after(100)), Next::Read(Pause::Backoff));
    assert_eq!(workflow.seen(&customer_alone(), after(1_099)), Next::Read(Pause::Backoff));
    assert_eq!(workflow.seen(&customer_alone(), after(1_100)), Next::Write(Target::Conversation));
    workflow.answered(WriteAnswer::Accepted, after(1_110));
    assert_eq!(workflow.seen(&customer_alone(), after(1_200)), Next::Read(Pause::Backoff), "not swept twice");
    assert_eq!(workflow.seen(&ended(), after(1_300)), Next::Closed);
}

#[test]
fn without_a_connected_agent_the_conversation_is_written_at_once() {
    let queued = view(&[(CUSTOMER, "customer", "connected"), (B, "acd", "connected")]);
    for seen in [with_agent("alerting"), customer_alone(), queued] {
        assert_eq!(workflow(Strategy::Auto).seen(&seen, START), Next::Write(Target::Conversation));
    }
}

#[test]
fn somebody_who_came_after_the_sweep_is_swept_too() {
    let mut workflow = workflow(Strategy::Auto);
    workflow.seen(&with_agent("alerting"), START);
    workflow.answered(WriteAnswer::Accepted, START);
    let joined =
        view(&[(CUSTOMER, "customer", "connected"), (A, "agent", "alerting"), (B, "agent", "alerting")]);
    assert_eq!(workflow.seen(&joined, after(60)), Next::Write(Target::Conversation));
}

#[test]
fn a_forced_way_is_the_only_one_taken() {
    assert_eq!(
        workflow(Strategy::Conversation).seen(&with_agent("connected"), START),
        Next::Write(Target::Conversation)
    );
    assert_eq!(
        workflow(Strategy::Teardown).seen(&with_agent("connected"), START),
        Next::Write(Target::Teardown)
    );
    assert_eq!(workflow(Strategy::Agent).seen(&with_agent("connected"), START), agent(A));
}

#[test]
fn under_a_forced_agent_the_customer_may_stay() {
    let mut workflow = workflow(Strategy::Agent);
    workflow.seen(&with_agent("connected"), START);
    workflow.answered(WriteAnswer::Accepted, START);
    assert_eq!(workflow.seen(&customer_alone(), after(60)), Next::AgentsEnded);
    assert_eq!(workflow.seen(&ended(), after(90)), Next::Closed);
}

#[test]
fn a_forced_agent_whose_agents_have_left_is_told_as_that_after_a_second_look() {
    let mut workflow = workflow(Strategy::Agent);
    assert_eq!(workflow.seen(&customer_alone(), START), Next::Read(Pause::Apart));
    assert_eq!(workflow.seen(&customer_alone(), after(250)), Next::AgentsEnded);
}

#[test]
fn under_a_forced_agent_one_who_is_not_listed_any_more_has_not_ended() {
    let mut workflow = workflow(Strategy::Agent);
    workflow.seen(&with_agent("connected"), START);
    workflow.answered(WriteAnswer::Accepted, START);
    let other_only = view(&[(CUSTOMER, "customer", "connected"), (B, "agent", "disconnected")]);
    assert_eq!(workflow.seen(&other_only, after(60)), Next::Confirm);
}

#[test]
fn a_forced_agent_without_a_connected_agent_is_refused() {
    assert_eq!(workflow(Strategy::Agent).seen(&with_agent("alerting"), START), Next::NoAgent);
    assert_eq!(
        workflow(Strategy::Agent).seen(&view(&[(CUSTOMER, "customer", "connected")]), START),
        Next::NoAgent
    );
}

#[test]
fn after_a_conflict_everything_is_decided_anew() {
    let mut workflow = workflow(Strategy::Auto);
    assert_eq!(workflow.seen(&versioned("active", 3), START), Next::Write(Target::Versioned(3)));
    assert_eq!(workflow.answered(WriteAnswer::Conflict, START), Next::Read(Pause::Backoff));
    assert_eq!(workflow.seen(&versioned("active", 4), after(90)), Next::Write(Target::Versioned(4)));
    workflow.answered(WriteAnswer::Conflict, after(95));
    assert!(already_closed(&mut workflow, &versioned("closed", 5), after(150)), "someone else closed it");
}

#[test]
fn an_accepted_close_that_does_nothing_is_never_closed_nor_repeated() {
    let mut workflow = workflow(Strategy::Auto);
    workflow.seen(&versioned("active", 3), START);
    workflow.answered(WriteAnswer::Accepted, START);
    for ms in (100..30_000).step_by(500) {
        assert_eq!(workflow.seen(&versioned("active", 3), after(ms)), Next::Read(Pause::Backoff));
    }
}

#[test]
fn an_unanswered_write_is_looked_for_before_it_is_repeated() {
    let mut workflow = workflow(Strategy::Auto);
    workflow.seen(&with_agent("connected"), START);
    assert_eq!(workflow.answered(WriteAnswer::Unknown, after(10)), Next::Read(Pause::First));
    assert_eq!(workflow.seen(&with_agent("connected"), after(2_009)), Next::Read(Pause::Backoff));
    assert_eq!(workflow.seen(&with_agent("connected"), after(2_010)), agent(A));
}

#[test]
fn an_unanswered_write_whose_effect_shows_counts_as_accepted() {
    let mut lost = workflow(Strategy::Auto);
    lost.seen(&with_agent("connected"), START);
    lost.answered(WriteAnswer::Unknown, START);
    assert_eq!(lost.seen(&customer_alone(), after(70)), Next::Read(Pause::Backoff));
    assert_eq!(lost.seen(&ended(), after(150)), Next::Closed);
    let mut swept = workflow(Strategy::Conversation);
    swept.seen(&with_agent("alerting"), START);
    swept.answered(WriteAnswer::Unknown, START);
    assert_eq!(swept.seen(&ended(), after(70)), Next::Closed);
}

#[test]
fn a_refusal_that_may_mean_ended_is_checked_before_it_is_believed() {
    let refused = || {
        let mut workflow = workflow(Strategy::Auto);
        workflow.seen(&with_agent("connected"), START);
        assert_eq!(workflow.answered(WriteAnswer::PerhapsEnded, START), Next::Read(Pause::First));
        workflow
    };
    assert!(already_closed(&mut refused(), &ended(), after(60)));
    let mut open = refused();
    assert_eq!(open.seen(&with_agent("connected"), after(1_999)), Next::Read(Pause::Backoff));
    assert_eq!(open.seen(&with_agent("connected"), after(2_000)), Next::Refused);
}

#[test]
fn a_refusal_on_an_agent_who_was_replaced_is_planned_anew() {
    let mut workflow = workflow(Strategy::Auto);
    workflow.seen(&with_agent("connected"), START);
    workflow.answered(WriteAnswer::PerhapsEnded, START);
    let replaced =
        view(&[(CUSTOMER, "customer", "connected"), (A, "agent", "disconnected"), (B, "agent", "connected")]);
    assert_eq!(workflow.seen(&replaced, after(60)), agent(B));
}

#[test]
fn events_out_of_turn_change_nothing() {
    let mut workflow = workflow(Strategy::Auto);
    assert_eq!(
        workflow.answered(WriteAnswer::Accepted, START),
        Next::Read(Pause::Backoff),
        "no write is under way"
    );
    assert!(!workflow.has_written());
    workflow.seen(&with_agent("connected"), START);
    assert_eq!(
        workflow.seen(&ended(), START),
        Next::Read(Pause::Backoff),
        "a look during a write is too old"
    );
    workflow.answered(WriteAnswer::Accepted, START);
    assert_eq!(workflow.seen(&ended(), after(60)), Next::Closed);
}
