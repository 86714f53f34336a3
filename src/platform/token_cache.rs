//! One token for all requests of a client: reused, renewed early, renewed once for many.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::credentials::Grant;
use crate::error::Result;
use crate::redacted::Redacted;

/// A token is renewed this long before it ends; the vendor's Go SDK does the same.
const EARLY: Duration = Duration::from_secs(60);

#[derive(Clone)]
pub struct Token {
    pub value: Redacted<String>,
    /// Counts renewals: whoever met a 401 says with which token.
    pub generation: u32,
    renew_at: Option<Instant>,
}

pub struct TokenCache {
    current: Mutex<Option<Token>>,
    /// One login at a time; whoever waits finds the new token.
    turn: Semaphore,
}

impl TokenCache {
    /// A token from elsewhere is used as it is and never renewed.
    pub fn new(given: Option<&Redacted<String>>) -> Self {
        let fixed = given.map(|value| Token { value: value.clone(), generation: 0, renew_at: None });
        Self { current: Mutex::new(fixed), turn: Semaphore::new(1) }
    }

    /// The current token, or a new one from `login`, which runs once for all who wait.
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
        let grant = login().await?;
        Ok(self.keep(grant))
    }

    /// Forgets the token of that generation; a newer one stays.
    pub fn forget(&self, generation: u32) {
        let mut current = self.lock();
        if let Some(token) = current.as_mut().filter(|token| token.generation == generation) {
            token.renew_at = Some(Instant::now());
        }
    }

    fn fresh(&self) -> Option<Token> {
        self.lock().clone().filter(|token| token.renew_at.is_none_or(|at| Instant::now() < at))
    }

    fn keep(&self, grant: Grant) -> Token {
        let life = grant.life();
        let mut current = self.lock();
        let generation = current.as_ref().map_or(1, |token| token.generation + 1);
        let renew_at = Some(Instant::now() + life.saturating_sub(EARLY.min(life / 10)));
        let token = Token { value: grant.access_token, generation, renew_at };
        *current = Some(token.clone());
        token
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Token>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn grant(expires_in: u64) -> Grant {
        Grant { access_token: Redacted::new("t".into()), expires_in, only_object: () }
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
        let (cache, logins) = (TokenCache::new(None), AtomicU32::new(0));
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
        let kept = TokenCache::new(None).keep(grant(u64::MAX));
        assert!(kept.renew_at.is_some_and(|at| at > Instant::now() + Duration::from_secs(86_400)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_is_renewed_before_it_ends() {
        let (cache, logins) = (TokenCache::new(None), AtomicU32::new(0));
        get(&cache, &logins).await;
        tokio::time::advance(Duration::from_secs(3_539)).await;
        get(&cache, &logins).await;
        assert_eq!(logins.load(Ordering::Relaxed), 1);
        tokio::time::advance(Duration::from_secs(2)).await;
        get(&cache, &logins).await;
        assert_eq!(logins.load(Ordering::Relaxed), 2);
    }
}
