//! From the guest host to the page, with what a test does to it on the way.

use std::future::pending;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};

use super::ending::Ending;
use super::handle::{Handle, Order};
use super::leg::Leg;
use super::ordered::HasSession;
use super::page::Page;
use super::rules::AtClosing;
use crate::guest::closure::{LockedBy, Meaning, closure_of};
use crate::guest::event::Origin;
use crate::guest::frame::Frame;
use crate::recording::Line;
use crate::schedule::{HeldId, PATIENCE, Step};

/// A frame that waits: until its time, or (reordered) until another one has passed it.
struct Held {
    message: Message,
    until: Instant,
    lets_one_pass: bool,
}

pub struct ToPage<'a> {
    sink: &'a mut SplitSink<Leg, Message>,
    handle: &'a Handle,
    page: &'a Page,
    line: &'a Line,
    held: Vec<Held>,
    session: HasSession,
    /// Frames that a schedule holds, and until when.
    ordered: Vec<(Instant, HeldId)>,
}

impl<'a> ToPage<'a> {
    pub const fn new(
        sink: &'a mut SplitSink<Leg, Message>,
        handle: &'a Handle,
        page: &'a Page,
        line: &'a Line,
    ) -> Self {
        Self { sink, handle, page, line, held: Vec::new(), session: HasSession::new(), ordered: Vec::new() }
    }

    /// Carries until the guest host ends its side.
    pub async fn run(
        mut self,
        from_server: &mut SplitStream<Leg>,
        orders: &mut UnboundedReceiver<Order>,
    ) -> Ending {
        loop {
            self.handle.speaks().await;
            let held = self.held.iter().map(|held| held.until);
            let due = held.chain(self.ordered.iter().map(|(until, _)| *until)).min();
            let ending = tokio::select! {
                biased;
                () = self.handle.falls_silent() => None,
                Some(order) = orders.recv() => self.obey(order).await,
                () = until(due) => self.fall_due(Instant::now()).await,
                message = from_server.next() => self.pass(message).await,
            };
            if let Some(ending) = ending {
                return ending;
            }
        }
    }

    async fn obey(&mut self, order: Order) -> Option<Ending> {
        match order {
            Order::Close => return Some(Ending::Displaced),
            Order::Release => return self.release(|_| true).await,
            Order::Carry(message) => self.leave(message).await,
            Order::Put { text, left } => {
                self.write(Message::Text(text.into()), Origin::Injected).await;
                let _ = left.send(());
            }
        }
        None
    }

    async fn pass(&mut self, message: Option<Result<Message, SocketError>>) -> Option<Ending> {
        // As the guest host sent it: whatever a test does to it comes after.
        if let Some(Ok(message @ (Message::Text(_) | Message::Binary(_)))) = &message {
            self.line.received(message.to_text().unwrap_or_default());
        }
        match message {
            Some(Ok(message @ Message::Text(_))) => return self.deliver(message).await,
            Some(Ok(message @ Message::Binary(_))) => self.write(message, Origin::Server).await,
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
            Some(Ok(Message::Close(frame))) => return Some(Ending::ServerCloses(frame)),
            Some(Err(SocketError::Capacity(_))) => return Some(Ending::TooLarge),
            Some(Err(_)) | None => return Some(Ending::ServerIsGone),
        }
        None
    }

    async fn deliver(&mut self, message: Message) -> Option<Ending> {
        if let Some(steps) = self.page.line.in_order(&mut self.session, &message) {
            return self.perform(steps).await;
        }
        self.leave(message).await;
        None
    }

    async fn perform(&mut self, steps: Vec<Step<Message>>) -> Option<Ending> {
        for step in steps {
            match step {
                Step::Leave { frame, .. } => self.leave(frame).await,
                Step::Hold(id) => self.ordered.push((Instant::now() + PATIENCE, id)),
                Step::Cut { .. } => {
                    self.page.line.cut();
                    return Some(Ending::Cut);
                }
            }
        }
        None
    }

    async fn fall_due(&mut self, now: Instant) -> Option<Ending> {
        self.release(|held| held.until <= now).await;
        for (_, id) in self.ordered.extract_if(.., |(until, _)| *until <= now).collect::<Vec<_>>() {
            let steps = self.page.line.overdue(id);
            if let Some(ending) = self.perform(steps).await {
                return Some(ending);
            }
        }
        None
    }

    /// What a fault does strikes as it leaves.
    async fn leave(&mut self, message: Message) {
        match self.page.line.at_frame(|| is_closing(&message)) {
            Some(AtClosing::Lose) => {}
            Some(AtClosing::Hold { length, lets_one_pass }) => {
                self.held.push(Held { message, until: Instant::now() + length, lets_one_pass });
            }
            fault @ (None | Some(AtClosing::Duplicate)) => {
                if fault.is_some() {
                    self.write(message.clone(), Origin::Server).await;
                }
                self.write(message, Origin::Server).await;
                self.release(|held| held.lets_one_pass).await;
            }
        }
    }

    async fn release(&mut self, which: impl Fn(&Held) -> bool) -> Option<Ending> {
        for held in self.held.extract_if(.., |held| which(held)).collect::<Vec<_>>() {
            self.write(held.message, Origin::Server).await;
        }
        None
    }

    /// What the page was given is read then: not before, and nothing that it never got.
    async fn write(&mut self, message: Message, origin: Origin) {
        // It may have fallen silent while this frame was read.
        self.handle.speaks().await;
        if self.sink.send(message.clone()).await.is_err() {
            // The reading side of the same connection says how it ended.
            pending::<()>().await;
        }
        match &message {
            Message::Text(text) => self.page.watched.received(text, origin),
            message => self.page.watched.received_binary(message.len()),
        }
    }
}

async fn until(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due).await,
        None => pending().await,
    }
}

/// The frame that tells the guest of the end of the conversation.
fn is_closing(message: &Message) -> bool {
    let frame = message.to_text().ok().and_then(|text| Frame::read(text).ok());
    frame.is_some_and(|frame| matches!(closure_of(&frame), Meaning::Told | Meaning::Locked(LockedBy::Frame)))
}
