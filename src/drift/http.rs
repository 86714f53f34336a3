//! Requests to the simulator of this process.

use axum::body::{Body, Bytes};
use axum::http::{self, Request};
use http_body_util::BodyExt;
use serde_json::Value;

use crate::error::{Error, Kind, Result};
use crate::simulator::Simulator;

/// A request as it goes to the simulator.
#[derive(Debug, Clone)]
pub struct Asking {
    pub method: String,
    /// With its query.
    pub path: String,
    pub bearer: Option<String>,
    pub body: Option<(&'static str, Vec<u8>)>,
}

impl Asking {
    /// Whether asking again changes nothing.
    pub fn is_read(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD")
    }
}

pub struct Answered {
    pub status: u16,
    /// Name and value, of those that a recording has.
    pub headers: Vec<(&'static str, String)>,
    pub bytes: Bytes,
    pub body: Option<Value>,
}

/// What a recording keeps of an answer's headers.
pub const HEADERS: [&str; 6] = [
    "content-type",
    "retry-after",
    "inin-ratelimit-count",
    "inin-ratelimit-allowed",
    "inin-ratelimit-reset",
    "inin-correlation-id",
];

impl Asking {
    pub async fn ask(&self, simulator: &Simulator) -> Result<Answered> {
        let request = self.request().map_err(|_| no("The recording has a request that cannot be made."))?;
        let (parts, body) = simulator.ask(request).await.into_parts();
        let bytes = body.collect().await.map_err(|_| no("The simulator did not answer."))?.to_bytes();
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(String::from);
        let headers = HEADERS.iter().filter_map(|name| Some((*name, text(*name)?))).collect();
        let body = if bytes.is_empty() { None } else { serde_json::from_slice(&bytes).ok() };
        Ok(Answered { status: parts.status.as_u16(), headers, bytes, body })
    }

    fn request(&self) -> http::Result<Request<Body>> {
        let mut request = Request::builder().method(self.method.as_str()).uri(&self.path);
        if let Some(bearer) = &self.bearer {
            request = request.header("authorization", format!("Bearer {bearer}"));
        }
        if let Some((content_type, _)) = &self.body {
            request = request.header("content-type", *content_type);
        }
        let body = self.body.as_ref().map(|(_, bytes)| bytes.clone()).unwrap_or_default();
        request.body(body.into())
    }
}

fn no(why: &str) -> Error {
    Error::new(Kind::Transport, why).operation("drift")
}
