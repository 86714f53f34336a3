//! Sends one connection's frames in order, unless a fault says otherwise.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket};
use futures_util::SinkExt;
use futures_util::stream::SplitSink;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::{Notify, oneshot};
use tokio::time::timeout;

use super::Line;
use super::connection::Outgoing;
use crate::schedule::PATIENCE;
use crate::simulator::cuttable::Cut;
use crate::simulator::fault::{FaultRule, FrameFault};
use crate::simulator::faults::Event;
use crate::simulator::shared::{Shared, millis};
use crate::simulator::witness::Witness;

/// How long `delay` and `reorder` hold a frame where the rule does not say.
const HELD_MS: f64 = 200.0;

/// What a ping before the end carries: the guest's pong of it comes after all else.
pub const PARTING: &[u8] = b"parting";

type Sink = SplitSink<WebSocket, Message>;

/// A frame that waits: until its time, or (reordered) until another one has passed it.
struct Held {
    frame: Value,
    until: tokio::time::Instant,
    lets_one_pass: bool,
}

/// The writing end of one connection.
pub struct Outbox {
    shared: Arc<Shared>,
    sink: Sink,
    cut: Cut,
    witness: Option<Witness>,
    held: Vec<Held>,
    /// Who waits for a pong each.
    pinged: VecDeque<oneshot::Sender<()>>,
    /// The peer has answered the last ping.
    is_read: Arc<Notify>,
}

impl Outbox {
    pub fn new(line: &Line, sink: Sink) -> Self {
        let Line { shared, cut, witness, is_read, .. } = line;
        Self {
            shared: Arc::clone(shared),
            sink,
            cut: cut.clone(),
            witness: witness.clone(),
            held: Vec::new(),
            pinged: VecDeque::new(),
            is_read: Arc::clone(is_read),
        }
    }

    /// Sends until the queue ends or the connection is closed or cut.
    pub async fn send(mut self, mut queue: UnboundedReceiver<Outgoing>) {
        loop {
            let due = self.held.iter().map(|held| held.until).min();
            tokio::select! {
                outgoing = queue.recv() => match outgoing {
                    None => break,
                    Some(Outgoing::Close) => {
                        let _ = self.sink.close().await;
                        break;
                    }
                    Some(Outgoing::Barrier(barrier)) => {
                        let _ = barrier.send(());
                    }
                    Some(Outgoing::Left(told)) => {
                        let _ = self.sink.send(Message::Ping(Bytes::new())).await;
                        self.pinged.push_back(told);
                    }
                    Some(Outgoing::Ponged) => {
                        if let Some(told) = self.pinged.pop_front() {
                            let _ = told.send(());
                        }
                    }
                    Some(Outgoing::Cut) => {
                        let _ = timeout(PATIENCE, self.read_out()).await;
                        self.cut.now();
                        break;
                    }
                    Some(Outgoing::Release) => self.release(|_| true).await,
                    Some(Outgoing::Frame { frame, is_closing }) => {
                        let event = Event::Frame { is_closing, witness: self.witness.as_ref() };
                        let rule = self.shared.world().faults.strike(event);
                        if !self.deliver(frame, rule.as_ref()).await {
                            break;
                        }
                    }
                },
                () = sleep_until(due), if due.is_some() => {
                    let now = tokio::time::Instant::now();
                    self.release(|held| held.until <= now).await;
                }
            }
        }
    }

    async fn read_out(&mut self) {
        if self.sink.send(Message::Ping(Bytes::from_static(PARTING))).await.is_ok() {
            self.is_read.notified().await;
        }
    }

    /// `false` where the connection was cut.
    async fn deliver(&mut self, frame: Value, rule: Option<&FaultRule>) -> bool {
        let delay = rule.and_then(|rule| rule.delay_ms);
        // A rule that only says how long delays.
        let fault = rule.map(|rule| rule.frame.unwrap_or(FrameFault::Delay));
        match fault {
            Some(FrameFault::Lose) => {}
            Some(FrameFault::Cut) => {
                self.cut.now();
                return false;
            }
            Some(kind @ (FrameFault::Delay | FrameFault::Reorder)) => {
                let until = tokio::time::Instant::now() + millis(delay.unwrap_or(HELD_MS));
                self.held.push(Held { frame, until, lets_one_pass: kind == FrameFault::Reorder });
            }
            None | Some(FrameFault::Duplicate) => {
                self.write(&frame).await;
                if fault == Some(FrameFault::Duplicate) {
                    self.write(&frame).await;
                }
                self.release(|held| held.lets_one_pass).await;
            }
        }
        true
    }

    async fn release(&mut self, which: impl Fn(&Held) -> bool) {
        for held in self.held.extract_if(.., |held| which(held)).collect::<Vec<_>>() {
            self.write(&held.frame).await;
        }
    }

    /// A peer that has gone is noticed by the reader.
    async fn write(&mut self, frame: &Value) {
        let _ = self.sink.send(Message::Text(frame.to_string().into())).await;
    }
}

async fn sleep_until(due: Option<tokio::time::Instant>) {
    let far = || tokio::time::Instant::now() + Duration::from_secs(3600);
    tokio::time::sleep_until(due.unwrap_or_else(far)).await;
}
