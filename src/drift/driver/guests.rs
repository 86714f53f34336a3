//! The guests' half: their sockets are opened, their frames sent, and what comes is compared.

use serde_json::Value;

use super::Driver;
use crate::drift::difference::{Difference, Differs};
use crate::drift::entry::{By, Closed, Opens};
use crate::drift::findings::Of;
use crate::drift::guest::Guest;
use crate::drift::judge;
use crate::drift::line::Line;
use crate::drift::place::{Kind, Place};
use crate::drift::progress::AgentDid;
use crate::drift::rows::{self, name_of};
use crate::drift::shown::ABSENT;
use crate::error::Result;
use crate::model::ids::ConversationId;

/// How much later than the simulator's a frame may come.
const BOUND_MS: u64 = 2_000;
/// Guests whose conversations may still be named.
const GUESTS: usize = 1_000;

impl Driver {
    pub(super) async fn opens(&mut self, key: (By, u64), to: &Opens) -> Result<()> {
        let query = self.book.query(&to.query);
        let path = format!("{}?{query}", self.book.path(&to.path));
        let url = self.stage.simulator.url().trim_start_matches("http://").to_string();
        self.guests.insert(key, Guest::new(Line::open(&url, &path).await));
        Ok(())
    }

    pub(super) fn opened(&mut self, key: (By, u64)) {
        let refused = self.guests.get(&key).and_then(|guest| guest.refused);
        match refused {
            Some(status) => self.differ_at_upgrade("101".into(), status.to_string()),
            None => self.findings.agree(rows::UPGRADE),
        }
    }

    pub(super) fn refused(&mut self, key: (By, u64), status: Option<u16>) {
        let Some(status) = status else { return self.pass("sockets that reached nobody") };
        let ours = self.guests.remove(&key).map_or(101, |guest| guest.refused.unwrap_or(101));
        if ours == status {
            self.findings.agree(rows::UPGRADE);
        } else {
            self.differ_at_upgrade(status.to_string(), ours.to_string());
        }
    }

    fn differ_at_upgrade(&mut self, org: String, simulator: String) {
        let difference = Difference::new(Differs::Status, org, simulator).at("/status");
        self.findings.differ(Of::Socket, self.now, difference, rows::UPGRADE);
    }

    pub(super) async fn sent(&mut self, key: (By, u64), shape: &Value) -> Result<()> {
        let frame = self.book.rebuilt(shape);
        let Some(guest) = self.guests.get_mut(&key) else { return Ok(()) };
        if let Some(token) = frame["token"].as_str().filter(|token| guest.token.as_deref() != Some(token)) {
            guest.token = Some(token.into());
            if !self.tokens.iter().any(|known| known == token) {
                if self.tokens.len() == GUESTS {
                    self.tokens.pop_front();
                }
                self.tokens.push_back(token.into());
            }
        }
        if let Some(line) = &mut guest.line {
            line.send(&frame).await;
        }
        guest.hear(self.now).await;
        Ok(())
    }

    pub(super) async fn received(&mut self, key: (By, u64), shape: &Value) -> Result<()> {
        let Some(guest) = self.guests.get_mut(&key) else {
            self.pass("frames of sockets that are not in the recording");
            return Ok(());
        };
        let of = Of::Frame(name_of(shape).into());
        let row = rows::of_frame(shape, "");
        if guest.has_shown(shape) {
            let twice = Difference::new(Differs::FrameTwice, "once more", ABSENT);
            self.findings.differ(of, self.now, twice, row);
            return Ok(());
        }
        // Whatever makes the simulator speak is followed by a hearing: mostly it has been heard.
        let mut found = guest.take(shape, &self.book, true);
        if found.is_none() {
            guest.hear(self.now).await;
            found = guest.take(shape, &self.book, true);
        }
        if found.is_none() {
            self.bring_about(key, shape).await?;
            found = self.guests.get_mut(&key).and_then(|guest| guest.take(shape, &self.book, false));
        }
        let Some(found) = found else {
            let more = Difference::new(Differs::FrameMore, name_of(shape), ABSENT);
            self.findings.differ(of, self.now, more, row);
            return Ok(());
        };
        if found.passed {
            let order = Difference::new(Differs::Order, "after another one", "before it");
            self.findings.differ(of.clone(), self.now, order, row);
        } else if self.now.at > found.since.at + BOUND_MS {
            let late = Difference::new(Differs::FrameLate, "long after", "at once");
            self.findings.differ(of.clone(), found.since, late, row);
        }
        self.frame(of, shape, &found.frame);
        Ok(())
    }

