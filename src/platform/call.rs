//! One operation: its deadline, its trace, and every request that it sends.

use std::ops::Deref;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::RequestBuilder;
use reqwest::header::CACHE_CONTROL;
use serde::de::DeserializeOwned;
use url::Url;

use super::classify::{classify, decode};
use super::client::Client;
use super::credentials;
use super::effort::Effort;
use super::request::{Intent, Request};
use super::retry::{Decision, History};
use super::token_cache::Token;
use super::trace::{Step, Trace};
use super::transport::{Answer, Failure, RateLimit, attempt, outcome_of};
use crate::budget::Place;
use crate::error::{Effect, Result};
use crate::net::clock::now_ms;
use crate::net::{Deadline, ahead};
use crate::redacted::sends;
use crate::region::Service;

pub struct Call {
    pub client: Client,
    effort: Effort,
    /// The place of the first request, where it was waited for before the deadline began.
    first: Mutex<Option<Place>>,
}

/// One among many waits in line for at most this long before its own time begins.
const LONGEST_LINE: Duration = Duration::from_secs(600);

impl Deref for Call {
    type Target = Effort;

    fn deref(&self) -> &Effort {
        &self.effort
    }
}

impl Call {
    pub fn new(client: &Client, timeout: Option<Duration>, trace: Trace) -> Self {
        let deadline = Deadline::after(timeout.unwrap_or_else(|| client.config().timeout()));
        Self { client: client.clone(), effort: Effort::new(deadline, trace), first: Mutex::default() }
    }

    /// One among many: its time begins once the budget has a place for its first request.
    pub async fn in_first_slot(client: &Client, timeout: Option<Duration>, trace: Trace) -> Result<Self> {
        let place = client.budget().place(&Deadline::after(LONGEST_LINE)).await?;
        let call = Self::new(client, timeout, trace);
        *call.first.lock().unwrap_or_else(PoisonError::into_inner) = Some(place);
        Ok(call)
    }

    /// Sends a read and decodes its answer.
    pub async fn get<T: DeserializeOwned>(&self, request: &Request) -> Result<T> {
        Ok(self.get_with_answer(request).await?.0)
    }

    pub async fn get_with_answer<T: DeserializeOwned>(&self, request: &Request) -> Result<(T, Answer)> {
        let (answer, history) = self.send_counted(request).await?;
        let decoded = decode(request, &answer)
            .map_err(|error| error.attempts(history.attempts, self.deadline.elapsed()))?;
        Ok((decoded, answer))
    }

    /// Sends a request until it is answered, refused, or the deadline passes.
    pub async fn send(&self, request: &Request) -> Result<Answer> {
        self.send_counted(request).await.map(|(answer, _)| answer)
    }

    async fn send_counted(&self, request: &Request) -> Result<(Answer, History)> {
        let fixed_token = self.client.config().access_token.is_some();
        let mut history = History { token_renewed: fixed_token, ..History::default() };
        loop {
            let token = self.token().await?;
            let place = self.pace().await?;
            history.attempts += 1;
            let result = self.attempt(request, &token, place, history.attempts).await?;
            let outcome = outcome_of(&result, request.intent);
            match self.client.config().retry.decide(request.intent, outcome, history) {
                Decision::Stop => {
                    return self
                        .remembered(classify(request, result), history)
                        .map(|answer| (answer, history));
                }
                Decision::RenewToken => {
                    history.token_renewed = true;
                    self.client.tokens().forget(token.generation);
                }
                Decision::Wait(wait) => {
                    history.gateway_page_seen |= outcome == super::retry::Outcome::GatewayPage;
                    let refusal = self.remembered(classify(request, result), history);
                    if !self.deadline.allows(wait) {
                        return refusal.and_then(|_| Err(self.deadline_error()));
                    }
                    self.deadline.sleep(wait).await;
                }
            }
        }
    }

    fn remembered(&self, result: Result<Answer>, history: History) -> Result<Answer> {
        let result = result.map_err(|error| error.attempts(history.attempts, self.deadline.elapsed()));
        self.remember(result.as_ref().err());
        result
    }

    /// Waits for a place in the request budget, if the deadline allows.
    async fn pace(&self) -> Result<Place> {
        let budget = self.client.budget();
        let kept = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        let place = match kept {
            Some(place) => place,
            None => budget.place(&self.deadline).await?,
        };
        if let Some(trouble) = budget.trouble() {
            self.trace.note("shared state", trouble);
        }
        Ok(place)
    }

