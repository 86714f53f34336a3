//! The org in a box: OAuth, the Platform API and the guest's socket, on one loopback port.
//!
//! A request runs through [`exchange`] (journal, faults, headers) and [`router`] (budget, rights), reaches one handler of
//! [`handlers`], which reads and changes the [`world`]; [`views`] turn its records into the
//! vendor's JSON. What a handler promises with a 202 becomes a [`change::Change`], applied a
//! little later. Nothing here uses the client's types.

mod agent;
mod apply;
mod attached;
mod bot;
mod call;
mod change;
mod clock;
mod connection;
mod control;
mod control_server;
mod cuttable;
mod exchange;
mod fault;
mod fault_check;
mod faults;
mod filter;
mod gate;
mod guest_fault;
mod guest_socket;
mod hand_over;
mod handlers;
mod ids;
mod journal;
mod lifecycle;
mod limits;
mod misbehaving;
mod notifications;
mod operations;
mod options;
mod org;
mod pages;
mod records;
mod refused;
mod reply;
mod rights;
mod router;
mod sabotage;
mod scheduled;
mod server;
mod shared;
mod sign_in;
mod signing_in;
mod stage;
mod telling;
mod timers;
mod tls;
mod views;
mod witness;
mod world;

pub use agent::AgentAction;
pub use attached::Attached;
pub use connection::Connection;
pub use control::Command;
pub use fault::{CutWhen, FaultRule, FrameFault, FrameKind, Garble, On, Respond};
pub use faults::FaultId;
pub use filter::{PathFilter, RequestFilter};
pub use guest_fault::GuestFault;
pub use journal::Entry;
pub use operations::operations;
pub use options::{
    AgentScript, BotOptions, ConversationDisconnect, DeploymentOptions, Limits, Options, Resource,
    WrapUpOptions,
};
pub use refused::{Answer, Reason, Refused};
pub use sabotage::Sabotage;
pub use server::{Simulator, StartError};
pub use stage::Known;
pub use witness::Witness;
pub use world::{OpenConversation, OpenedWith};
