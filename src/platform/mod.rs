//! The client of the published Platform API: one token, one budget, one deadline for each
//! operation, and every answer classified in one place.

mod backoff;
mod budget;
mod call;
pub mod classify;
mod client;
mod config;
mod credentials;
mod deployment;
pub mod endpoints;
mod look_up;
mod notifications;
mod permissions;
mod request;
mod retry;
mod settling;
mod token_cache;
pub mod trace;
mod transport;

pub use backoff::Backoff;
pub use call::Call;
pub use client::{Client, FirstLook, KeptCodes};
pub use config::{Config, Guard, ResourceChoice};
pub use deployment::conversation_disconnect;
pub use look_up::find_conversation;
pub use notifications::{Watch, watch};
pub use request::{Intent, Request};
pub use retry::RetryPolicy;
pub use settling::FIRST_LOOK;
pub use trace::{Step, Trace};
pub use transport::{Answer, Failure};
