//! Plays a recording to the page and the client under test: answers and frames in their recorded order, with values made up.
//!
//! What the recording has from the other side is waited for ([`script`]); what nobody does within a while is passed by, so
//! that one request less does not end the play.

mod script;
mod server;
mod values;

pub use server::{Replay, ReplayOptions};
