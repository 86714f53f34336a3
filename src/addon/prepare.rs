//! Preparing a close before its payload comes: JavaScript says when, and nothing else.

use napi::bindgen_prelude::PromiseRaw;
use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use serde_json::Value;

use super::armed::Armed;
use super::call::{Cancellation, aborted, spawn_masked};
use super::client::NativeClient;
use super::convert::{from_js, parse_id};
use crate::close::{self, CloseOptions, Readiness};
use crate::crossing::duration;
use crate::error::Result;
use crate::model::ids::ConversationId;
use crate::platform::{Call, Trace};

const OPERATION: &str = "closeWhen";

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
