//! A guest of our own, and the inbox of a page's guest, as JavaScript holds them.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use napi::bindgen_prelude::PromiseRaw;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, Result as NapiResult, Status};
use napi_derive::napi;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::armed::Armed;
use super::call::{Cancellation, aborted, spawn, spawn_masked};
use super::client::NativeClient;
use super::convert::{from_js, to_js};
use crate::error::{Effect, Error, Kind, Result};
use crate::guest::book::{Look, News, now_ms};
use crate::guest::inbox::Inbox;
use crate::guest::refusal::of_over;
use crate::guest::{GuestConfig, Session};
use crate::net::Deadline;
use crate::redacted::mask;

/// Told that events wait. Weak: it never keeps Node alive.
pub type Bell = ThreadsafeFunction<(), (), (), Status, false, true>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Call {
    timeout_ms: f64,
    #[serde(default)]
    attributes: Option<BTreeMap<String, String>>,
}

impl Call {
    fn deadline(&self) -> Deadline {
        Deadline::after(Duration::try_from_secs_f64(self.timeout_ms / 1_000.0).unwrap_or_default())
    }
}

/// Rings once, until `rung` is put back.
pub fn ringing(bell: Bell, rung: &Arc<AtomicBool>) -> impl Fn() + Send + Sync + use<> {
    let rung = Arc::clone(rung);
    move || {
        if !rung.swap(true, Ordering::SeqCst) {
            bell.call((), ThreadsafeFunctionCallMode::NonBlocking);
        }
    }
}

/// What an inbox tells, without what nobody is to read.
pub fn told(what: impl Serialize) -> Value {
    let mut told = serde_json::to_value(what).unwrap_or_default();
    mask(&mut told);
    told
}

/// What came since the last look, in order, and how the guest stands by it.
#[napi(object, object_from_js = false)]
#[derive(Default)]
pub struct GuestLook {
    #[napi(ts_type = "Array<EventUpdate>")]
    pub events: Vec<Value>,
    #[napi(ts_type = "Closure | null")]
    pub closure: Value,
    /// Counts the guest's sessions; another number means another conversation.
    pub session: u32,
    /// A word of `SessionState`.
    pub state: String,
}

#[derive(Default)]
struct Shared {
    session: Mutex<Option<Arc<Session>>>,
    /// As JavaScript gets it, made while its thread wakes up.
    look: Mutex<GuestLook>,
}

#[napi]
#[derive(Default)]
pub struct NativeGuest {
    shared: Arc<Shared>,
    /// The bell has rung and nobody has looked since: one ring is enough.
    rung: Arc<AtomicBool>,
}

