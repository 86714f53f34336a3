//! One request, as a handler sees it.

use std::collections::HashMap;
use std::str::FromStr;

use axum::body::Bytes;
use axum::http::HeaderMap;
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;

use super::change::Change;
use super::records::{Conversation, Named, Participant};
use super::reply::Refusal;
use super::world::World;
use crate::model::ids::{CommunicationId, ConversationId, ParticipantId};

pub struct Call<'a> {
    pub world: &'a mut World,
    pub path: HashMap<String, String>,
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// Empty where the operation needs no token.
    pub token: String,
    /// What was promised; it takes effect once it has settled.
    pub promised: Vec<Change>,
    /// The answer leaves only after a frame that a schedule names.
    pub waits_for: Option<oneshot::Receiver<()>>,
}

impl Call<'_> {
    /// An id from the path; what is no id names nothing.
    pub fn id<T: FromStr>(&self, name: &str) -> Result<T, Refusal> {
        self.path.get(name).and_then(|text| text.parse().ok()).ok_or_else(Refusal::not_found)
    }

    /// The one who has signed in; a client is nobody (documented).
    pub fn user(&self) -> Result<&Named<String>, Refusal> {
        let id = self.world.sign_ins.of(&self.token).and_then(|grant| grant.user.as_deref());
        let user = id.and_then(|id| self.world.org.agent(id));
        user.ok_or_else(|| Refusal::new(400, "not.a.user", "The token belongs to a client, and to no user."))
    }

    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a parameter that may be repeated or separated by commas.
    pub fn queries<'q>(&'q self, name: &'q str) -> impl Iterator<Item = &'q str> {
        self.query.iter().filter(move |(key, _)| key == name).flat_map(|(_, value)| value.split(','))
    }

    /// Accepts a change; it takes effect once it has settled.
    pub fn promise(&mut self, change: Change) {
        self.promised.push(change);
    }

    /// Makes a change before the answer.
    pub fn change_now(&mut self, change: Change) {
        self.world.accepted(&change);
        self.world.apply(change);
    }

    /// The JSON body; an empty one counts as `{}`, as the SDK sends none for optional bodies.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let bytes: &[u8] = if self.body.is_empty() { b"{}" } else { &self.body };
        serde_json::from_slice(bytes)
            .map_err(|_| Refusal::bad_request("The request could not be understood by the server."))
    }

    pub fn conversation(&self) -> Result<&Conversation, Refusal> {
        let id: ConversationId = self.id("conversationId")?;
        self.world.conversation(&id).ok_or_else(Refusal::not_found)
    }

    /// The participant that the path names, in the conversation that it names.
    pub fn participant(&self) -> Result<(&Conversation, &Participant), Refusal> {
        let conversation = self.conversation()?;
        let unknown = || {
            Refusal::new(
                404,
                "conversation.error.not.conversation.participant",
                "The participant is not part of the conversation.",
            )
        };
        let id: ParticipantId = self.id("participantId").map_err(|_| unknown())?;
        let participant = conversation.participant(&id).ok_or_else(unknown)?;
        Ok((conversation, participant))
    }

    /// The participant that the path names, if the communication that it names is theirs.
    pub fn communication(&self) -> Result<(&Conversation, &Participant), Refusal> {
        let (conversation, participant) = self.participant()?;
        let id: CommunicationId = self.id("communicationId")?;
        if participant.communication == id {
            Ok((conversation, participant))
        } else {
            Err(Refusal::not_found())
        }
    }
}
