//! The operations that are used, each built in one place: path, body, permissions.

pub mod conversations;
pub mod messages;
pub mod messaging;
pub mod notifications;
pub mod routing;
pub mod tokens;