#[napi]
impl NativeGuest {
    /// Nothing is connected yet.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Connects; `onEvents` is called, without arguments, whenever `look` has something.
    #[napi]
    pub fn connect<'env>(
        &self,
        env: &'env Env,
        connection: Value,
        options: Value,
        on_events: Bell,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let shared = Arc::clone(&self.shared);
        let (held, ring) = (Arc::downgrade(&shared), ringing(on_events, &self.rung));
        let wake = Box::new(move |news| {
            ring();
            if let Some(shared) = held.upgrade().filter(|_| news == News::Came) {
                drop(shared.look());
            }
        });
        let config: Result<GuestConfig> = from_js(connection);
        spawn_masked(env, cancellation, || aborted("connect"), async move {
            let config = config?;
            let call: Call = from_js(options)?;
            let session = named("connect", Session::connect(config, wake, &call.deadline())).await?;
            *lock(&shared.session) = Some(Arc::new(session));
            Ok(Value::Null)
        })
    }

    /// Resolves with the index of the sent event once its echo has come.
    #[napi]
    pub fn send<'env>(
        &self,
        env: &'env Env,
        text: String,
        options: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        self.perform(env, cancellation, options, ("send", Effect::Unknown), move |session, call| async move {
            session.send(&text, call.attributes.as_ref(), &call.deadline()).await
        })
    }

    #[napi]
    pub fn history<'env>(
        &self,
        env: &'env Env,
        options: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        self.perform(env, cancellation, options, ("history", Effect::None), |session, call| async move {
            session.history(&call.deadline()).await
        })
    }

    #[napi]
    pub fn clear<'env>(
        &self,
        env: &'env Env,
        options: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        self.perform(env, cancellation, options, ("clear", Effect::Unknown), |session, call| async move {
            session.clear(&call.deadline()).await
        })
    }

    #[napi]
    pub fn start_new<'env>(
        &self,
        env: &'env Env,
        options: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        self.perform(env, cancellation, options, ("startNew", Effect::Unknown), |session, call| async move {
            session.start_new(&call.deadline()).await
        })
    }

    /// Cuts the socket without a farewell.
    #[napi]
    pub fn drop_socket<'env>(
        &self,
        env: &'env Env,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let session = self.held();
        spawn_masked(env, cancellation, || aborted("dropSocket"), async move { session?.drop_socket().await })
    }

    /// Closes the socket in good order. Events stay readable.
    #[napi]
    pub fn dispose<'env>(
        &self,
        env: &'env Env,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let session = self.held();
        spawn(env, cancellation, || aborted("dispose"), async move {
            if let Ok(session) = session {
                session.dispose().await;
            }
            Ok(Value::Null)
        })
    }

    #[napi]
    pub fn look(&self) -> GuestLook {
        // Before looking: what comes in between rings again.
        self.rung.store(false, Ordering::SeqCst);
        let mut look = self.shared.look();
        let events = std::mem::take(&mut look.events);
        GuestLook { events, closure: look.closure.clone(), session: look.session, state: look.state.clone() }
    }

    #[napi(ts_return_type = "Witness")]
    pub fn testimony(&self, since: f64) -> Value {
        self.with(|session| told(session.book().open().testimony(now_ms(), whole(since)))).unwrap_or_default()
    }

    /// Why a session that is over does nothing more; `ok` while it goes on.
    #[napi(ts_return_type = "Crossed<null>")]
    pub fn over(&self) -> Value {
        let over = self.with(|session| session.book().open().machine.over()).flatten();
        to_js(over.map_or(Ok(()), |over| Err(of_over(over))))
    }

    #[napi]
    pub fn message_ids(&self) -> Vec<String> {
        self.with(|session| message_ids(&session.book().open().inbox)).unwrap_or_default()
    }

    /// Begins a close when a text comes, where its frame arrives. Parts of a text only.
    #[napi]
    pub fn set_trap(&self, wanted: Value, client: &NativeClient, id: String, options: Value, armed: &Armed) {
        let trap = armed.trap(wanted, client.held(), id, options);
        self.with(|session| trap.map(|trap| session.book().set(trap)));
    }
}

impl Shared {
    fn look(&self) -> MutexGuard<'_, GuestLook> {
        let mut shown = lock(&self.look);
        if let Some(session) = &*lock(&self.session) {
            let Look { updates, closure, session, state } = session.book().look();
            shown.events.extend(updates.into_iter().map(told));
            (shown.closure, shown.session, shown.state) = (told(closure), session, state.to_string());
        }
        shown
    }
}

impl NativeGuest {
    fn held(&self) -> Result<Arc<Session>> {
        let held = lock(&self.shared.session).clone();
        held.ok_or_else(|| Error::new(Kind::InvalidInput, "The guest is not connected."))
    }

    fn with<T>(&self, work: impl FnOnce(&Session) -> T) -> Option<T> {
        self.held().ok().map(|session| work(&session))
    }

    fn perform<'env, T, F>(
        &self,
        env: &'env Env,
        cancellation: &Cancellation,
        options: Value,
        (operation, when_aborted): (&'static str, Effect),
        work: impl FnOnce(Arc<Session>, Call) -> F + Send + 'static,
    ) -> NapiResult<PromiseRaw<'env, Value>>
    where
        T: Serialize + Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let session = self.held();
        spawn_masked(env, cancellation, move || aborted(operation).effect(when_aborted), async move {
            let call: Call = from_js(options)?;
            named(operation, work(session?, call)).await
        })
    }
}

/// Names the operation in the error, and how long it took.
async fn named<T>(operation: &str, work: impl Future<Output = Result<T>>) -> Result<T> {
    let started = std::time::Instant::now();
    work.await.map_err(|error| error.attempts(1, started.elapsed()).operation(operation))
}

fn message_ids(inbox: &Inbox) -> Vec<String> {
    inbox.message_ids().map(str::to_string).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "epoch milliseconds fit, and anything else saturates")]
pub fn whole(ms: f64) -> i64 {
    ms as i64
}

fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}
