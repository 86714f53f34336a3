//! Wrap-up codes: from the participant's own list, else the queue's, else the org's.

use std::sync::Arc;
use std::time::Instant;

use crate::error::{Error, Kind, Result};
use crate::model::ids::ConversationId;
use crate::model::{Participant, WrapupCode, WrapupInput};
use crate::platform::endpoints::{messages, routing};
use crate::platform::{Call, KeptCodes};

use super::options::{ChooseBy, Pick, WrapUpChoice};

type Codes = Arc<[WrapupCode]>;

/// For whom a code is chosen: an agent, or nobody in particular on the versioned resource.
#[derive(Clone, Copy)]
pub struct Whose<'a> {
    pub conversation: &'a ConversationId,
    pub agent: Option<&'a Participant>,
}

impl Whose<'_> {
    /// Lists are kept by queue; that of an agent without a queue is not kept.
    fn key(&self) -> Option<Option<String>> {
        match self.agent {
            None => Some(None),
            Some(agent) => agent.queue_id().map(|queue| Some(queue.as_str().to_string())),
        }
    }
}

/// The chosen code, ready to be written. An id is taken as it is.
pub async fn choose(call: &Call, whose: Whose<'_>, choice: &WrapUpChoice) -> Result<WrapupInput> {
    let code = match &choice.by {
        ChooseBy::Id(id) => WrapupCode { id: id.clone(), name: String::new() },
        by => look_up(call, whose, by).await?,
    };
    Ok(WrapupInput {
        code: code.id,
        name: Some(code.name).filter(|name| !name.is_empty()),
        notes: choice.notes.clone(),
        tags: choice.tags.clone(),
    })
}

/// A miss in a list kept from an earlier call reads it again once: the code may be new.
async fn look_up(call: &Call, whose: Whose<'_>, by: &ChooseBy) -> Result<WrapupCode> {
    if let Some(kept) = kept(call, whose) {
        match pick(&kept.codes, by) {
            Some(found) => return Ok(found),
            None if kept.read_at >= call.trace.started() => return Err(not_found(by, &kept.codes)),
            None => {}
        }
    }
    let codes = list(call, whose).await?;
    pick(&codes, by).ok_or_else(|| not_found(by, &codes))
}

fn pick(codes: &[WrapupCode], by: &ChooseBy) -> Option<WrapupCode> {
    match by {
        ChooseBy::Name(name) => codes.iter().find(|code| same_name(&code.name, name)).cloned(),
        ChooseBy::Pick(Pick::First) => codes.first().cloned(),
        ChooseBy::Id(id) => codes.iter().find(|code| code.id == *id).cloned(),
    }
}

/// The whole name, without regard to case.
fn same_name(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

pub fn kept(call: &Call, whose: Whose<'_>) -> Option<KeptCodes> {
    call.client.memory().wrap_up_codes.get(&whose.key()?).cloned()
}

/// Reads the list and keeps it for the client's life.
pub async fn list(call: &Call, whose: Whose<'_>) -> Result<Codes> {
    let codes: Codes = read_list(call, whose).await?.into();
    if let Some(key) = whose.key() {
        let kept = KeptCodes { codes: Arc::clone(&codes), read_at: Instant::now() };
        call.client.memory().wrap_up_codes.insert(key, kept);
    }
    Ok(codes)
}

/// The participant's own list is the one that counts; a wider one only where it cannot be read
/// or is empty.
async fn read_list(call: &Call, whose: Whose<'_>) -> Result<Vec<WrapupCode>> {
    let Some(agent) = whose.agent else { return routing::list_wrapup_codes(call, None).await };
    let own = call.get::<Vec<WrapupCode>>(&messages::list_wrapup_codes(whose.conversation, &agent.id)).await;
    if let Some(codes) = usable(own)? {
        return Ok(codes);
    }
    if let Some(queue) = agent.queue_id()
        && let Some(codes) = usable(routing::list_wrapup_codes(call, Some(queue)).await)?
    {
        return Ok(codes);
    }
    routing::list_wrapup_codes(call, None).await
}

/// `None` where the next list should be asked.
fn usable(list: Result<Vec<WrapupCode>>) -> Result<Option<Vec<WrapupCode>>> {
    match list {
        Ok(codes) if codes.is_empty() => Ok(None),
        Ok(codes) => Ok(Some(codes)),
        Err(cause) if matches!(cause.kind, Kind::Forbidden | Kind::NotFound | Kind::Unavailable) => Ok(None),
        Err(cause) => Err(cause),
    }
}

fn not_found(by: &ChooseBy, codes: &[WrapupCode]) -> Error {
    let what = match by {
        ChooseBy::Name(_) => "No wrap-up code has the given name",
        ChooseBy::Id(_) => "The API refused the given wrap-up code, and no list has its id",
        ChooseBy::Pick(_) => "There is no wrap-up code to pick",
    };
    Error::new(Kind::WrapUpNotFound, format!("{what}; {} are known here.", codes.len()))
        .choices(names(codes))
        .hint(hint(codes))
}

fn hint(codes: &[WrapupCode]) -> String {
    if codes.is_empty() {
        return "Assign wrap-up codes to the queue in Admin.".to_string();
    }
    let first: Vec<_> = codes.iter().take(NAMED_AT_MOST).map(|code| shortened(&code.name)).collect();
    let more = codes.len().saturating_sub(NAMED_AT_MOST);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("Choose one of: {}{more}.", first.join(", "))
}

/// A hint is read by people; `choices` has them all.
const NAMED_AT_MOST: usize = 20;

fn shortened(name: &str) -> String {
    const LONGEST: usize = 80;
    if name.chars().count() <= LONGEST {
        name.to_string()
    } else {
        name.chars().take(LONGEST).chain(['…']).collect()
    }
}

pub fn names(codes: &[WrapupCode]) -> Vec<String> {
    codes.iter().map(|code| code.name.clone()).collect()
}

/// The agent must wrap up and nothing was given: the error carries the choices, where they can
/// be read.
pub async fn required(call: &Call, whose: Whose<'_>) -> Error {
    let codes = match kept(call, whose) {
        Some(kept) => kept.codes,
        None => list(call, whose).await.unwrap_or_else(|_| Vec::new().into()),
    };
    Error::new(
        Kind::WrapUpRequired,
        "This conversation cannot be closed without a wrap-up code, and none was given.",
    )
    .choices(names(&codes))
    .hint(format!("Pass wrapUp. {}", hint(&codes)))
}

/// The server refused a code given by id: is it unknown, or is something else wrong?
pub async fn explain_refusal(call: &Call, whose: Whose<'_>, choice: &WrapUpChoice, refusal: Error) -> Error {
    match list(call, whose).await {
        Ok(codes) if pick(&codes, &choice.by).is_none() => {
            let mut error = not_found(&choice.by, &codes);
            let (choices, hint) = (error.context.choices, error.context.hint);
            error.context = refusal.context;
            error.context.choices = choices;
            error.context.hint = hint;
            error
        }
        _ => refusal,
    }
}
