//! The invariant of tests/invariants/recording.rs under a coverage-guided fuzzer.

#![no_main]

#[path = "../../tests/invariants/mod.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::recording::hold(bytes));
