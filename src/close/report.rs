//! What was done and seen, for people and for assertions.

use std::time::Duration;

use serde::Serialize;

use crate::model::Participant;
use crate::model::ids::{ConversationId, ParticipantId};
use crate::platform::trace::millis_of;
use crate::platform::{Step, Trace};
use serde_json::{Value, json};

use super::armed::ArmedReport;
use super::driver::Closing;
use super::options::Resource;
use super::view::{View, known_word};
use super::wrap_up::{WrapUpOutcome, is_pending};

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CloseReport {
    pub conversation_id: ConversationId,
    pub outcome: Outcome,
    pub resource: Resource,
    pub strategy: Way,
    pub wrap_up: WrapUpOutcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    pub witnesses: Witnesses,
    pub agents: Vec<AgentReport>,
    /// What was prepared, where a trigger has closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub armed: Option<ArmedReport>,
    pub requests: u32,
    pub elapsed_ms: u64,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Closed,
    AlreadyClosed,
    /// Under a forced `agent`: every agent has left, and somebody else has not.
    AgentsEnded,
}

/// The way that was taken first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
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

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Witness {
    pub saw: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_ms: Option<u64>,
    pub detail: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
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
pub struct EndedBy {
    pub participant_id: ParticipantId,
    pub purpose: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentReport {
    pub participant_id: ParticipantId,
    pub after_call_work: &'static str,
    pub free: bool,
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

impl Closing<'_> {
    pub(super) fn report(&self, wrap_up: WrapUpOutcome) -> CloseReport {
        let elapsed = self.call.deadline.elapsed();
        CloseReport {
            conversation_id: self.id.clone(),
            outcome: self.outcome,
            resource: self.resource,
            strategy: self.way,
            wrap_up,
            ended: ended(self.latest()),
            witnesses: Witnesses { server: self.server_witness(elapsed) },
            agents: agents(self.latest()),
            armed: None,
            requests: self.call.trace.requests(),
            elapsed_ms: millis_of(elapsed),
            steps: self.call.trace.steps(),
        }
    }

    fn server_witness(&self, elapsed: Duration) -> Witness {
        let after_ms = self.accepted_at.map(|at| millis_of(elapsed.saturating_sub(at)));
        let (saw, detail) = match self.outcome {
            Outcome::AgentsEnded => {
                ("open", format!("Every agent has left; still there: {}.", self.who_is_left()))
            }
            Outcome::Closed => {
                ("closed", "A read after the write shows that everybody has left.".to_string())
            }
            Outcome::AlreadyClosed => ("closed", format!("It had ended before: {}.", self.confirmed_by)),
        };
        Witness { saw, after_ms, detail }
    }
}
