//! The moments: a close of some kind, a request of it, and how far that has come.

use serde_json::{Value, json};

/// A request of a close, as the simulator's faults and the trace know it.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub step: &'static str,
    pub method: &'static str,
    /// A pattern.
    pub path: &'static str,
    pub nth: u32,
}

#[derive(Debug, Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    pub resource: &'static str,
    pub options: fn() -> Value,
    pub notifications: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The server has it, and nothing is done.
    Arrived,
    /// It is done, and not answered.
    Done,
    /// Its answer was just read.
    Answered,
    /// It was refused for now, and is about to be repeated.
    Backoff,
    /// It was limited, and waits for the server's time.
    Limited,
    /// By the clock, wherever that is.
    Clock,
}

#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub kind: Kind,
    pub asked: Asked,
    pub when: When,
}

const fn asked(step: &'static str, method: &'static str, path: &'static str, nth: u32) -> Asked {
    Asked { step, method, path, nth }
}

const LOG_IN: Asked = asked("log in", "POST", "^/oauth/token$", 1);
const READ: Asked = asked("first read", "GET", "^/api/v2/conversations/messages/[^/]+$", 1);
const VERIFY: Asked = asked("verifying read", "GET", "^/api/v2/conversations/messages/[^/]+$", 2);
const POLL: Asked = asked("third poll", "GET", "^/api/v2/conversations/messages/[^/]+$", 4);
const OWN_CODES: Asked = asked("wrap-up codes", "GET", "/participants/[^/]+/wrapupcodes$", 1);
const ALL_CODES: Asked = asked("wrap-up codes", "GET", "^/api/v2/routing/wrapupcodes", 1);
const AGENT: Asked = asked("write", "PATCH", "/participants/[^/]+$", 1);
const WHOLE: Asked = asked("write", "PATCH", "^/api/v2/conversations/messages/[^/]+$", 1);
const PUT: Asked = asked("write", "PUT", "^/api/v2/conversations/messaging/", 1);
const DETAIL: Asked = asked("communications", "GET", "^/api/v2/conversations/[^/]+$", 1);
const POST: Asked = asked("wrap-up post", "POST", "/wrapup$", 1);
const VERSION: Asked = asked("first read", "GET", "^/api/v2/conversations/messaging/", 1);
const VERSION_AGAIN: Asked = asked("verifying read", "GET", "^/api/v2/conversations/messaging/", 2);
const CHANNEL: Asked = asked("notification channel", "POST", "^/api/v2/notifications/channels$", 1);

const fn kind(name: &'static str, resource: &'static str, options: fn() -> Value) -> Kind {
    Kind { name, resource, options, notifications: false }
}

pub const CODE: &str = "E2E Test Closure";
const BY_ID: fn() -> Value = || json!({ "wrapUp": { "id": super::run::code_id() } });
const BY_NAME: fn() -> Value = || json!({ "wrapUp": { "name": CODE } });
const SWEEP: fn() -> Value = || json!({ "wrapUp": { "name": CODE }, "strategy": "conversation" });

const PLAIN: Kind = kind("messages", "messages", BY_ID);
const NAMED: Kind = kind("messages by name", "messages", BY_NAME);
const SWEPT: Kind = kind("messages as a whole", "messages", SWEEP);
const VERSIONED: Kind = kind("messaging", "messaging", BY_ID);
const VERSIONED_NAMED: Kind = kind("messaging by name", "messaging", BY_NAME);
const NOTIFIED: Kind = Kind { notifications: true, ..kind("messages with notifications", "messages", BY_ID) };

const fn at(kind: Kind, asked: Asked, when: When) -> Moment {
    Moment { kind, asked, when }
}

