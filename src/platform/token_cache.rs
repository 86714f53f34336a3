//! One token for all requests of a client: reused, renewed early, renewed once for many.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::grant::Grant;
use super::shared_token::{Kept, SharedToken};
use crate::error::Result;
use crate::redacted::Redacted;
use crate::sharing::Store;

/// A token is renewed this long before it ends; the vendor's Go SDK does the same.
const EARLY: Duration = Duration::from_secs(60);

#[derive(Clone)]
pub struct Token {
    pub value: Redacted<String>,
    /// Counts renewals: whoever met a 401 says with which token.
    pub generation: u32,
    renew_at: Option<Instant>,
    origin: Origin,
}

/// Where a token came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// From elsewhere, as it is.
    Given,
    /// A login of this client.
    Login,
    /// Another process logged in and shared it.
    Shared,
}

pub struct TokenCache {
    current: Mutex<Option<Token>>,
    /// One login at a time; whoever waits finds the new token.
    turn: Semaphore,
    shared: Option<SharedToken>,
}

impl TokenCache {
    /// A token from elsewhere is used as it is, never renewed and never shared.
    pub fn new(given: Option<&Redacted<String>>, store: Option<Store>) -> Self {
        let fixed = given.map(|value| Token {
            value: value.clone(),
            generation: 0,
            renew_at: None,
            origin: Origin::Given,
        });
        let shared = store.filter(|_| given.is_none()).map(SharedToken::new);
        Self { current: Mutex::new(fixed), turn: Semaphore::new(1), shared }
    }

    /// The current token, or a new one from `login`, which runs once for all who wait, those of
    /// other processes included where the token is shared.
    pub async fn get<F>(&self, login: impl FnOnce() -> F) -> Result<Token>
    where
        F: Future<Output = Result<Grant>>,
    {
        if let Some(token) = self.fresh() {
            return Ok(token);
        }
        let _turn = self.turn.acquire().await.expect("the semaphore is never closed");
        if let Some(token) = self.fresh() {
            return Ok(token);
        }
        let log_in = async || login().await.map(|grant| (renewed_after(&grant), grant.access_token));
        let Some(shared) = &self.shared else {
            let (after, value) = log_in().await?;
            return Ok(self.keep(value, after, Origin::Login));
        };
        let spent = self.lock().as_ref().map(|token| token.value.clone());
        match shared.get(spent.as_ref(), log_in).await? {
            Kept::Found { value, renew_in } => Ok(self.keep(value, renew_in, Origin::Shared)),
            Kept::New { value, renew_in } => Ok(self.keep(value, renew_in, Origin::Login)),
        }
    }

    /// Forgets the token of that generation; a newer one stays.
    pub fn forget(&self, generation: u32) {
        let mut current = self.lock();
        if let Some(token) = current.as_mut().filter(|token| token.generation == generation) {
            token.renew_at = Some(Instant::now());
        }
    }

    /// Where the current token came from.
    pub fn origin(&self) -> Option<Origin> {
        self.lock().as_ref().map(|token| token.origin)
    }

    /// The current token, unless it is time for a new one.
    pub fn fresh(&self) -> Option<Token> {
        self.lock().clone().filter(|token| token.renew_at.is_none_or(|at| Instant::now() < at))
    }

    fn keep(&self, value: Redacted<String>, renew_in: Duration, origin: Origin) -> Token {
        let mut current = self.lock();
        let generation = current.as_ref().map_or(1, |token| token.generation + 1);
        let token = Token { value, generation, renew_at: Some(Instant::now() + renew_in), origin };
        *current = Some(token.clone());
        token
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Token>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long after its login a token is renewed.
fn renewed_after(grant: &Grant) -> Duration {
    let life = grant.life();
    life.saturating_sub(EARLY.min(life / 10))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn grant(expires_in: u64) -> Grant {
        Grant { access_token: Redacted::new("t".into()), expires_in: Some(expires_in), only_object: () }
    }

    async fn get(cache: &TokenCache, logins: &AtomicU32) -> Token {
        let login = || async {
            logins.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            Ok(grant(3_600))
        };
        cache.get(login).await.expect("the login succeeds")
    }

    #[tokio::test(start_paused = true)]
    async fn many_who_meet_a_401_share_one_renewal() {
        let (cache, logins) = (TokenCache::new(None, None), AtomicU32::new(0));
        let first = get(&cache, &logins).await;
        for _ in 0..3 {
            cache.forget(first.generation);
        }
        let (a, b, c) = tokio::join!(get(&cache, &logins), get(&cache, &logins), get(&cache, &logins));
        assert_eq!([a.generation, b.generation, c.generation], [2, 2, 2]);
        cache.forget(first.generation);
        assert_eq!(get(&cache, &logins).await.generation, 2, "an old 401 does not cost the new token");
        assert_eq!(logins.load(Ordering::Relaxed), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_life_that_no_clock_can_hold_is_a_long_one() {
        let cache = TokenCache::new(None, None);
        let token = cache.get(|| async { Ok(grant(u64::MAX)) }).await.expect("the login succeeds");
        assert!(token.renew_at.is_some_and(|at| at > Instant::now() + Duration::from_secs(86_400)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_is_renewed_before_it_ends() {
        let (cache, logins) = (TokenCache::new(None, None), AtomicU32::new(0));
        get(&cache, &logins).await;
        tokio::time::advance(Duration::from_secs(3_539)).await;
        get(&cache, &logins).await;
        assert_eq!(logins.load(Ordering::Relaxed), 1);
        tokio::time::advance(Duration::from_secs(2)).await;
        get(&cache, &logins).await;
        assert_eq!(logins.load(Ordering::Relaxed), 2);
    }
}
