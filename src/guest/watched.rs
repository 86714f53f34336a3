//! The guest at a page of somebody else's: what passed over its sockets, read as a guest's own is.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::book::{News, Wake, now_ms};
use super::event::{Origin, Update};
use super::inbox::{Inbox, Reading};
use super::own_hosts::OwnHosts;
use super::sent::Sent;
use super::socket_life::Phase;
use super::standing::Closure;
use super::testimony::{Saw, Testimony};
use super::trap::{Trap, Traps};
use crate::redacted::Redacted;

/// Whoever reads along tells what passed; whoever asks learns what it means.
pub struct Watched {
    known: Mutex<Known>,
    wake: Wake,
}

#[derive(Default)]
struct Known {
    inbox: Inbox,
    hosts: OwnHosts,
    updates: Vec<Update>,
    traps: Traps,
    sockets: Vec<Socket>,
    /// Connects since the last one that stood.
    attempt: u32,
    last_id: u32,
    foreign: Option<String>,
    two_guests: TwoGuests,
    is_over: bool,
}

/// Two tokens at the same time. Those of a document that has gone are forgotten with the last of its sockets: that it has
/// gone is the page's word, and that they have is seen.
#[derive(Debug, Default)]
struct TwoGuests {
    before: bool,
    now: bool,
}

/// One of the page's sockets, from its connect to its end.
#[derive(Debug)]
struct Socket {
    id: SocketId,
    attempt: u32,
    is_open: bool,
    /// Of a document that is said to have gone.
    is_old: bool,
    /// Whose session it carries; shown nowhere.
    token: Option<Redacted<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SocketId(u32);

/// How a socket ended; what nobody knows is absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ended {
    pub code: Option<u16>,
    pub was_clean: Option<bool>,
}

const TWO_GUESTS: &str =
    "two guests speak at this page, each with a token of its own: which one is meant cannot be told";
const PAGE_CLOSED: &str = "the page is closed: no closing frame can be seen any more";

impl Watched {
    pub fn new(hosts: OwnHosts, wake: Wake) -> Self {
        Self { known: Mutex::new(Known { hosts, ..Known::default() }), wake }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, happened: impl FnOnce(&mut Known, i64) -> Vec<Update>) {
        let (updates, sprung) = {
            let mut known = self.known();
            let updates = happened(&mut known, now_ms());
            known.updates.extend(updates.iter().cloned());
            let sprung = known.traps.pass(&updates);
            (updates, sprung)
        };
        sprung.into_iter().for_each(|spring| spring());
        if !updates.is_empty() {
            (self.wake)(News::Came);
        }
    }

    /// Whether a socket at this address is the guest's own. Of another one nothing is read; that it was there is said.
    pub fn is_own(&self, address: &str) -> bool {
        let foreign = self.known().hosts.foreign_socket(address);
        if let Some(why) = &foreign {
            self.unread(why);
        }
        foreign.is_none()
    }

    /// A socket was there, and is not read.
    pub fn unread(&self, why: &str) {
        self.known().foreign.get_or_insert_with(|| why.to_string());
    }

    pub fn connecting(&self) -> SocketId {
        let mut known = self.known();
        known.attempt += 1;
        known.last_id += 1;
        let (id, attempt) = (SocketId(known.last_id), known.attempt);
        known.sockets.push(Socket { id, attempt, is_open: false, is_old: false, token: None });
        id
    }

    pub fn opened(&self, id: SocketId) {
        self.note(|known, at| {
            known.attempt = 0;
            let Some(socket) = known.socket(id).filter(|socket| !socket.is_open) else { return Vec::new() };
            socket.is_open = true;
            let attempt = socket.attempt;
            known.inbox.socket(Phase::Open { attempt }, at)
        });
    }

    /// The connect came to nothing, with this HTTP status where there was one.
    pub fn refused(&self, id: SocketId, status: Option<u16>) {
        self.note(|known, at| {
            let Some(Socket { attempt, .. }) = known.without(id) else { return Vec::new() };
            known.inbox.socket(Phase::Refused { status, attempt }, at)
        });
    }

    /// Once for each socket; one that never stood was refused.
    pub fn closed(&self, id: SocketId, Ended { code, was_clean }: Ended) {
        self.note(|known, at| match known.without(id) {
            Some(Socket { attempt, is_open: true, .. }) => {
                known.inbox.socket(Phase::Closed { code, was_clean, attempt }, at)
            }
            Some(Socket { attempt, .. }) => known.inbox.socket(Phase::Refused { status: None, attempt }, at),
            None => Vec::new(),
        });
    }

