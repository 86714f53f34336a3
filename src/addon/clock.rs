//! The clock and the timers of every deadline, window and age: a test's fake ones do not reach here.

use std::time::Duration;

use napi::bindgen_prelude::PromiseRaw;
use napi::{Env, Result as NapiResult};
use napi_derive::napi;

use super::call::Cancellation;
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

/// Resolves after that time, or at once when it is cancelled; keeps Node alive until then.
#[napi]
pub fn sleep<'env>(env: &'env Env, ms: f64, cancellation: &Cancellation) -> NapiResult<PromiseRaw<'env, ()>> {
    let token = cancellation.token();
    let length = Duration::try_from_secs_f64(ms / 1_000.0).unwrap_or_default();
    env.spawn_future(async move {
        token.run_until_cancelled_owned(tokio::time::sleep(length)).await;
        Ok(())
    })
}
