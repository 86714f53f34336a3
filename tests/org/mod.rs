//! A simulator and a bare HTTP client, so that tests see answers as they are on the wire.
#![allow(dead_code)]

pub mod guest;
pub mod published;
pub mod schema;

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use playwright_genesys::simulator::{Command, FaultId, Options, Simulator};
use serde_json::{Value, json};

pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {:?}", self.body))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// One request on a connection of its own.
pub fn send(
    authority: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> io::Result<Answer> {
    let mut stream = TcpStream::connect(authority)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {authority}\r\nconnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    write!(stream, "{head}content-length: {}\r\n\r\n{body}", body.len())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    parse(&String::from_utf8_lossy(&answer))
}

fn parse(text: &str) -> io::Result<Answer> {
    let (head, body) = text.split_once("\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let headers = lines.filter_map(|line| line.split_once(": "));
    Ok(Answer {
        status: status.ok_or(io::ErrorKind::InvalidData)?,
        headers: headers.map(|(name, value)| (name.to_lowercase(), value.into())).collect(),
        body: body.into(),
    })
}

pub struct Org {
    pub simulator: Simulator,
    pub token: String,
}

impl Org {
    /// Changes take effect at once, unless the options say otherwise.
    pub fn start(mut options: Value) -> Self {
        if options.get("settleMs").is_none() {
            options["settleMs"] = json!(0);
        }
        let options: Options = serde_json::from_value(options).unwrap();
        let mut org = Self { simulator: Simulator::start(options).unwrap(), token: String::new() };
        org.token = org.log_in().json()["access_token"].as_str().unwrap().into();
        org
    }

    /// Over TLS; only its sockets can be used, as the bare client here speaks no TLS.
    pub fn start_tls() -> Self {
        let options: Options = serde_json::from_value(json!({ "settleMs": 0, "tls": true })).unwrap();
        Self { simulator: Simulator::start(options).unwrap(), token: String::new() }
    }

    pub fn authority(&self) -> String {
        self.simulator.url().trim_start_matches("http://").into()
    }

    pub fn log_in(&self) -> Answer {
        let connection = self.simulator.connection();
        let pair = STANDARD.encode(format!("{}:{}", connection.client_id, connection.client_secret));
        let basic = format!("Basic {pair}");
        let headers =
            [("authorization", basic.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        self.raw("POST", "/oauth/token", &headers, "grant_type=client_credentials").unwrap()
    }

    /// From now on the requests are those of a user; gives its id.
    pub fn sign_in(&mut self, name: &str) -> String {
        let name: String = name.replace(' ', "%20");
        let back = "http%3A%2F%2F127.0.0.1%2Fback";
        let query =
            format!("client_id=desktop&response_type=token&redirect_uri={back}&simulated_user={name}");
        let answer = self.raw("GET", &format!("/oauth/authorize?{query}"), &[], "").unwrap();
        let address = answer.header("location").unwrap().to_string();
        let token = address.split(['#', '&']).find_map(|pair| pair.strip_prefix("access_token="));
        self.token = token.unwrap().into();
        self.get("/api/v2/users/me").json()["id"].as_str().unwrap().into()
    }

    pub fn raw(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> io::Result<Answer> {
        send(&self.authority(), method, path, headers, body)
    }

    pub fn try_call(&self, method: &str, path: &str, body: Option<&Value>) -> io::Result<Answer> {
        let bearer = format!("Bearer {}", self.token);
        let mut headers = vec![("authorization", bearer.as_str())];
        if body.is_some() {
            headers.push(("content-type", "application/json"));
        }
        let body = body.map(ToString::to_string).unwrap_or_default();
        self.raw(method, path, &headers, &body)
    }

    pub fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        self.try_call(method, path, Some(&body)).unwrap()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.try_call("GET", path, None).unwrap()
    }

    pub fn command(&self, command: Value) -> Value {
        let command: Command = serde_json::from_value(command).unwrap();
        self.simulator.execute(command).unwrap()
    }

    /// Conversation id and message id.
    pub fn open(&self, how: Value) -> (String, String) {
        let opened = self.command(json!({ "do": "openConversation", "how": how }));
        let text = |name: &str| opened[name].as_str().unwrap().to_string();
        (text("conversationId"), text("messageId"))
    }

    /// As the server itself sees it.
    pub fn inspect(&self, id: &str) -> Value {
        self.command(json!({ "do": "conversation", "conversationId": id }))
    }

    pub fn fault(&self, rule: Value) -> FaultId {
        serde_json::from_value(self.command(json!({ "do": "fault", "rule": rule }))).unwrap()
    }

    pub fn hits(&self, fault: FaultId) -> u64 {
        self.command(json!({ "do": "hits", "fault": fault })).as_u64().unwrap()
    }

    /// The latest participant with this purpose.
    pub fn participant(&self, id: &str, purpose: &str) -> Value {
        let seen = self.inspect(id);
        let participants = seen["participants"].as_array().unwrap();
        participants.iter().rev().find(|p| p["purpose"] == purpose).unwrap().clone()
    }

    pub fn participant_path(&self, id: &str, purpose: &str) -> String {
        let participant = self.participant(id, purpose);
        format!("{}/participants/{}", messages(id), participant["id"].as_str().unwrap())
    }

    /// The id of a wrap-up code.
    pub fn code(&self, name: &str) -> String {
        let listing = self.get("/api/v2/routing/wrapupcodes").json();
        let codes = listing["entities"].as_array().unwrap();
        codes.iter().find(|code| code["name"] == name).unwrap()["id"].as_str().unwrap().into()
    }
}

pub fn messages(id: &str) -> String {
    format!("/api/v2/conversations/messages/{id}")
}

/// Asks until it is so; fails after five seconds.
pub fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "never: {what}");
        std::thread::yield_now();
    }
}
