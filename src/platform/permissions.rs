//! The permissions that the published operations document, by operation.

pub const DISCONNECT: &[&str] = &["conversation:communication:disconnect"];
pub const WRAP_UP: &[&str] = &["conversation:participant:wrapup"];
pub const VIEW_CONVERSATION: &[&str] = &["conversation:communication:view"];
pub const VIEW_MESSAGE: &[&str] = &["conversation:message:view", "conversation:webmessaging:view"];
pub const VIEW_WRAP_UP_CODES: &[&str] = &["routing:wrapupCode:view"];
pub const VIEW_QUEUE: &[&str] = &["routing:queue:view"];
/// Not a published scope: the versioned resource alone asks for it.
pub const MESSAGING_SCOPE: &[&str] = &["conversations:messaging"];
