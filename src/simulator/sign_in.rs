//! Who has signed in: access tokens of clients and of users, and codes that become tokens.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::clock::Timestamp;

/// How a token was come by; the vendor's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantType {
    Client,
    Implicit,
    Code,
}

impl GrantType {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Client => "CLIENT-CREDENTIALS",
            Self::Implicit => "TOKEN",
            Self::Code => "CODE",
        }
    }
}

#[derive(Debug, Clone)]
pub struct Grant {
    pub kind: GrantType,
    pub ends: Timestamp,
    /// Absent for a client.
    pub user: Option<String>,
}

/// A code is good once, for whoever asked for it.
#[derive(Debug)]
pub struct Code {
    pub user: String,
    pub client: String,
    pub redirect_uri: String,
    pub challenge: Option<String>,
    pub ends: Timestamp,
}

#[derive(Debug, Default)]
pub struct SignIns {
    grants: HashMap<String, Grant>,
    codes: HashMap<String, Code>,
}

/// What whoever redeems a code says of itself.
pub struct Redeems<'a> {
    pub code: &'a str,
    pub client: &'a str,
    pub redirect_uri: &'a str,
    pub verifier: Option<&'a str>,
    /// It has shown the secret of the org's own client.
    pub is_known: bool,
}

/// The platform's default life of a token (documented).
pub const TOKEN_SECONDS: i64 = 86_400;
/// Assumed.
pub const CODE_SECONDS: i64 = 300;

impl SignIns {
    pub fn of(&self, token: &str) -> Option<&Grant> {
        self.grants.get(token)
    }

    pub fn admit(&mut self, token: String, grant: Grant) {
        self.grants.insert(token, grant);
    }

    pub fn revoke(&mut self, token: &str) {
        self.grants.remove(token);
    }

    pub fn give(&mut self, word: String, code: Code) {
        self.codes.insert(word, code);
    }

    /// The user; `None` where the code is not good for whoever redeems it. It is gone either way.
    pub fn redeem(&mut self, asked: &Redeems<'_>, now: Timestamp) -> Option<String> {
        let code = self.codes.remove(asked.code)?;
        let proved = match (&code.challenge, asked.verifier) {
            (Some(challenge), Some(verifier)) => *challenge == challenge_of(verifier),
            (Some(_), None) => false,
            (None, _) => asked.is_known,
        };
        let same = code.client == asked.client && code.redirect_uri == asked.redirect_uri;
        (proved && same && code.ends > now).then_some(code.user)
    }
}

/// S256 of RFC 7636.
fn challenge_of(verifier: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, verifier.as_bytes());
    URL_SAFE_NO_PAD.encode(digest.as_ref())
}
