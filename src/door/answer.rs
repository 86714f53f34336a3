//! What a door answers, and how each request of a connection is answered.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::time::Duration;

use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};

use crate::error::{Error, Kind};
use crate::net::socket::Stream;

pub type Answer = Response<BoxBody<Bytes, hyper::Error>>;
/// Where nobody was reached there is no answer, as without a door: a status would be taken for the host's own.
pub type Answered = Result<Answer, Error>;

/// Answers each request of a connection. However that ends: whoever asked has gone, or sees that it broke.
pub async fn speak<F>(stream: impl Stream + 'static, answer: impl Fn(Request<Incoming>) -> F)
where
    F: Future<Output = Answered>,
{
    let answer = service_fn(|request| {
        let answer = answer(request);
        async { answer.await.map_err(|error| io::Error::other(error.message)) }
    });
    let http = http1::Builder::new().timer(TokioTimer::new()).preserve_header_case(true).clone();
    let _ = http.serve_connection(TokioIo::new(stream), answer).with_upgrades().await;
}

pub fn accepted() -> Answer {
    Response::new(full(Bytes::new()))
}

pub fn refuse(status: StatusCode, why: &str) -> Answer {
    let mut answer = Response::new(full(why.to_string().into()));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    answer
}

/// For who can tell a refusal of a proxy's from the host's own answer.
pub fn unreached(why: &Error) -> Answer {
    let is_late = why.kind == Kind::Timeout;
    refuse(if is_late { StatusCode::GATEWAY_TIMEOUT } else { StatusCode::BAD_GATEWAY }, &why.message)
}

pub fn late(what: &str, limit: Duration) -> Error {
    Error::new(Kind::Timeout, format!("{what} within {} s.", limit.as_secs()))
}

fn full(bytes: Bytes) -> BoxBody<Bytes, hyper::Error> {
    Full::new(bytes).map_err(|never: Infallible| match never {}).boxed()
}
