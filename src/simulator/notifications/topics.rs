//! The topics that the simulator knows: those of message conversations.

/// Why a topic is not to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    Unknown,
    NotPermitted(&'static str),
}

/// Documented names. Only those that have an event body in the published models are ever sent.
const DETAILS: [&str; 13] = [
    "customer.start",
    "customer.end",
    "user.start",
    "user.end",
    "acd.start",
    "acd.end",
    "flow.start",
    "flow.end",
    "flow.outcome",
    "acw",
    "wrapup",
    "attributes",
    "contact",
];

/// Assumed: which permission a topic needs.
const CONVERSATIONS: &str = "conversation:communication:view";
const DETAIL: &str = "analytics:conversationDetail:view";

/// `None`: no such topic.
fn permission(topic: &str) -> Option<Option<&'static str>> {
    let of_conversations = |rest: &str| {
        let (id, what) = rest.split_once('.')?;
        let known = is_id(id) && matches!(what, "conversations" | "conversations.messages");
        known.then_some(Some(CONVERSATIONS))
    };
    if topic == "channel.metadata" {
        return Some(None);
    }
    if let Some(rest) = topic.strip_prefix("v2.routing.queues.").or_else(|| topic.strip_prefix("v2.users.")) {
        return of_conversations(rest);
    }
    let (id, what) = topic.strip_prefix("v2.detail.events.conversation.")?.split_once('.')?;
    (is_id(id) && DETAILS.contains(&what)).then_some(Some(DETAIL))
}

fn is_id(text: &str) -> bool {
    uuid::Uuid::try_parse(text).is_ok()
}

/// `granted` is `None` where everything is.
pub fn check(topic: &str, granted: Option<&[String]>) -> Result<(), Wrong> {
    let needed = permission(topic).ok_or(Wrong::Unknown)?;
    match (needed, granted) {
        (Some(needed), Some(granted)) if !granted.iter().any(|given| given == needed) => {
            Err(Wrong::NotPermitted(needed))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "11111111-2222-4333-8444-555555555555";

    #[test]
    fn only_known_topics_of_an_id_exist() {
        for good in [
            "v2.routing.queues.@.conversations",
            "v2.routing.queues.@.conversations.messages",
            "v2.users.@.conversations.messages",
            "v2.detail.events.conversation.@.user.end",
            "v2.detail.events.conversation.@.acw",
            "channel.metadata",
        ] {
            assert_eq!(check(&good.replace('@', ID), None), Ok(()), "{good}");
        }
        for bad in [
            "v2.conversations.@",
            "v2.users.@.conversations.chats",
            "v2.users.x.conversations",
            "v2.detail.events.conversation.@.end",
            "v2.detail.events.conversation.{id}.user.end",
            "",
        ] {
            assert_eq!(check(&bad.replace('@', ID), None), Err(Wrong::Unknown), "{bad}");
        }
    }

    #[test]
    fn a_topic_needs_its_permission() {
        let topic = format!("v2.detail.events.conversation.{ID}.acw");
        assert_eq!(check(&topic, Some(&[])), Err(Wrong::NotPermitted(DETAIL)));
        assert_eq!(check(&topic, Some(&[DETAIL.into()])), Ok(()));
    }
}
