//! What the guest's socket can testify: told or not, and if not, why.

use serde::Serialize;

use super::event::{EventKind, Way};
use super::inbox::Inbox;
use super::socket_life::{Line, Refused};
use super::standing::{Closure, End, Proof};

/// One independent observation that the conversation is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Witness", optional_fields))]
pub struct Testimony {
    /// `'nothing'`: it could not see, which is no word against it.
    pub saw: Saw,
    /// How the guest was told; absent for the server, and where it was not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(type = "\"ReadOnly\" | \"Send\"", optional))]
    pub mode: Option<&'static str>,
    /// How long after the write it was seen; below zero where the guest was told before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_ms: Option<i64>,
    /// What was seen, or why nothing was, in one sentence.
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "WireSaw"))]
pub enum Saw {
    Closed,
    /// The guest's socket could have carried a closing frame, and did not.
    Open,
    /// It could not have.
    Nothing,
}

impl Testimony {
    pub fn nothing(why: &str) -> Self {
        without_frame(Saw::Nothing, why.into())
    }
}

impl Inbox {
    /// What was seen up to `now`; `since` is the moment asked about: the server's close where
    /// it is known, else the start of the watch. No message text stands in it.
    pub fn testimony(&self, now: i64, since: i64) -> Testimony {
        match self.closure() {
            Some(closure) if closure.kind.is_closure() => closed(closure, since),
            Some(closure) => without_frame(Saw::Nothing, over(closure.kind).to_string()),
            None => self.not_told(now, since),
        }
    }

    fn not_told(&self, now: i64, since: i64) -> Testimony {
        match self.socket.line() {
            Line::Never => self.without_socket("the guest's socket was never open".into()),
            Line::Down { since: down } => self.without_socket(socket_down(now - down)),
            Line::Up { .. } if !self.can_hear() => without_frame(Saw::Nothing, NO_SESSION.into()),
            Line::Up { .. } => without_frame(Saw::Open, self.no_frame(now, since)),
        }
    }

    /// Why no socket stands says its last connect.
    fn without_socket(&self, detail: String) -> Testimony {
        let refused = self.socket.refused().map(|Refused(status)| {
            let why = status.map_or("came to nothing".into(), |status| format!("was refused with {status}"));
            format!("; its last connect {why}")
        });
        without_frame(Saw::Nothing, detail + &refused.unwrap_or_default())
    }

    fn no_frame(&self, now: i64, since: i64) -> String {
        let mut sentences = Vec::new();
        if let Some(at) = self.standing.reopened_at() {
            sentences.push(format!("told, then reopened {} ms ago: somebody spoke after the end", now - at));
        } else if let Some(at) = self.told_before() {
            sentences.push(format!(
                "no closing frame that counts; that of {} ms ago is older than this session, or than something said in it",
                now - at
            ));
        } else {
            sentences.push(format!("no closing frame within {} ms", (now - since).max(0)));
        }
        if let Some((from, to)) = self.socket.last_gap().filter(|(_, to)| *to >= since) {
            sentences.push(format!("the socket was down for {} ms of that time", to - from.max(since)));
        }
        if self.lost_on_the_way {
            sentences.push("the guest's history holds one, so it was lost on the way".into());
        }
        // Where a frame came, the configuration that was read is older than the org.
        if self.deployment_tells == Some(false) && self.standing.reopened_at().is_none() {
            sentences.push("this deployment never tells the guest: conversationDisconnect is off".into());
        }
        sentences.push(self.last_frames_seen(now));
        sentences.join("; ")
    }

    /// When a closing frame came that ends nothing now, where it is one of the last frames.
    fn told_before(&self) -> Option<i64> {
        self.last_frames.iter().rfind(|(_, kind, _)| *kind == EventKind::Closed).map(|(.., at)| *at)
    }

    fn last_frames_seen(&self, now: i64) -> String {
        if self.last_frames.is_empty() {
            return "no frame was seen at all".into();
        }
        let frames: Vec<_> = self
            .last_frames
            .iter()
            .map(|(direction, kind, at)| {
                let own = if *direction == Way::Sent { "own " } else { "" };
                format!("{own}{} {} ms ago", kind.word(), now - at)
            })
            .collect();
        format!("last frames: {}", frames.join(", "))
    }
}

fn closed(closure: &Closure, since: i64) -> Testimony {
    let mode = closure.mode.unwrap_or_default();
    let detail = match closure.by {
        Proof::Frame => format!("told by Presence Disconnect; mode {mode}"),
        Proof::Session => format!("locked: the session is read-only on (re)connecting; mode {mode}"),
        Proof::Refusal => format!("locked: a message was refused with 409, read-only; mode {mode}"),
        Proof::History => format!("told, as the guest's history shows after (re)connecting; mode {mode}"),
    };
    Testimony { saw: Saw::Closed, mode: closure.mode, after_ms: Some(closure.at - since), detail }
}

const NO_SESSION: &str =
    "the guest's socket is open, and no session is configured on it: no frame can reach it";

fn without_frame(saw: Saw, detail: String) -> Testimony {
    Testimony { saw, mode: None, after_ms: None, detail }
}

fn socket_down(ms: i64) -> String {
    format!("the guest's socket has been down for {ms} ms; no closing frame could reach it")
}

/// Ends of the guest's view that are no closure.
pub const fn over(kind: End) -> &'static str {
    match kind {
        End::Cleared => "the guest cleared the conversation; that is no closing frame",
        End::Expired => "the guest's session expired before any closing frame",
        End::Displaced => "the server dropped this connection for another one of the same guest",
        End::Refused => "the server refused the guest's session",
        End::Told | End::Locked => "the guest was told",
    }
}
