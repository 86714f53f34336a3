//! Sends one connection's frames in order, unless a fault says otherwise.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use futures_util::SinkExt;
use futures_util::stream::SplitSink;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedReceiver;

use super::sessions::Outgoing;
use crate::simulator::cuttable::Cut;
use crate::simulator::fault::{Event, FaultRule, FrameFault};
use crate::simulator::shared::{Shared, millis};

/// How long `delay` and `reorder` hold a frame where the rule does not say.
const HELD_MS: f64 = 200.0;

type Sink = SplitSink<WebSocket, Message>;

/// A frame that waits: until its time, or (reordered) until another one has passed it.
struct Held {
    frame: Value,
    until: tokio::time::Instant,
    lets_one_pass: bool,
}

pub async fn send(shared: Arc<Shared>, mut queue: UnboundedReceiver<Outgoing>, mut sink: Sink, cut: Cut) {
    let mut held: Vec<Held> = Vec::new();
    loop {
        let due = held.iter().map(|held| held.until).min();
        tokio::select! {
            outgoing = queue.recv() => match outgoing {
                None => break,
                Some(Outgoing::Close) => {
                    let _ = sink.close().await;
                    break;
                }
                Some(Outgoing::Barrier(barrier)) => {
                    let _ = barrier.send(());
                }
                Some(Outgoing::Frame { frame, is_closing }) => {
                    let rule = shared.world().faults.strike(Event::Frame { is_closing });
                    if !deliver(&mut sink, &mut held, frame, rule.as_ref(), &cut).await {
                        break;
                    }
                }
            },
            () = sleep_until(due), if due.is_some() => release(&mut sink, &mut held).await,
        }
    }
}

/// `false` where the connection was cut.
async fn deliver(
    sink: &mut Sink,
    held: &mut Vec<Held>,
    frame: Value,
    rule: Option<&FaultRule>,
    cut: &Cut,
) -> bool {
    let delay = rule.and_then(|rule| rule.delay_ms);
    // A rule that only says how long delays.
    let fault = rule.map(|rule| rule.frame.unwrap_or(FrameFault::Delay));
    match fault {
        Some(FrameFault::Lose) => {}
        Some(FrameFault::Cut) => {
            cut.now();
            return false;
        }
        Some(kind @ (FrameFault::Delay | FrameFault::Reorder)) => {
            let until = tokio::time::Instant::now() + millis(delay.unwrap_or(HELD_MS));
            held.push(Held { frame, until, lets_one_pass: kind == FrameFault::Reorder });
        }
        None | Some(FrameFault::Duplicate) => {
            write(sink, &frame).await;
            if fault == Some(FrameFault::Duplicate) {
                write(sink, &frame).await;
            }
            for held in held.extract_if(.., |held| held.lets_one_pass).collect::<Vec<_>>() {
                write(sink, &held.frame).await;
            }
        }
    }
    true
}

async fn sleep_until(due: Option<tokio::time::Instant>) {
    let far = || tokio::time::Instant::now() + Duration::from_secs(3600);
    tokio::time::sleep_until(due.unwrap_or_else(far)).await;
}

async fn release(sink: &mut Sink, held: &mut Vec<Held>) {
    let now = tokio::time::Instant::now();
    for held in held.extract_if(.., |held| held.until <= now).collect::<Vec<_>>() {
        write(sink, &held.frame).await;
    }
}

/// A peer that has gone is noticed by the reader.
async fn write(sink: &mut Sink, frame: &Value) {
    let _ = sink.send(Message::Text(frame.to_string().into())).await;
}
