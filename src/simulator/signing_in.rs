//! Clients and users sign in.

use super::sign_in::{CODE_SECONDS, Code, Grant, GrantType, Redeems, TOKEN_SECONDS};
use super::world::World;

impl World {
    /// A new access token; `None` is a client's.
    pub fn sign_in(&mut self, kind: GrantType, user: Option<String>) -> String {
        let token = self.ids.secret();
        let ends = self.clock.now().plus_ms(TOKEN_SECONDS * 1000);
        self.sign_ins.admit(token.clone(), Grant { kind, ends, user });
        token
    }

    pub fn code_for(
        &mut self,
        user: String,
        client: String,
        redirect_uri: String,
        challenge: Option<String>,
    ) -> String {
        let word = self.ids.secret();
        let ends = self.clock.now().plus_ms(CODE_SECONDS * 1000);
        self.sign_ins.give(word.clone(), Code { user, client, redirect_uri, challenge, ends });
        word
    }

    /// The user's token, where the code is good.
    pub fn redeem(&mut self, asked: &Redeems<'_>) -> Option<String> {
        let user = self.sign_ins.redeem(asked, self.clock.now())?;
        Some(self.sign_in(GrantType::Code, Some(user)))
    }
}
