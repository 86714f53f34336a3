//! Each choice of each kind made to happen, and what a guest saw of it.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod clock;
mod course;
mod frames;
#[path = "../org/mod.rs"]
mod org;
mod records;
mod support;
