//! Is this conversation the test's own? What cannot be read counts as not proved.

use std::collections::HashMap;
use std::time::Duration;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use crate::error::{Error, Kind, Result};
use crate::model::ids::{ConversationId, MessageId, QueueId};
use crate::model::{Participant, Purpose, time_of};
use crate::platform::endpoints::tokens;
use crate::platform::trace::system_ms;
use crate::platform::{Call, Guard, conversation_of};

use super::find::Found;

/// Refuses unless every clause that the conversation itself answers holds for this look.
/// Whoever is `missing` from it has shown nothing.
pub fn sees(guards: &[&Guard], found: &Found, missing: &[String]) -> Result<()> {
    guards.iter().try_for_each(|guard| {
        all_are_shown(guard, missing)?;
        seen_in_the_read(guard, found)
    })
}

fn all_are_shown(guard: &Guard, missing: &[String]) -> Result<()> {
    let clause = match guard {
        _ if missing.is_empty() => return Ok(()),
        Guard { started_within_ms: Some(_), .. } => AGE,
        Guard { attributes: Some(_), .. } => "attributes",
        Guard { queue_ids: Some(_), .. } => "queueIds",
        _ => return Ok(()),
    };
    Err(refused(clause, &format!("the read is short of {}", missing.join(", "))))
}

/// Whether what the guard looks at may be another a moment later.
pub fn may_change(guards: &[&Guard]) -> bool {
    guards.iter().any(|guard| guard.queue_ids.is_some() || guard.attributes.is_some())
}

/// A clause that a later read may answer otherwise: no write is prepared under it.
pub const fn clause_that_may_change(guard: &Guard) -> Option<&'static str> {
    match guard {
        Guard { queue_ids: Some(_), .. } => Some("queueIds"),
        Guard { attributes: Some(_), .. } => Some("attributes"),
        Guard { started_within_ms: Some(_), .. } => Some(AGE),
        _ => None,
    }
}

/// The clauses that the conversation itself answers.
fn seen_in_the_read(guard: &Guard, found: &Found) -> Result<()> {
    let participants = found.view.participants();
    if let Some(queues) = &guard.queue_ids {
        is_in_a_queue(participants, queues)?;
    }
    if let Some(wanted) = &guard.attributes {
        has_attributes(participants, wanted)?;
    }
    if let Some(limit) = guard.started_within_ms {
        started_within(participants, Clock::of(found)?, limit)?;
    }
    Ok(())
}

/// The clauses that need a request of their own.
pub async fn asked_for(call: &Call, id: &ConversationId, guard: &Guard) -> Result<()> {
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
        let read = conversation_of(call, message).await;
        match read.map_err(|cause| unread("messageIds", "the message's details", cause))? {
            Some(its) if its == *id => {}
            Some(_) => return Err(refused("messageIds", "a message belongs to another conversation")),
            None => return Err(refused("messageIds", "a message's record names no conversation")),
        }
    }
    Ok(())
}

/// Where it is now: with those who hold or offer it; without any, where it was last.
fn is_in_a_queue(participants: &[Participant], queues: &[QueueId]) -> Result<()> {
    let routed = |p: &&Participant| p.is_agent() || p.purpose == Purpose::Acd;
    let of_present = |p: &&Participant| routed(p) && !p.state.is_terminal();
    let now: Vec<_> = match participants.iter().any(|p| of_present(&p)) {
        true => participants.iter().filter(of_present).filter_map(Participant::queue_id).collect(),
        false => last_queue(participants).into_iter().collect(),
    };
    match now.iter().all(|queue| queues.contains(queue)) {
        _ if now.is_empty() => Err(refused("queueIds", "the read does not show its queue")),
        true => Ok(()),
        false => Err(refused("queueIds", "it is in another queue")),
    }
}

fn last_queue(participants: &[Participant]) -> Option<&QueueId> {
    let with_queue = participants.iter().filter(|p| p.queue.is_some());
    with_queue.max_by_key(|p| p.start_time.as_deref().and_then(time_of)).and_then(Participant::queue_id)
}

