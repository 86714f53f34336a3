//! The one way from the browsers of a test to anywhere: nothing that is meant for a host of Genesys leaves this
//! machine, whoever asks, a page, a frame, a worker, or Playwright itself.
//!
//! ```text
//! browser ──CONNECT──▶ gate ──host of Genesys──▶ led: TLS of our own authority ──▶ simulator
//!                       │
//!                       └────any other host──▶ tunnel, unread, through the user's own proxy
//! ```
//!
//! One door for each worker process; one gate, on a port of its own, for each context of a browser.

mod config;
mod family;
mod gate;
mod led;
mod passing;
mod server;

pub use config::{DoorConfig, GateConfig};
pub use server::Door;
