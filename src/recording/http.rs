//! A request, from its leaving to its answer, as it is told to the recording: every one of ours leaves here.

use std::sync::Arc;

use reqwest::header::HeaderMap;
use reqwest::{Request, RequestBuilder, Response};

use super::event::{By, Failed, Head, What};
use super::recorder::Recorder;
use super::tap::{current, reach_of};
use crate::net::body::{self, Unread};
use crate::net::trouble::is_tls;
use crate::region::Service;

const CORRELATION_ID: &str = "inin-correlation-id";
const LIMITS: [&str; 3] = ["inin-ratelimit-count", "inin-ratelimit-allowed", "inin-ratelimit-reset"];

/// An answer whose body was not read yet.
pub struct Heard {
    pub response: Response,
    exchange: Exchange,
}

/// Sends a request to a service.
pub async fn send(request: RequestBuilder, by: By, to: Service) -> Result<Heard, reqwest::Error> {
    let (client, request) = request.build_split();
    let request = request?;
    let mut exchange = Exchange::of(by, to, &request);
    match client.execute(request).await {
        Ok(response) => {
            exchange.head(&response);
            Ok(Heard { response, exchange })
        }
        Err(cause) => {
            exchange.failed(failed_of(&cause));
            Err(cause)
        }
    }
}

impl Heard {
    pub async fn read(self) -> Result<Vec<u8>, Unread> {
        let read = body::read(self.response).await;
        match &read {
            Ok(body) => self.exchange.body(body),
            Err(Unread::Broken(_)) => self.exchange.failed(Failed::Reset),
            Err(Unread::TooLong) => self.exchange.failed(Failed::TooLarge),
            Err(Unread::Encoded) => self.exchange.failed(Failed::Compressed),
        }
        read
    }

    /// Its status says it all.
    pub fn leave(self) {
        self.exchange.body(&[]);
    }
}

fn failed_of(cause: &reqwest::Error) -> Failed {
    if is_tls(cause) {
        Failed::Tls
    } else if cause.is_timeout() {
        Failed::Timeout
    } else if cause.is_connect() {
        Failed::Connect
    } else {
        Failed::Reset
    }
}

/// Dropped before its answer, nobody waited for it any longer.
struct Exchange(Option<Pending>);

struct Pending {
    recorder: Arc<Recorder>,
    by: By,
    request: u32,
    path: String,
    head: Option<Head>,
}

impl Exchange {
    fn of(by: By, to: Service, request: &Request) -> Self {
        Self(current().map(|recorder| {
            let address = request.url();
            let number = recorder.next_request();
            let path = address.path().to_string();
            let what = What::Asked {
                request: number,
                host: role_of(to),
                reach: reach_of(address),
                method: request.method().to_string(),
                path: path.clone(),
                query: address.query().unwrap_or_default().to_string(),
                body: request.body().and_then(|body| body.as_bytes()).map(<[u8]>::to_vec),
            };
            recorder.tell(by, what);
            Pending { recorder, by, request: number, path, head: None }
        }))
    }

    fn head(&mut self, response: &Response) {
        if let Some(pending) = &mut self.0 {
            let headers = matter(response.headers());
            pending.head = Some(Head { status: response.status().as_u16(), headers });
        }
    }

    fn body(mut self, body: &[u8]) {
        self.answered(Some(body), None);
    }

    fn failed(mut self, why: Failed) {
        self.answered(None, Some(why));
    }

    fn answered(&mut self, body: Option<&[u8]>, failed: Option<Failed>) {
        let Some(Pending { recorder, by, request, path, head }) = self.0.take() else { return };
        recorder.tell(by, What::Answered { request, path, head, body: body.map(<[u8]>::to_vec), failed });
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.answered(None, Some(Failed::Timeout));
    }
}

const fn role_of(service: Service) -> &'static str {
    match service {
        Service::Api => "api",
        Service::Login => "login",
        Service::Guest => "guest",
        Service::Config => "config",
    }
}

/// The headers that matter, as they are.
fn matter(headers: &HeaderMap) -> Vec<(&'static str, String)> {
    let names = ["content-type", "retry-after", CORRELATION_ID].into_iter().chain(LIMITS);
    let known = |name: &'static str| {
        let value = headers.get(name)?;
        Some((name, String::from_utf8_lossy(value.as_bytes()).into_owned()))
    };
    names.filter_map(known).collect()
}
