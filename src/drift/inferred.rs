//! What org it was, as far as a recording tells: the simulator is set up like it.

mod codes;

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use self::codes::Codes;
use super::book::Book;
use super::entry::{Answer, By, Entry, Request, What};
use super::place::{Kind, Place, template};
use super::progress::{Rank, participants, rank};
use super::rows::name_of;
use crate::simulator::{Connection, Known};

/// Of what is counted one by one, more are not looked at.
const MANY: usize = 5_000;

/// What was seen, entry by entry.
#[derive(Default)]
pub struct Inferred {
    asked: HashMap<(By, u64), Request>,
    opening: HashMap<(By, u64), Place>,
    deployment: Option<Place>,
    /// As the deployment's configuration says.
    configured: Option<&'static str>,
    /// As guests were told.
    told: Option<&'static str>,
    clears: Option<bool>,
    starts: Option<bool>,
    file_types: usize,
    guests: bool,
    ended: bool,
    codes: Codes,
    queues: Vec<Place>,
    agents: Agents,
    prompt: Option<String>,
    timeout_ms: Option<u64>,
    messaging: Option<bool>,
    messages: bool,
    refused_clients: Option<u16>,
    requests_per_minute: Option<u64>,
    /// By conversation: whether the customer was there after all others, at last.
    stays: HashMap<String, bool>,
}

/// How the first look at each conversation found its agent.
#[derive(Default)]
struct Agents {
    looked: HashSet<String>,
    connected: bool,
    alerting: bool,
    none: bool,
}

impl Inferred {
    pub fn see(&mut self, entry: &Entry) {
        match &entry.what {
            What::Request { number, request } if self.asked.len() < MANY => {
                self.asked.insert((entry.by, *number), request.clone());
            }
            What::Answer { number, answer } => {
                if let Some(request) = self.asked.remove(&(entry.by, *number)) {
                    self.answered(&request, answer);
                }
            }
            What::Failed { number } => drop(self.asked.remove(&(entry.by, *number))),
            What::Opens { socket, to } => {
                self.guests = true;
                let id = to.query.get("deploymentId").and_then(Value::as_str).and_then(Place::of);
                self.opening.extend(id.map(|id| ((entry.by, *socket), id)));
            }
            What::Opened { socket } => {
                let id = self.opening.remove(&(entry.by, *socket));
                self.deployment = self.deployment.take().or(id);
            }
            What::Received { frame, .. } => self.received(frame),
            _ => {}
        }
    }

    fn received(&mut self, frame: &Value) {
        let body = &frame["body"];
        if name_of(frame) == "Disconnect" {
            let read_only = body["metadata"]["readOnly"] == "true";
            self.told = Some(if read_only || self.told == Some("ReadOnly") { "ReadOnly" } else { "Send" });
        }
        let types = body["allowedMedia"]["inbound"]["fileTypes"].as_array().map_or(0, Vec::len);
        self.file_types = self.file_types.max(types);
    }

    fn answered(&mut self, request: &Request, answer: &Answer) {
        let template = template(&request.path);
        let is_good = answer.status < 300;
        let null = Value::Null;
        let body = answer.body.as_ref().unwrap_or(&null);
        if let Some(Value::Number(allowed)) = answer.headers.get("inin-ratelimit-allowed") {
            self.requests_per_minute = allowed.as_u64();
        }
        if template == "/oauth/token" && [400, 401].contains(&answer.status) {
            self.refused_clients = Some(answer.status);
        }
        if template == "/api/v2/conversations/messaging/<id>" && [200, 404].contains(&answer.status) {
            self.messaging = Some(is_good || self.messaging == Some(true));
        }
        if !is_good {
            return;
        }
        if let Some(body) = &request.body {
            self.codes.given(body);
        }
        self.configured(body);
        if template.ends_with("/wrapupcodes") {
            self.codes.listed(body, template == "/api/v2/routing/wrapupcodes");
        }
        if let Some(id) = request.path.strip_prefix("/api/v2/routing/queues/") {
            self.queues_of(id.split('/').next().unwrap_or_default());
        }
        if template.starts_with("/api/v2/conversations/") && request.method == "GET" {
            self.messages |= template.starts_with("/api/v2/conversations/messages/");
            self.conversation(&request.path, body);
        }
    }

    fn configured(&mut self, body: &Value) {
        let conversations = &body["messenger"]["apps"]["conversations"];
        let disconnect = &conversations["conversationDisconnect"];
        match (&disconnect["enabled"], disconnect["type"].as_str()) {
            (Value::Bool(false), _) => self.configured = Some("off"),
            (Value::Bool(true), Some("Send")) => self.configured = Some("Send"),
            (Value::Bool(true), Some("ReadOnly")) => self.configured = Some("ReadOnly"),
            _ => {}
        }
        self.clears = conversations["conversationClear"]["enabled"].as_bool().or(self.clears);
        self.starts = conversations["autoStart"]["enabled"].as_bool().or(self.starts);
    }

    fn queues_of(&mut self, id: &str) {
        let place = Place::of(id).filter(|place| place.kind == Kind::Id);
        if let Some(place) = place.filter(|place| self.queues.len() < 100 && !self.queues.contains(place)) {
            self.queues.push(place);
        }
    }

