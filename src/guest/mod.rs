//! The guest's side: its frames, what they say about being closed, and a session of its own.
//!
//! Frames: [`frame`], [`message`] and [`sent`] read, [`request`] writes, [`closure`] says what
//! one means. Over time: [`standing`] how the conversation stands, [`inbox`] everything in
//! order, [`testimony`] the wire witness. A guest of our own: [`session`] for callers, a driver
//! for its socket, [`state`] its pure life.

pub mod book;
mod carried;
pub mod closure;
mod command;
pub mod config;
mod connection;
mod core;
pub mod deployment;
mod driver;
pub mod event;
mod exchange;
pub mod frame;
pub mod history;
mod history_client;
pub mod inbox;
mod limiter;
pub mod message;
mod outbox;
pub mod own_hosts;
pub mod refusal;
pub mod request;
mod rhythm;
mod seen;
pub mod sent;
pub mod session;
pub mod socket_life;
pub mod standing;
pub mod state;
pub mod testimony;
pub mod trap;
pub mod wanted;
pub mod watched;
mod wording;

pub use config::GuestConfig;
pub use session::Session;
