//! A scripted flow that answers guests itself.

use super::lifecycle;
use super::records::{Content, DisconnectType, Entity, Purpose};
use super::world::World;
use crate::model::ids::ConversationId;

impl World {
    /// The flow has the conversation and a guest wrote: it answers, ends or hands over.
    pub fn bot_hears(&mut self, id: &ConversationId, content: &Content) {
        let Some(bot) = &self.options.bot else { return };
        let heard = said(content);
        let is = |word: &Option<String>| heard.is_some() && word.as_deref() == heard;
        if is(&bot.ends_on) {
            self.bot_ends(id);
        } else if is(&bot.hands_over_on) {
            self.live(id, lifecycle::route);
        } else {
            let answer = heard.map_or_else(|| "How can I help?".into(), |heard| format!("You said: {heard}"));
            self.say(id, &answer, Entity::Bot);
        }
    }

    fn bot_ends(&mut self, id: &ConversationId) {
        let flow = self.conversation(id).and_then(|conversation| conversation.latest(Purpose::Workflow));
        let Some(flow) = flow.map(|flow| flow.id.clone()) else { return };
        self.live(id, |conversation, context| {
            lifecycle::disconnect_participant(conversation, context, &flow, DisconnectType::Client)
        });
    }
}

fn said(content: &Content) -> Option<&str> {
    let payload = match content {
        Content::Structured { parts, .. } => {
            parts.iter().find_map(|part| part["buttonResponse"]["payload"].as_str())
        }
        _ => None,
    };
    match content {
        Content::Text(text) => Some(text),
        Content::Structured { text, .. } | Content::Attached { text, .. } => payload.or(text.as_deref()),
        Content::Presence(_) | Content::Typing { .. } => None,
    }
}
