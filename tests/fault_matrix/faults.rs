//! The faults of the matrix, and the requests that they strike.

use serde_json::{Value, json};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    FirstRead,
    VerifyingRead,
    Write,
    Token,
}

/// One kind of request on one resource.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub resource: &'static str,
    pub method: &'static str,
    pub target: Target,
}

impl Row {
    pub const fn column(&self) -> usize {
        self.target as usize
    }

    /// How often the fault meets requests before it is due.
    pub const fn nth(&self) -> u32 {
        if matches!(self.target, Target::VerifyingRead) { 2 } else { 1 }
    }

    pub fn path(&self, id: &str) -> Value {
        match (self.target, self.method) {
            (Target::Token, _) => json!("/oauth/token"),
            (_, "POST") => json!(format!("/api/v2/conversations/{id}/disconnect")),
            (_, "PATCH") => {
                json!({ "source": format!("^/api/v2/conversations/messages/{id}/participants/[^/]+$"), "flags": "" })
            }
            _ => json!(format!("/api/v2/conversations/{}/{id}", self.resource)),
        }
    }
}

const fn row(resource: &'static str, method: &'static str, target: Target) -> Row {
    Row { resource, method, target }
}

pub const ROWS: [Row; 9] = [
    row("messages", "GET", Target::FirstRead),
    row("messages", "GET", Target::VerifyingRead),
    row("messages", "PATCH", Target::Write),
    row("messages", "POST", Target::Write),
    row("messages", "POST", Target::Token),
    row("messaging", "GET", Target::FirstRead),
    row("messaging", "GET", Target::VerifyingRead),
    row("messaging", "PUT", Target::Write),
    row("messaging", "POST", Target::Token),
];

/// Methods that a close does not use on a resource.
pub const NOT_THERE: [(&str, &str, &str); 3] = [
    ("messages", "PUT", "the published resource is written by PATCH and POST only"),
    ("messaging", "PATCH", "the versioned resource is written by PUT only"),
    ("messaging", "POST", "it answers 200 and changes nothing; this package never sends it"),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasts {
    Once,
    Ever,
}

#[derive(Debug, Clone, Copy)]
pub struct Fault {
    pub name: &'static str,
    /// What a rule of the simulator says beside `on`; nothing where no connection is made.
    does: Option<fn(Lasts) -> Value>,
}

impl Fault {
    pub fn is_refusal(&self) -> bool {
        self.does.is_none()
    }

    /// Whether the request has done its work by then.
    pub fn comes_after(&self) -> bool {
        self.name.ends_with("after")
            || ["truncated", "not JSON", "wrong shape", "10 MiB body"].contains(&self.name)
    }

    pub fn is_stall(&self) -> bool {
        self.name.starts_with("stall")
    }

    pub fn rule(&self, row: &Row, id: &str, lasts: Lasts) -> Value {
        let mut rule = self.does.expect("a rule")(lasts);
        // So many that they do not end.
        let times = if lasts == Lasts::Once { 1 } else { 1_000_000 };
        rule["on"] = json!({ "method": row.method, "path": row.path(id), "nth": row.nth(), "times": times });
        rule
    }
}

const fn fault(name: &'static str, does: fn(Lasts) -> Value) -> Fault {
    Fault { name, does: Some(does) }
}

pub const FAULTS: [Fault; 21] = [
    fault("401", |_| json!({ "respond": { "status": 401 } })),
    fault("403", |_| json!({ "respond": { "status": 403 } })),
    fault(
        "403 not.authorized",
        |_| json!({ "respond": { "status": 403, "body": { "code": "not.authorized", "status": 403, "message": "no" } } }),
    ),
    fault("404", |_| json!({ "respond": { "status": 404 } })),
    fault("408", |_| json!({ "respond": { "status": 408 } })),
    fault("409", |_| json!({ "respond": { "status": 409 } })),
    fault("429 with Retry-After", |lasts| {
        // A wait that fits into the deadline, and one that does not.
        let seconds = if lasts == Lasts::Once { 1 } else { 60 };
        json!({ "respond": { "status": 429, "retryAfterSeconds": seconds } })
    }),
    fault("429", |_| json!({ "respond": { "status": 429 } })),
    fault("500", |_| json!({ "respond": { "status": 500 } })),
    fault(
        "502 html",
        |_| json!({ "respond": { "status": 502, "body": "<html><h1>Bad gateway</h1></html>" } }),
    ),
    fault("503", |_| json!({ "respond": { "status": 503 } })),
    fault("504", |_| json!({ "respond": { "status": 504 } })),
    Fault { name: "connect refused", does: None },
    fault("reset before", |_| json!({ "cut": "before" })),
    fault("reset after", |_| json!({ "cut": "after" })),
    fault("stall before", |_| json!({ "stall": "before" })),
    fault("stall after", |_| json!({ "stall": "after" })),
    fault("truncated", |_| json!({ "garble": "truncated" })),
    fault("not JSON", |_| json!({ "garble": "not-json" })),
    fault("wrong shape", |_| json!({ "garble": "wrong-shape" })),
    fault("10 MiB body", |_| json!({ "garble": "too-long" })),
];
