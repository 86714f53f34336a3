//! How far a conversation has come in what an answer shows.

use serde_json::Value;

use super::difference::Difference;

/// Fields that change as a conversation goes on.
const MOVING: &[&str] = &[
    "state",
    "endTime",
    "disconnectType",
    "wrapup",
    "startAcwTime",
    "endAcwTime",
    "connectedTime",
    "disconnectedTime",
    "afterCallWork",
    "attributes",
    "messages",
];

/// Whether the first shows something of a conversation's life that the second does not show yet.
pub fn is_ahead(one: &Value, other: &Value) -> bool {
    let (ones, others) = (participants(one), participants(other));
    let ended = |body: &Value| !body["endTime"].is_null();
    if ones.is_empty() {
        return false;
    }
    ones.len() > others.len()
        || (ended(one) && !ended(other))
        || pairs(ones, others).any(|(one, other)| stage(one) > stage(other) || more(one, other))
}

/// Whether a difference is only that one of the two has not come so far.
pub fn is_of_time(difference: &Difference) -> bool {
    let is_participant = difference.group == "/body/participants/*";
    is_participant || difference.is_below(MOVING)
}

/// What an agent has done in an org.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentDid {
    Answered,
    /// Let it ring, or declined: it was offered again.
    Declined,
    Left,
}

/// What the org's agent must have done, since nobody's request did it.
pub fn agent_did(org: &Value, simulator: &Value) -> Option<AgentDid> {
    let agents =
        |body| participants(body).iter().filter(|each| each["purpose"] == "agent").collect::<Vec<_>>();
    let (theirs, ours) = (agents(org), agents(simulator));
    let last = ours.last().map(|agent| rank(agent))?;
    if theirs.len() > ours.len() && last == Rank::Alerting {
        return Some(AgentDid::Declined);
    }
    let wanted = theirs.get(ours.len() - 1).map(|agent| rank(agent))?;
    match (last, wanted) {
        (Rank::Alerting, Rank::Connected) => Some(AgentDid::Answered),
        (Rank::Alerting, Rank::Ended) if !theirs.last()?["connectedTime"].is_null() => {
            Some(AgentDid::Answered)
        }
        (Rank::Alerting | Rank::Connected, Rank::Ended) => Some(AgentDid::Left),
        _ => None,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    Alerting,
    Connected,
    Ended,
}

/// A participant's state; of the media-neutral view, that of its communication.
pub fn rank(participant: &Value) -> Rank {
    let of_communication =
        participant["messages"].as_array().and_then(|list| list.last()).map(|last| &last["state"]);
    let state = participant["state"].as_str().or_else(|| of_communication.and_then(Value::as_str));
    match state {
        Some("disconnected" | "terminated") => Rank::Ended,
        Some("alerting" | "offering" | "contacting" | "dialing" | "none" | "scheduled") => Rank::Alerting,
        _ => Rank::Connected,
    }
}

fn stage(participant: &Value) -> (Rank, bool) {
    (rank(participant), is_wrapped_up(participant))
}

fn is_wrapped_up(participant: &Value) -> bool {
    let communications = participant["messages"].as_array().into_iter().flatten();
    let done = |each: &Value| !each["wrapup"].is_null() || each["afterCallWork"]["state"] == "complete";
    !participant["endAcwTime"].is_null() || done(participant) || communications.into_iter().any(done)
}

/// Attributes and messages only grow.
fn more(one: &Value, other: &Value) -> bool {
    let attributes = |each: &Value| each["attributes"].as_object().map_or(0, serde_json::Map::len);
    let messages = |each: &Value| each["messages"].as_array().map_or(0, Vec::len);
    attributes(one) > attributes(other) || messages(one) > messages(other)
}

pub fn participants(body: &Value) -> &[Value] {
    body["participants"].as_array().map_or(&[], Vec::as_slice)
}

/// The nth of a purpose goes with the nth of the same.
fn pairs<'a>(ones: &'a [Value], others: &'a [Value]) -> impl Iterator<Item = (&'a Value, &'a Value)> {
    let same = |one: &Value, other: &Value| one["purpose"] == other["purpose"];
    ones.iter().enumerate().filter_map(move |(at, one)| {
        let nth = ones[..at].iter().filter(|before| same(before, one)).count();
        Some((one, others.iter().filter(|other| same(other, one)).nth(nth)?))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_answer_is_ahead_of_an_earlier_one() {
        let before = json!({ "participants": [{ "purpose": "customer", "state": "connected" }, { "purpose": "agent", "state": "alerting" }] });
        let after = json!({ "participants": [{ "purpose": "customer", "state": "connected" }, { "purpose": "agent", "state": "connected" }] });
        assert!(is_ahead(&after, &before) && !is_ahead(&before, &after) && !is_ahead(&after, &after));
        assert_eq!(agent_did(&after, &before), Some(AgentDid::Answered));
        assert_eq!(agent_did(&before, &after), None);
        let wrapped = json!({ "participants": [{ "purpose": "agent", "state": "disconnected", "wrapup": { "code": "<id 1>" } }] });
        let ended = json!({ "participants": [{ "purpose": "agent", "state": "disconnected" }] });
        assert!(is_ahead(&wrapped, &ended) && !is_ahead(&ended, &wrapped));
    }
}