    pub fn sent(&self, id: SocketId, text: &str) {
        self.note(|known, at| {
            known.speaks(id, text);
            known.inbox.sent(text, at)
        });
    }

    pub fn received(&self, text: &str, origin: Origin) {
        self.note(|known, at| known.inbox.received(text, at, origin));
    }

    pub fn received_binary(&self, bytes: usize) {
        self.note(|known, at| known.inbox.received_binary(bytes, at));
    }

    /// What the page read of its guest's history: entities, newest first.
    pub fn history(&self, entities: &[Value]) {
        self.note(|known, at| known.inbox.history(entities, Reading::TakingUp, at).1);
    }

    pub fn deployment_tells(&self, tells: bool) {
        self.known().inbox.deployment_tells(tells);
    }

    /// From now on.
    pub fn set(&self, trap: Trap) {
        self.known().traps.set(trap);
    }

    /// Another document: whoever spoke in the old one is gone.
    pub fn renew(&self) {
        let mut known = self.known();
        known.traps = Traps::default();
        let TwoGuests { before, now } = known.two_guests;
        known.two_guests = TwoGuests { before: before || now, now: false };
        known.sockets.iter_mut().for_each(|socket| socket.is_old = true);
        known.forget();
    }

    /// The page is gone: nothing more will be heard.
    pub fn end(&self) {
        self.known().is_over = true;
        (self.wake)(News::Came);
    }

    pub fn is_history(&self, address: &str) -> bool {
        self.known().hosts.is_history(address)
    }

    pub fn is_config(&self, address: &str) -> bool {
        self.known().hosts.is_config(address)
    }

    /// The events since the last time, in order.
    pub fn take_updates(&self) -> Vec<Update> {
        std::mem::take(&mut self.known().updates)
    }

    pub fn has_two_guests(&self) -> bool {
        self.known().has_two_guests()
    }

    /// Of two guests neither one's end is the other's.
    pub fn closure(&self) -> Option<Closure> {
        let known = self.known();
        known.inbox.closure().filter(|_| !known.has_two_guests()).cloned()
    }

    pub fn session(&self) -> u32 {
        self.known().inbox.session()
    }

    pub fn testimony(&self, since: i64) -> Testimony {
        let known = self.known();
        let mut testimony = known.inbox.testimony(now_ms(), since);
        if known.has_two_guests() {
            return Testimony::nothing(TWO_GUESTS);
        }
        if known.is_over && testimony.saw == Saw::Open {
            return Testimony::nothing(PAGE_CLOSED);
        }
        if let Some(why) = known.foreign.as_ref().filter(|_| testimony.saw == Saw::Nothing) {
            testimony.detail += &format!("; another socket was seen and not read: {why}");
        }
        testimony
    }

    pub fn message_ids(&self) -> Vec<String> {
        self.known().inbox.message_ids().map(str::to_string).collect()
    }
}

impl Known {
    fn socket(&mut self, id: SocketId) -> Option<&mut Socket> {
        self.sockets.iter_mut().find(|socket| socket.id == id)
    }

    fn without(&mut self, id: SocketId) -> Option<Socket> {
        let index = self.sockets.iter().position(|socket| socket.id == id)?;
        let socket = self.sockets.swap_remove(index);
        self.forget();
        Some(socket)
    }

    fn forget(&mut self) {
        self.two_guests.before &= self.sockets.iter().any(|socket| socket.is_old);
    }

    fn has_two_guests(&self) -> bool {
        self.two_guests.before || self.two_guests.now
    }

    /// Two tokens at the same time are two guests.
    fn speaks(&mut self, id: SocketId, text: &str) {
        // Only what begins a session has one.
        let begins = text.contains("\"configure");
        let Some(token) = begins.then(|| Sent::read(text).ok()?.guest).flatten() else { return };
        let Some(own) = self.socket(id) else { return };
        own.token = Some(token.clone());
        let is_old = own.is_old;
        let others = self.sockets.iter().filter(|socket| {
            socket.is_open && socket.token.as_ref().is_some_and(|other| other.expose() != token.expose())
        });
        for other in others {
            *(if is_old || other.is_old { &mut self.two_guests.before } else { &mut self.two_guests.now }) =
                true;
        }
    }
}