    fn conversation(&mut self, path: &str, body: &Value) {
        let all = participants(body);
        if all.is_empty() {
            return;
        }
        let is_customer = |each: &&Value| each["purpose"] == "customer" || each["purpose"] == "external";
        let over = |each: &Value| rank(each) == Rank::Ended;
        for agent in all.iter().filter(|each| each["purpose"] == "agent") {
            self.wrap_up(agent);
        }
        for each in all {
            self.queues_of(
                each["queue"]["id"].as_str().or_else(|| each["queueId"].as_str()).unwrap_or_default(),
            );
            self.codes.given(each);
        }
        let others_are_gone = all.iter().filter(|each| !is_customer(each)).all(over) && all.len() > 1;
        let stays = all.iter().filter(is_customer).any(|each| !over(each));
        self.ended |= others_are_gone && !stays;
        if others_are_gone && (self.stays.len() < MANY || self.stays.contains_key(path)) {
            self.stays.insert(path.into(), stays);
        }
        self.agents.look(path, all);
    }

    fn wrap_up(&mut self, agent: &Value) {
        if let Some(prompt) = agent["wrapupPrompt"].as_str().filter(|prompt| Place::of(prompt).is_none()) {
            self.prompt = Some(prompt.into());
        } else if agent["wrapupRequired"] == false {
            self.prompt.get_or_insert_with(|| "optional".into());
        }
        self.timeout_ms = agent["wrapupTimeoutMs"].as_u64().or(self.timeout_ms);
    }

    fn mode(&self) -> Option<&'static str> {
        let untold = (self.guests && self.ended).then_some("off");
        self.configured.or(self.told).or(untold)
    }

    /// The options of a simulator like it; only those that the recording tells.
    pub fn options(&self) -> Map<String, Value> {
        let mut options = Map::new();
        let deployment = [
            ("conversationDisconnect", self.mode().map(Value::from)),
            ("conversationClear", self.clears.map(Value::from)),
            ("autoStart", self.starts.map(Value::from)),
            ("fileTypes", (self.file_types > 1).then(|| self.types())),
        ];
        put(&mut options, "deployment", object(deployment));
        let codes = self.codes.names();
        let forced = self.prompt.as_deref() == Some("forcedTimeout");
        let is_timed = forced || self.prompt.as_deref() == Some("timeout");
        let wrap_up = [
            ("codes", (!codes.is_empty()).then(|| json!(codes))),
            ("required", self.prompt.as_ref().map(|prompt| json!(prompt != "optional"))),
            ("timeoutMs", self.timeout_ms.filter(|_| is_timed).map(Value::from)),
            ("forced", forced.then_some(json!(true))),
        ];
        put(&mut options, "wrapUp", object(wrap_up));
        let rest = [
            ("agent", self.agents.script().map(Value::from)),
            ("resource", self.resource().map(Value::from)),
            ("customerStays", (!self.stays.is_empty()).then(|| json!(self.a_customer_stays()))),
            ("invalidClientStatus", self.refused_clients.map(Value::from)),
            ("queues", (self.queues.len() > 1).then(|| self.queue_names())),
        ];
        options.extend(object(rest));
        options
    }

    pub fn a_customer_stays(&self) -> bool {
        self.stays.values().any(|stays| *stays)
    }

    /// What an org has that a comparison in one go would run into.
    pub fn limits(&self) -> Option<Value> {
        self.requests_per_minute.map(|number| json!({ "requestsPerMinute": number }))
    }

    fn types(&self) -> Value {
        (1..=self.file_types).map(|number| json!(format!("application/x-{number}"))).collect()
    }

    fn queue_names(&self) -> Value {
        (1..=self.queues.len()).map(|number| json!(format!("Queue {number}"))).collect()
    }

    fn resource(&self) -> Option<&'static str> {
        match (self.messaging, self.messages) {
            (Some(true), true) => Some("both"),
            (Some(true), false) => Some("messaging"),
            (Some(false), _) => Some("messages"),
            (None, _) => None,
        }
    }

    /// What the simulator calls what the recording named before any answer did.
    pub fn bind(&self, book: &mut Book, connection: &Connection, known: &Known) {
        if let Some(place) = &self.deployment {
            book.bind(place.clone(), &connection.deployment_id);
        }
        for (place, queue) in self.queues.iter().zip(&known.queues) {
            book.bind(place.clone(), queue);
        }
        self.codes.bind(book, &known.codes);
    }
}

impl Agents {
    fn look(&mut self, path: &str, all: &[Value]) {
        if self.looked.len() >= MANY || !self.looked.insert(path.into()) {
            return;
        }
        let last = all.iter().rfind(|each| each["purpose"] == "agent").map(rank);
        match last {
            Some(Rank::Alerting) => self.alerting = true,
            Some(_) => self.connected = true,
            None => self.none = true,
        }
    }

    const fn script(&self) -> Option<&'static str> {
        match (self.connected, self.alerting, self.none) {
            (true, ..) => Some("answers"),
            (false, true, _) => Some("alerts"),
            (false, false, true) => Some("none"),
            _ => None,
        }
    }
}

fn object<const N: usize>(fields: [(&str, Option<Value>); N]) -> Map<String, Value> {
    fields.into_iter().filter_map(|(name, value)| Some((name.to_string(), value?))).collect()
}

fn put(options: &mut Map<String, Value>, name: &str, fields: Map<String, Value>) {
    if !fields.is_empty() {
        options.insert(name.into(), Value::Object(fields));
    }
}
