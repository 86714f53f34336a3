//! A server on loopback that answers as no server should, and notes what it was asked.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// What follows a request; then the connection ends.
pub enum Act {
    Say(Vec<u8>),
    /// A byte at a time, each after so long.
    Drip(Vec<u8>, Duration),
    /// The same again and again, until the client has had enough.
    Flood(Vec<u8>),
    /// Nothing, while the connection stands.
    Silence,
}

#[derive(Debug, Clone)]
pub struct Asked {
    /// `GET /path?query`.
    pub line: String,
    pub head: String,
}

type Script = Arc<dyn Fn(&str, usize) -> Vec<Act> + Send + Sync>;

/// Ends with its last owner.
pub struct Hostile {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    /// Bytes that left.
    said: Arc<AtomicUsize>,
    _tasks: JoinSet<()>,
}

impl Hostile {
    /// `script` is asked with `GET /path` and how many requests came before.
    pub async fn start(script: impl Fn(&str, usize) -> Vec<Act> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (asked, said): (Arc<Mutex<Vec<Asked>>>, Arc<AtomicUsize>) = Default::default();
        let script: Script = Arc::new(script);
        let mut tasks = JoinSet::new();
        let (journal, count) = (Arc::clone(&asked), Arc::clone(&said));
        tasks.spawn(async move {
            let mut serving = JoinSet::new();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                serving.spawn(serve(stream, Arc::clone(&script), Arc::clone(&journal), Arc::clone(&count)));
            }
        });
        Self { address, asked, said, _tasks: tasks }
    }

    /// Answers everything with the same.
    pub async fn saying(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::start(move |_, _| vec![Act::Say(answer.clone())]).await
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn lines(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.line).collect()
    }

    pub fn said(&self) -> usize {
        self.said.load(Ordering::SeqCst)
    }

    /// A connection with a token at hand; every host is this one.
    pub fn connection(&self, more: Value) -> Value {
        let url = self.url();
        let mut connection = json!({
            "apiUrl": url, "loginUrl": url, "configUrl": url,
            "accessToken": TOKEN,
            "resource": "messages",
            "retry": { "maxAttempts": 2, "baseDelayMs": 1, "maxDelayMs": 5 },
        });
        connection.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        connection
    }
}

pub const TOKEN: &str = "canary-token";

async fn serve(stream: TcpStream, script: Script, journal: Arc<Mutex<Vec<Asked>>>, said: Arc<AtomicUsize>) {
    let mut stream = BufReader::new(stream);
    let Some(asked) = read_request(&mut stream).await else { return };
    let line = asked.line.clone();
    let before = {
        let mut journal = journal.lock().unwrap();
        journal.push(asked);
        journal.len() - 1
    };
    let stream = stream.get_mut();
    for act in script(&line, before) {
        if perform(stream, act, &said).await.is_err() {
            return;
        }
    }
    let _ = stream.shutdown().await;
}

async fn perform(stream: &mut TcpStream, act: Act, said: &AtomicUsize) -> std::io::Result<()> {
    match act {
        Act::Say(bytes) => {
            said.fetch_add(bytes.len(), Ordering::SeqCst);
            stream.write_all(&bytes).await
        }
        Act::Drip(bytes, pause) => {
            for byte in bytes {
                stream.write_all(&[byte]).await?;
                tokio::time::sleep(pause).await;
            }
            Ok(())
        }
        Act::Flood(bytes) => loop {
            stream.write_all(&bytes).await?;
            said.fetch_add(bytes.len(), Ordering::SeqCst);
        },
        Act::Silence => std::future::pending().await,
    }
}

async fn read_request(stream: &mut BufReader<TcpStream>) -> Option<Asked> {
    let (mut head, mut length) = (String::new(), 0_u64);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        head.push_str(&line);
    }
    let mut body = vec![0; usize::try_from(length).ok()?];
    stream.read_exact(&mut body).await.ok()?;
    let line = head.lines().next()?.rsplit_once(' ')?.0.to_string();
    Some(Asked { line, head })
}

/// A whole answer.
pub fn answer(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut bytes = head(status, headers, Some(body.len()));
    bytes.extend_from_slice(body);
    bytes
}

/// The head of an answer; without a length the body lasts as long as the connection.
pub fn head(status: u16, headers: &[(&str, &str)], length: Option<usize>) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} Whatever\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if let Some(length) = length {
        head.push_str(&format!("Content-Length: {length}\r\n"));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

pub fn json_answer(status: u16, body: &Value) -> Vec<u8> {
    answer(status, &[("Content-Type", "application/json")], body.to_string())
}

/// Deeper than any stack.
pub fn deep() -> String {
    "[".repeat(200_000)
}

pub fn deep_object() -> String {
    r#"{"a":"#.repeat(200_000)
}
