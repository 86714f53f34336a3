//! What a close will meet: wrap-up codes, the queue's policy, the conversation itself.

use super::answers::{lacks_a_right, missing_right, shared_trouble, trouble};
use crate::doctor::finding::{Check, Finding};
use crate::doctor::observed::{Codes, Observed, Org};
use crate::error::{Error, Kind};
use crate::model::ids::ConversationId;
use crate::model::queue::{AcwSettings, Prompt};
use crate::model::{MessageConversation, Queue};
use crate::platform::ResourceChoice;

pub fn judge(observed: &Observed, org: &Org) -> Vec<Finding> {
    vec![codes(org), queue(observed, org), conversation(observed, org), messaging(observed, org)]
}

/// What goes for every read: shared trouble, a missing right, anything else.
fn unread(org: &Org, check: Check, what: &str, error: &Error) -> Finding {
    if let Some(finding) = shared_trouble(org, check, error) {
        return finding;
    }
    if lacks_a_right(error) { missing_right(check, what, error) } else { trouble(check, what, error) }
}

fn codes(org: &Org) -> Finding {
    let check = Check::WrapUpCodes;
    let of = |of_queue| if of_queue { "The queue" } else { "The org" };
    match &org.codes {
        Ok(Codes { count: 0, of_queue, .. }) => without_codes(org, of(*of_queue)),
        Ok(Codes { count, is_shown: false, of_queue }) => Finding::skipped(
            check,
            format!("{} counts {count} wrap-up codes, and showed none of them.", of(*of_queue)),
        ),
        Ok(Codes { count: 1, of_queue, .. }) => {
            Finding::ok(check, format!("{} has 1 wrap-up code.", of(*of_queue)))
        }
        Ok(Codes { count, of_queue, .. }) => {
            Finding::ok(check, format!("{} has {count} wrap-up codes.", of(*of_queue)))
        }
        // The queue's own finding tells it.
        Err(error) if is_told_by_queue(org, error) => {
            Finding::skipped(check, "Not looked at: the queue could not be read.")
        }
        Err(error) => unread(org, check, "list wrap-up codes", error),
    }
}

fn is_told_by_queue(org: &Org, error: &Error) -> bool {
    org.queue.as_ref().is_some_and(|queue| queue.as_ref().is_err_and(|of_queue| of_queue.kind == error.kind))
}

fn without_codes(org: &Org, whose: &str) -> Finding {
    let check = Check::WrapUpCodes;
    let detail = format!("{whose} has no wrap-up codes");
    let is_optional =
        matches!(&org.queue, Some(Ok(queue)) if queue.acw_settings.wrapup_prompt == Prompt::Optional);
    if is_optional {
        return Finding::ok(check, format!("{detail}, and asks for none."));
    }
    Finding::failed(
        check,
        format!("{detail}: an agent who must wrap up cannot be closed."),
        "Create wrap-up codes and assign them to the queue in Admin.",
    )
}

fn queue(observed: &Observed, org: &Org) -> Finding {
    let check = Check::Queue;
    match &org.queue {
        None => Finding::skipped(check, "Not looked at: no queue was named (queueId)."),
        Some(Ok(queue)) if is_another_queue(observed, queue) => another(check, "queue"),
        Some(Ok(queue)) => policy(queue),
        Some(Err(error)) if error.kind == Kind::NotFound => Finding::failed(
            check,
            "There is no such queue, or not for this token.",
            "Check the queue's id, and that the divisions of the OAuth client's role cover it.",
        ),
        Some(Err(error)) => unread(org, check, "read the queue", error),
    }
}

/// Documented values; what each means for an agent is likely, by its name and the help pages.
fn policy(queue: &Queue) -> Finding {
    let check = Check::Queue;
    let AcwSettings { wrapup_prompt, timeout_ms } = queue.acw_settings;
    let seconds = timeout_ms.unwrap_or_default().div_ceil(1_000);
    match wrapup_prompt {
        Prompt::Mandatory => Finding::ok(check, "Agents must wrap up (MANDATORY): pass wrapUp to a close."),
        Prompt::Optional => Finding::ok(check, "Agents need not wrap up (OPTIONAL)."),
        Prompt::AgentRequested => {
            Finding::ok(check, "Agents wrap up only where they asked for it (AGENT_REQUESTED).")
        }
        Prompt::MandatoryTimeout => Finding::ok(
            check,
            format!(
                "Agents must wrap up within {seconds} s (MANDATORY_TIMEOUT): pass wrapUp to a close, or the system gives its own code."
            ),
        ),
        Prompt::MandatoryForcedTimeout => Finding::warning(
            check,
            format!(
                "Agents stay in after-call work for {seconds} s, even when they have wrapped up (MANDATORY_FORCED_TIMEOUT)."
            ),
            "Expect no free agent for that long after each close: let tests have a queue of their own with another after-call work setting, or more agents.",
        ),
        Prompt::Unknown => {
            Finding::skipped(check, "The queue's wrap-up policy is not told, or not one that is known here.")
        }
    }
}

