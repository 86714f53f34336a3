//! What was done and seen, for people and for assertions.

use serde::Serialize;

use crate::model::Participant;
use crate::model::ids::{ConversationId, ParticipantId};
use crate::platform::{Step, Trace};
use serde_json::{Value, json};

use super::options::Resource;
use super::view::{View, known_word};
use super::wrap_up::{WrapUpOutcome, is_pending};

/// What was done and seen. It says "closed" only where that was seen, never because of a 200.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct CloseReport {
    pub conversation_id: ConversationId,
    /// `'already-closed'`: it had ended before, which more than one read shows, and nothing was written. `'agents-ended'`, only
    /// under `strategy: 'agent'`: every agent has left, and somebody else is still there; the server's witness says who.
    pub outcome: Outcome,
    /// The close resource that was used.
    pub resource: Resource,
    /// What was disconnected; `'none'` where nothing was written.
    pub strategy: Way,
    /// What became of the wrap-up: seen on a read, not seen yet and why, the system's own code, or none was needed and why.
    pub wrap_up: WrapUpOutcome,
    /// Who ended it and when, as far as the reads say. `at` is ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    /// What each witness saw; `wire` and `page` only where a guest was asked.
    #[cfg_attr(test, ts(type = "{ server: Witness, wire?: Witness, page?: Witness }"))]
    pub witnesses: Witnesses,
    /// Of this conversation only; derived from the same reads.
    pub agents: Vec<AgentReport>,
    /// Where a trigger closed: whether its first write was planned before the payload, on a read how old, and what preparing
    /// cost: requests, which do not count as the close's, and how often the conversation was read anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub armed: Option<ArmedReport>,
    /// API requests spent by this close; those for a token and for the channel of notifications are not counted.
    pub requests: u32,
    /// From the call to its end.
    pub elapsed_ms: u64,
    /// Everything that was done, in order.
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Outcome {
    Closed,
    AlreadyClosed,
    /// Under a forced `agent`: every agent has left, and somebody else has not.
    AgentsEnded,
}

/// The way that was taken first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "CloseWay"))]
pub enum Way {
    Agent,
    Conversation,
    Teardown,
    None,
}

/// The server's own testimony; a guest's is joined in JavaScript.
#[derive(Debug, Clone, Serialize)]
pub struct Witnesses {
    pub server: Witness,
}

/// One independent observation that the conversation is closed.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Witness {
    /// `'nothing'`: it could not see, which is no word against it.
    pub saw: &'static str,
    /// How long after the write it was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_ms: Option<u64>,
    /// What was seen, or why nothing was, in one sentence.
    pub detail: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct Ended {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<EndedBy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disconnect_type: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EndedBy {
    pub participant_id: ParticipantId,
    pub purpose: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AgentReport {
    pub participant_id: ParticipantId,
    #[cfg_attr(test, ts(type = "\"none\" | \"pending\" | \"complete\" | \"unknown\""))]
    pub after_call_work: &'static str,
    pub free: bool,
}

/// What preparing has come to, as a close's report tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ArmedReport {
    /// Whether the first write was planned before the payload came.
    pub used: bool,
    /// How old its read was then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_age_ms: Option<u64>,
    /// API requests before the payload.
    pub requests: u32,
    /// How often the conversation was read anew.
    pub re_reads: u32,
}

impl ArmedReport {
    /// For the steps of a report: what was done before the payload, in words.
    pub(super) fn told(self) -> String {
        let Self { requests, re_reads, .. } = self;
        let planned = match self.read_age_ms {
            Some(age) => format!("planned on a read that is {age} ms old"),
            None => "no plan that is fresh: the ordinary way".to_string(),
        };
        format!("{planned}; requests before the payload: {requests}, reads anew among them: {re_reads}")
    }
}

/// Who ended it and when, as far as the read says: the last to leave gives the time, and
/// whoever left by an action of their own (`client`, `endpoint`: assumed reading) the name.
pub fn ended(view: &View) -> Option<Ended> {
    let left = || view.participants().iter().filter(|p| p.state.is_terminal());
    let at = left().filter_map(|p| p.end_time.clone()).max();
    let by_own_action =
        |p: &&Participant| matches!(p.disconnect_type.as_deref(), Some("client" | "endpoint"));
    let ender = left().filter(by_own_action).max_by(|a, b| a.end_time.cmp(&b.end_time));
    let ended = Ended {
        at,
        by: ender.map(|p| EndedBy {
            participant_id: p.id.clone(),
            purpose: known_word(p.purpose.as_str()).to_string(),
        }),
        disconnect_type: ender
            .or_else(|| left().next())
            .and_then(|p| p.disconnect_type.as_deref())
            .map(|word| known_word(word).to_string()),
    };
    let says_something = ended.at.is_some() || ended.by.is_some() || ended.disconnect_type.is_some();
    says_something.then_some(ended)
}

pub fn agents(view: &View) -> Vec<AgentReport> {
    view.agents().map(agent).collect()
}

fn agent(agent: &Participant) -> AgentReport {
    let after_call_work = match () {
        () if !agent.state.is_terminal() => "unknown",
        () if agent.wrapup_code().is_some() => "complete",
        () if is_pending(agent) => "pending",
        () => "none",
    };
    let free = agent.state.is_terminal() && after_call_work != "pending";
    AgentReport { participant_id: agent.id.clone(), after_call_work, free }
}

/// What is known of a close that failed or was aborted.
pub fn partial(id: &ConversationId, latest: Option<(&View, String)>, trace: &Trace) -> Value {
    let mut report = json!({
        "conversationId": id,
        "requests": trace.requests(),
        "elapsedMs": crate::platform::trace::millis_of(trace.elapsed()),
        "steps": trace.steps(),
    });
    if let Some((view, left)) = latest {
        report["agents"] = json!(agents(view));
        // What one read shows of an end is not confirmed: the close would have come to its own end.
        report["witnesses"] = json!({ "server": {
            "saw": if view.has_ended() { "nothing" } else { "open" },
            "detail": format!("The last read shows: {left}."),
        }});
    }
    report
}
