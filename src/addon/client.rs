//! The Platform client, as JavaScript holds it.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use napi::bindgen_prelude::PromiseRaw;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, Result as NapiResult, Status};
use napi_derive::napi;
use serde_json::Value;
use tokio::sync::Notify;

use super::armed::Armed;
use super::call::{Cancellation, aborted, spawn_masked};
use super::closing::{Closing, options_of};
use super::convert::{from_js, parse_id, to_js};
use crate::close;
use crate::close::verdict::{Evidence, verdict as judge};
use crate::crossing::{CallOptions, Counts};
use crate::doctor;
use crate::error::{Error, Kind, Result};
use crate::model::ids::MessageId;
use crate::platform::endpoints::tokens::get_token_info;
use crate::platform::{Call, Client, Trace, conversation_disconnect, find_conversation};
use crate::redacted::mask;

/// A weak reference to a JavaScript listener: it never keeps Node alive.
type Listener = ThreadsafeFunction<Value, (), Value, Status, false, true>;

#[napi]
pub struct NativeClient {
    client: Held,
}

/// A client until it is disposed of; whoever acts later asks then.
#[derive(Clone)]
pub struct Held(Arc<Mutex<Result<Client>>>);

impl Held {
    pub fn now(&self) -> Result<Client> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl NativeClient {
    pub(super) fn client(&self) -> Result<Client> {
        self.client.now()
    }

    pub(super) fn held(&self) -> Held {
        self.client.clone()
    }
}

/// Ends a close's pause early: the guest was told, so it is time to look.
#[napi]
#[derive(Default)]
pub struct Wake {
    notify: Arc<Notify>,
}

#[napi]
impl Wake {
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    #[napi]
    pub fn wake(&self) {
        self.notify.notify_one();
    }
}

#[napi]
impl NativeClient {
    /// Never throws: a connection that cannot be read fails the first call instead.
    #[napi(constructor)]
    pub fn new(connection: Value) -> Self {
        Self { client: Held(Arc::new(Mutex::new(from_js(connection).map(Client::new)))) }
    }

    /// Lets go of connections and of what was learnt; calls under way keep theirs.
    #[napi]
    pub fn dispose(&self) {
        let over = Error::new(Kind::InvalidInput, "This client was disposed of.");
        *self.client.0.lock().unwrap_or_else(PoisonError::into_inner) = Err(over);
    }

    #[napi(ts_return_type = "Promise<Crossed<CloseReport>>")]
    #[allow(clippy::too_many_arguments, reason = "what JavaScript holds crosses each by itself")]
    pub fn close_conversation<'env>(
        &self,
        env: &'env Env,
        conversation_id: String,
        #[napi(ts_arg_type = "CloseOptions")] options: Value,
        cancellation: &Cancellation,
        #[napi(ts_arg_type = "((step: Step) => void) | null")] on_step: Option<Listener>,
        wake: Option<&Wake>,
        armed: Option<&Armed>,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let notify = wake.map_or_else(Arc::default, |wake| Arc::clone(&wake.notify));
        let client = self.client();
        let running = armed.and_then(|armed| armed.begun().claim(&conversation_id));
        let trace = running.as_ref().map(|running| running.trace.clone());
        let trace = trace.unwrap_or_else(|| trace_for(on_step, &client));
        let closing = Closing { client, conversation_id, options: options_of(options), trace };
        let aborted = closing.aborted();
        let armed = armed.map(Armed::inner);
        spawn_masked(env, cancellation, aborted, async move {
            match running {
                Some(running) => running.end(notify).await,
                None => closing.run(notify, armed).await,
            }
        })
    }

