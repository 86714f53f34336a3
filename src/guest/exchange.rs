//! Requests that wait for their answers on one connection.

use tokio::sync::oneshot;

use super::frame::{Body, Frame, Jwt, SessionResponse};
use super::message::Direction;
use super::refusal;
use super::state::Over;
use crate::error::{Effect, Error, Kind, Result};

/// What answers a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// The message itself, echoed.
    Echo,
    /// `SessionResponse` with this `connected`.
    Session {
        connected: bool,
    },
    Jwt,
    Cleared,
}

#[derive(Debug)]
pub enum Answer {
    /// The echo came; the sent event has this index.
    Echo {
        index: usize,
    },
    Session(SessionResponse),
    Jwt(Jwt),
    Cleared,
}

pub type Reply = oneshot::Sender<Result<Answer>>;

#[derive(Debug, Default)]
pub struct Exchange {
    waiting: Vec<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    tracing_id: String,
    wants: Wants,
    index: usize,
    reply: Reply,
}

impl Exchange {
    pub fn add(&mut self, tracing_id: String, wants: Wants, index: usize, reply: Reply) {
        self.waiting.retain(|waiting| !waiting.reply.is_closed());
        self.waiting.push(Waiting { tracing_id, wants, index, reply });
    }

    /// Gives a frame to the request that it answers, if there is one.
    pub fn offer(&mut self, frame: &Frame) {
        if frame.error_code().is_some() {
            if let Some(waiting) = self.take(|waiting| waiting.is_meant(frame)) {
                let _ = waiting.refused(frame).map(|error| waiting.reply.send(Err(error)));
            }
            return;
        }
        if let Some(waiting) = self.take(|waiting| waiting.is_answered_by(frame))
            && let Some(answer) = answer_of(frame, waiting.index)
        {
            let _ = waiting.reply.send(Ok(answer));
        }
    }

    /// The connection is gone: whether a request took effect is not known.
    pub fn lost(&mut self, over: Option<Over>) {
        let lost = || Error::new(Kind::Transport, "The guest's connection was lost before the answer came.");
        for waiting in self.waiting.drain(..) {
            let error = over.map_or_else(lost, refusal::of_over);
            let _ = waiting.reply.send(Err(error.effect(Effect::Unknown)));
        }
    }

    fn take(&mut self, is_it: impl Fn(&Waiting) -> bool) -> Option<Waiting> {
        let place = self.waiting.iter().position(is_it)?;
        Some(self.waiting.remove(place))
    }
}

impl Waiting {
    fn refused(&self, frame: &Frame) -> Option<Error> {
        if self.wants == Wants::Echo { refusal::of_message(frame) } else { refusal::of_frame(frame) }
    }

    /// By tracing id; a frame without one belongs to the oldest request.
    fn is_meant(&self, frame: &Frame) -> bool {
        frame.tracing_id.as_ref().is_none_or(|id| *id == self.tracing_id)
    }

    fn is_answered_by(&self, frame: &Frame) -> bool {
        match (&frame.body, self.wants) {
            (Body::Message(message), Wants::Echo) => {
                message.direction == Direction::Inbound && frame.tracing_id.as_ref() == Some(&self.tracing_id)
            }
            (Body::Session(session), Wants::Session { connected }) => {
                session.connected == connected && self.is_meant(frame)
            }
            (Body::Jwt(_), Wants::Jwt) => self.is_meant(frame),
            (Body::SessionCleared, Wants::Cleared) => true,
            _ => false,
        }
    }
}

fn answer_of(frame: &Frame, index: usize) -> Option<Answer> {
    match &frame.body {
        Body::Message(_) => Some(Answer::Echo { index }),
        Body::Session(session) => Some(Answer::Session(session.clone())),
        Body::Jwt(jwt) => Some(Answer::Jwt(jwt.clone())),
        Body::SessionCleared => Some(Answer::Cleared),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_409_says_read_only_to_a_message_alone() {
        let frame = r#"{"type":"response","class":"string","code":409,"body":"no","tracingId":"t"}"#;
        let frame = Frame::read(frame).expect("a frame");
        for (wants, is_read_only) in [(Wants::Echo, true), (Wants::Jwt, false), (Wants::Cleared, false)] {
            let (reply, mut answer) = oneshot::channel();
            let mut exchange = Exchange::default();
            exchange.add("t".to_string(), wants, 0, reply);
            exchange.offer(&frame);
            let error = answer.try_recv().expect("answered").expect_err("refused");
            assert_eq!((error.kind, error.context.status), (Kind::Rejected, Some(409)));
            assert_eq!(error.message.contains("read-only"), is_read_only, "{wants:?}: {}", error.message);
        }
    }
}
