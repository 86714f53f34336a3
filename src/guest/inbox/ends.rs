//! How the conversation's end, and its life after that, become known to the inbox.

use super::Inbox;
use crate::guest::carried::Carried;
use crate::guest::event::{EventKind, GuestEvent};
use crate::guest::seen::Seen;
use crate::guest::standing::{Change, Closure, End, Proof, Speaker};
use crate::guest::wording;
use crate::redacted::{Redacted, sends};

/// Whether an end is worth an event even when it changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Announce {
    Always,
    Change,
}

impl Inbox {
    pub(super) fn over(&mut self, end: End, at: i64) {
        self.view_ended = Some(end);
        self.standing.over(end, at);
    }

    /// The first echo of a session tells when it began: what is older belongs to the one before.
    pub(super) fn begin(&mut self, time: Option<i64>, at: i64) {
        self.standing.began(time);
        if let Some(closure) = self.deferred.take() {
            self.end(closure, at, Announce::Change);
        }
    }

    pub(super) fn end(&mut self, closure: Closure, at: i64, announce: Announce) {
        let event = wording::of_closure(&closure, at);
        if closure.by == Proof::Frame && self.standing.awaits_beginning() {
            if self.deferred.as_ref().is_none_or(|earlier| earlier.time <= closure.time) {
                self.deferred = Some(closure);
            }
            self.push(event.with("effective", false));
            return;
        }
        let change = self.standing.closed(closure);
        if change == Change::Ended {
            self.told_index = Some(self.push(event));
        } else if announce == Announce::Always {
            // Overtaken, or known already: shown, and marked as changing nothing.
            self.push(event.with("effective", false));
        }
    }

    pub(super) fn spoke(&mut self, speaker: Speaker, time: Option<i64>, at: i64) {
        if self.standing.spoke(speaker, time, at) == Change::Reopened {
            self.told_index = None;
            self.push(GuestEvent::received(at, EventKind::Reopened));
        }
    }

    pub(super) fn renew(&mut self) {
        let end_is_owed = self.connection.has_session() && self.standing.end_was_never_framed();
        self.standing.renewed(end_is_owed);
        self.outbox.renew();
        self.session_index = self.next_index;
        self.deferred = None;
        self.told_index = None;
        self.lost_on_the_way = false;
        self.seen.renew();
    }

    /// Another token, another guest: nothing that was seen before is about this one.
    pub(super) fn speaks_for(&mut self, guest: Option<Redacted<String>>) {
        if guest.is_none() || guest == self.guest {
            return;
        }
        let before = std::mem::replace(&mut self.guest, guest);
        self.guest.iter().for_each(|token| sends(token.expose()));
        if before.is_none() {
            return;
        }
        self.renew();
        self.standing.belongs_to_another();
        self.seen = Seen::default();
        self.connection = Carried::default();
    }

    /// An end that only the history shows counts where the socket could not have carried it;
    /// on a connection that stood all the time the frame was lost, and the guest's page shows
    /// the conversation as open.
    pub(super) fn learn_from_history(&mut self, closure: Closure, counts: bool, at: i64) {
        let known = closure.message_id.as_deref().is_some_and(|id| self.seen.has_end(id));
        if known {
            return;
        }
        if counts {
            self.end(closure, at, Announce::Change);
        } else if self.standing.end().is_none() {
            self.lost_on_the_way |= self.connection.was_there(closure.time);
        }
    }
}
