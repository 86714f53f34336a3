//! Every transition of the workflow, as sentences.

use std::time::Duration;

use super::*;
use crate::close::presence::Record;
use crate::model::VersionedConversation;

pub(super) const A: &str = "aaaaaaaa-0000-4000-8000-000000000001";
pub(super) const B: &str = "aaaaaaaa-0000-4000-8000-000000000002";
pub(super) const CUSTOMER: &str = "cccccccc-0000-4000-8000-000000000001";
pub(super) const START: Duration = Duration::ZERO;

pub(super) fn after(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// A view from `(id, purpose, state)`.
pub(super) fn view(participants: &[(&str, &str, &str)]) -> View {
    let list: Vec<_> = participants
        .iter()
        .map(|(id, purpose, state)| serde_json::json!({ "id": id, "purpose": purpose, "state": state }))
        .collect();
    let json = serde_json::json!({ "id": "dddddddd-0000-4000-8000-000000000001", "participants": list });
    View::Messages(serde_json::from_value(json).expect("a valid conversation"))
}

pub(super) fn with_agent(state: &str) -> View {
    view(&[(CUSTOMER, "customer", "connected"), (A, "agent", state)])
}

pub(super) fn customer_alone() -> View {
    with_agent("disconnected")
}

pub(super) fn ended() -> View {
    view(&[(CUSTOMER, "customer", "disconnected"), (A, "agent", "terminated")])
}

pub(super) fn versioned(state: &str, version: u64) -> View {
    let id = "dddddddd-0000-4000-8000-000000000001".parse().expect("a uuid");
    View::Messaging(VersionedConversation {
        id,
        state: state.into(),
        version,
        wrap_up_code_id: None,
        participants: Vec::new(),
    })
}

pub(super) fn agent(id: &str) -> Next {
    Next::Write(Target::Agent(id.parse().expect("a uuid")))
}

pub(super) fn workflow(strategy: Strategy) -> Workflow {
    Workflow::new(strategy)
}

/// A workflow whose disconnect of agent A was accepted.
pub(super) fn verifying() -> Workflow {
    let mut workflow = workflow(Strategy::Auto);
    assert_eq!(workflow.seen(&with_agent("connected"), START), agent(A));
    assert_eq!(workflow.answered(WriteAnswer::Accepted, START), Next::Read(Pause::First));
    workflow
}

/// A record from JSON, as `GET /conversations/{id}` answers.
pub(super) fn record(json: serde_json::Value) -> Record {
    let mut whole = serde_json::json!({ "id": "dddddddd-0000-4000-8000-000000000001", "participants": [] });
    whole.as_object_mut().expect("an object").extend(json.as_object().expect("an object").clone());
    Record::of(&serde_json::from_value(whole).expect("a record"))
}

pub(super) fn ended_record() -> Record {
    record(serde_json::json!({ "endTime": "2026-11-28T07:00:00.000Z" }))
}

/// Whether a look after which nothing was written counts as the end, once it is confirmed.
pub(super) fn already_closed(workflow: &mut Workflow, look: &View, now: Duration) -> bool {
    workflow.seen(look, now) == Next::Confirm
        && workflow.confirmed(Some(&ended_record()), look, now) == Next::AlreadyClosed
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
