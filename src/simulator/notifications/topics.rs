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

/// Documented names of what is told of a user. Only conversations are ever sent.
const OF_USERS: [&str; 11] = [
    "conversations",
    "conversations.messages",
    "conversations.calls",
    "conversations.callbacks",
    "conversations.emails",
    "conversationsummary",
    "presence",
    "routingStatus",
    "outofoffice",
    "station",
    "activity",
];
const OF_QUEUES: [&str; 2] = ["conversations", "conversations.messages"];

/// Documented: of a combined topic.
const LONGEST_COMBINED: usize = 200;

/// Assumed: which permission a topic needs.
const CONVERSATIONS: &str = "conversation:communication:view";
const DETAIL: &str = "analytics:conversationDetail:view";

/// `None`: no such topic.
fn permission(topic: &str) -> Option<Option<&'static str>> {
    let one_of = |rest: &str, names: &[&str]| {
        let (id, what) = rest.split_once('.')?;
        let needed = what.starts_with("conversations").then_some(CONVERSATIONS);
        (is_id(id) && names.contains(&what)).then_some(needed)
    };
    if topic == "channel.metadata" {
        return Some(None);
    }
    if let Some(rest) = topic.strip_prefix(QUEUES) {
        return one_of(rest, &OF_QUEUES);
    }
    if let Some(rest) = topic.strip_prefix(USERS) {
        return one_of(rest, &OF_USERS);
    }
    let (id, what) = topic.strip_prefix(DETAIL_EVENTS)?.split_once('.')?;
    (is_id(id) && DETAILS.contains(&what)).then_some(Some(DETAIL))
}

fn is_id(text: &str) -> bool {
    uuid::Uuid::try_parse(text).is_ok()
}

const QUEUES: &str = "v2.routing.queues.";
const USERS: &str = "v2.users.";
const DETAIL_EVENTS: &str = "v2.detail.events.conversation.";

/// All that can be subscribed to, and what each needs.
pub fn available() -> impl Iterator<Item = (String, Option<&'static str>)> {
    let of = |prefix: &'static str, names: &'static [&'static str]| {
        names.iter().map(move |what| format!("{prefix}{{id}}.{what}"))
    };
    let ids = of(QUEUES, &OF_QUEUES).chain(of(USERS, &OF_USERS)).chain(of(DETAIL_EVENTS, &DETAILS));
    let ids = ids.chain(["channel.metadata".to_string()]);
    ids.map(|id| {
        let needed = permission(&id.replace("{id}", &uuid::Uuid::nil().to_string())).flatten();
        (id, needed)
    })
}

/// Documented: `prefix?one&other` stands for `prefix.one` and `prefix.other`, under whose names events come.
pub fn expanded(topic: &str) -> Vec<String> {
    match topic.split_once('?') {
        None => vec![topic.to_string()],
        Some((prefix, rest)) => rest.split('&').map(|what| format!("{prefix}.{what}")).collect(),
    }
}

/// `granted` is `None` where everything is.
pub fn check(topic: &str, granted: Option<&[String]>) -> Result<(), Wrong> {
    if topic.contains('?') && topic.len() > LONGEST_COMBINED {
        return Err(Wrong::Unknown);
    }
    expanded(topic).iter().try_for_each(|each| check_one(each, granted))
}

fn check_one(topic: &str, granted: Option<&[String]>) -> Result<(), Wrong> {
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
