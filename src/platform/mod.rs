//! The client of the published Platform API: one token, one budget, one deadline for each
//! operation, and every answer classified in one place.

mod backoff;
mod call;
mod channel;
mod classify;
mod client;
mod config;
mod credentials;
mod deployment;
mod effort;
pub mod endpoints;
mod first_look;
mod grant;
mod look_up;
mod notifications;
pub mod permissions;
mod request;
mod retry;
mod settling;
mod shared_token;
mod token_cache;
pub mod trace;
mod transport;

pub use backoff::Backoff;
pub use call::Call;
pub use channel::{is_of_the_org, watch};
pub use classify::{classify, decode};
pub use client::{Client, KeptCodes};
pub use config::{Config, Guard, ResourceChoice};
pub use credentials::judge as judge_login;
pub use deployment::{PublicDomains, conversation_disconnect, public_config, public_domains};
pub use first_look::FirstLook;
pub use grant::Grant;
pub use look_up::{LookUp, conversation_of, find_conversation};
pub use notifications::{Watch, conversation_of_event};
pub use request::{Intent, Request};
pub use retry::RetryPolicy;
pub use settling::FIRST_LOOK;
pub use trace::{Step, Trace};
pub use transport::{Answer, Failure, RateLimit, is_plain_id};
