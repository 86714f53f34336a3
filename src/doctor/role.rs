//! The smallest role that closes, as a text to hand to an administrator.

use super::finding::Check;
use crate::platform::permissions::{
    DISCONNECT, VIEW_CONVERSATION, VIEW_MESSAGE, VIEW_QUEUE, VIEW_WRAP_UP_CODES, WRAP_UP,
};

/// What a close needs, and what finding a conversation and choosing a code by name needs besides.
/// The names are documented; that together they suffice is likely, not seen.
pub fn smallest() -> String {
    [DISCONNECT, WRAP_UP, VIEW_CONVERSATION, &VIEW_MESSAGE[..1], VIEW_WRAP_UP_CODES, VIEW_QUEUE]
        .concat()
        .join(", ")
}

/// How to get what is missing.
pub fn grant(check: Check, missing: &str) -> String {
    let needed = match check {
        // Parking would do for the request, and for nothing that a close wants.
        Check::Disconnect => DISCONNECT[0],
        _ => missing,
    };
    format!(
        "Give the OAuth client's role {needed}, in a division that covers the conversations. The smallest role for all of it: {}.",
        smallest()
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_smallest_role_has_each_permission_once() {
        assert_eq!(
            super::smallest(),
            "conversation:communication:disconnect, conversation:participant:wrapup, \
             conversation:communication:view, conversation:message:view, routing:wrapupCode:view, routing:queue:view"
        );
    }
}
