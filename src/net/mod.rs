//! What REST and sockets share: trust, proxies, deadlines, and how a connection is made.

pub mod ahead;
pub mod body;
pub mod clock;
pub mod deadline;
mod given;
pub mod http;
pub mod options;
pub mod proxy;
pub mod roots;
pub mod socket;
pub mod trouble;
pub mod until;

pub use deadline::Deadline;
pub use options::NetworkOptions;
pub use trouble::{Prospect, Trouble};
