//! Wrap-up codes: from the participant's own list, else the queue's, else the org's.

use std::sync::Arc;
use std::time::Instant;

use crate::error::{Error, Kind, Result};
use crate::model::ids::ConversationId;
use crate::model::name::{is_invisible, likeness, shown, turns_a_terminal};
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
    Ok(input(code, choice))
}

fn input(code: WrapupCode, choice: &WrapUpChoice) -> WrapupInput {
    WrapupInput {
        code: code.id,
        name: Some(code.name).filter(|name| !name.is_empty()),
        notes: choice.notes.clone(),
        tags: choice.tags.clone(),
    }
}

/// A miss in a list kept from an earlier call reads it again once: the code may be new.
async fn look_up(call: &Call, whose: Whose<'_>, by: &ChooseBy) -> Result<WrapupCode> {
    if let Some(kept) = kept(call, whose) {
        match pick(&kept.codes, by) {
            Ok(Some(found)) => return Ok(found),
            settled if kept.read_at >= call.trace.started() => {
                return settled?.ok_or_else(|| not_found(by, &kept.codes));
            }
            _ => {}
        }
    }
    let codes = list(call, whose).await?;
    pick(&codes, by)?.ok_or_else(|| not_found(by, &codes))
}

/// The choice from a list that is read again, where an earlier call, or what was prepared, had kept it and another code
/// comes of it.
pub async fn renew(
    call: &Call,
    whose: Whose<'_>,
    choice: &WrapUpChoice,
    was_prepared: bool,
) -> Option<WrapupInput> {
    let before = kept(call, whose).filter(|kept| was_prepared || kept.read_at < call.trace.started())?;
    let before = pick(&before.codes, &choice.by).ok()??;
    let after = pick(&list(call, whose).await.ok()?, &choice.by).ok()??;
    (before.id != after.id).then(|| input(after, choice))
}

/// The code that a name means.
pub fn named(codes: &[WrapupCode], name: String) -> Result<WrapupCode> {
    let by = ChooseBy::Name(name);
    pick(codes, &by)?.ok_or_else(|| not_found(&by, codes))
}

/// Two codes that fit equally well are none: the wrong one would be applied.
pub fn pick(codes: &[WrapupCode], by: &ChooseBy) -> Result<Option<WrapupCode>> {
    match by {
        ChooseBy::Name(name) => by_name(codes, name),
        ChooseBy::Pick(Pick::First) => Ok(codes.first().cloned()),
        ChooseBy::Id(id) => Ok(codes.iter().find(|code| code.id.eq_ignore_ascii_case(id)).cloned()),
    }
}

fn by_name(codes: &[WrapupCode], name: &str) -> Result<Option<WrapupCode>> {
    let alike = |code: &WrapupCode| likeness(&code.name, name);
    let Some(closest) = codes.iter().filter_map(alike).max() else { return Ok(None) };
    let mut fitting: Vec<&WrapupCode> = Vec::new();
    for code in codes.iter().filter(|code| alike(code) == Some(closest)) {
        // A listing may have the same code on two of its pages.
        if fitting.iter().all(|known| known.id != code.id) {
            fitting.push(code);
        }
    }
    match fitting.as_slice() {
        [one] => Ok(Some((*one).clone())),
        several => Err(ambiguous(codes, several)),
    }
}

fn ambiguous(codes: &[WrapupCode], several: &[&WrapupCode]) -> Error {
    let told: Vec<_> = several
        .iter()
        .take(NAMED_AT_MOST)
        .map(|code| format!("{} ({})", shown(&code.name), shown(&code.id)))
        .collect();
    let message = format!("{} wrap-up codes have the given name: {}.", several.len(), told.join(", "));
    Error::new(Kind::WrapUpNotFound, message)
        .choices(names(codes))
        .hint("Give the one that is meant by its id.")
}

pub fn kept(call: &Call, whose: Whose<'_>) -> Option<KeptCodes> {
    call.client.memory().wrap_up_codes.get(&whose.key()?).cloned()
}

/// The list is read anew by whoever chooses next.
pub fn forget(call: &Call, whose: Whose<'_>) {
    if let Some(key) = whose.key() {
        call.client.memory().wrap_up_codes.remove(&key);
    }
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
    let own = own.map(|codes| codes.into_iter().filter(|code| !code.id.is_empty()).collect());
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
    let nearly = nearly(by, codes);
    let message = format!("{what}; {} are known here{}.", codes.len(), nearly.unwrap_or_default());
    Error::new(Kind::WrapUpNotFound, message).choices(names(codes)).hint(hint(codes))
}

/// A name that looks the same, and is another.
fn nearly(by: &ChooseBy, codes: &[WrapupCode]) -> Option<String> {
    let ChooseBy::Name(name) = by else { return None };
    let visible = |text: &str| {
        text.chars().filter(|letter| !is_invisible(*letter) && *letter != ' ').collect::<String>()
    };
    let looks_alike = |code: &&WrapupCode| likeness(&visible(&code.name), &visible(name)).is_some();
    let other = codes.iter().find(looks_alike)?;
    Some(format!(
        ", of which {} looks the same as {}, and differs in what cannot be seen",
        shown(&other.name),
        shown(name)
    ))
}

fn hint(codes: &[WrapupCode]) -> String {
    if codes.is_empty() {
        return "Assign wrap-up codes to the queue in Admin.".to_string();
    }
    let first: Vec<_> = codes.iter().take(NAMED_AT_MOST).map(|code| shown(&code.name)).collect();
    let more = codes.len().saturating_sub(NAMED_AT_MOST);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("Choose one of: {}{more}.", first.join(", "))
}

/// A hint is read by people; `choices` has them all.
const NAMED_AT_MOST: usize = 20;

/// To be chosen from: as they are, unless that would do something to a terminal or fill it.
fn names(codes: &[WrapupCode]) -> Vec<String> {
    const LONGEST: usize = 200;
    let is_plain = |name: &str| name.len() <= LONGEST && !name.chars().any(turns_a_terminal);
    let named = codes.iter().map(|code| code.name.as_str()).filter(|name| !name.is_empty());
    named.map(|name| if is_plain(name) { name.to_string() } else { shown(name) }).collect()
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
        Ok(codes) if matches!(pick(&codes, &choice.by), Ok(None)) => {
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
