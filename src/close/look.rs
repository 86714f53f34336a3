//! How a conversation stands, with nothing written: an end is confirmed as a close confirms it.

use crate::error::{Error, Kind, Result};
use crate::model::ids::ConversationId;
use crate::model::snapshot::Snapshot;
use crate::platform::Call;

use super::find::{self, Found};
use super::not_closed;
use super::options::{Resource, Strategy};
use super::presence::Record;
use super::state::{LOOKS_APART, Next, Pause, Workflow};

/// `closed` takes more than one read, which may be old, or short of somebody.
pub async fn look(call: &Call, id: &ConversationId) -> Result<Snapshot> {
    let mut found = find::find(call, id).await?;
    let mut course = Workflow::new(Strategy::Auto);
    let mut next = course.seen(&found.view, call.deadline.elapsed());
    loop {
        next = match next {
            Next::Confirm => {
                let record = record_of(call, id, &found).await.map_err(undecided)?;
                course.confirmed(record.as_ref(), &found.view, call.deadline.elapsed())
            }
            Next::Read(Pause::Apart) => {
                call.deadline.sleep(LOOKS_APART).await;
                found = find::read(call, id, found.resource).await.map_err(undecided)?;
                course.seen(&found.view, call.deadline.elapsed())
            }
            end => return Ok(Snapshot::of(&found.view, end == Next::AlreadyClosed)),
        }
    }
}

/// Where time is over, a read has been answered.
fn undecided(mut error: Error) -> Error {
    if error.kind == Kind::Timeout {
        let doubt = not_closed::not_confirmed("nobody");
        error.message = doubt.message;
        error.context.hint = doubt.context.hint;
    }
    error
}

/// Nothing where there is none, or not for this token.
pub async fn record_of(call: &Call, id: &ConversationId, found: &Found) -> Result<Option<Record>> {
    if found.resource == Resource::Messaging {
        return Ok(None);
    }
    match find::read_record(call, id).await {
        Ok(record) => Ok(Some(Record::of(&record))),
        Err(error) if matches!(error.kind, Kind::Forbidden | Kind::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
