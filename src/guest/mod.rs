//! The guest's side: its frames, what they say about being closed, and a session of its own.

pub mod closure;
pub mod frame;
pub mod message;
pub mod request;
