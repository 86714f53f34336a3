//! A client and a simulator for tests of the close workflow, through the public Rust API.
#![allow(dead_code)]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

use std::sync::Arc;
use std::time::Duration;

use playwright_genesys::close::{CloseOptions, CloseReport, close};
use playwright_genesys::error::{Error, Result};
use playwright_genesys::model::ids::ConversationId;
use playwright_genesys::platform::{Call, Client, Trace};
use playwright_genesys::simulator::{Command, FaultId, Simulator};
use serde_json::{Value, json};
use tokio::sync::Notify;

pub struct Bench {
    pub simulator: Simulator,
    pub client: Client,
}

impl Bench {
    /// A simulator whose changes show at once, and a client that retries fast.
    pub fn start(simulator: Value, connection: Value) -> Self {
        let mut options = simulator;
        options["settleMs"] = options.get("settleMs").cloned().unwrap_or_else(|| json!(0));
        let simulator = Simulator::start(serde_json::from_value(options).unwrap()).unwrap();
        let client = client(&simulator, connection);
        Self { simulator, client }
    }

    pub fn usual() -> Self {
        Self::start(json!({}), json!({}))
    }

    pub fn command(&self, command: Value) -> Value {
        let command: Command = serde_json::from_value(command).unwrap();
        self.simulator.execute(command).unwrap()
    }

    pub fn open(&self, how: Value) -> String {
        let opened = self.command(json!({ "do": "openConversation", "how": how }));
        opened["conversationId"].as_str().unwrap().to_string()
    }

    pub fn open_with_message(&self, how: Value) -> (String, String) {
        let opened = self.command(json!({ "do": "openConversation", "how": how }));
        let text = |field: &str| opened[field].as_str().unwrap().to_string();
        (text("conversationId"), text("messageId"))
    }

    pub fn record(&self, id: &str) -> Value {
        self.command(json!({ "do": "conversation", "conversationId": id }))
    }

    pub fn fault(&self, rule: Value) -> FaultId {
        serde_json::from_value(self.command(json!({ "do": "fault", "rule": rule }))).unwrap()
    }

    pub fn hits(&self, fault: FaultId) -> u64 {
        self.command(json!({ "do": "hits", "fault": fault })).as_u64().unwrap()
    }

    pub fn requests(&self) -> Vec<(String, String)> {
        let all = self.command(json!({ "do": "requests" }));
        let text = |entry: &Value, field: &str| entry[field].as_str().unwrap().to_string();
        all.as_array().unwrap().iter().map(|entry| (text(entry, "method"), text(entry, "path"))).collect()
    }

    pub fn writes(&self) -> usize {
        let is_write = |(method, path): &&(String, String)| method != "GET" && path.starts_with("/api/");
        self.requests().iter().filter(is_write).count()
    }

    /// The statuses of the writes that were refused.
    pub fn refused_writes(&self) -> Vec<u64> {
        let all = self.command(json!({ "do": "requests" }));
        let is_write =
            |entry: &&Value| entry["method"] != "GET" && entry["path"].as_str().unwrap().starts_with("/api/");
        let statuses =
            all.as_array().unwrap().iter().filter(is_write).map(|entry| entry["status"].as_u64().unwrap());
        statuses.filter(|status| *status >= 400).collect()
    }

    pub async fn close(&self, id: &str, options: Value) -> Result<CloseReport> {
        close_with(&self.client, id, options).await
    }
}

pub fn client(simulator: &Simulator, connection: Value) -> Client {
    let mut config = serde_json::to_value(simulator.connection()).unwrap();
    config["requestsPerMinute"] = Value::Null;
    config["retry"] = json!({ "maxAttempts": 5, "baseDelayMs": 5, "maxDelayMs": 50 });
    for (name, value) in connection.as_object().unwrap() {
        config[name] = value.clone();
    }
    Client::new(serde_json::from_value(config).unwrap())
}

pub async fn close_with(client: &Client, id: &str, options: Value) -> Result<CloseReport> {
    let timeout = options["timeoutMs"].as_u64().map(Duration::from_millis);
    let options: CloseOptions = serde_json::from_value(options).unwrap();
    let id: ConversationId = id.parse().unwrap();
    close(Call::new(client, timeout, Trace::default()), &id, &options, &Arc::new(Notify::new())).await
}

pub fn named() -> Value {
    json!({ "wrapUp": { "name": "E2E Test Closure" } })
}

pub fn code_of(error: &Error) -> &'static str {
    error.kind.code()
}
