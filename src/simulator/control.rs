//! What a test may ask of an org, in the same process or over HTTP.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::agent::AgentAction;
use super::fault::FaultRule;
use super::faults::FaultId;
use super::filter::{Matcher, RequestFilter};
use super::guest_fault::GuestFault;
use super::refused::{Answer, Refused};
use super::sabotage::Sabotage;
use super::shared::Shared;
use super::views::inspection;
use super::witness::Witness;
use super::world::{OpenConversation, World};
use crate::model::ids::ConversationId;
use crate::schedule::{Patience, Schedule};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Command {
    /// Gives the connection; how another process attaches.
    Connection,
    OpenConversation {
        #[serde(default)]
        how: OpenConversation,
    },
    Conversation {
        conversation_id: ConversationId,
    },
    Agent {
        conversation_id: ConversationId,
        does: AgentAction,
    },
    /// Breaks the guest sockets of one page.
    Guest {
        witness: Witness,
        does: GuestFault,
    },
    Fault {
        rule: Box<FaultRule>,
    },
    Hits {
        fault: FaultId,
    },
    RemoveFault {
        fault: FaultId,
    },
    Sabotage {
        mode: Sabotage,
    },
    Advance {
        ms: f64,
    },
    Requests {
        #[serde(default)]
        filter: RequestFilter,
    },
    /// How many guests' sockets are open.
    Connections,
    /// Another order from now on; its points are counted anew. A test says so of its own, or an explorer of one of many.
    Schedule {
        schedule: String,
        #[serde(default)]
        given: bool,
    },
    /// What happened under the schedule; nothing where there is none.
    Course,
    Reset,
}

/// A socket that nobody reads must not hold a test for ever.
const FLUSH_LIMIT: Duration = Duration::from_secs(5);

/// Frames that a command caused have left when this returns.
pub fn execute(shared: &Shared, command: Command) -> Answer {
    told(shared, |world| run(shared, world, command))
}

/// Does something with the org; frames that it caused have left when this returns.
pub fn told<T, E>(shared: &Shared, act: impl FnOnce(&mut World) -> Result<T, E>) -> Result<T, E> {
    let mut world = shared.world();
    let answer = act(&mut world)?;
    world.catch_up();
    let left = barrier(&world);
    drop(world);
    // Every connection has answered, or is gone, once the channel's last sender is dropped.
    while left.recv_timeout(FLUSH_LIMIT).is_ok() {}
    Ok(answer)
}

fn barrier(world: &World) -> Receiver<()> {
    let (sender, receiver) = channel();
    world.guests.barrier(&sender);
    world.channels.barrier(&sender);
    receiver
}

fn run(shared: &Shared, world: &mut World, command: Command) -> Answer {
    match command {
        Command::Connection => Ok(json!(shared.connection())),
        Command::OpenConversation { how } => {
            let (conversation, message) = world.open(how)?;
            Ok(json!({ "conversationId": conversation, "messageId": message }))
        }
        Command::Conversation { conversation_id: id } => {
            let found = world.conversation(&id).ok_or_else(|| Refused::no_conversation(&id))?;
            Ok(json!(inspection::conversation(found)))
        }
        Command::Agent { conversation_id: id, does } => {
            let done = world.agent_does(&id, &does).ok_or_else(|| Refused::no_conversation(&id))?;
            done.map(|()| Value::Null)
        }
        Command::Guest { witness, does } => world.break_guest(&witness, does).map(|()| Value::Null),
        Command::Fault { rule } => world.faults.set(*rule).map(|id| json!(id)),
        Command::Hits { fault } => Ok(json!(world.faults.hits(fault))),
        Command::Requests { filter } => Ok(json!(world.journal.entries(&Matcher::new(filter)?))),
        Command::Connections => Ok(json!(world.guests.open_connections())),
        Command::RemoveFault { fault } => {
            world.faults.remove(fault);
            Ok(Value::Null)
        }
        Command::Sabotage { mode } => {
            world.misbehave(mode);
            Ok(Value::Null)
        }
        Command::Advance { ms } => {
            world.advance(whole_ms(ms)?);
            Ok(Value::Null)
        }
        Command::Schedule { schedule, given } => {
            let schedule =
                schedule.parse::<Schedule>().map_err(|cause| Refused::invalid(cause.to_string()))?;
            world.begin_schedule(Some(schedule), if given { Patience::GIVEN } else { Patience::EXPLORING });
            Ok(Value::Null)
        }
        Command::Course => Ok(json!(world.guests.course())),
        Command::Reset => {
            world.reset();
            Ok(Value::Null)
        }
    }
}

/// A year at most, so that times stay times.
fn whole_ms(ms: f64) -> Result<i64, Refused> {
    const YEAR: f64 = 366.0 * 86_400_000.0;
    if !(0.0..=YEAR).contains(&ms) {
        return Err(Refused::invalid("advance takes 0 to one year, in milliseconds.".into()));
    }
    #[allow(clippy::cast_possible_truncation)]
    Ok(ms.round() as i64)
}
