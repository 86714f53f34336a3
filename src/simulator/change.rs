//! What an accepted write will do once it has settled.

use std::collections::BTreeMap;

use super::hand_over::Successor;
use super::records::WrapUp;
use crate::model::ids::{ConversationId, ParticipantId};

#[derive(Debug, Clone)]
pub struct Change {
    pub conversation: ConversationId,
    pub what: What,
}

#[derive(Debug, Clone)]
pub enum What {
    Participant {
        id: ParticipantId,
        disconnect: bool,
        answer: bool,
        wrap_up: Option<WrapUp>,
    },
    Attributes {
        id: ParticipantId,
        attributes: BTreeMap<String, String>,
    },
    /// An agent gives it to somebody, or somebody takes it.
    Replace {
        id: ParticipantId,
        by: Successor,
    },
    /// Everybody is disconnected.
    Disconnect,
    /// Everybody is disconnected and, if nothing is lost, pending wrap-ups get the system's code.
    Teardown {
        wraps_up: bool,
    },
    /// What ends after-call work where it came with an end that is made already.
    WrapUp {
        agents: Vec<ParticipantId>,
        wrap_up: WrapUp,
        is_disposition: bool,
    },
    /// The versioned resource's way: everybody is disconnected, agents are wrapped up.
    Close {
        wrap_up: WrapUp,
    },
}

impl What {
    /// Whether it ends after-call work.
    pub const fn wraps_up(&self) -> bool {
        match self {
            Self::Participant { wrap_up, .. } => wrap_up.is_some(),
            Self::Teardown { wraps_up } => *wraps_up,
            Self::WrapUp { .. } | Self::Close { .. } => true,
            Self::Attributes { .. } | Self::Replace { .. } | Self::Disconnect => false,
        }
    }
}
