//! The relay as JavaScript holds it.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use napi::bindgen_prelude::PromiseRaw;
use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use serde::Serialize;
use serde_json::{Value, json};

use super::call::{Cancellation, aborted, spawn};
use super::convert::{from_js, to_js};
use crate::error::{Error, Kind, Result};
use crate::relay::{Line, LineFault, Relay, RelayConfig, Tag};

/// A running relay. It does not keep Node alive, and ends when it is collected.
#[napi]
#[derive(Default)]
pub struct NativeRelay {
    running: Slot,
}

type Slot = Arc<Mutex<Option<Arc<Relay>>>>;

#[napi]
impl NativeRelay {
    /// Nothing runs yet.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts it and gives its `url`.
    #[napi]
    pub fn start<'env>(
        &self,
        env: &'env Env,
        connection: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let slot = Arc::clone(&self.running);
        perform(env, cancellation, async move {
            let config: RelayConfig = from_js(connection)?;
            let relay = Relay::start(config).await?;
            let started = json!({ "url": relay.url() });
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(relay));
            Ok(started)
        })
    }

    /// Sets a fault on a line and gives its id.
    #[napi]
    pub fn fault(&self, tag: Value, fault: Value) -> Value {
        to_js(line(&self.running, tag).and_then(|line| Ok(line.set(from_js::<LineFault>(fault)?))))
    }

    #[napi]
    pub fn hits(&self, tag: Value, fault: Value) -> Value {
        to_js(line(&self.running, tag).and_then(|line| Ok(line.hits(from_js(fault)?))))
    }

    #[napi]
    pub fn was_injected(&self, tag: Value, text: String) -> Value {
        to_js(line(&self.running, tag).map(|line| line.was_injected(&text)))
    }

    #[napi]
    pub fn drop_socket<'env>(
        &self,
        env: &'env Env,
        tag: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let line = line(&self.running, tag);
        perform(env, cancellation, async move { line?.drop_sockets().await })
    }

    #[napi]
    pub fn expire_session<'env>(
        &self,
        env: &'env Env,
        tag: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let line = line(&self.running, tag);
        perform(env, cancellation, async move { line?.expire_session().await })
    }

    #[napi]
    pub fn displace<'env>(
        &self,
        env: &'env Env,
        tag: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let line = line(&self.running, tag);
        perform(env, cancellation, async move { line?.displace().await })
    }

    #[napi]
    pub fn silence(&self, tag: Value) -> Value {
        to_js(line(&self.running, tag).and_then(|line| line.silence()))
    }

    #[napi]
    pub fn undo(&self, tag: Value) -> Value {
        to_js(line(&self.running, tag).map(|line| line.undo()))
    }

    /// Why sockets did not come about at the guest host, newest last.
    #[napi]
    pub fn trouble(&self) -> Value {
        to_js(relay(&self.running).map(|relay| relay.trouble()))
    }

    /// Ends every connection and frees the port. Safe to call twice.
    #[napi]
    pub fn stop<'env>(
        &self,
        env: &'env Env,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let relay = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        perform(env, cancellation, async move {
            if let Some(relay) = relay {
                relay.stop().await;
            }
            Ok(Value::Null)
        })
    }
}

fn perform<'env, T: Serialize + Send + 'static>(
    env: &'env Env,
    cancellation: &Cancellation,
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> NapiResult<PromiseRaw<'env, Value>> {
    spawn(env, cancellation, || aborted("relay"), async move {
        work.await.map_err(|error| error.operation("relay"))
    })
}

fn relay(slot: &Slot) -> Result<Arc<Relay>> {
    let stopped = || Error::new(Kind::InvalidInput, "The relay has been stopped.").operation("relay");
    slot.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(stopped)
}

fn line(slot: &Slot, tag: Value) -> Result<Arc<Line>> {
    let tag: Tag = from_js(tag)?;
    Ok(relay(slot)?.line(tag))
}
