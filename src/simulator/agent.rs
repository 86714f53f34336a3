//! The agent's side, as a test plays it.

use serde::{Deserialize, Serialize};

use super::records::{DisconnectType, Entity, Purpose, State};
use super::refused::Refused;
use super::world::World;
use super::{hand_over, lifecycle};
use crate::model::ids::ConversationId;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "camelCase")]
pub enum AgentAction {
    Answer,
    Say {
        text: String,
    },
    Typing,
    Disconnect,
    Transfer {
        /// Its name; `None`: the one where it is.
        queue: Option<String>,
    },
}

impl World {
    /// `Err` says why the agent cannot do that now; `None` where there is no such conversation.
    pub fn agent_does(&mut self, id: &ConversationId, action: &AgentAction) -> Option<Result<(), Refused>> {
        let conversation = self.conversation(id)?;
        let agent = conversation.latest(Purpose::Agent).filter(|agent| agent.is_open());
        let agent = agent.map(|agent| (agent.id.clone(), agent.state));
        Some(match (action, agent) {
            (AgentAction::Answer, _) => {
                let rings = self.live(id, lifecycle::answer)?;
                if rings { Ok(()) } else { Err(invalid("No agent is alerting.")) }
            }
            (_, None) => Err(invalid("No agent is in the conversation.")),
            (AgentAction::Disconnect, Some((agent, _))) => {
                let how = DisconnectType::Client;
                self.live(id, |c, context| lifecycle::disconnect_participant(c, context, &agent, how));
                Ok(())
            }
            (_, Some((_, state))) if state != State::Connected => Err(invalid("The agent has not answered.")),
            (AgentAction::Say { text }, Some(_)) => {
                self.say(id, text, Entity::Human);
                Ok(())
            }
            (AgentAction::Typing, Some(_)) => {
                self.type_at(id);
                Ok(())
            }
            (AgentAction::Transfer { queue }, Some(_)) => self.queue_named(queue.as_deref()).map(|queue| {
                self.live(id, |c, context| hand_over::transfer(c, context, queue));
            }),
        })
    }
}

fn invalid(why: &str) -> Refused {
    Refused::invalid(why.into())
}
