//! All that an org holds, behind one lock.

use std::collections::{BTreeMap, VecDeque};
use std::time::Instant;

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc::UnboundedSender;

use super::change::Change;
use super::clock::Clock;
use super::faults::Faults;
use super::guest_socket::files::Files;
use super::guest_socket::sessions::Guests;
use super::ids::Ids;
use super::journal::Journal;
use super::lifecycle::{self, Context};
use super::limits::Budgets;
use super::notifications::channels::Channels;
use super::options::{AgentScript, Options};
use super::org::Org;
use super::records::{Content, Conversation, Direction, Entity, Message, Named};
use super::refused::Refused;
use super::sabotage::Sabotage;
use super::scheduled::alarm::Alarm;
use super::sign_in::SignIns;
use crate::model::ids::{ConversationId, MessageId, QueueId};
use crate::schedule::Patience;

pub struct World {
    pub options: Options,
    /// Where others reach the org, without a trailing slash.
    pub base_url: String,
    pub org: Org,
    pub ids: Ids,
    pub clock: Clock,
    pub conversations: BTreeMap<ConversationId, Conversation>,
    pub sign_ins: SignIns,
    pub budgets: Budgets,
    pub guests: Guests,
    pub files: Files,
    pub channels: Channels,
    pub faults: Faults,
    pub journal: Journal,
    pub sabotage: Sabotage,
    /// Takes ended conversations, with their generation, that a sabotage brings back.
    pub coming_back: Option<UnboundedSender<(ConversationId, u64)>>,
    /// Wakes the org where something was put off for long enough.
    pub alarms: Option<UnboundedSender<Alarm>>,
    /// When something came last, from a client or a guest: what waits has patience from then on.
    pub heard_at: Instant,
    /// Schedules so far.
    pub orders: u64,
    /// Changes that were promised before the last reset no longer count.
    pub generation: u64,
    /// Offers so far: whose turn it is among the agents.
    pub offers: usize,
    /// Accepted, and not yet released: of an org that holds its changes only.
    pub held: VecDeque<Change>,
}

