//! The simulator that is set up like the org, and what drives it: requests, and what nobody's request did.

use hyper::{Method, Uri};
use serde_json::{Value, json};

use super::book::Book;
use super::entry::Request;
use super::http::{Answered, Asking};
use super::place::Place;
use super::progress::AgentDid;
use crate::error::{Error, Kind, Result};
use crate::model::ids::ConversationId;
use crate::simulator::{
    AgentAction, AgentScript, Command, Known, OpenConversation, OpenedWith, Options, Simulator,
};

pub struct Stage {
    pub simulator: Simulator,
    token: Option<String>,
    /// Of the guest who asked for one last.
    pub jwt: Option<String>,
    asked: u64,
}

/// After so many requests the simulator forgets what was asked.
const FORGETS_AFTER: u64 = 500;
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// Whose token goes with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum As {
    Client,
    /// Somebody whom the org does not know.
    Stranger,
}

impl Stage {
    /// Changes wait until the recording shows them, and its agent does what the recorded one did.
    pub fn new(options: Options) -> Result<Self> {
        let options = Options { holds: true, agent: AgentScript::Alerts, port: 0, tls: false, ..options };
        let simulator = Simulator::start(options)?;
        Ok(Self { simulator, token: None, jwt: None, asked: 0 })
    }

    pub fn known(&self) -> Known {
        self.simulator.known()
    }

    /// `None` where a recording does not say what was sent, or it can be nobody's.
    pub fn asking(&self, request: &Request, book: &mut Book) -> Option<Asking> {
        let path = book.path(&request.path);
        if path == "/oauth/token" {
            return Some(self.login(As::Client));
        }
        let query = book.query(&request.query);
        let path = if query.is_empty() { path } else { format!("{path}?{query}") };
        let can_be_made =
            Uri::try_from(&path).is_ok() && Method::from_bytes(request.method.as_bytes()).is_ok();
        let body = match &request.body {
            _ if !can_be_made => return None,
            None => None,
            Some(Value::String(text)) if text == "<not json>" => return None,
            Some(shape) => Some((JSON, book.rebuilt(shape).to_string().into_bytes())),
        };
        Some(Asking { method: request.method.clone(), path, bearer: None, body })
    }

    fn login(&self, who: As) -> Asking {
        let connection = self.simulator.connection();
        let secret = if who == As::Client { connection.client_secret.as_str() } else { "wrong" };
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_id", &connection.client_id)
            .append_pair("client_secret", secret)
            .finish();
        let body = Some((FORM, form.into_bytes()));
        Asking { method: "POST".into(), path: "/oauth/token".into(), bearer: None, body }
    }

    pub async fn ask(&mut self, asking: &Asking, who: As) -> Result<Answered> {
        self.asked += 1;
        if self.asked.is_multiple_of(FORGETS_AFTER) {
            self.simulator.forget_requests();
        }
        if asking.path == "/oauth/token" {
            let login = self.login(who);
            return login.ask(&self.simulator).await;
        }
        let bearer = self.bearer(&asking.path, who).await?;
        let answered = (Asking { bearer, ..asking.clone() }).ask(&self.simulator).await?;
        if asking.method == "DELETE" && asking.path.starts_with("/api/v2/tokens/") {
            self.token = None;
        }
        Ok(answered)
    }

    async fn bearer(&mut self, path: &str, who: As) -> Result<Option<String>> {
        if who == As::Stranger {
            return Ok(Some("nobody".into()));
        }
        if path.starts_with("/api/v2/webmessaging/") {
            return Ok(self.jwt.clone());
        }
        if !path.starts_with("/api/") {
            return Ok(None);
        }
        if self.token.is_none() {
            let login = self.login(As::Client);
            let answer = login.ask(&self.simulator).await?.body;
            let token = answer.as_ref().and_then(|body| body["access_token"].as_str());
            self.token = Some(token.ok_or_else(no_token)?.into());
        }
        Ok(self.token.clone())
    }

    /// The next of the accepted changes takes effect; `false` where there is none.
    pub fn release(&self) -> bool {
        self.simulator.release()
    }

    /// A conversation that the recording names, and that none of its guests has begun.
    pub fn open(&self, has_agent: bool) -> Option<String> {
        let agent = Some(if has_agent { OpenedWith::Alerting } else { OpenedWith::None });
        let how = OpenConversation { agent, ..OpenConversation::default() };
        let opened = self.simulator.execute(Command::OpenConversation { how }).ok()?;
        opened["conversationId"].as_str().map(String::from)
    }

    fn agent(&self, id: &ConversationId, does: AgentAction) -> bool {
        self.simulator.execute(Command::Agent { conversation_id: id.clone(), does }).is_ok()
    }

    /// The agent does what was seen of the org's; `false` where that cannot be.
    pub fn agent_did(&self, id: &ConversationId, did: AgentDid) -> bool {
        match did {
            AgentDid::Answered => self.agent(id, AgentAction::Answer),
            AgentDid::Declined | AgentDid::Left => self.agent(id, AgentAction::Disconnect),
        }
    }

    /// Whoever wrote must have answered before.
    pub fn agent_says(&self, id: &ConversationId, text: String) -> bool {
        let _ = self.agent(id, AgentAction::Answer);
        self.agent(id, AgentAction::Say { text })
    }

    pub fn agent_types(&self, id: &ConversationId) -> bool {
        let _ = self.agent(id, AgentAction::Answer);
        self.agent(id, AgentAction::Typing)
    }

    /// Nobody's request did it: the system.
    pub async fn system_ends(&mut self, id: &ConversationId) -> Result<bool> {
        let path = format!("/api/v2/conversations/{id}/disconnect");
        let asking = Asking { method: "POST".into(), path, bearer: None, body: None };
        let accepted = self.ask(&asking, As::Client).await?.status < 300;
        Ok(accepted && self.release())
    }

    pub fn conversation_of(&self, token: &str) -> Option<ConversationId> {
        self.simulator.conversation_of(token)
    }
}

/// The conversation that a path of the recording names.
pub fn conversation_in(path: &str) -> Option<Place> {
    let below = path.strip_prefix("/api/v2/conversations/")?;
    let below = ["messages/", "messaging/"].iter().find_map(|each| below.strip_prefix(each)).unwrap_or(below);
    let rest = below.split_once('/').map_or("", |(_, rest)| rest);
    // Of these the first id is a message's.
    if rest == "details" {
        return None;
    }
    Place::of(below.split('/').next()?)
}

/// How the org would be asked about a conversation alone.
pub fn as_conversation(id: &str) -> Option<ConversationId> {
    serde_json::from_value(json!(id)).ok()
}

fn no_token() -> Error {
    Error::new(Kind::Decode, "The simulator gave no token.").operation("drift")
}
