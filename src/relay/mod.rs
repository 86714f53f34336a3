//! A way for a page's guest socket to the real guest host that a test can break on purpose.
//!
//! ```text
//! page ──ws, loopback──▶ door ──▶ carry ──wss, proxy, trust──▶ guest host
//!                         │         │
//!                   refuse, delay   lose, duplicate, hold, put in, silence, reset
//!                         └── line ─┘
//! ```
//!
//! It stays the page's only guest socket: one connection in, one connection out. Whoever comes
//! must know a secret in the path. Frames are carried and never kept, shown or logged.

mod carry;
mod config;
mod door;
mod ending;
mod handle;
mod injected;
mod line;
mod lines;
mod rules;
mod server;
mod tag;
mod to_page;
mod to_server;
mod upstream;

pub use config::RelayConfig;
pub use line::{Line, NO_SOCKET_HINT};
pub use rules::{ClosingFault, FaultId, LineFault};
pub use server::Relay;
pub use tag::Tag;
