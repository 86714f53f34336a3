//! What a test can break at the sockets of one page.

use serde::{Deserialize, Serialize};

use super::cuttable::Cut;
use super::guest_socket::configuring::throw_out;
use super::guest_socket::connection::{ConnectionId, Outgoing};
use super::guest_socket::frames;
use super::refused::Refused;
use super::witness::Witness;
use super::world::World;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum GuestFault {
    /// A TCP reset.
    Drop,
    /// Half open: TCP stays up, nothing is read or written.
    Silence,
    /// Silence ends, and frames that a fault holds back leave. Asks for no open socket.
    Speak,
    /// The guest's session ends in the records, and its connections are told.
    Expire,
    /// As by a fourth connection: told, and closed by the server.
    Displace,
}

impl World {
    pub fn break_guest(&mut self, witness: &Witness, does: GuestFault) -> Result<(), Refused> {
        let sockets = self.guests.witnessed(witness);
        if sockets.is_empty() && does != GuestFault::Speak {
            return Err(Refused::no_socket("The page has no open guest socket."));
        }
        match does {
            GuestFault::Drop => self.drop_sockets(&sockets),
            GuestFault::Silence => sockets.iter().for_each(|(_, cut)| cut.silence()),
            GuestFault::Speak => self.let_speak(&sockets),
            GuestFault::Expire => return self.expire_sessions(&sockets),
            GuestFault::Displace => sockets.iter().for_each(|(id, _)| throw_out(self, *id)),
        }
        Ok(())
    }

    /// Forgotten at once: who asks next must not meet a socket that is on its way out.
    fn drop_sockets(&mut self, sockets: &[(ConnectionId, Cut)]) {
        for (id, cut) in sockets {
            cut.now();
            self.guests.disconnect(*id);
        }
    }

    fn let_speak(&self, sockets: &[(ConnectionId, Cut)]) {
        for (id, cut) in sockets {
            cut.speak();
            self.guests.send(*id, Outgoing::Release);
        }
    }

    /// As when its time had come; a read-only session stays read-only (measured).
    fn expire_sessions(&mut self, sockets: &[(ConnectionId, Cut)]) -> Result<(), Refused> {
        let token = |(id, _): &(ConnectionId, Cut)| self.guests.token_of(*id).map(str::to_string);
        let mut tokens: Vec<_> = sockets.iter().filter_map(token).collect();
        tokens.dedup();
        if tokens.is_empty() {
            return Err(Refused::no_socket("The page's guest socket has no session yet."));
        }
        let now = self.clock.now();
        for token in tokens {
            if let Some(session) = self.guests.sessions.get_mut(&token) {
                session.expires = now;
                session.expiry_told = true;
            }
            self.guests.tell_all(&token, &frames::session_expired(), now);
        }
        Ok(())
    }
}
