//! The invariant of tests/invariants/listing.rs under a coverage-guided fuzzer.

#![no_main]

#[path = "../../tests/invariants/mod.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::listing::hold(bytes));
