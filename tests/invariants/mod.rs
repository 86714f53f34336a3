//! What must hold for any bytes that come from outside, one file for each parser. Written once: the coverage-guided
//! targets in fuzz/ and the fixed run of tests/parser_fuzz.rs call the same functions.

#![allow(dead_code, reason = "each fuzz target calls one of them")]

pub mod conversation;
pub mod error_body;
pub mod frame;
pub mod history;
pub mod inbox;
pub mod json;
pub mod listing;
pub mod login;
pub mod notification;
pub mod place;
pub mod public_config;
pub mod recording;
pub mod shared_state;
pub mod workflow;

/// Panics where the invariant does not hold.
pub type Invariant = fn(&[u8]);

/// By the name of the fuzz target.
pub const ALL: [(&str, Invariant); 12] = [
    ("conversation", conversation::hold),
    ("error_body", error_body::hold),
    ("guest_frame", frame::hold),
    ("guest_inbox", inbox::hold),
    ("history", history::hold),
    ("listing", listing::hold),
    ("login", login::hold),
    ("notification", notification::hold),
    ("public_config", public_config::hold),
    ("recording", recording::hold),
    ("shared_state", shared_state::hold),
    ("workflow", workflow::hold),
];
