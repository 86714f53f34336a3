//! One close that JavaScript asks for, and what crosses of it.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::Notify;

use super::call::aborted;
use super::convert::{from_js, parse_id};
use crate::close::{self, Armed, CloseOptions, CloseReport};
use crate::crossing::duration;
use crate::error::{Error, Kind, Result};
use crate::model::ids::ConversationId;
use crate::platform::{Call, Client, Trace};

const OPERATION: &str = "closeConversation";

pub fn options_of(options: Value) -> Result<Arc<CloseOptions>> {
    from_js(options).map(Arc::new)
}

/// One close that was asked for.
pub struct Closing {
    pub client: Result<Client>,
    pub conversation_id: String,
    pub options: Result<Arc<CloseOptions>>,
    pub trace: Trace,
}

impl Closing {
    /// What is known of it when it is aborted.
    pub fn aborted(&self) -> impl FnOnce() -> Error + use<> {
        let known = (self.trace.clone(), self.conversation_id.clone());
        move || ended_early(aborted(OPERATION), &known.0, &known.1)
    }

    /// What is known of it when a fault of our own ends it.
    pub fn broken(&self) -> impl FnOnce() -> Error + use<> {
        let known = (self.trace.clone(), self.conversation_id.clone());
        move || {
            let fault = "The addon has a fault of its own: stderr tells its place.";
            ended_early(Error::new(Kind::Decode, fault), &known.0, &known.1)
        }
    }

    pub async fn run(self, wake: Arc<Notify>, armed: Option<Arc<Armed>>) -> Result<CloseReport> {
        let options = self.options?;
        let id = parse_id::<ConversationId>(&self.conversation_id)?;
        let call = Call::new(&self.client?, duration(options.timeout_ms), self.trace);
        match armed {
            Some(armed) => close::close_armed(call, &id, &options, &wake, &armed).await,
            None => close::close(call, &id, &options, &wake).await,
        }
    }

    /// One among many: waiting in line for the request budget is no part of its own time.
    pub async fn run_in_line(self) -> Result<CloseReport> {
        let options = self.options?;
        let id = parse_id::<ConversationId>(&self.conversation_id)?;
        let call = Call::in_first_slot(&self.client?, duration(options.timeout_ms), self.trace).await?;
        close::close(call, &id, &options, &Arc::default()).await
    }
}

/// A close that comes to no end of its own tells what was done until then, and whether a write may have landed.
fn ended_early(error: Error, trace: &Trace, conversation_id: &str) -> Error {
    let mut error = error
        .operation(OPERATION)
        .effect(trace.effect())
        .attempts(trace.attempts_of_last_request(None), trace.elapsed());
    error.context.conversation_id = Some(conversation_id.to_string());
    error.context.report = conversation_id.parse().ok().map(|id| close::partial(&id, None, trace));
    error
}
