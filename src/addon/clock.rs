//! The clock of every deadline, window and age: a test's fake one does not reach here.

use napi_derive::napi;

use crate::net::clock::now_ms;

/// Milliseconds since 1970, on a clock that nobody sets.
#[napi]
pub fn now() -> f64 {
    as_number(now_ms())
}

#[expect(clippy::cast_precision_loss, reason = "epoch milliseconds fit")]
const fn as_number(ms: u64) -> f64 {
    ms as f64
}