fn conversation(observed: &Observed, org: &Org) -> Finding {
    let check = Check::Conversation;
    match &org.conversation {
        None => Finding::skipped(check, "Not looked at: no conversation was named (conversationId)."),
        Some(Ok(conversation)) if is_another(observed, &conversation.id) => another(check, "conversation"),
        Some(Ok(conversation)) if conversation.participants.is_empty() => Finding::skipped(
            check,
            "The conversation can be read, and nobody is in it: whether it is open cannot be told.",
        ),
        Some(Ok(conversation)) => Finding::ok(check, seen(conversation)),
        Some(Err(error)) if error.kind == Kind::NotFound && uses_messaging(observed, org) => {
            Finding::skipped(check, "The conversation is not on the resource messages.")
        }
        Some(Err(error)) if error.kind == Kind::NotFound => Finding::failed(
            check,
            "There is no such conversation, or not for this token.",
            "Check the id and the region, and that the divisions of the OAuth client's role cover its queue.",
        ),
        Some(Err(error)) => unread(org, check, "read this conversation", error),
    }
}

/// An answer speaks only of what it names.
fn is_another(observed: &Observed, id: &ConversationId) -> bool {
    observed.asked.conversation_id.as_ref().is_some_and(|asked| asked != id)
}

fn is_another_queue(observed: &Observed, queue: &Queue) -> bool {
    let (asked, came) = (observed.asked.queue_id.as_ref(), queue.id.as_ref());
    asked.is_some_and(|asked| came.is_some_and(|came| !came.eq_ignore_ascii_case(asked.as_str())))
}

fn another(check: Check, what: &str) -> Finding {
    Finding::failed(
        check,
        format!("Another {what} came than was asked for."),
        "Check the region (or apiUrl): something else may answer in the API's place.",
    )
}

fn seen(conversation: &MessageConversation) -> String {
    if conversation.has_ended() {
        return "The conversation can be read; it has ended.".into();
    }
    let must = conversation.agents().any(|agent| !agent.state.is_terminal() && agent.wrapup_required);
    let wrap_up = if must { "; its agent must wrap up" } else { "" };
    format!("The conversation can be read; it is open{wrap_up}.")
}

/// Pinned, or the only one that answered.
fn uses_messaging(observed: &Observed, org: &Org) -> bool {
    observed.resource == ResourceChoice::Messaging || matches!(org.messaging, Some(Ok(_)))
}

fn messaging(observed: &Observed, org: &Org) -> Finding {
    let check = Check::Messaging;
    let is_pinned = observed.resource == ResourceChoice::Messaging;
    let error = match &org.messaging {
        None => return Finding::skipped(check, "Not looked at: no conversation was named (conversationId)."),
        Some(Ok(conversation)) if is_another(observed, &conversation.id) => {
            return another(check, "conversation");
        }
        Some(Ok(_)) => {
            return Finding::ok(check, "The versioned resource messaging answers for this conversation.");
        }
        Some(Err(error)) => error,
    };
    match error.kind {
        // No published org has the resource or its scope: without the pin nobody needs either.
        _ if !is_pinned => {
            Finding::skipped(check, "The versioned resource messaging does not answer, and is not asked for.")
        }
        Kind::Forbidden => Finding::failed(
            check,
            format!(
                "The token may not use the versioned resource messaging: it lacks the scope {}.",
                scope(error)
            ),
            "Have the scope added to the token, or leave resource at 'auto' or 'messages': published orgs have neither the resource nor the scope.",
        ),
        Kind::NotFound => Finding::failed(
            check,
            "The resource is pinned to messaging, and messaging does not know this conversation.",
            "Leave resource at 'auto' or set it to 'messages': published orgs do not have this resource.",
        ),
        _ => unread(org, check, "read the versioned conversation", error),
    }
}

fn scope(error: &Error) -> String {
    error.context.permissions.first().cloned().unwrap_or_else(|| "conversations:messaging".into())
}