/// How `openConversation` opens one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct OpenConversation {
    pub agent: Option<OpenedWith>,
    /// Its name; `None`: the first.
    pub queue: Option<String>,
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
    /// `url`: where it listens.
    pub fn new(options: Options, url: String) -> Result<Self, Refused> {
        // The seed is a whole number up to 2^53; JavaScript has checked it.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let mut ids = Ids::new(options.seed as u64);
        let told = options.public_url.as_ref().map(|url| url.trim_end_matches('/').to_string());
        let mut world = Self {
            org: Org::new(&options, &mut ids),
            sabotage: options.sabotage,
            clock: options.clock(),
            options,
            base_url: told.unwrap_or(url),
            ids,
            conversations: BTreeMap::new(),
            sign_ins: SignIns::default(),
            budgets: Budgets::default(),
            guests: Guests::default(),
            files: Files::default(),
            channels: Channels::default(),
            faults: Faults::default(),
            journal: Journal::default(),
            coming_back: None,
            alarms: None,
            heard_at: Instant::now(),
            orders: 0,
            generation: 0,
            offers: 0,
            held: VecDeque::new(),
        };
        world.set_faults()?;
        Ok(world)
    }

    fn set_faults(&mut self) -> Result<(), Refused> {
        self.options.faults.iter().try_for_each(|rule| self.faults.set(rule.clone()).map(drop))
    }

    /// Back to the beginning; port, ids, credentials and access tokens stay valid.
    pub fn reset(&mut self) {
        self.generation += 1;
        self.conversations.clear();
        self.guests.clear();
        self.guests.order = None;
        self.files = Files::default();
        self.channels.clear();
        self.faults.clear();
        // They could be set at the beginning.
        let _ = self.set_faults();
        self.offers = 0;
        self.held.clear();
        self.journal.clear();
        self.budgets = Budgets::default();
        self.sabotage = self.options.sabotage;
        self.clock = self.options.clock();
        self.begin_schedule(self.schedule_at_start(), Patience::EXPLORING);
    }

    pub fn guest_url(&self) -> String {
        as_socket(&self.base_url)
    }

    pub fn conversation(&self, id: &ConversationId) -> Option<&Conversation> {
        self.conversations.get(id)
    }

    pub fn find_message(&self, id: &MessageId) -> Option<(&Conversation, &Message)> {
        let of = |c: &'_ Conversation| c.messages.iter().position(|message| message.id == *id);
        self.conversations.values().find_map(|c| of(c).map(|index| (c, &c.messages[index])))
    }

    /// A guest without a socket has written its first message.
    pub fn open(&mut self, how: OpenConversation) -> Result<(ConversationId, MessageId), Refused> {
        let queue = self.queue_named(how.queue.as_deref())?;
        let script = how.agent.map_or(self.options.agent, OpenedWith::script);
        let id = self.begin(script, how.attributes);
        let message = self.message(Direction::Inbound, Content::Text("Hello".into()), None);
        let opened = (id.clone(), message.id.clone());
        self.live(&id, |conversation, context| {
            conversation.queue = queue;
            conversation.messages.push(message);
            if !how.bot {
                lifecycle::route(conversation, context);
            }
        });
        Ok(opened)
    }

    /// `None`: the first.
    pub fn queue_named(&self, name: Option<&str>) -> Result<Option<Named<QueueId>>, Refused> {
        let Some(name) = name else { return Ok(None) };
        let names = || self.org.queues.iter().map(|queue| queue.name.as_str()).collect::<Vec<_>>().join(", ");
        let unknown =
            || Refused::invalid(format!("The simulator has no queue {name:?}; it has: {}.", names()));
        self.org.queue_named(name).cloned().map(Some).ok_or_else(unknown)
    }

    /// A conversation that nobody has routed yet.
    pub fn begin(&mut self, script: AgentScript, attributes: BTreeMap<String, String>) -> ConversationId {
        let conversation = lifecycle::open(&mut self.context(), script, attributes);
        let id = conversation.id.clone();
        self.conversations.insert(id.clone(), conversation);
        id
    }

    pub fn message(&mut self, direction: Direction, content: Content, from: Option<Entity>) -> Message {
        let channel_id = (direction == Direction::Inbound).then(|| self.ids.next());
        Message { id: self.ids.message(), channel_id, at: self.clock.stamp(), direction, content, from }
    }

    pub fn context(&mut self) -> Context<'_> {
        Context {
            ids: &mut self.ids,
            clock: &mut self.clock,
            queue: &self.org.queues[0],
            agents: &self.org.agents,
            offers: &mut self.offers,
            wrap_up_required: self.options.wrap_up.required,
            wrap_up_timeout_ms: self.options.wrap_up.timeout(),
            wrap_up_forced: self.options.wrap_up.forced,
            flow_answers: self.options.bot.is_some(),
            customer_stays: self.options.customer_stays,
            happenings: Vec::new(),
        }
    }

    /// One step of a conversation's life, of which its guests hear. `None` where it does not exist.
    pub fn live<T>(
        &mut self,
        id: &ConversationId,
        step: impl FnOnce(&mut Conversation, &mut Context<'_>) -> T,
    ) -> Option<T> {
        let was_open = self.conversation(id)?.is_open();
        let result = self.step(id, step);
        if was_open && !self.conversation(id).is_some_and(Conversation::is_open) {
            self.has_ended(id);
        }
        result
    }

    /// The same, whatever an end may lead to.
    pub fn step<T>(
        &mut self,
        id: &ConversationId,
        step: impl FnOnce(&mut Conversation, &mut Context<'_>) -> T,
    ) -> Option<T> {
        let mut conversation = self.conversations.remove(id)?;
        let before = self.channels.are_heard().then(|| conversation.clone());
        let mut context = self.context();
        let result = step(&mut conversation, &mut context);
        let happenings = context.happenings;
        self.conversations.insert(id.clone(), conversation);
        let notice = before.and_then(|before| self.unless_later(id, before, &happenings));
        for happening in happenings {
            self.tell(id, happening);
        }
        if let Some(notice) = notice {
            self.announce_late(notice);
        }
        Some(result)
    }
}

/// `ws` for `http`, `wss` for `https`.
pub fn as_socket(url: &str) -> String {
    url.replacen("http", "ws", 1)
}
