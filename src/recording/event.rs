//! What is told to a recording, as it crossed; and the line that it becomes.

use serde_json::{Map, Value, json};

use super::shape::{NOT_JSON, Shaper, is_id};

/// Who saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    Client,
    Guest,
    Door,
}

impl By {
    pub const ALL: [Self; 3] = [Self::Client, Self::Guest, Self::Door];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Guest => "guest",
            Self::Door => "door",
        }
    }
}

/// Whether it goes to this machine alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Simulator,
    Live,
}

/// Why there is no answer, or not all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    Connect,
    Tls,
    /// Nobody waited for it any longer.
    Timeout,
    Reset,
    TooLarge,
    Compressed,
}

impl Failed {
    const fn word(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::Reset => "reset",
            Self::TooLarge => "too-large",
            Self::Compressed => "compressed",
        }
    }
}

/// Who ended a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Guest,
    Server,
}

#[derive(Debug)]
pub enum What {
    Asked {
        request: u32,
        host: &'static str,
        reach: Reach,
        method: String,
        path: String,
        query: String,
        body: Option<Vec<u8>>,
    },
    Answered {
        request: u32,
        path: String,
        head: Option<Head>,
        body: Option<Vec<u8>>,
        failed: Option<Failed>,
    },
    Opens {
        socket: u32,
        reach: Reach,
        path: String,
        query: String,
    },
    Opened {
        socket: u32,
    },
    Refused {
        socket: u32,
        status: Option<u16>,
    },
    Sent {
        socket: u32,
        text: String,
    },
    Received {
        socket: u32,
        text: String,
    },
    Closed {
        socket: u32,
        code: Option<u16>,
        by: Side,
    },
}

/// The beginning of an answer: the headers that matter.
#[derive(Debug)]
pub struct Head {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
}

impl What {
    /// How much memory it holds while it waits.
    pub fn weight(&self) -> usize {
        match self {
            Self::Asked { query, body, .. } => query.len() + body.as_ref().map_or(0, Vec::len),
            Self::Answered { body, .. } => body.as_ref().map_or(0, Vec::len),
            Self::Opens { query, .. } => query.len(),
            Self::Sent { text, .. } | Self::Received { text, .. } => text.len(),
            Self::Opened { .. } | Self::Refused { .. } | Self::Closed { .. } => 0,
        }
    }

    /// Whether it shows where the run went; nothing where it says nothing of that.
    pub const fn reach(&self) -> Option<Reach> {
        match self {
            Self::Asked { reach, .. } | Self::Opens { reach, .. } => Some(*reach),
            _ => None,
        }
    }

    /// The line of it, without its time.
    pub fn line(self, by: By, shaper: &Shaper) -> Map<String, Value> {
        let mut line = Map::from_iter([("by".to_string(), json!(by.word()))]);
        let mut tell = |field: &str, value: Value| {
            line.insert(field.to_string(), value);
        };
        match self {
            Self::Asked { request, host, reach: _, method, path, query, body } => {
                tell("request", json!(request));
                if host != API {
                    tell("host", json!(host));
                }
                tell("method", json!(method));
                tell("path", json!(shaper.path(&path)));
                if !query.is_empty() {
                    tell("query", shaper.query(&query));
                }
                if let Some(body) = body {
                    tell("body", shaper.body(&body, owner_in(&path)));
                }
            }
            Self::Answered { request, path, head, body, failed } => {
                tell("answer", json!(request));
                if let Some(head) = head {
                    tell("status", json!(head.status));
                    tell("headers", shaper.headers(&head.headers));
                }
                if let Some(body) = body.filter(|body| !body.is_empty()) {
                    tell("body", shaper.body(&body, owner_in(&path)));
                }
                if let Some(failed) = failed {
                    tell("failed", json!(failed.word()));
                }
            }
            Self::Opens { socket, reach: _, path, query } => {
                tell("socket", json!(socket));
                tell("opens", json!({ "path": shaper.path(&path), "query": shaper.query(&query) }));
            }
            Self::Opened { socket } => {
                tell("socket", json!(socket));
                tell("opened", json!(true));
            }
            Self::Refused { socket, status } => {
                tell("socket", json!(socket));
                tell("refused", json!(status));
            }
            Self::Sent { socket, text } => {
                tell("socket", json!(socket));
                tell("sent", frame(&text, shaper));
            }
            Self::Received { socket, text } => {
                tell("socket", json!(socket));
                tell("received", frame(&text, shaper));
            }
            Self::Closed { socket, code, by } => {
                tell("socket", json!(socket));
                let mut closed = Map::new();
                if let Some(code) = code {
                    closed.insert("code".into(), json!(code));
                }
                closed.insert("by".into(), json!(if by == Side::Guest { "guest" } else { "server" }));
                tell("closed", Value::Object(closed));
            }
        }
        line
    }
}

/// The host that is meant where none is named.
pub const API: &str = "api";

fn frame(text: &str, shaper: &Shaper) -> Value {
    if text.is_empty() { json!(NOT_JSON) } else { shaper.body(text.as_bytes(), "") }
}

/// The first id of an address.
fn owner_in(path: &str) -> &str {
    path.split('/').find(|part| is_id(part)).unwrap_or_default()
}