    /// One among many: of its report only the counts.
    #[napi(ts_return_type = "Promise<Crossed<Counts>>")]
    pub fn close_one_of_many<'env>(
        &self,
        env: &'env Env,
        conversation_id: String,
        #[napi(ts_arg_type = "CloseOptions")] options: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let closing = Closing {
            client: self.client(),
            conversation_id,
            options: options_of(options),
            trace: Trace::default(),
        };
        let aborted = closing.aborted();
        spawn_masked(env, cancellation, aborted, async move { closing.run_in_line().await.map(Counts::from) })
    }

    #[napi(ts_return_type = "Promise<Crossed<Conversation>>")]
    pub fn get_conversation<'env>(
        &self,
        env: &'env Env,
        conversation_id: String,
        #[napi(ts_arg_type = "CallOptions")] options: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let client = self.client();
        perform(env, cancellation, client, options, "getConversation", move |call| {
            Box::pin(async move {
                let seen = close::look(call, &parse_id(&conversation_id)?).await;
                seen.map_err(|error| error.conversation(conversation_id))
            })
        })
    }

    #[napi(ts_return_type = "Promise<Crossed<LookUp>>")]
    pub fn find_conversation<'env>(
        &self,
        env: &'env Env,
        message_id: String,
        #[napi(ts_arg_type = "CallOptions")] options: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let client = self.client();
        perform(env, cancellation, client, options, "findConversation", move |call| {
            Box::pin(async move { find_conversation(call, &parse_id::<MessageId>(&message_id)?).await })
        })
    }

    /// `off`, `Send`, `ReadOnly`, `other` or `unknown`, or null where no deployment was named.
    #[napi(ts_return_type = "Promise<Crossed<ConversationDisconnect | null>>")]
    pub fn conversation_disconnect<'env>(
        &self,
        env: &'env Env,
        #[napi(ts_arg_type = "CallOptions")] options: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let client = self.client();
        perform(env, cancellation, client, options, "closeConversation", |call| {
            Box::pin(async move { conversation_disconnect(&call.client, &call.deadline).await })
        })
    }

    #[napi(ts_return_type = "Promise<Crossed<Array<WrapUpCode>>>")]
    pub fn list_wrap_up_codes<'env>(
        &self,
        env: &'env Env,
        #[napi(ts_arg_type = "CodesOf")] of: Value,
        #[napi(ts_arg_type = "CallOptions")] options: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let client = self.client();
        perform(env, cancellation, client, options, "listWrapUpCodes", move |call| {
            Box::pin(async move { close::codes_of(call, &from_js(of)?).await })
        })
    }
}

#[napi]
impl NativeClient {
    /// What would go wrong, as findings.
    #[napi(ts_return_type = "Promise<Crossed<DoctorReport>>")]
    pub fn doctor<'env>(
        &self,
        env: &'env Env,
        asked: Value,
        #[napi(ts_arg_type = "CallOptions")] options: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let client = self.client();
        perform(env, cancellation, client, options, "doctor", move |call| {
            Box::pin(async move { doctor::examine(call, from_js(asked)?).await })
        })
    }

    /// What the org says to a write that no close makes.
    #[napi(ts_return_type = "Promise<Crossed<number>>")]
    pub fn probe<'env>(
        &self,
        env: &'env Env,
        #[napi(ts_arg_type = "Probe")] asked: Value,
        #[napi(ts_arg_type = "CallOptions")] options: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let client = self.client();
        perform(env, cancellation, client, options, "measure", move |call| {
            Box::pin(async move { close::probe(call, &from_js(asked)?).await })
        })
    }

    /// Whose token this is: organization and OAuth client, each with id and name.
    #[napi]
    pub fn owner<'env>(
        &self,
        env: &'env Env,
        #[napi(ts_arg_type = "CallOptions")] options: Value,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let client = self.client();
        perform(env, cancellation, client, options, "read the token's owner", |call| {
            Box::pin(async move { get_token_info(call).await })
        })
    }
}

/// The one verdict from three witnesses; throws nothing, judges only.
#[napi]
pub fn verdict(evidence: Value) -> Value {
    to_js(from_js::<Evidence>(evidence).and_then(|evidence| judge(&evidence)))
}

/// Runs a read of one call; its errors say which operation failed and how long it took.
fn perform<'env, T, W>(
    env: &'env Env,
    cancellation: &Cancellation,
    client: Result<Client>,
    options: Value,
    operation: &'static str,
    work: W,
) -> NapiResult<PromiseRaw<'env, Value>>
where
    T: serde::Serialize + Send + 'static,
    W: for<'a> FnOnce(&'a Call) -> Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>> + Send + 'static,
{
    spawn_masked(env, cancellation, move || aborted(operation), async move {
        let options: CallOptions = from_js(options)?;
        let call = Call::new(&client?, options.timeout(), Trace::default());
        let result = work(&call).await;
        result.map_err(|error| {
            let attempts =
                error.context.attempts.max(call.trace.attempts_of_last_request(error.context.status));
            error.operation(operation).attempts(attempts, call.deadline.elapsed())
        })
    })
}

fn trace_for(on_step: Option<Listener>, client: &Result<Client>) -> Trace {
    let (Some(listener), Ok(_)) = (on_step, client) else { return Trace::default() };
    Trace::with_listener(move |step| {
        let mut step = serde_json::to_value(step).unwrap_or_default();
        mask(&mut step);
        listener.call(step, ThreadsafeFunctionCallMode::NonBlocking);
    })
}
