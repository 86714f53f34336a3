//! Who is up, as far as all looks together tell: whoever was seen up must be seen ended.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::model::conversation::ParticipantDetail;
use crate::model::ids::ParticipantId;
use crate::model::{Conversation, ParticipantState, Purpose};

use super::view::{View, known_word};

/// Somebody as he was seen last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    purpose: Purpose,
    state: ParticipantState,
}

impl Somebody {
    pub fn is_agent(&self) -> bool {
        self.purpose.is_agent()
    }
}

impl fmt::Display for Somebody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", known_word(self.purpose.as_str()), known_word(self.state.as_str()))
    }
}

/// What the conversation's own record (`GET /conversations/{id}`) says of who has ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The conversation's own `endTime` is there.
    pub has_ended: bool,
    ended: BTreeSet<ParticipantId>,
    up: BTreeMap<ParticipantId, Somebody>,
}

impl Record {
    pub fn of(conversation: &Conversation) -> Self {
        let has_ended = is_a_time(conversation.end_time.as_deref());
        let (ended, others): (Vec<_>, Vec<_>) =
            conversation.participants.iter().partition(|p| is_a_time(p.end_time.as_deref()));
        Self {
            has_ended,
            ended: ended.into_iter().map(|p| p.id.clone()).collect(),
            up: others.into_iter().filter_map(|p| Some((p.id.clone(), somebody_up(p)?))).collect(),
        }
    }
}

/// Its participants have no state; their communications do.
fn somebody_up(detail: &ParticipantDetail) -> Option<Somebody> {
    let state = detail.messages.iter().filter_map(|m| m.state.clone()).find(|state| !state.is_terminal())?;
    Some(Somebody { purpose: detail.purpose.clone(), state })
}

fn is_a_time(text: Option<&str>) -> bool {
    text.is_some_and(|text| OffsetDateTime::parse(text, &Rfc3339).is_ok())
}

#[derive(Debug, Clone, Default)]
pub struct Presence {
    /// Who was seen up, and not seen ended since.
    up: BTreeMap<ParticipantId, Somebody>,
    /// Who is in the latest look.
    listed: BTreeSet<ParticipantId>,
}

impl Presence {
    /// The versioned resource shows nobody, and says itself whether it has ended.
    pub fn look(&mut self, view: &View) {
        if matches!(view, View::Messaging(_)) {
            return self.up.clear();
        }
        self.listed = view.participants().iter().map(|p| p.id.clone()).collect();
        for p in view.participants() {
            if p.state.is_terminal() {
                self.up.remove(&p.id);
            } else {
                let somebody = Somebody { purpose: p.purpose.clone(), state: p.state.clone() };
                self.up.insert(p.id.clone(), somebody);
            }
        }
    }

    /// A record speaks of those who are not listed; of the others the look does.
    pub fn hear(&mut self, record: &Record) {
        if record.has_ended {
            self.up.clear();
        }
        self.up.retain(|id, _| !record.ended.contains(id));
        for (id, somebody) in &record.up {
            if !record.has_ended && !self.listed.contains(id) {
                self.up.insert(id.clone(), somebody.clone());
            }
        }
    }

    pub fn missing(&self) -> impl Iterator<Item = &Somebody> {
        self.up.iter().filter(|(id, _)| !self.listed.contains(*id)).map(|(_, somebody)| somebody)
    }

    pub fn up(&self) -> BTreeSet<ParticipantId> {
        self.up.keys().cloned().collect()
    }
}
