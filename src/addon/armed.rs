//! What a trigger prepares, as JavaScript holds it: JavaScript says when, and nothing else.

use std::sync::Arc;

use napi::bindgen_prelude::PromiseRaw;
use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use serde_json::Value;

use super::begun::Begun;
use super::call::{Cancellation, aborted, spawn_masked};
use super::client::NativeClient;
use super::convert::{from_js, parse_id};
use crate::close::{self, CloseOptions, Readiness};
use crate::crossing::duration;
use crate::error::Result;
use crate::guest::trap::{Trap, Wanted};
use crate::model::ids::ConversationId;
use crate::platform::{Call, Trace};

const OPERATION: &str = "closeWhen";

#[napi]
#[derive(Default)]
pub struct Armed {
    inner: Arc<close::Armed>,
    /// A close that began where the frame arrived.
    begun: Arc<Begun>,
}

impl Armed {
    pub fn inner(&self) -> Arc<close::Armed> {
        Arc::clone(&self.inner)
    }

    pub fn begun(&self) -> &Arc<Begun> {
        &self.begun
    }

    /// Begins the close when a text comes, without JavaScript.
    pub fn trap(&self, wanted: Value, client: &NativeClient, id: String, options: Value) -> Option<Trap> {
        let (client, armed, begun) = (client.client(), self.inner(), Arc::clone(&self.begun));
        let spring = Box::new(move || begun.begin(client, id, options, armed));
        let wanted: Wanted = from_js(wanted).ok()?;
        Some(Trap { wanted, over: self.inner.over(), spring })
    }
}

#[napi]
impl Armed {
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// A frame came: whether it is time to read anew.
    #[napi]
    pub fn is_due(&self) -> bool {
        self.inner.is_due()
    }

    /// Whether its close has begun where the frame arrived.
    #[napi]
    pub fn has_begun(&self) -> bool {
        self.begun.has_begun()
    }

    #[napi]
    pub fn stop(&self) {
        self.inner.stop();
        drop(self.begun.end());
    }
}

#[napi]
impl NativeClient {
    /// Why such a close is never armed; null where it may be.
    #[napi]
    pub fn why_never_armed(&self, options: Value) -> Option<String> {
        let options: Result<CloseOptions> = from_js(options);
        match (self.client(), options) {
            (Ok(client), Ok(options)) => close::why_never(&client, &options),
            (Err(error), _) | (_, Err(error)) => Some(error.message),
        }
    }

    /// Without a conversation, it only gets a token. Gives the readiness.
    #[napi]
    pub fn prepare<'env>(
        &self,
        env: &'env Env,
        conversation_id: Option<String>,
        options: Value,
        armed: &Armed,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let (client, armed) = (self.client(), armed.inner());
        spawn_masked(env, cancellation, || aborted(OPERATION), async move {
            let options: CloseOptions = from_js(options)?;
            let call = Call::new(&client?, duration(options.timeout_ms), Trace::default());
            let Some(id) = conversation_id else {
                armed.log_in(&call).await?;
                return Ok(Readiness::not("no conversation is known yet"));
            };
            Ok(armed.prepare(&call, &parse_id::<ConversationId>(&id)?, &options).await)
        })
    }
}