/// Every step of every kind of close; seeds go round them.
pub const MOMENTS: [Moment; 53] = [
    at(PLAIN, LOG_IN, When::Arrived),
    at(NAMED, LOG_IN, When::Done),
    at(VERSIONED, LOG_IN, When::Answered),
    at(PLAIN, LOG_IN, When::Backoff),
    at(VERSIONED, LOG_IN, When::Limited),
    at(PLAIN, READ, When::Arrived),
    at(NAMED, READ, When::Done),
    at(PLAIN, READ, When::Answered),
    at(PLAIN, READ, When::Backoff),
    at(NAMED, READ, When::Limited),
    at(VERSIONED, VERSION, When::Arrived),
    at(VERSIONED_NAMED, VERSION, When::Answered),
    at(VERSIONED, VERSION, When::Backoff),
    at(NAMED, OWN_CODES, When::Arrived),
    at(NAMED, OWN_CODES, When::Done),
    at(NAMED, OWN_CODES, When::Answered),
    at(NAMED, OWN_CODES, When::Backoff),
    at(SWEPT, OWN_CODES, When::Limited),
    at(VERSIONED_NAMED, ALL_CODES, When::Arrived),
    at(VERSIONED_NAMED, ALL_CODES, When::Answered),
    at(SWEPT, DETAIL, When::Arrived),
    at(SWEPT, DETAIL, When::Done),
    at(SWEPT, DETAIL, When::Answered),
    at(SWEPT, DETAIL, When::Backoff),
    at(PLAIN, AGENT, When::Arrived),
    at(PLAIN, AGENT, When::Done),
    at(NAMED, AGENT, When::Answered),
    at(PLAIN, AGENT, When::Backoff),
    at(NAMED, AGENT, When::Limited),
    at(SWEPT, WHOLE, When::Arrived),
    at(SWEPT, WHOLE, When::Done),
    at(SWEPT, WHOLE, When::Answered),
    at(SWEPT, WHOLE, When::Limited),
    at(VERSIONED, PUT, When::Arrived),
    at(VERSIONED_NAMED, PUT, When::Done),
    at(VERSIONED, PUT, When::Answered),
    at(VERSIONED_NAMED, PUT, When::Backoff),
    at(VERSIONED, PUT, When::Limited),
    at(PLAIN, VERIFY, When::Arrived),
    at(SWEPT, VERIFY, When::Answered),
    at(PLAIN, VERIFY, When::Backoff),
    at(SWEPT, VERIFY, When::Done),
    at(VERSIONED, VERSION_AGAIN, When::Arrived),
    at(VERSIONED_NAMED, VERSION_AGAIN, When::Backoff),
    at(PLAIN, POLL, When::Arrived),
    at(PLAIN, POLL, When::Answered),
    at(SWEPT, POST, When::Arrived),
    at(SWEPT, POST, When::Done),
    at(SWEPT, POST, When::Answered),
    at(SWEPT, POST, When::Backoff),
    at(NOTIFIED, CHANNEL, When::Arrived),
    at(NAMED, READ, When::Clock),
    at(VERSIONED_NAMED, VERSION, When::Clock),
];

pub fn of(seed: u64) -> Moment {
    MOMENTS[usize::try_from(seed).unwrap() % MOMENTS.len()]
}

pub fn label_of(seed: u64) -> String {
    of(seed).label()
}

pub fn labels() -> impl Iterator<Item = String> {
    MOMENTS.iter().map(Moment::label)
}

impl Moment {
    pub fn label(&self) -> String {
        let step = self.asked.step;
        match self.when {
            When::Arrived => format!("{step}: arrived"),
            When::Done => format!("{step}: done, not answered"),
            When::Answered => format!("{step}: answered"),
            When::Backoff => format!("{step}: about to be repeated"),
            When::Limited => format!("{step}: waits for the server's time"),
            When::Clock => "by the clock".into(),
        }
    }

    /// The rule that holds the close at this moment, or makes it come.
    pub fn rule(&self) -> Option<Value> {
        let mut rule = match self.when {
            When::Arrived => json!({ "stall": "before" }),
            When::Done => json!({ "stall": "after" }),
            When::Backoff => json!({ "respond": { "status": 503 } }),
            When::Limited => json!({ "respond": { "status": 429, "retryAfterSeconds": 2 } }),
            When::Answered | When::Clock => return None,
        };
        let path = json!({ "source": self.asked.path, "flags": "" });
        rule["on"] = json!({ "method": self.asked.method, "path": path, "nth": self.asked.nth });
        Some(rule)
    }
}
