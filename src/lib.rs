//! Close a Genesys Cloud web-messaging conversation from a test, and prove that the guest
//! was told. See ARCHITECTURE.md for how the modules depend on each other.

#[cfg(feature = "addon")]
mod addon;
#[cfg(any(feature = "client", feature = "simulator"))]
pub mod authority;
#[cfg(feature = "client")]
pub mod budget;
#[cfg(feature = "client")]
pub mod close;
#[cfg(feature = "addon")]
mod crossing;
#[cfg(feature = "client")]
pub mod doctor;
#[cfg(feature = "client")]
pub mod door;
#[cfg(all(feature = "client", feature = "simulator"))]
pub mod drift;
#[cfg(feature = "client")]
pub mod error;
#[cfg(feature = "client")]
pub mod guest;
pub mod model;
#[cfg(feature = "client")]
pub mod net;
#[cfg(feature = "client")]
pub mod platform;
#[cfg(feature = "client")]
pub mod recording;
pub mod redacted;
#[cfg(feature = "client")]
pub mod region;
#[cfg(all(feature = "client", feature = "simulator"))]
pub mod replay;
pub mod schedule;
#[cfg(feature = "client")]
pub mod sharing;
#[cfg(feature = "simulator")]
pub mod simulator;
