//! All that an org holds, behind one lock.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::change::{Change, What};
use super::clock::{Clock, Timestamp};
use super::ids::Ids;
use super::lifecycle::{self, Context};
use super::options::{AgentScript, Options};
use super::records::{Conversation, Direction, DisconnectType, Message, Named, WrapUp};
use crate::model::ids::{ConversationId, MessageId, QueueId, WrapUpCodeId};

/// Names of the built-in org's parts; their ids come from the seed.
pub struct Org {
    pub id: String,
    pub division: Named<String>,
    pub queue: Named<QueueId>,
    pub agent: Named<String>,
    pub codes: Vec<Named<WrapUpCodeId>>,
    /// Given by the system where an agent did not wrap up in time.
    pub system_code: Named<WrapUpCodeId>,
    pub deployment_id: String,
    pub configuration_id: String,
    pub flow_id: String,
    pub client_id: String,
    pub client_secret: String,
}

impl Org {
    fn new(options: &Options, ids: &mut Ids) -> Self {
        let codes = options.wrap_up.codes.iter();
        Self {
            id: ids.next(),
            division: Named { id: ids.next(), name: "Home".into() },
            queue: Named { id: ids.next(), name: "Web messaging".into() },
            agent: Named { id: ids.next(), name: "Sample Agent".into() },
            codes: codes.map(|name| Named { id: ids.next(), name: name.clone() }).collect(),
            system_code: Named { id: ids.next(), name: "ININ-WRAP-UP-TIMEOUT".into() },
            deployment_id: options.deployment.id.clone().unwrap_or_else(|| ids.next()),
            configuration_id: ids.next(),
            flow_id: ids.next(),
            client_id: ids.next(),
            client_secret: ids.secret(),
        }
    }

    pub fn code(&self, id: &WrapUpCodeId) -> Option<&Named<WrapUpCodeId>> {
        self.codes.iter().find(|code| code.id == *id)
    }
}

pub struct World {
    pub options: Options,
    pub org: Org,
    pub ids: Ids,
    pub clock: Clock,
    pub conversations: BTreeMap<ConversationId, Conversation>,
    /// Access token → when it ends.
    pub tokens: HashMap<String, Timestamp>,
    /// Changes that were promised before the last reset no longer count.
    pub generation: u64,
}

/// How `openConversation` opens one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct OpenConversation {
    pub agent: Option<OpenedWith>,
    /// The flow is still in charge: no queue, no agent.
    pub bot: bool,
    pub attributes: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OpenedWith {
    Connected,
    Alerting,
    None,
}

impl OpenedWith {
    const fn script(self) -> AgentScript {
        match self {
            Self::Connected => AgentScript::Answers,
            Self::Alerting => AgentScript::Alerts,
            Self::None => AgentScript::None,
        }
    }
}

impl World {
    pub fn new(options: Options) -> Self {
        // The seed is a whole number up to 2^53; JavaScript has checked it.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let mut ids = Ids::new(options.seed as u64);
        Self {
            org: Org::new(&options, &mut ids),
            options,
            ids,
            clock: Clock::new(),
            conversations: BTreeMap::new(),
            tokens: HashMap::new(),
            generation: 0,
        }
    }

    pub fn conversation(&self, id: &ConversationId) -> Option<&Conversation> {
        self.conversations.get(id)
    }

    /// A guest has written its first message.
    pub fn open(&mut self, how: OpenConversation) -> (ConversationId, MessageId) {
        let script = how.agent.map_or(self.options.agent, OpenedWith::script);
        let mut context = self.context();
        context.script = script;
        let mut conversation = lifecycle::open(&mut context, how.attributes);
        if !how.bot {
            lifecycle::route(&mut conversation, &mut context);
        }
        let message = self.message(Direction::Inbound, "Hello");
        let opened = (conversation.id.clone(), message.id.clone());
        conversation.messages.push(message);
        self.conversations.insert(opened.0.clone(), conversation);
        opened
    }

    pub fn message(&mut self, direction: Direction, text: &str) -> Message {
        let channel_id = (direction == Direction::Inbound).then(|| self.ids.next());
        Message { id: self.ids.message(), channel_id, at: self.clock.stamp(), direction, text: text.into() }
    }

    fn context(&mut self) -> Context<'_> {
        Context {
            ids: &mut self.ids,
            clock: &mut self.clock,
            queue: &self.org.queue,
            agent: &self.org.agent,
            script: self.options.agent,
            wrap_up_required: self.options.wrap_up.required,
            customer_stays: self.options.customer_stays,
        }
    }

    /// Runs one step of a conversation's life; `None` where it does not exist.
    pub fn live<T>(
        &mut self,
        id: &ConversationId,
        step: impl FnOnce(&mut Conversation, &mut Context<'_>) -> T,
    ) -> Option<T> {
        let mut conversation = self.conversations.remove(id)?;
        let result = step(&mut conversation, &mut self.context());
        self.conversations.insert(id.clone(), conversation);
        Some(result)
    }

    /// An accepted write takes effect.
    pub fn apply(&mut self, change: Change) {
        let system_code = self.org.system_code.id.clone();
        self.live(&change.conversation, |conversation, context| match change.what {
            What::Participant { id, disconnect, answer, wrap_up } => {
                if let (Some(wrap_up), Some(participant)) = (wrap_up, conversation.participant_mut(&id)) {
                    let changed = participant.apply_wrap_up(wrap_up, context.clock.stamp());
                    conversation.effects.wrap_ups += u32::from(changed);
                }
                if answer {
                    lifecycle::answer(conversation, context);
                }
                if disconnect {
                    let changed =
                        lifecycle::disconnect_participant(conversation, context, &id, DisconnectType::Client);
                    conversation.effects.participant_disconnects += u32::from(changed);
                }
            }
            What::Attributes { id, attributes } => {
                if let Some(participant) = conversation.participant_mut(&id) {
                    participant.attributes.extend(attributes);
                }
            }
            What::Disconnect => disconnect(conversation, context, DisconnectType::Client),
            What::Teardown => {
                disconnect(conversation, context, DisconnectType::System);
                wrap_up_by_system(conversation, context, &system_code);
            }
        });
    }
}

fn disconnect(conversation: &mut Conversation, context: &mut Context<'_>, how: DisconnectType) {
    let changed = lifecycle::disconnect_all(conversation, context, how);
    conversation.effects.conversation_disconnects += u32::from(changed);
}

fn wrap_up_by_system(conversation: &mut Conversation, context: &mut Context<'_>, code: &WrapUpCodeId) {
    let at = context.clock.stamp();
    for participant in &mut conversation.participants {
        if participant.after_call_work == super::records::AfterCallWork::Pending {
            let wrap_up =
                WrapUp { code: code.clone(), name: None, notes: None, tags: vec![], duration_seconds: None };
            participant.apply_wrap_up(wrap_up, at);
        }
    }
}
