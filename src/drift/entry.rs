//! One line of a recording.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// Who saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RecordedBy"))]
pub enum By {
    Client,
    Guest,
    Door,
}

/// The first line.
#[derive(Debug, Clone, Deserialize)]
pub struct Header {
    pub recording: u32,
    #[serde(default)]
    pub by: Vec<By>,
    #[serde(default)]
    pub mode: String,
}

/// The format that is read here.
pub const FORMAT: u32 = 1;

/// One event; numbers of requests and sockets are those of who saw them.
#[derive(Debug, Clone)]
pub struct Entry {
    pub at: u64,
    pub by: By,
    pub what: What,
}

#[derive(Debug, Clone)]
pub enum What {
    Request {
        number: u64,
        request: Request,
    },
    Answer {
        number: u64,
        answer: Answer,
    },
    Failed {
        number: u64,
    },
    Opens {
        socket: u64,
        to: Opens,
    },
    Opened {
        socket: u64,
    },
    /// `None`: nobody was reached.
    Refused {
        socket: u64,
        status: Option<u16>,
    },
    Sent {
        socket: u64,
        frame: Value,
    },
    Received {
        socket: u64,
        frame: Value,
    },
    Closed {
        socket: u64,
        closed: Closed,
    },
    /// The recorder could not go on.
    Ended,
}

impl What {
    /// Whether the org has said something by it.
    pub const fn is_of_the_org(&self) -> bool {
        matches!(self, Self::Answer { .. } | Self::Refused { .. } | Self::Received { .. })
    }

    pub const fn socket(&self) -> Option<u64> {
        match self {
            Self::Opens { socket, .. }
            | Self::Opened { socket }
            | Self::Refused { socket, .. }
            | Self::Sent { socket, .. }
            | Self::Received { socket, .. }
            | Self::Closed { socket, .. } => Some(*socket),
            _ => None,
        }
    }

    /// Whether something else waits for it in a replay: a guest's own end is nobody's turn.
    pub fn takes_part(&self) -> bool {
        match self {
            Self::Closed { closed, .. } => closed.by == "server",
            Self::Failed { .. } | Self::Ended => false,
            _ => true,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub query: Map<String, Value>,
    /// `None`: without a body.
    pub body: Option<Value>,
}

#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Map<String, Value>,
    pub body: Option<Value>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Opens {
    #[serde(default)]
    pub path: String,
    #[serde(default)]
    pub query: Map<String, Value>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Closed {
    #[serde(default)]
    pub code: Option<u16>,
    #[serde(default)]
    pub by: String,
}

/// Every field that a line may have.
#[derive(Deserialize)]
struct Line {
    at: u64,
    #[serde(default)]
    by: Option<By>,
    request: Option<u64>,
    answer: Option<u64>,
    socket: Option<u64>,
    method: Option<String>,
    path: Option<String>,
    #[serde(default)]
    query: Map<String, Value>,
    #[serde(default, deserialize_with = "there")]
    body: Option<Value>,
    status: Option<u16>,
    #[serde(default)]
    headers: Map<String, Value>,
    failed: Option<String>,
    opens: Option<Opens>,
    opened: Option<bool>,
    #[serde(default, deserialize_with = "there")]
    refused: Option<Value>,
    sent: Option<Value>,
    received: Option<Value>,
    closed: Option<Closed>,
    ended: Option<String>,
}

/// A body that is null is a body.
fn there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

fn as_status(value: &Value) -> Option<u16> {
    value.as_u64().and_then(|status| u16::try_from(status).ok())
}

impl Entry {
    /// `None`: a line that says nothing that is known here.
    pub fn read(text: &str) -> Option<Self> {
        let line: Line = serde_json::from_str(text).ok()?;
        let (at, by) = (line.at, line.by);
        if line.ended.is_some() {
            return Some(Self { at, by: by.unwrap_or(By::Client), what: What::Ended });
        }
        let by = by?;
        line.what().map(|what| Self { at, by, what })
    }
}

impl Line {
    fn what(self) -> Option<What> {
        if let Some(number) = self.request {
            let request =
                Request { method: self.method?, path: self.path?, query: self.query, body: self.body };
            return Some(What::Request { number, request });
        }
        if let Some(number) = self.answer {
            return Some(match (self.failed, self.status) {
                (Some(_), _) => What::Failed { number },
                (None, status) => {
                    let answer = Answer { status: status?, headers: self.headers, body: self.body };
                    What::Answer { number, answer }
                }
            });
        }
        self.of_socket()
    }

    fn of_socket(self) -> Option<What> {
        let socket = self.socket?;
        let opened = self.opened.filter(|opened| *opened).map(|_| What::Opened { socket });
        self.opens
            .map(|to| What::Opens { socket, to })
            .or(opened)
            .or(self.refused.map(|status| What::Refused { socket, status: as_status(&status) }))
            .or(self.sent.map(|frame| What::Sent { socket, frame }))
            .or(self.received.map(|frame| What::Received { socket, frame }))
            .or(self.closed.map(|closed| What::Closed { socket, closed }))
    }
}
