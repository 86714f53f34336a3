//! Whether a wrap-up is due, and what became of it.

use serde::Serialize;

use crate::model::{Participant, WrapupInput};

use super::view::View;

/// What the report says of the wrap-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum WrapUpOutcome {
    Applied {
        id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        notes: Option<String>,
    },
    Pending {
        reason: PendingReason,
        detail: String,
    },
    System,
    NotNeeded {
        reason: NotNeededReason,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum PendingReason {
    NotSeenYet,
    EndedByOthers,
    Refused,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum NotNeededReason {
    NoAgent,
    NotRequired,
    AlreadyWrappedUp,
}

impl WrapUpOutcome {
    pub fn applied(wrapup: &WrapupInput) -> Self {
        let WrapupInput { code, name, notes, .. } = wrapup.clone();
        Self::Applied { id: code, name, notes }
    }

    pub fn pending(reason: PendingReason, detail: impl Into<String>) -> Self {
        Self::Pending { reason, detail: detail.into() }
    }

    pub const fn not_needed(reason: NotNeededReason) -> Self {
        Self::NotNeeded { reason }
    }
}

/// Whether this agent cannot leave without a wrap-up code. With the prompts `optional` and
/// `agentRequested` the agent may.
pub fn is_required(agent: &Participant) -> bool {
    let may_skip = matches!(agent.wrapup_prompt.as_deref(), Some("optional" | "agentRequested"));
    agent.wrapup_required && !may_skip && agent.wrapup_code().is_none()
}

/// Whether an agent who has left still owes a wrap-up. One who never answered does not.
pub fn is_pending(agent: &Participant) -> bool {
    agent.state.is_terminal() && has_ever_answered(agent) && !agent.wrapup_skipped && is_required(agent)
}

fn has_ever_answered(agent: &Participant) -> bool {
    agent.state.has_answered() || agent.connected_time.is_some()
}

/// The agents whose wrap-up a close has to see to: whoever is connected.
pub fn agents_to_wrap_up(view: &View) -> Vec<Participant> {
    view.connected_agents().cloned().collect()
}

/// What is said where no code was written: by this close, nobody had to. Whoever ended an agent, what he still owes is
/// pending.
pub fn outcome_without_code(first: &View, latest: &View) -> WrapUpOutcome {
    if latest.agents().any(is_pending) {
        let detail = "An agent whom others ended, or who left, still owes a wrap-up.";
        return WrapUpOutcome::pending(PendingReason::EndedByOthers, detail);
    }
    let has_code = match latest {
        View::Messaging(seen) => match &seen.wrap_up_code_id {
            Some(_) => true,
            None => {
                let detail = "It was ended by others, and the read shows no wrap-up code.";
                return WrapUpOutcome::pending(PendingReason::EndedByOthers, detail);
            }
        },
        View::Messages(_) => latest.agents().any(|p| p.wrapup_code().is_some()),
    };
    match first.agents().chain(latest.agents()).any(has_ever_answered) {
        _ if has_code => WrapUpOutcome::not_needed(NotNeededReason::AlreadyWrappedUp),
        true => WrapUpOutcome::not_needed(NotNeededReason::NotRequired),
        false => WrapUpOutcome::not_needed(NotNeededReason::NoAgent),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_prompt_says_whether_a_required_wrap_up_may_be_skipped() {
        let cases = [
            (json!(null), true),
            (json!("mandatory"), true),
            (json!("timeout"), true),
            (json!("forcedTimeout"), true),
            (json!("optional"), false),
            (json!("agentRequested"), false),
        ];
        for (prompt, is_due) in cases {
            let agent: Participant = serde_json::from_value(json!({
                "id": "c5b9d5b3-407d-40be-a984-4aa9919974f8", "purpose": "agent", "state": "connected",
                "wrapupRequired": true, "wrapupPrompt": prompt,
            }))
            .expect("a participant");
            assert_eq!(is_required(&agent), is_due, "{prompt}");
        }
    }
}
