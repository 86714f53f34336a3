//! One connection of a guest's, in the records, and what goes out on it.

use std::sync::mpsc::Sender as Barrier;

use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;

use crate::simulator::cuttable::Cut;
use crate::simulator::witness::Witness;

/// What goes out on a connection, in order.
#[derive(Debug)]
pub enum Outgoing {
    Frame {
        frame: Value,
        is_closing: bool,
    },
    /// What a fault holds back leaves.
    Release,
    /// The connection is reset, as soon as the peer has read everything before it: a reset takes back what was not read.
    Cut,
    /// Told as soon as the peer has read everything before it: its pong says so.
    Left(oneshot::Sender<()>),
    /// A pong came.
    Ponged,
    /// The server ends the connection.
    Close,
    /// Answered as soon as everything before it has left.
    Barrier(Barrier<()>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ConnectionId(pub u64);

#[derive(Debug)]
pub struct Connection {
    pub id: ConnectionId,
    pub outbox: UnboundedSender<Outgoing>,
    pub cut: Cut,
    pub witness: Option<Witness>,
    /// The guest token that configured it.
    pub session: Option<String>,
}
