//! Many closes of one call: ids come one by one, what has ended is taken in batches. A promise for each would take more
//! time of the JavaScript thread than all else that a close does there.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use napi::bindgen_prelude::spawn;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, Result as NapiResult, Status};
use napi_derive::napi;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::client::NativeClient;
use super::closing::{Closing, options_of};
use crate::close::CloseOptions;
use crate::crossing::{Counts, Settled};
use crate::error::{Error, Result};
use crate::platform::{Client, Trace};
use crate::redacted::mask;

/// Told that some have ended.
type Bell = ThreadsafeFunction<(), (), (), Status, false, true>;

#[napi]
pub struct NativeMany {
    client: Result<Client>,
    options: Result<Arc<CloseOptions>>,
    token: CancellationToken,
    ends: Arc<Mutex<Ends>>,
}

/// What has ended and was not taken yet. It keeps Node alive while closes are under way, as their promises would.
struct Ends {
    bell: Bell,
    under_way: usize,
    ended: Vec<Value>,
}

#[napi]
impl NativeClient {
    /// `onEnded` is called, without arguments, whenever `take` has something.
    #[napi]
    pub fn close_many(
        &self,
        #[napi(ts_arg_type = "CloseOptions")] options: Value,
        on_ended: Bell,
    ) -> NativeMany {
        let ends = Ends { bell: on_ended, under_way: 0, ended: Vec::new() };
        NativeMany {
            client: self.client(),
            options: options_of(options),
            token: CancellationToken::new(),
            ends: Arc::new(Mutex::new(ends)),
        }
    }
}

#[napi]
impl NativeMany {
    /// Begins one; its end comes under that number.
    #[napi]
    pub fn close(&self, env: &Env, number: u32, conversation_id: String) -> NapiResult<()> {
        lock(&self.ends).begin(env)?;
        let (client, options) = (self.client.clone(), self.options.clone());
        let closing = Closing { client, conversation_id, options, trace: Trace::default() };
        let (aborted, broken) = (closing.aborted(), closing.broken());
        let work = self.token.clone().run_until_cancelled_owned(Box::pin(closing.run_in_line()));
        let ends = Arc::clone(&self.ends);
        spawn(async move {
            let result = whole(work, aborted, broken).await;
            let end = masked(&Settled::new(number, result.map(Counts::from)));
            lock(&ends).add(end);
        });
        Ok(())
    }

    /// All that have ended since it was last asked.
    #[napi(ts_return_type = "Array<Settled>")]
    pub fn take(&self, env: &Env) -> NapiResult<Value> {
        lock(&self.ends).take(env).map(Value::Array)
    }

    /// Ends all that are under way, and those that begin later.
    #[napi]
    pub fn cancel(&self) {
        self.token.cancel();
    }
}

impl Ends {
    fn begin(&mut self, env: &Env) -> NapiResult<()> {
        self.under_way += 1;
        self.keep_alive(env)
    }

    fn add(&mut self, end: Value) {
        self.ended.push(end);
        // Whoever hears it takes all that are there by then: one ring is enough.
        if self.ended.len() == 1 {
            self.bell.call((), ThreadsafeFunctionCallMode::NonBlocking);
        }
    }

    fn take(&mut self, env: &Env) -> NapiResult<Vec<Value>> {
        let ended = std::mem::take(&mut self.ended);
        self.under_way -= ended.len();
        self.keep_alive(env)?;
        Ok(ended)
    }

    #[expect(
        deprecated,
        reason = "for a bell that lives on and keeps Node alive at times there is nothing else"
    )]
    fn keep_alive(&mut self, env: &Env) -> NapiResult<()> {
        if self.under_way > 0 { self.bell.refer(env) } else { self.bell.unref(env) }
    }
}

/// The end of work that nobody waits for: whatever was cancelled or panics ends all the same.
async fn whole<T>(
    work: impl Future<Output = Option<Result<T>>>,
    aborted: impl FnOnce() -> Error,
    broken: impl FnOnce() -> Error,
) -> Result<T> {
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(ended) => ended.unwrap_or_else(|| Err(aborted())),
        Err(_) => Err(broken()),
    }
}

fn lock(ends: &Mutex<Ends>) -> MutexGuard<'_, Ends> {
    ends.lock().unwrap_or_else(PoisonError::into_inner)
}

fn masked(end: &Settled) -> Value {
    let mut end = serde_json::to_value(end).unwrap_or_default();
    mask(&mut end);
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    #[tokio::test]
    async fn whatever_becomes_of_the_work_has_an_end() {
        let end = |work| whole(work, || Error::new(Kind::Aborted, ""), || Error::new(Kind::Decode, ""));
        let kind = async |ended: Option<Result<u8>>| {
            end(Box::pin(async { ended }) as Work).await.map_err(|e| e.kind)
        };
        assert_eq!(kind(Some(Ok(7))).await, Ok(7));
        assert_eq!(kind(Some(Err(Error::new(Kind::Timeout, "")))).await, Err(Kind::Timeout));
        assert_eq!(kind(None).await, Err(Kind::Aborted));
        let panics: Work = Box::pin(async { panic!("a fault of our own") });
        assert_eq!(end(panics).await.map_err(|e| e.kind), Err(Kind::Decode));
    }

    type Work = std::pin::Pin<Box<dyn Future<Output = Option<Result<u8>>>>>;
}
