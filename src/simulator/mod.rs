//! The org in a box: OAuth, the Platform API and the guest's socket, on one loopback port.
//!
//! A request runs through [`router`] (journal, faults, limits, rights), reaches one handler of
//! [`handlers`], which reads and changes the [`world`]; [`views`] turn its records into the
//! vendor's JSON. What a handler promises with a 202 becomes a [`change::Change`], applied a
//! little later. Nothing here uses the client's types.

mod call;
mod change;
mod clock;
mod connection;
mod control;
mod cuttable;
mod handlers;
mod ids;
mod lifecycle;
mod operations;
mod options;
mod records;
mod reply;
mod router;
mod server;
mod views;
mod world;

pub use connection::Connection;
pub use control::{Command, Refused};
pub use options::{AgentScript, ConversationDisconnect, Options, Resource};
pub use server::{Simulator, StartError};
pub use world::{OpenConversation, OpenedWith};
