//! A connection that is made before there is anything to send: while a token is on its way, for the host of the API.
//!
//! It stands in for one connect of the HTTP client, whatever that connects through: proxy and TLS are its own.

use std::any::Any;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use reqwest::Client;
use tokio::sync::oneshot;
use tokio::time::Instant;
use tower_layer::Layer;
use tower_service::Service;
use url::Url;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A server may end a connection that says nothing: one that is older is not used.
const USED_WITHIN: Duration = Duration::from_secs(5);

/// What a connect is for: the HTTP client does not say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Ahead,
    Api,
}

tokio::task_local! {
    static PURPOSE: Purpose;
}

/// Makes a connection to that host for the next request of [`to_api`]; nothing is sent over it.
pub fn connect(http: &Client, host: Url) {
    let request = http.head(host);
    // Its failure is no matter: whoever needs the connection meets it himself.
    tokio::spawn(PURPOSE.scope(Purpose::Ahead, async move { drop(request.send().await) }));
}

/// Work that may use the connection.
pub fn to_api<F: Future>(work: F) -> impl Future<Output = F::Output> {
    PURPOSE.scope(Purpose::Api, work)
}

#[derive(Clone)]
pub struct AheadLayer;

impl<S> Layer<S> for AheadLayer {
    type Service = Ahead<S>;

    fn layer(&self, inner: S) -> Ahead<S> {
        Ahead { inner, kept: Arc::default() }
    }
}

/// The client's connector has no name for its connections.
type Connection = (Instant, Box<dyn Any + Send>);

#[derive(Clone)]
pub struct Ahead<S> {
    inner: S,
    kept: Arc<Mutex<Option<oneshot::Receiver<Connection>>>>,
}

impl<S, R> Service<R> for Ahead<S>
where
    S: Service<R, Error = BoxError>,
    S::Response: Send + 'static,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, target: R) -> Self::Future {
        let made = self.inner.call(target);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        match PURPOSE.try_with(|purpose| *purpose).ok() {
            None => Box::pin(made),
            Some(Purpose::Ahead) => {
                let (tell, told) = oneshot::channel();
                *kept = Some(told);
                Box::pin(async move {
                    let connection = made.await?;
                    let _ = tell.send((Instant::now(), Box::new(connection) as Box<dyn Any + Send>));
                    Err("it is kept for a request to come".into())
                })
            }
            Some(Purpose::Api) => {
                let Some(kept) = kept.take() else { return Box::pin(made) };
                Box::pin(async move {
                    let ahead = kept.await.ok().filter(|(at, _)| at.elapsed() < USED_WITHIN);
                    match ahead.and_then(|(_, connection)| connection.downcast().ok()) {
                        Some(connection) => Ok(*connection),
                        None => made.await,
                    }
                })
            }
        }
    }
}
