//! How a close begins: from nothing, or from what was prepared.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::error::Result;
use crate::model::ids::ConversationId;
use crate::platform::Call;

use super::armed::Armed;
use super::driver::Closing;
use super::options::CloseOptions;
use super::plan::Plan;
use super::report::CloseReport;
use super::state::Seen;

/// Closes a conversation. `wake` ends a pause early: a guest's frame says that it is time to
/// look. Every error carries what was done and seen until then.
pub async fn close(
    call: Call,
    id: &ConversationId,
    options: &CloseOptions,
    wake: &Arc<Notify>,
) -> Result<CloseReport> {
    start(call, id, options, wake, None, Seen::default()).await
}

/// The same, from what was prepared before it was asked for, where that is fresh.
pub async fn close_armed(
    call: Call,
    id: &ConversationId,
    options: &CloseOptions,
    wake: &Arc<Notify>,
    armed: &Armed,
) -> Result<CloseReport> {
    let (plan, seen, told) = armed.take(&call, id).await;
    call.trace.note("armed", told.told());
    let report = start(call, id, options, wake, plan, seen).await?;
    Ok(CloseReport { armed: Some(told), ..report })
}

async fn start(
    call: Call,
    id: &ConversationId,
    options: &CloseOptions,
    wake: &Arc<Notify>,
    plan: Option<Plan>,
    seen: Seen,
) -> Result<CloseReport> {
    let mut closing = Closing::new(&call, id, options, wake);
    closing.workflow.knows(seen);
    let result = match options.check() {
        Ok(()) => closing.run(plan).await,
        Err(contradiction) => Err(contradiction),
    };
    match result {
        Ok(report) => Ok(report),
        Err(error) => Err(closing.explain(error).await),
    }
}
