//! Who is up, as far as all looks together tell: whoever was seen up must be seen ended.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use time::OffsetDateTime;

use crate::model::Participant;
use crate::model::conversation::ParticipantDetail;
use crate::model::ids::ParticipantId;
use crate::model::{Conversation, ParticipantState, Purpose, time_of};

use super::view::{View, known_word};

/// Somebody as he was seen last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    purpose: Purpose,
    state: ParticipantState,
    /// An end from before is not his.
    since: Option<OffsetDateTime>,
}

impl Somebody {
    pub fn is_agent(&self) -> bool {
        self.purpose.is_agent()
    }

    fn has_ended_by(&self, end: Option<OffsetDateTime>) -> bool {
        end.is_some() && end >= self.since
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
    /// The conversation's own `endTime`.
    end: Option<OffsetDateTime>,
    ends: BTreeMap<ParticipantId, OffsetDateTime>,
    up: BTreeMap<ParticipantId, Somebody>,
    has_a_guest: bool,
}

impl Record {
    pub fn of(conversation: &Conversation) -> Self {
        let time = |text: &Option<String>| text.as_deref().and_then(time_of);
        let all = || conversation.participants.iter();
        let up: BTreeMap<_, _> = all()
            .filter(|p| time(&p.end_time).is_none())
            .filter_map(|p| Some((p.id.clone(), somebody_up(p)?)))
            .collect();
        let started = all().filter_map(|p| time(&p.start_time)).chain(time(&conversation.start_time)).max();
        Self {
            // One that somebody outlives, or came after, is none.
            end: time(&conversation.end_time).filter(|end| up.is_empty() && Some(*end) >= started),
            ends: all().filter_map(|p| Some((p.id.clone(), time(&p.end_time)?))).collect(),
            up,
            has_a_guest: all().any(|p| is_guest(&p.purpose)),
        }
    }

    /// Whether it has the end of all that the look shows, and not one from before somebody came.
    pub fn shows_the_end_of(&self, view: &View) -> bool {
        self.end.is_some() && self.end >= view.participants().iter().filter_map(Participant::since).max()
    }

    /// Who is up by it. Against a look that shows him ended, that is a contradiction.
    pub fn up(&self) -> impl Iterator<Item = &Somebody> {
        self.up.values().filter(|_| self.end.is_none())
    }
}

const fn is_guest(purpose: &Purpose) -> bool {
    matches!(purpose, Purpose::Customer | Purpose::External)
}

/// Its participants have no state; their communications do.
fn somebody_up(detail: &ParticipantDetail) -> Option<Somebody> {
    let state = detail.messages.iter().filter_map(|m| m.state.clone()).find(|state| !state.is_terminal())?;
    Some(Somebody { purpose: detail.purpose.clone(), state, since: None })
}

#[derive(Debug, Clone, Default)]
pub struct Presence {
    /// Who was seen up, and not seen ended since.
    up: BTreeMap<ParticipantId, Somebody>,
    /// Who is in the latest look.
    listed: BTreeSet<ParticipantId>,
    /// Whether a look or a record listed a guest, or a record tells of the end of all.
    has_a_guest: bool,
}

impl Presence {
    /// The versioned resource shows nobody, and says itself whether it has ended.
    pub fn look(&mut self, view: &View) {
        if matches!(view, View::Messaging(_)) {
            self.has_a_guest = true;
            return self.up.clear();
        }
        self.listed = view.participant_ids();
        self.has_a_guest |= view.participants().iter().any(|p| is_guest(&p.purpose));
        for p in view.participants() {
            if p.state.is_terminal() {
                self.up.remove(&p.id);
            } else {
                let (purpose, state) = (p.purpose.clone(), p.state.clone());
                let somebody = Somebody { purpose, state, since: p.since() };
                self.up.insert(p.id.clone(), somebody);
            }
        }
    }

    /// A record speaks of those who are not listed; of the others the look does.
    pub fn hear(&mut self, record: &Record) {
        self.up.retain(|id, somebody| {
            !somebody.has_ended_by(record.end) && !somebody.has_ended_by(record.ends.get(id).copied())
        });
        self.has_a_guest |= record.has_a_guest || record.end.is_some();
        for (id, somebody) in &record.up {
            if record.end.is_none() && !self.listed.contains(id) {
                self.up.insert(id.clone(), somebody.clone());
            }
        }
    }

    pub fn missing(&self) -> impl Iterator<Item = &Somebody> {
        self.up.iter().filter(|(id, _)| !self.listed.contains(*id)).map(|(_, somebody)| somebody)
    }

    /// Lists without a guest are not whole: there is no conversation without one.
    pub const fn lacks_a_guest(&self) -> bool {
        !self.has_a_guest
    }

    pub fn up(&self) -> BTreeSet<ParticipantId> {
        self.up.keys().cloned().collect()
    }
}
