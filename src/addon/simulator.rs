//! The simulator as JavaScript holds it.

use std::sync::{Arc, Mutex, PoisonError};

use napi::bindgen_prelude::PromiseRaw;
use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use serde_json::Value;

use super::call::{Cancellation, aborted, spawn};
use super::convert::{from_js, to_js};
use crate::error::{Error, Kind, Result};
use crate::simulator::{Command, Refused, Simulator, StartError};

/// A running org. It does not keep Node alive, and stops when it is collected.
#[napi]
pub struct NativeSimulator {
    running: Arc<Mutex<Option<Simulator>>>,
}

#[napi]
impl NativeSimulator {
    /// `start` tells how it went.
    #[napi(constructor)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self { running: Arc::default() }
    }

    /// Starts it and gives its connection.
    #[napi]
    pub fn start(&self, options: Value) -> Value {
        to_js(from_js(options).and_then(|options| {
            let simulator = Simulator::start(options).map_err(Error::from)?;
            let connection = simulator.connection().clone();
            *self.running.lock().unwrap_or_else(PoisonError::into_inner) = Some(simulator);
            Ok(connection)
        }))
    }

    /// Does what a test asks, at once.
    #[napi]
    pub fn execute(&self, command: Value) -> Value {
        to_js(execute(&self.running, command))
    }

    /// Does what a test asks, off the JavaScript thread.
    #[napi]
    pub fn execute_later<'env>(
        &self,
        env: &'env Env,
        command: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let running = Arc::clone(&self.running);
        spawn(env, cancellation, || aborted("simulator"), async move {
            tokio::task::spawn_blocking(move || execute(&running, command)).await.map_err(lost)?
        })
    }

    /// Closes every connection and frees the port. Safe to call twice.
    #[napi]
    pub fn stop(&self) {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

fn execute(running: &Mutex<Option<Simulator>>, command: Value) -> Result<Value> {
    let command: Command = from_js(command)?;
    let running = running.lock().unwrap_or_else(PoisonError::into_inner);
    let stopped = || Error::new(Kind::InvalidInput, "The simulator has been stopped.").operation("simulator");
    Ok(running.as_ref().ok_or_else(stopped)?.execute(command)?)
}

fn lost(cause: tokio::task::JoinError) -> Error {
    Error::new(Kind::Aborted, format!("The simulator's work was lost: {cause}.")).operation("simulator")
}

impl From<StartError> for Error {
    fn from(cause: StartError) -> Self {
        Self::new(Kind::InvalidInput, format!("The simulator could not start: {cause}."))
            .operation("start the simulator")
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        let kind = if refused.not_found { Kind::NotFound } else { Kind::InvalidInput };
        Self::new(kind, refused.message).operation("simulator")
    }
}
