//! The guest's side: its frames, what they say about being closed, and a session of its own.

mod carried;
pub mod closure;
pub mod event;
pub mod frame;
pub mod history;
pub mod inbox;
pub mod message;
mod outbox;
pub mod request;
mod seen;
pub mod sent;
pub mod socket_life;
pub mod standing;
pub mod testimony;
mod wording;
