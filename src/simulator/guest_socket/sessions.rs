//! Guests' sessions, and the connections that carry them.

use std::collections::{BTreeMap, HashMap};
use std::sync::mpsc::Sender as Barrier;

use tokio::sync::mpsc::UnboundedSender;

use super::connection::{Connection, ConnectionId, Outgoing};
use super::limits::Rates;
use super::order::Order;
use crate::model::ids::ConversationId;
use crate::simulator::clock::Timestamp;
use crate::simulator::cuttable::Cut;
use crate::simulator::witness::Witness;

/// 72 hours, the vendor's default life of a guest's session (documented).
pub const SESSION_SECONDS: i64 = 259_200;

#[derive(Debug)]
pub struct Session {
    pub conversation: Option<ConversationId>,
    pub read_only: bool,
    pub expires: Timestamp,
    /// Its end has been told; it is told once.
    pub expiry_told: bool,
    /// Custom attributes that the next conversation begins with.
    pub attributes: BTreeMap<String, String>,
}

impl Session {
    pub const fn new(now: Timestamp) -> Self {
        Self {
            conversation: None,
            read_only: false,
            expires: now.plus_ms(SESSION_SECONDS * 1000),
            expiry_told: false,
            attributes: BTreeMap::new(),
        }
    }

    /// Messages prolong it (measured).
    pub const fn touch(&mut self, now: Timestamp) {
        self.expires = now.plus_ms(SESSION_SECONDS * 1000);
    }
}

/// Keyed by guest token.
#[derive(Debug, Default)]
pub struct Guests {
    pub sessions: HashMap<String, Session>,
    connections: Vec<Connection>,
    jwts: HashMap<String, (String, Timestamp)>,
    pub rates: Rates,
    /// Where a schedule says in which order they are told; without one nothing of it is recorded.
    pub order: Option<Order>,
    last: u64,
}

impl Guests {
    pub fn connect(
        &mut self,
        outbox: UnboundedSender<Outgoing>,
        cut: Cut,
        witness: Option<Witness>,
    ) -> ConnectionId {
        self.last += 1;
        let id = ConnectionId(self.last);
        self.connections.push(Connection { id, outbox, cut, witness, session: None });
        id
    }

    pub fn disconnect(&mut self, id: ConnectionId) {
        self.connections.retain(|connection| connection.id != id);
        self.rates.forget(id);
    }

    pub fn has(&self, id: ConnectionId) -> bool {
        self.connections.iter().any(|connection| connection.id == id)
    }

    pub fn unbind(&mut self, id: ConnectionId) {
        if let Some(connection) = self.connections.iter_mut().find(|connection| connection.id == id) {
            connection.session = None;
        }
    }

    pub fn bind(&mut self, id: ConnectionId, token: &str) {
        if let Some(connection) = self.connections.iter_mut().find(|connection| connection.id == id) {
            connection.session = Some(token.into());
        }
    }

    /// The guest token that this connection was configured with.
    pub fn token_of(&self, id: ConnectionId) -> Option<&str> {
        self.connections.iter().find(|connection| connection.id == id)?.session.as_deref()
    }

    /// The open connections of one page, oldest first, each with what breaks it.
    pub fn witnessed(&self, witness: &Witness) -> Vec<(ConnectionId, Cut)> {
        let of = |connection: &&Connection| connection.witness.as_ref() == Some(witness);
        self.connections.iter().filter(of).map(|connection| (connection.id, connection.cut.clone())).collect()
    }

    /// Oldest first.
    pub fn connections_of(&self, token: &str) -> Vec<ConnectionId> {
        let bound = |connection: &&Connection| connection.session.as_deref() == Some(token);
        self.connections.iter().filter(bound).map(|connection| connection.id).collect()
    }

    pub fn send(&self, id: ConnectionId, outgoing: Outgoing) {
        if let Some(connection) = self.connections.iter().find(|connection| connection.id == id) {
            // A connection that has just ended misses nothing.
            let _ = connection.outbox.send(outgoing);
        }
    }

    /// The guests of a conversation; read-only sessions keep theirs until they start anew.
    pub fn tokens_of(&self, conversation: &ConversationId) -> Vec<String> {
        let of = |session: &Session| session.conversation.as_ref() == Some(conversation);
        let mut tokens: Vec<_> =
            self.sessions.iter().filter(|(_, s)| of(s)).map(|(token, _)| token.clone()).collect();
        tokens.sort();
        tokens
    }

    /// Those of them who can be told something.
    pub fn heard_by(&self, conversation: &ConversationId) -> Vec<String> {
        let mut tokens = self.tokens_of(conversation);
        tokens.retain(|token| !self.connections_of(token).is_empty());
        tokens
    }

    pub fn remember_jwt(&mut self, jwt: String, token: &str, expires: Timestamp) {
        self.jwts.insert(jwt, (token.into(), expires));
    }

    /// Whose it is, and the session.
    pub fn by_jwt(&self, jwt: &str, now: Timestamp) -> Option<(&str, &Session)> {
        let (token, expires) = self.jwts.get(jwt)?;
        let session = self.sessions.get(token).filter(|_| *expires > now)?;
        Some((token, session))
    }

    /// The next session whose life ends.
    pub fn next_expiry(&self) -> Option<(Timestamp, String)> {
        let live = self.sessions.iter().filter(|(_, session)| !session.expiry_told);
        let next = live.min_by_key(|(token, session)| (session.expires, *token));
        next.map(|(token, session)| (session.expires, token.clone()))
    }

    /// How many sockets are open, configured or not.
    pub fn open_connections(&self) -> usize {
        self.connections.len()
    }

    /// From a silent connection nothing leaves.
    pub fn barrier(&self, barrier: &Barrier<()>) {
        for connection in self.connections.iter().filter(|connection| !connection.cut.is_silent()) {
            let _ = connection.outbox.send(Outgoing::Barrier(barrier.clone()));
        }
    }

    /// Everybody is thrown out and forgotten.
    pub fn clear(&mut self) {
        for connection in &self.connections {
            connection.cut.now();
        }
        self.sessions.clear();
        self.connections.clear();
        self.jwts.clear();
        self.rates = Rates::default();
    }
}
