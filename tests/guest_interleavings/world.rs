//! A small world of a server, a wire and a guest, moved by the seed alone.

use fastrand::Rng;
use playwright_genesys::guest::event::Origin;
use playwright_genesys::guest::inbox::{Inbox, Reading};
use playwright_genesys::guest::socket_life::Phase;
use serde_json::{Value, json};

use crate::fact::{Fact, InFlight, Setting};
use crate::oracle::Guest;

/// One entry of the server's record of a session: time, is it said, is it an end.
#[derive(Clone, Debug)]
struct Entry {
    time: i64,
    body: Value,
    said: bool,
    end: bool,
}

pub struct World {
    rng: Rng,
    setting: Setting,
    now: i64,
    ids: u64,
    session: u32,
    ended: bool,
    locked: bool,
    expired: bool,
    record: Vec<Entry>,
    pub wire: Vec<InFlight>,
    socket_up: bool,
    guest: Guest,
    inbox: Inbox,
    trace: Vec<String>,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let setting = rng.choice([Setting::Off, Setting::Send, Setting::ReadOnly]).expect("three settings");
        let mut world = Self {
            rng,
            setting,
            now: 1_700_000_000_000,
            ids: 0,
            session: 1,
            ended: false,
            locked: false,
            expired: false,
            record: Vec::new(),
            wire: Vec::new(),
            socket_up: false,
            guest: Guest::default(),
            inbox: Inbox::default(),
            trace: Vec::new(),
        };
        world.connect(true);
        world
    }

    fn tick(&mut self) -> i64 {
        self.now += self.rng.i64(1..50);
        self.now
    }

    fn id(&mut self) -> String {
        self.ids += 1;
        format!("{:032x}", self.ids)
    }

    /// The socket opens; the first answer on it is never overtaken.
    fn connect(&mut self, new: bool) {
        self.guest.reconnected();
        self.inbox.socket(Phase::Open { attempt: 1 }, self.now);
        self.socket_up = true;
        self.session_response(new);
    }

    fn session_response(&mut self, new: bool) {
        let body = json!({ "connected": true, "newSession": new, "readOnly": self.locked });
        let text =
            json!({ "type": "response", "class": "SessionResponse", "code": 200, "body": body }).to_string();
        let fact = Fact::Session { new, read_only: self.locked, session: self.session };
        self.deliver(InFlight { text, fact, live_time: None, is_history: false });
    }

    /// A message of the conversation, recorded and, where the socket is up, on its way.
    fn message(&mut self, mut body: Value, time: i64, fact: Fact, tracing_id: Option<String>) {
        body["channel"] = json!({ "time": stamp(time) });
        body["id"] = json!(self.id());
        let said = body["type"] != "Event";
        let end = matches!(fact, Fact::End { .. });
        self.record.push(Entry { time, body: body.clone(), said, end });
        let mut frame = json!({ "type": "message", "class": "StructuredMessage", "code": 200, "body": body });
        if let Some(id) = tracing_id {
            frame["tracingId"] = json!(id);
        }
        self.send(InFlight { text: frame.to_string(), fact, live_time: Some(time), is_history: false });
    }

    fn send(&mut self, frame: InFlight) {
        if self.socket_up {
            self.wire.push(frame);
        }
    }

    fn agent_speaks(&mut self) {
        if self.expired || (self.ended && self.setting == Setting::ReadOnly) {
            return;
        }
        let time = self.tick();
        self.ended = false;
        let body = json!({ "type": "Text", "direction": "Outbound", "text": "hello" });
        self.message(body, time, Fact::Life { time, session: self.session }, None);
    }

    fn agent_types(&mut self) {
        let time = self.tick();
        let events = json!([{ "eventType": "Typing", "typing": { "type": "On" } }]);
        self.message(
            json!({ "type": "Event", "direction": "Outbound", "events": events }),
            time,
            Fact::Noise,
            None,
        );
    }

    fn conversation_ends(&mut self) {
        if self.expired || self.ended || self.record.is_empty() {
            return;
        }
        self.ended = true;
        self.locked = self.setting == Setting::ReadOnly;
        let time = self.tick();
        if self.setting == Setting::Off {
            return;
        }
        let events = json!([{ "eventType": "Presence", "presence": { "type": "Disconnect" } }]);
        let mut body = json!({ "type": "Event", "direction": "Outbound", "events": events });
        if self.locked {
            body["metadata"] = json!({ "readOnly": "true" });
        }
        self.message(body, time, Fact::End { time, locks: self.locked, session: self.session }, None);
    }

    /// The guest writes; the server takes it now, the echo comes some time.
    fn guest_writes(&mut self) {
        if self.expired || !self.socket_up {
            return;
        }
        let tracing_id = format!("t-{}", self.id());
        let request = json!({ "action": "onMessage", "tracingId": tracing_id, "token": "x",
            "message": { "type": "Text", "text": "payload" } });
        let time = self.tick();
        self.inbox.sent(&request.to_string(), time);
        if self.locked {
            let frame = json!({ "type": "response", "class": "string", "code": 409, "tracingId": tracing_id,
                "body": "Session is read-only, no new messages allowed" });
            let fact = Fact::Locked { session: self.session };
            self.send(InFlight { text: frame.to_string(), fact, live_time: None, is_history: false });
            return;
        }
        // Where the guest may still write, what the server takes after the end resumes the conversation.
        self.ended = false;
        let body = json!({ "type": "Text", "direction": "Inbound", "text": "payload" });
        self.message(body, time, Fact::Echo { time, session: self.session }, Some(tracing_id));
    }

    fn reconnects(&mut self) {
        self.wire.clear();
        self.inbox.socket(Phase::Closed { code: None, was_clean: Some(false), attempt: 1 }, self.now);
        self.socket_up = false;
        for _ in 0..self.rng.usize(0..3) {
            match self.rng.u8(0..3) {
                0 => self.agent_speaks(),
                _ => self.conversation_ends(),
            }
        }
        self.tick();
        let new = std::mem::take(&mut self.expired);
        if new {
            self.new_session();
        }
        self.connect(new);
    }

    fn new_session(&mut self) {
        self.session += 1;
        (self.ended, self.locked) = (false, false);
        self.record.clear();
    }

    /// Only from a read-only end, as the vendor allows; its frames may still be on the way.
    fn starts_anew(&mut self) {
        if !(self.locked && self.guest.shows_closed() && self.socket_up) {
            return;
        }
        // closeSession comes first, and is answered so; it says nothing of the session to come.
        let body = json!({ "connected": false, "newSession": false, "readOnly": true });
        let text =
            json!({ "type": "response", "class": "SessionResponse", "code": 200, "body": body }).to_string();
        self.deliver(InFlight { text, fact: Fact::Noise, live_time: None, is_history: false });
        self.new_session();
        self.tick();
        self.session_response(true);
        self.guest_writes();
    }

    fn history_is_asked(&mut self) {
        if !self.socket_up {
            return;
        }
        let mut end = None;
        for entry in &self.record {
            if entry.end {
                end = Some((entry.time, self.locked));
            } else if entry.said && !self.locked {
                end = None;
            }
        }
        let entities: Vec<_> = self.record.iter().rev().map(|entry| entry.body.clone()).collect();
        let life = self.record.iter().filter(|entry| entry.said).map(|entry| entry.time).max();
        let reading = self.rng.choice([Reading::TakingUp, Reading::Asked]).expect("two of them");
        let fact = Fact::History { end, life, reading, session: self.session };
        // The answer comes over REST at once, unlike frames it is not held back here.
        self.deliver(InFlight { text: json!(entities).to_string(), fact, live_time: None, is_history: true });
    }

    fn session_expires(&mut self) {
        if self.locked || self.ended {
            return;
        }
        self.expired = true;
        let frame = json!({ "type": "response", "class": "SessionExpiredEvent", "code": 200, "body": {} });
        let fact = Fact::Expired { session: self.session };
        self.send(InFlight { text: frame.to_string(), fact, live_time: None, is_history: false });
    }

    fn hostile_frame(&mut self) {
        let text = match self.rng.u8(0..4) {
            0 => r#"{"type":"message","class":"StructuredMessage","code":200,"body":{"events":[{"eventType":"Presence","presence":{"type":"Disconnect"}}],"type":"Event","direction":"Inbound"}}"#.into(),
            1 => r#"{"type":"response","class":"StructuredMessage","code":200,"body":{"events":[{"eventType":"Presence","presence":{"type":"Disconnect"}}],"type":"Event","direction":"Outbound"}}"#.into(),
            2 => r#"{"type":"message","class":"StructuredMessage","code":200,"body":{"dire"#.into(),
            _ => format!("{}{}", "[".repeat(500), "]".repeat(500)),
        };
        self.send(InFlight { text, fact: Fact::Noise, live_time: None, is_history: false });
    }

    /// Any frame on the way may be the next; some come twice.
    pub fn wire_moves(&mut self) {
        if self.wire.is_empty() {
            return;
        }
        let next = self.rng.usize(0..self.wire.len());
        let again = self.rng.u8(0..5) == 0;
        let frame = if again { self.wire[next].clone() } else { self.wire.remove(next) };
        self.deliver(frame);
    }

    fn deliver(&mut self, frame: InFlight) {
        self.guest.learn(&frame);
        if frame.is_history {
            let entities: Vec<Value> = serde_json::from_str(&frame.text).expect("our own JSON");
            let Fact::History { reading, .. } = frame.fact else { panic!("history is history") };
            self.inbox.history(&entities, reading, self.now);
        } else {
            self.inbox.received(&frame.text, self.now, Origin::Server);
        }
        self.trace.push(format!("{} {:?}", self.now, frame.fact));
    }

    pub fn step(&mut self) {
        match self.rng.u8(0..20) {
            0..=1 => self.agent_speaks(),
            2 => self.agent_types(),
            3..=5 => self.guest_writes(),
            6..=7 => self.conversation_ends(),
            8 => self.reconnects(),
            9 => self.history_is_asked(),
            10 => self.starts_anew(),
            11 => self.hostile_frame(),
            12 if self.rng.u8(0..4) == 0 => self.session_expires(),
            _ => self.wire_moves(),
        }
    }

    pub fn inbox_says_closed(&self) -> bool {
        self.inbox.closure().is_some_and(|closure| closure.kind.is_closure())
    }

    pub fn check(&self, seed: u64) {
        assert_eq!(
            self.inbox_says_closed(),
            self.guest.shows_closed(),
            "seed {seed}, {:?}: the inbox says {:?}; delivered:\n{}",
            self.setting,
            self.inbox.closure(),
            self.trace.join("\n")
        );
        if self.setting == Setting::Off {
            assert!(!self.inbox_says_closed(), "seed {seed}: nobody told this guest");
        }
    }
}

fn stamp(time: i64) -> String {
    let format = &time::format_description::well_known::Rfc3339;
    let nanos = i128::from(time) * 1_000_000;
    time::OffsetDateTime::from_unix_timestamp_nanos(nanos).expect("a time").format(format).expect("formats")
}