    /// Gets a token, where there is none yet, and asks the API nothing.
    pub async fn log_in(&self) -> Result<()> {
        self.token().await.map(|_| ())
    }

    async fn token(&self) -> Result<Token> {
        let http = self.client.http()?;
        if let Some(token) = self.client.tokens().fresh() {
            return Ok(token);
        }
        // Rarely needed, and large: no close is larger for it.
        Box::pin(self.log_in_for_token(http)).await
    }

    async fn log_in_for_token(&self, http: &reqwest::Client) -> Result<Token> {
        let login = || {
            self.connect_ahead(http);
            credentials::request_token(http, self.client.config(), &self.effort)
        };
        let token = self.deadline.bound(self.client.tokens().get(login)).await;
        token.unwrap_or_else(|| Err(self.deadline_error()))
    }

    /// While a token is on its way, the connection for what it is needed for is made.
    fn connect_ahead(&self, http: &reqwest::Client) {
        let config = self.client.config();
        let address = |service| Url::parse(&config.base(service).ok()?).ok();
        let (Some(api), Some(login)) = (address(Service::Api), address(Service::Login)) else { return };
        // To the same host, the login's own connection is there for it.
        if api.origin() != login.origin() {
            ahead::connect(http, api);
        }
    }

    /// One attempt, recorded. `Err` only where the deadline ends it or nothing could be built.
    async fn attempt(
        &self,
        request: &Request,
        token: &Token,
        mut place: Place,
        number: u32,
    ) -> Result<std::result::Result<Answer, Failure>> {
        let prepared = self.prepare(request, token)?;
        // A future is polled once even where its time is up, and that may send it.
        if self.deadline.has_passed() {
            return Err(self.deadline_error());
        }
        place.leaves();
        let started = Step::now(request.name);
        let before = (request.intent == Intent::Write).then(|| self.trace.write_leaves());
        self.trace.count_request();
        let limit = self.client.config().timing.attempt();
        let result = self
            .deadline
            .bound_attempt(limit, ahead::to_api(attempt(prepared, Service::Api, request.intent)))
            .await;
        if result.is_none() && self.deadline.has_passed() {
            self.record(started, request, None, number);
            return Err(self.deadline_error().attempts(number, self.deadline.elapsed()));
        }
        let result = result.unwrap_or(Err(Failure::Silent)).map_err(|failure| self.placed(failure));
        match &result {
            Ok(answer) => place.was_answered(answer.rate_limit.and_then(RateLimit::word)),
            Err(Failure::NotSent(_)) => place.was_not_sent(),
            Err(_) => drop(place),
        }
        if let Some(before) = before {
            self.trace.set_effect(effect_after(before, &result));
        }
        self.record(started, request, result.as_ref().ok(), number);
        Ok(result)
    }

    fn placed(&self, failure: Failure) -> Failure {
        let config = self.client.config();
        match config.base(Service::Api) {
            Ok(base) => failure.towards(&config.network, &base),
            Err(_) => failure,
        }
    }

    fn prepare(&self, request: &Request, token: &Token) -> Result<RequestBuilder> {
        let mut address = self.client.address(&request.path)?;
        if !request.query.is_empty() {
            address.query_pairs_mut().extend_pairs(&request.query);
        }
        sends(token.value.expose());
        let builder =
            self.client.http()?.request(request.method.clone(), address).bearer_auth(token.value.expose());
        Ok(match &request.body {
            Some(body) => builder.json(body),
            None if request.intent == Intent::Read => builder.header(CACHE_CONTROL, "no-cache"),
            None => builder,
        })
    }

    fn record(&self, started: Step, request: &Request, answer: Option<&Answer>, number: u32) {
        self.trace.push(Step {
            method: Some(request.method.to_string()),
            path: Some(request.path.clone()),
            status: answer.map(|answer| answer.status),
            elapsed_ms: Some(now_ms().saturating_sub(started.at)),
            attempt: (number > 1).then_some(number),
            correlation_id: answer.and_then(|answer| answer.correlation_id.clone()),
            ..started
        });
    }
}

/// Whether any write may have landed, after this one.
fn effect_after(before: Effect, result: &std::result::Result<Answer, Failure>) -> Effect {
    match result {
        Ok(answer) if answer.is_success() && !answer.looks_like_a_gateway_page() => Effect::Done,
        Ok(answer) if !answer.is_success() && answer.status < 500 && answer.status != 408 => before,
        Err(Failure::NotSent(_)) => before,
        _ => match before {
            Effect::Done => Effect::Done,
            _ => Effect::Unknown,
        },
    }
}
