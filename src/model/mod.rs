//! What travels on the wire: types only, no I/O. Unknown fields are ignored on input and
//! never invented on output; known-but-open strings keep what they do not know.

pub mod conversation;
pub mod deployment;
pub mod ids;
pub mod json;
pub mod name;
mod nullable;
mod only_object;
pub mod participant;
pub mod platform_error;
pub mod queue;
pub mod snapshot;
pub mod versioned;
pub mod wrapup;

pub use conversation::{Conversation, MessageConversation};
pub use only_object::OnlyObject;
pub use participant::{Participant, ParticipantState, Purpose, time_of};
pub use platform_error::{OAuthError, PlatformError};
pub use queue::Queue;
pub use versioned::VersionedConversation;
pub use wrapup::{Wrapup, WrapupCode, WrapupInput};
