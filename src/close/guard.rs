//! Is this conversation the test's own? What cannot be read counts as not proved.

use std::collections::HashMap;

use time::OffsetDateTime;
use time::format_description::well_known::{Rfc2822, Rfc3339};

use crate::error::{Error, Kind, Result};
use crate::model::conversation::MessageDetails;
use crate::model::ids::{ConversationId, MessageId, QueueId};
use crate::model::{Participant, Purpose};
use crate::platform::endpoints::{messages, tokens};
use crate::platform::{Call, Guard};

use super::find::Found;

/// Refuses unless every clause of every guard holds.
pub async fn check(call: &Call, id: &ConversationId, found: &Found, guards: &[&Guard]) -> Result<()> {
    for guard in guards {
        seen_in_the_read(guard, found)?;
        asked_for(call, id, guard).await?;
    }
    Ok(())
}

/// The clauses that the conversation itself answers.
fn seen_in_the_read(guard: &Guard, found: &Found) -> Result<()> {
    let participants = found.view.participants();
    if let Some(queues) = &guard.queue_ids {
        in_a_queue(participants, queues)?;
    }
    if let Some(wanted) = &guard.attributes {
        has_attributes(participants, wanted)?;
    }
    if let Some(limit) = guard.started_within_ms {
        started_within(participants, found.date.as_deref(), limit)?;
    }
    Ok(())
}

/// The clauses that need a request of their own.
async fn asked_for(call: &Call, id: &ConversationId, guard: &Guard) -> Result<()> {
    if let Some(wanted) = &guard.organization_id {
        let info = tokens::get_token_info(call)
            .await
            .map_err(|cause| unread("organizationId", "tokens/me", cause))?;
        let actual = info.organization.map(|organization| organization.id);
        if actual.as_deref() != Some(wanted.as_str()) {
            return Err(refused("organizationId", "the token belongs to another organization"));
        }
    }
    match &guard.message_ids {
        Some(ids) => is_of_messages(call, id, ids).await,
        None => Ok(()),
    }
}

async fn is_of_messages(call: &Call, id: &ConversationId, ids: &[MessageId]) -> Result<()> {
    for message in ids {
        let read = call.get::<MessageDetails>(&messages::get_message(message)).await;
        let details = read.map_err(|cause| unread("messageIds", "the message's details", cause))?;
        if details.conversation_id != *id {
            return Err(refused("messageIds", "a message belongs to another conversation"));
        }
    }
    Ok(())
}

fn in_a_queue(participants: &[Participant], queues: &[QueueId]) -> Result<()> {
    let is_wanted = |p: &Participant| p.queue_id().is_some_and(|queue| queues.contains(queue));
    if participants.iter().any(is_wanted) {
        return Ok(());
    }
    let seen = participants.iter().any(|p| p.queue_id().is_some());
    Err(refused("queueIds", if seen { "it is in another queue" } else { "the read shows no queue" }))
}

fn has_attributes(participants: &[Participant], wanted: &HashMap<String, String>) -> Result<()> {
    let Some(customer) = participants.iter().find(|p| p.purpose == Purpose::Customer) else {
        return Err(refused("attributes", "the read shows no customer"));
    };
    match wanted.iter().find(|(name, value)| customer.attributes.get(*name) != Some(value)) {
        None => Ok(()),
        Some((name, _)) => {
            Err(refused("attributes", &format!("the customer's attribute '{name}' differs or is absent")))
        }
    }
}

/// The server's clock is compared with the server's times: this machine's may be off.
fn started_within(participants: &[Participant], date: Option<&str>, limit_ms: f64) -> Result<()> {
    const CLAUSE: &str = "startedWithinMs";
    let now = date.and_then(|text| OffsetDateTime::parse(&text.replace("GMT", "+0000"), &Rfc2822).ok());
    let now = now.ok_or_else(|| refused(CLAUSE, "the answer carries no date"))?;
    let starts = participants.iter().filter_map(|p| p.start_time.as_deref());
    let started = starts.filter_map(|text| OffsetDateTime::parse(text, &Rfc3339).ok()).min();
    let started = started.ok_or_else(|| refused(CLAUSE, "the read shows no start time"))?;
    let age_ms = (now - started).as_seconds_f64() * 1_000.0;
    if age_ms <= limit_ms {
        return Ok(());
    }
    Err(refused(CLAUSE, &format!("it started {:.0} s ago", age_ms / 1_000.0)))
}

fn refused(clause: &str, why: &str) -> Error {
    Error::new(Kind::GuardRefused, format!("The guard refused: {clause} does not hold, since {why}."))
        .hint("Nothing was written. Only what can be shown to be the test's own is ended.")
}

/// A clause whose field could not be read is not proved; the reason stays visible.
fn unread(clause: &str, what: &str, cause: Error) -> Error {
    if cause.kind == Kind::Timeout {
        return cause;
    }
    let mut error = refused(clause, &format!("{what} could not be read ({})", cause.kind.code()));
    error.context = cause.context;
    error.hint("Nothing was written. What cannot be read counts as not proved.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn customer() -> Vec<Participant> {
        let json = r#"[{"id":"11111111-1111-4111-8111-111111111111","purpose":"customer","state":"connected",
            "startTime":"2026-11-22T10:00:00.000Z","attributes":{"run":"7"},
            "queue":{"id":"22222222-2222-4222-8222-222222222222"}}]"#;
        serde_json::from_str(json).expect("a valid participant")
    }

    #[test]
    fn age_is_measured_on_the_servers_clock() {
        let date = Some("Sun, 22 Nov 2026 10:00:30 GMT");
        assert!(started_within(&customer(), date, 30_000.0).is_ok());
        let error = started_within(&customer(), date, 29_999.0).expect_err("older");
        assert!(error.message.contains("startedWithinMs") && error.message.contains("30 s"));
    }

    #[test]
    fn what_cannot_be_read_is_not_proved() {
        assert_eq!(started_within(&customer(), None, 1e9).expect_err("no date").kind, Kind::GuardRefused);
        assert!(started_within(&[], Some("Sun, 22 Nov 2026 10:00:30 GMT"), 1e9).is_err());
        assert!(in_a_queue(&[], &[]).is_err());
        assert!(has_attributes(&[], &HashMap::new()).is_err());
    }

    #[test]
    fn clauses_look_at_their_own_fields() {
        let queue = |id: &str| vec![id.parse().expect("a uuid")];
        assert!(in_a_queue(&customer(), &queue("22222222-2222-4222-8222-222222222222")).is_ok());
        assert!(in_a_queue(&customer(), &queue("33333333-3333-4333-8333-333333333333")).is_err());
        let marker = |value: &str| HashMap::from([("run".to_string(), value.to_string())]);
        assert!(has_attributes(&customer(), &marker("7")).is_ok());
        assert!(has_attributes(&customer(), &marker("8")).is_err());
    }
}
