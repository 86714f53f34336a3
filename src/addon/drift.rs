//! A recording beside the simulator, as JavaScript asks for it.

use std::path::Path;

use napi::bindgen_prelude::PromiseRaw;
use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use serde_json::Value;

use super::call::Cancellation;
use super::convert::from_js;
use super::simulator::off_thread;

/// Compares a recording with a simulator of these options; without any, with one like the recorded org.
#[napi]
pub fn drift<'env>(
    env: &'env Env,
    recording: String,
    options: Option<Value>,
    cancellation: &Cancellation,
) -> NapiResult<PromiseRaw<'env, Value>> {
    off_thread(env, cancellation, move || {
        let options = options.map(from_js).transpose()?;
        crate::drift::drift(Path::new(&recording), options)
    })
}
