//! The simulator as JavaScript holds it.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use napi::bindgen_prelude::PromiseRaw;
use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use serde::Serialize;
use serde_json::Value;

use super::call::{Cancellation, aborted, spawn};
use super::convert::{from_js, to_js};
use crate::door::NO_SOCKET_HINT;
use crate::error::{Error, Kind, Result};
use crate::simulator::{Answer, Attached, Command, Connection, Reason, Refused, Simulator, StartError};

/// A running org, in this process or in another one. It does not keep Node alive, and one in
/// this process stops when it is collected.
#[napi]
pub struct NativeSimulator {
    running: Arc<Slot>,
}

enum Running {
    Here(Simulator),
    Elsewhere(Box<Attached>),
}

impl Running {
    fn connection(&self) -> &Connection {
        match self {
            Self::Here(simulator) => simulator.connection(),
            Self::Elsewhere(attached) => attached.connection(),
        }
    }

    fn execute(&self, command: Command) -> Answer {
        match self {
            Self::Here(simulator) => simulator.execute(command),
            Self::Elsewhere(attached) => attached.execute(&command),
        }
    }
}

type Slot = Mutex<Option<Arc<Running>>>;

#[napi]
impl NativeSimulator {
    /// Nothing runs yet.
    #[napi(constructor)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self { running: Arc::default() }
    }

    /// Starts one and gives its connection.
    #[napi]
    pub fn start(&self, options: Value) -> Value {
        let started = from_js(options).and_then(|options| Ok(Simulator::start(options)?));
        to_js(started.map(|simulator| keep(&self.running, Running::Here(simulator))))
    }

    /// Finds one that another process started and gives its connection. The file is that of
    /// its certificate authority, where it serves over TLS.
    #[napi]
    pub fn attach<'env>(
        &self,
        env: &'env Env,
        url: String,
        ca_file: Option<String>,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let running = Arc::clone(&self.running);
        off_thread(env, cancellation, move || {
            let attached = Attached::attach(&url, ca_file.as_deref().map(Path::new))?;
            Ok(keep(&running, Running::Elsewhere(Box::new(attached))))
        })
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
        off_thread(env, cancellation, move || execute(&running, command))
    }

    /// Closes every connection and frees the port; lets go of one that runs elsewhere. Safe to
    /// call twice.
    #[napi]
    pub fn stop<'env>(
        &self,
        env: &'env Env,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let running = Arc::clone(&self.running);
        off_thread(env, cancellation, move || {
            let running = slot(&running).take();
            if let Some(Running::Here(simulator)) = running.as_deref() {
                simulator.stop();
            }
            Ok(Value::Null)
        })
    }
}

pub(super) fn off_thread<'env, T: Serialize + Send + 'static>(
    env: &'env Env,
    cancellation: &Cancellation,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> NapiResult<PromiseRaw<'env, Value>> {
    spawn(env, cancellation, || aborted("simulator"), async move {
        tokio::task::spawn_blocking(work).await.map_err(lost)?
    })
}

fn slot(running: &Slot) -> MutexGuard<'_, Option<Arc<Running>>> {
    running.lock().unwrap_or_else(PoisonError::into_inner)
}

fn keep(running: &Slot, started: Running) -> Connection {
    let connection = started.connection().clone();
    *slot(running) = Some(Arc::new(started));
    connection
}

fn execute(running: &Slot, command: Value) -> Result<Value> {
    let command: Command = from_js(command)?;
    let stopped = || Error::new(Kind::InvalidInput, "The simulator has been stopped.").operation("simulator");
    // Taken out of its slot, so that one slow command does not hold up another.
    let running = slot(running).clone().ok_or_else(stopped)?;
    Ok(running.execute(command)?)
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
        let kind = match refused.reason {
            Reason::Invalid => Kind::InvalidInput,
            Reason::NotFound | Reason::NoSocket => Kind::NotFound,
            Reason::Unreachable => Kind::Transport,
        };
        let error = Self::new(kind, refused.message).operation("simulator");
        if refused.reason == Reason::NoSocket { error.hint(NO_SOCKET_HINT) } else { error }
    }
}
