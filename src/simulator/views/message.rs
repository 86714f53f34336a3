//! MessageDetails and MessageData: single messages, as REST shows them.

use serde_json::{Value, json};

use super::present;
use crate::simulator::records::{Content, Conversation, Direction, Message};

const fn status(message: &Message) -> &'static str {
    match message.direction {
        Direction::Inbound => "received",
        Direction::Outbound => "sent",
    }
}

pub fn details(message: &Message) -> Value {
    json!({
        "messageId": message.id,
        "messageURI": uri(message),
        "messageStatus": status(message),
        "messageTime": message.at.iso(),
    })
}

fn uri(message: &Message) -> String {
    format!("/api/v2/conversations/messages/{}/details", message.id)
}

/// Leads from a guest's message id to the conversation.
pub fn data(message: &Message, conversation: &Conversation) -> Value {
    let inbound = message.direction == Direction::Inbound;
    present(json!({
        "id": message.id,
        "providerMessageId": message.channel_id,
        "timestamp": message.at.iso(),
        "direction": if inbound { "inbound" } else { "outbound" },
        "messengerType": "webmessaging",
        "status": status(message),
        "normalizedMessage": normalized(message, inbound),
        "conversationId": conversation.id,
        "selfUri": uri(message),
    }))
}

fn normalized(message: &Message, inbound: bool) -> Value {
    let kind = match message.content {
        Content::Text(_) | Content::Attached { .. } => "Text",
        Content::Structured { .. } => "Structured",
        Content::Presence(_) | Content::Typing { .. } => "Event",
    };
    json!({
        "id": message.id,
        "type": kind,
        "text": message.text(),
        "direction": if inbound { "Inbound" } else { "Outbound" },
        "channel": {
            "platform": "WebMessaging",
            "type": "Private",
            "messageId": message.channel_id,
            "time": message.at.iso(),
        },
    })
}
