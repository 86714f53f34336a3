//! The client: what all operations of one org and one OAuth client share.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use std::time::Instant;

use reqwest::Client as Http;
use url::Url;

use super::config::Config;
use super::notifications::Notifications;
use super::settling::Settling;
use super::token_cache::{Origin, TokenCache};
use crate::budget::{Budget, Rule};
use crate::error::{Error, Kind, Result};
use crate::model::WrapupCode;
use crate::model::conversation::TokenInfo;
use crate::net::http::{self, Transport};
use crate::region::Service;
use crate::sharing::{Store, What};

/// Cheap to clone; all clones share one token, one budget and one connection pool.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    api: Result<Url>,
    http: OnceLock<Http>,
    tokens: TokenCache,
    budget: Budget,
    memory: Mutex<Memory>,
    notifications: Arc<Notifications>,
}

/// What was learnt about the org, for the client's life.
#[derive(Default)]
pub struct Memory {
    /// Whether `messages` or `messaging` has answered a read with a conversation.
    pub messages_answered: bool,
    pub messaging_answered: bool,
    /// Wrap-up codes by queue; under `None` the org's.
    pub wrap_up_codes: HashMap<Option<String>, KeptCodes>,
    /// How soon a change shows.
    pub settling: Settling,
    /// Whose tokens these are: a renewed token has the same owner.
    pub token_info: Option<TokenInfo>,
}

/// A list of wrap-up codes, and when it was read.
#[derive(Clone)]
pub struct KeptCodes {
    pub codes: Arc<[WrapupCode]>,
    pub read_at: Instant,
}

impl Client {
    /// Nothing is read, resolved or connected here.
    pub fn new(config: Config) -> Self {
        let store = |what| Some(Store::new(config.shared_state.as_deref()?, &config.identity()?, what));
        let tokens = TokenCache::new(config.access_token.as_ref(), store(What::Token));
        let budget = budget(config.budget_rule(), store(What::Budget));
        let inner = Inner {
            api: api(&config),
            config,
            http: OnceLock::new(),
            tokens,
            budget,
            memory: Mutex::default(),
            notifications: Arc::new(Notifications::new()),
        };
        Self { inner: Arc::new(inner) }
    }

    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    pub fn memory(&self) -> MutexGuard<'_, Memory> {
        self.inner.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn notifications(&self) -> &Arc<Notifications> {
        &self.inner.notifications
    }

    pub(super) fn tokens(&self) -> &TokenCache {
        &self.inner.tokens
    }

    /// Where the credentials came from, and the token where that is not the same.
    pub fn token_source(&self) -> String {
        let config = self.config();
        let source = config.credential_source.as_deref().unwrap_or("the options");
        let folder = config.shared_state.as_ref().filter(|_| self.tokens().origin() == Some(Origin::Shared));
        let shared =
            folder.map(|folder| format!(", the token from the shared state in '{}'", folder.display()));
        format!("{source}{}", shared.unwrap_or_default())
    }

    pub(super) fn budget(&self) -> &Budget {
        &self.inner.budget
    }

    /// Where a path of the API is.
    pub(super) fn address(&self, path: &str) -> Result<Url> {
        let mut address = self.inner.api.clone()?;
        // The host was read once: it costs more than all the rest of an address.
        address.set_path(&format!("{}{path}", address.path().trim_end_matches('/')));
        Ok(address)
    }

    /// The HTTP client, set up at the first request: roots are read only where TLS is spoken.
    pub(super) fn http(&self) -> Result<&Http> {
        if let Some(http) = self.inner.http.get() {
            return Ok(http);
        }
        let transport = if self.config().needs_tls() { Transport::Tls } else { Transport::Plain };
        let http = http::client(&self.config().network, transport)?;
        Ok(self.inner.http.get_or_init(|| http))
    }
}

fn api(config: &Config) -> Result<Url> {
    Url::parse(&config.base(Service::Api)?)
        .map_err(|_| Error::new(Kind::InvalidInput, "The API address is not a valid URL."))
}

fn budget(rule: Option<Rule>, store: Option<Store>) -> Budget {
    match (rule, store) {
        (None, _) => Budget::Unlimited,
        (Some(rule), None) => Budget::alone(rule),
        (Some(rule), Some(store)) => Budget::shared(rule, store),
    }
}
