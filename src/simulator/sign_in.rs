//! Who has signed in: access tokens of clients and of users, and codes that become tokens.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::clock::Timestamp;
use super::world::World;

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
struct Code {
    user: String,
    client: String,
    redirect_uri: String,
    challenge: Option<String>,
    ends: Timestamp,
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
const CODE_SECONDS: i64 = 300;

impl SignIns {
    pub fn of(&self, token: &str) -> Option<&Grant> {
        self.grants.get(token)
    }

    pub fn revoke(&mut self, token: &str) {
        self.grants.remove(token);
    }
}

impl World {
    /// A new access token; `None` is a client's.
    pub fn sign_in(&mut self, kind: GrantType, user: Option<String>) -> String {
        let token = self.ids.secret();
        let ends = self.clock.now().plus_ms(TOKEN_SECONDS * 1000);
        self.sign_ins.grants.insert(token.clone(), Grant { kind, ends, user });
        token
    }

    pub fn code_for(
        &mut self,
        user: String,
        client: String,
        redirect_uri: String,
        challenge: Option<String>,
    ) -> String {
        let code = self.ids.secret();
        let ends = self.clock.now().plus_ms(CODE_SECONDS * 1000);
        self.sign_ins.codes.insert(code.clone(), Code { user, client, redirect_uri, challenge, ends });
        code
    }

    /// The user's token; `None` where the code is not good for whoever redeems it. It is gone either way.
    pub fn redeem(&mut self, asked: &Redeems<'_>) -> Option<String> {
        let code = self.sign_ins.codes.remove(asked.code)?;
        let proved = match (&code.challenge, asked.verifier) {
            (Some(challenge), Some(verifier)) => *challenge == challenge_of(verifier),
            (Some(_), None) => false,
            (None, _) => asked.is_known,
        };
        let same = code.client == asked.client && code.redirect_uri == asked.redirect_uri;
        let good = proved && same && code.ends > self.clock.now();
        good.then(|| self.sign_in(GrantType::Code, Some(code.user)))
    }
}

/// S256 of RFC 7636.
fn challenge_of(verifier: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, verifier.as_bytes());
    URL_SAFE_NO_PAD.encode(digest.as_ref())
}