    fn frame(&mut self, of: Of, shape: &Value, raw: &Value) {
        if let Some(jwt) = raw["body"]["jwt"].as_str() {
            self.stage.jwt = Some(jwt.into());
        }
        let compared = judge::frames(shape, raw, &self.book, &self.shaper);
        compared.learn(&mut self.book);
        if compared.differences.is_empty() {
            self.findings.agree(rows::of_frame(shape, ""));
        }
        for difference in compared.differences {
            let row = rows::of_frame(shape, &difference.pointer);
            self.findings.differ(of.clone(), self.now, difference, row);
        }
    }

    /// The recording shows a frame that the simulator has not sent: what leads to it happens now.
    async fn bring_about(&mut self, key: (By, u64), shape: &Value) -> Result<()> {
        while self.release() {
            self.hear_all().await;
            if self.guests.get(&key).is_some_and(|guest| guest.has_waiting(shape, &self.book)) {
                return Ok(());
            }
        }
        let token = self.guests.get(&key).and_then(|guest| guest.token.clone());
        let Some(id) = token.and_then(|token| self.stage.conversation_of(&token)) else { return Ok(()) };
        self.act(&id, shape).await?;
        self.hear_all().await;
        Ok(())
    }

    async fn act(&mut self, id: &ConversationId, shape: &Value) -> Result<()> {
        let body = &shape["body"];
        let by = body["originatingEntity"].as_str();
        match (name_of(shape), by) {
            ("Typing", _) => {
                self.stage.agent_types(id);
            }
            ("Disconnect", Some("Human")) => {
                self.stage.agent_did(id, AgentDid::Left);
            }
            ("Disconnect", None) => {
                self.stage.system_ends(id).await?;
            }
            ("StructuredMessage", Some("Human")) => {
                let text = body["text"].as_str().and_then(Place::of);
                let text = text.unwrap_or(Place { kind: Kind::Text, number: "0".into() });
                let text = self.book.text(text);
                self.stage.agent_says(id, text);
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) async fn closed(&mut self, key: (By, u64), closed: &Closed) {
        if let Some(line) =
            self.guests.get_mut(&key).and_then(|guest| guest.line.as_mut()).filter(|_| closed.by != "server")
        {
            line.close(closed.code).await;
        }
        self.leave(key).await;
    }

    /// A socket is over: what the simulator had sent long before, and the recording never showed, is missing.
    pub(super) async fn leave(&mut self, key: (By, u64)) {
        let Some(mut guest) = self.guests.remove(&key) else { return };
        let (missing, early) = guest.unseen(self.now, BOUND_MS);
        early
            .iter()
            .for_each(|_| self.pass("frames that a guest may not have stayed for: it left within 2 s"));
        for missing in missing {
            let shape = self.shaper.body(missing.frame.to_string().as_bytes(), "");
            let name = name_of(&missing.frame);
            let difference = Difference::new(Differs::FrameMissing, ABSENT, name);
            self.findings.differ(
                Of::Frame(name.into()),
                missing.since,
                difference,
                rows::of_frame(&shape, ""),
            );
        }
    }

    pub(super) async fn hear_all(&mut self) {
        for guest in self.guests.values_mut() {
            guest.hear(self.now).await;
        }
    }
}
