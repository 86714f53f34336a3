//! A replay as JavaScript holds it.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use napi::bindgen_prelude::PromiseRaw;
use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use serde_json::Value;

use super::call::Cancellation;
use super::convert::{from_js, to_js};
use super::simulator::off_thread;
use crate::replay::Replay;

/// A recording that is played. It does not keep Node alive, and ends when it is collected.
#[napi]
#[derive(Default)]
pub struct NativeReplay {
    running: std::sync::Arc<Mutex<Option<Replay>>>,
}

#[napi]
impl NativeReplay {
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts it, and gives where it is reached.
    #[napi]
    pub fn start(&self, recording: String, options: Value) -> Value {
        let started = from_js(options).and_then(|options| Replay::start(Path::new(&recording), &options));
        to_js(started.map(|replay| {
            let reached = replay.reached().clone();
            *self.running.lock().unwrap_or_else(PoisonError::into_inner) = Some(replay);
            reached
        }))
    }

    /// Closes every connection and frees the port. Safe to call twice.
    #[napi]
    pub fn stop<'env>(
        &self,
        env: &'env Env,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let running = std::sync::Arc::clone(&self.running);
        off_thread(env, cancellation, move || {
            drop(running.lock().unwrap_or_else(PoisonError::into_inner).take());
            Ok(Value::Null)
        })
    }
}