/// Some customer who is present has them all, and none who is present has others.
fn has_attributes(participants: &[Participant], wanted: &HashMap<String, String>) -> Result<()> {
    let present = || participants.iter().filter(|p| p.purpose == Purpose::Customer && !p.state.is_terminal());
    if present().next().is_none() {
        return Err(refused("attributes", "the read shows no customer who is present"));
    }
    for (name, value) in wanted {
        let mut told = present().filter_map(|p| p.attributes.get(name)).peekable();
        if told.peek().is_none() || told.any(|told| told != value) {
            return Err(refused(
                "attributes",
                &format!("the customer's attribute '{name}' differs or is absent"),
            ));
        }
    }
    Ok(())
}

/// How far the clocks of one org may be apart, and a `Date` header counts whole seconds.
const CLOCKS_APART_MS: f64 = 2_000.0;

/// The server's clock: its times are compared with it, since this machine's may be off.
#[derive(Clone, Copy)]
struct Clock {
    now: OffsetDateTime,
    /// How far it is from this machine's; nothing for a simulated org in a time of its own.
    from_here_ms: f64,
}

impl Clock {
    fn of(found: &Found) -> Result<Self> {
        let now = found
            .date
            .as_deref()
            .and_then(|text| OffsetDateTime::parse(&text.replace("GMT", "+0000"), &Rfc2822).ok());
        let now = now.ok_or_else(|| refused(AGE, "the answer carries no date"))?;
        let here = OffsetDateTime::UNIX_EPOCH + Duration::from_millis(system_ms());
        let from_here_ms = if found.has_virtual_clock { 0.0 } else { millis_between(here, now).abs() };
        Ok(Self { now, from_here_ms })
    }
}

const AGE: &str = "startedWithinMs";

fn started_within(participants: &[Participant], clock: Clock, limit_ms: f64) -> Result<()> {
    if clock.from_here_ms > limit_ms.max(CLOCKS_APART_MS) {
        let apart = clock.from_here_ms / 1_000.0;
        return Err(refused(AGE, &format!("the answer's date and this machine's are {apart:.0} s apart")));
    }
    let (earliest, latest) = times(participants)?;
    if millis_between(clock.now, latest) < -CLOCKS_APART_MS {
        return Err(refused(AGE, "a participant's time is in the future"));
    }
    let age_ms = millis_between(clock.now, earliest);
    if age_ms <= limit_ms {
        return Ok(());
    }
    Err(refused(AGE, &format!("it started {:.0} s ago", age_ms / 1_000.0)))
}

/// The earliest and the latest of all times that are told; everybody's start must be readable.
fn times(participants: &[Participant]) -> Result<(OffsetDateTime, OffsetDateTime)> {
    let mut all = Vec::new();
    for p in participants {
        let others = [&p.connected_time, &p.end_time].into_iter().filter_map(Option::as_deref);
        for text in std::iter::once(p.start_time.as_deref().unwrap_or_default()).chain(others) {
            let time = time_of(text)
                .ok_or_else(|| refused(AGE, "the read shows a participant without a readable start time"))?;
            all.push(time);
        }
    }
    let (earliest, latest) = (all.iter().min(), all.iter().max());
    earliest.copied().zip(latest.copied()).ok_or_else(|| refused(AGE, "the read shows no start time"))
}

fn millis_between(later: OffsetDateTime, earlier: OffsetDateTime) -> f64 {
    (later - earlier).as_seconds_f64() * 1_000.0
}

fn refused(clause: &str, why: &str) -> Error {
    Error::new(Kind::GuardRefused, format!("The guard refused: {clause} does not hold, since {why}."))
        .hint("Only what can be shown to be the test's own is ended; effect says whether anything had been written before.")
}

/// A clause whose field could not be read is not proved; the reason stays visible.
fn unread(clause: &str, what: &str, cause: Error) -> Error {
    if cause.kind == Kind::Timeout {
        return cause;
    }
    let mut error = refused(clause, &format!("{what} could not be read ({})", cause.kind.code()));
    error.context = cause.context;
    error.hint(
        "What cannot be read counts as not proved; effect says whether anything had been written before.",
    )
}

#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;
