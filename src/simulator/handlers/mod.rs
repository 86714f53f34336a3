//! One file for each group of endpoints. A handler asks: does it exist, is it sane? Then it
//! changes something and answers. Who may call is asked before, in the router.

pub mod agent_messages;
pub mod analytics;
pub mod attachments;
pub mod conversations;
pub mod deployments;
pub mod details;
pub mod messages;
pub mod messaging;
pub mod notifications;
pub mod oauth;
pub mod participants;
pub mod replace;
pub mod routing;
pub mod sign_in;
pub mod tokens;
pub mod users;
pub mod webmessaging;
pub mod wrap_up;
