//! One asynchronous call from JavaScript: started, cancelled, settled.

use std::future::Future;

use napi::bindgen_prelude::PromiseRaw;
use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use serde::Serialize;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::convert::to_js;
use crate::error::{Error, Kind, Result};
use crate::redacted::mask;

/// Stops native work from JavaScript. One for each call: cancelling drops the work itself,
/// not only the promise.
#[napi]
#[derive(Default)]
pub struct Cancellation {
    token: CancellationToken,
}

#[napi]
impl Cancellation {
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    #[napi]
    pub fn cancel(&self) {
        self.token.cancel();
    }
}

impl Cancellation {
    pub fn token(&self) -> CancellationToken {
        self.token.clone()
    }
}

/// Runs `work` until it ends or is cancelled; a cancelled call settles with what `aborted`
/// knows of it. The promise never rejects: results cross as values.
pub fn spawn<'env, T, F, A>(
    env: &'env Env,
    cancellation: &Cancellation,
    aborted: A,
    work: F,
) -> NapiResult<PromiseRaw<'env, Value>>
where
    T: Serialize + Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
    A: FnOnce() -> Error + Send + 'static,
{
    let token = cancellation.token.clone();
    // What it is wrapped in holds it three times: boxed it is moved cheaply, and a call takes a third of the memory.
    let work = Box::pin(work);
    env.spawn_future(async move {
        let result = token.run_until_cancelled_owned(work).await;
        Ok(to_js(result.unwrap_or_else(|| Err(aborted()))))
    })
}

/// The same for what others answer: a credential that was sent to them is masked in whatever comes of it.
pub fn spawn_masked<'env, T, F, A>(
    env: &'env Env,
    cancellation: &Cancellation,
    aborted: A,
    work: F,
) -> NapiResult<PromiseRaw<'env, Value>>
where
    T: Serialize + Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
    A: FnOnce() -> Error + Send + 'static,
{
    let token = cancellation.token.clone();
    // What it is wrapped in holds it three times: boxed it is moved cheaply, and a call takes a third of the memory.
    let work = Box::pin(work);
    env.spawn_future(async move {
        let result = token.run_until_cancelled_owned(work).await;
        let mut value = to_js(result.unwrap_or_else(|| Err(aborted())));
        mask(&mut value);
        Ok(value)
    })
}

/// The error of a cancelled call that wrote nothing.
pub fn aborted(operation: &str) -> Error {
    Error::new(Kind::Aborted, "The call was aborted.").operation(operation)
}
