//! The one way from the browsers of a test to anywhere: nothing that is meant for a host of Genesys leaves this
//! machine offline, whoever asks, a page, a frame, a worker, or Playwright itself.
//!
//! ```text
//! browser ──CONNECT──▶ gate ──host that is opened──▶ led: TLS of our own authority ──▶ simulator, or guest host
//!                       │                                 │
//!                       │                                 └─ guest socket: carried, read, broken where a test says so
//!                       └────any other host──▶ tunnel, unread, through the user's own proxy
//! ```
//!
//! One door for each worker process; one gate, on a port of its own, for each context of a browser. Offline all hosts
//! of Genesys are opened, and lead to the simulator. Live it is the guest host alone, whose own certificate is checked.
//! Frames are carried and read, and never kept or logged.

mod answer;
mod carry;
mod config;
mod ending;
mod entrance;
mod family;
mod gate;
mod guest_socket;
mod handle;
mod injected;
mod inside;
mod led;
mod leg;
mod line;
mod ordered;
mod page;
mod pages;
mod passing;
mod rules;
mod running;
mod server;
mod tag;
mod to_page;
mod to_server;

pub use config::{DoorConfig, GateConfig};
pub use line::{Line, NO_SOCKET_HINT};
pub use page::Page;
pub use rules::{ClosingFault, FaultId, LineFault};
pub use server::Door;
pub use tag::Tag;
