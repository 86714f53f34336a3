//! Looks: everything that does not depend on something else at the same time.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;
use tokio_tungstenite::tungstenite::http::{HeaderValue, header};
use url::Url;
use uuid::Uuid;

use super::asked::Asked;
use super::observed::{Clock, Codes, Deployment, Login, Observed, Org, Owner, Socket};
use crate::error::{Error, Kind, Result};
use crate::model::WrapupInput;
use crate::model::conversation::TokenInfo;
use crate::model::ids::{CommunicationId, ConversationId, MessageId, ParticipantId, QueueId};
use crate::model::wrapup::WrapupCodePage;
use crate::net::socket::{Dialer, Refusal};
use crate::platform::endpoints::{conversations, messages, messaging, routing, tokens};
use crate::platform::{Answer, Call, Config, Request, Trace, public_config, public_domains};
use crate::region::Service;

pub async fn look(call: &Call, asked: Asked) -> Result<Observed> {
    let (deployment, (login, org)) =
        tokio::try_join!(look_at_deployment(call, &asked), ask_org(call, &asked))?;
    let resource = call.client.config().resource;
    Ok(Observed { asked, resource, deployment, login, org })
}

/// What can never work is the caller's fault, and no finding.
fn unless_input<T>(result: Result<T>) -> Result<Result<T>> {
    match result {
        Err(error) if error.kind == Kind::InvalidInput => Err(error),
        result => Ok(result),
    }
}

async fn look_at_deployment(call: &Call, asked: &Asked) -> Result<Option<Deployment>> {
    let Some(id) = &asked.deployment_id else { return Ok(None) };
    let (client, deadline) = (&call.client, &call.deadline);
    let config = client.config();
    let address = socket_address(config, id.as_str())?;
    let origin = asked.origin.clone().unwrap_or_else(|| address.host_str().unwrap_or_default().to_string());
    let (public, domains, socket) = tokio::join!(
        public_config(client, deadline, id),
        public_domains(client, deadline, id),
        deadline.bound(knock(config, &address, &origin)),
    );
    Ok(Some(Deployment {
        id: id.to_string(),
        config: unless_input(public)?,
        domains: unless_input(domains)?,
        socket: socket.unwrap_or(Ok(Socket::Silent))?,
        origin,
    }))
}

fn socket_address(config: &Config, deployment: &str) -> Result<Url> {
    let base = config.base(Service::Guest)?;
    let application = concat!("playwright-genesys-doctor-", env!("CARGO_PKG_VERSION"));
    Url::parse(&format!("{base}/v1?deploymentId={deployment}&application={application}"))
        .map_err(|_| Error::new(Kind::InvalidInput, "guestUrl is no address of a socket."))
}

/// Opens the guest's socket and closes it again. Nothing is configured on it, so that no session
/// and no conversation comes about: the first request binds a socket to a session (documented).
async fn knock(config: &Config, address: &Url, origin: &str) -> Result<Socket> {
    let value = HeaderValue::from_str(origin)
        .map_err(|_| Error::new(Kind::InvalidInput, "The option origin cannot stand in a header."))?;
    match Dialer::new(config.network.clone()).open(address, &[(header::ORIGIN, value)]).await {
        Ok(mut socket) => {
            // It says goodbye; whether that arrives changes nothing.
            let _ = socket.close(None).await;
            Ok(Socket::Accepted)
        }
        Err(Refusal::Status(status)) => Ok(Socket::Refused(status)),
        Err(Refusal::Failed(error)) if error.kind == Kind::InvalidInput => Err(error),
        Err(Refusal::Failed(error)) => Ok(Socket::Failed(error)),
    }
}

async fn ask_org(call: &Call, asked: &Asked) -> Result<(Login, Option<Org>)> {
    let config = call.client.config();
    let source = config.credential_source.clone();
    if !config.has_credentials() {
        return Ok((source.map_or(Login::NoCredentials, Login::HalfAPair), None));
    }
    let source = source.unwrap_or_else(|| "the options".into());
    if let Err(error) = unless_input(call.log_in().await)? {
        return Ok((Login::Refused(error), None));
    }
    let given = config.access_token.is_some();
    let login = if given { Login::Given { source } } else { Login::LoggedIn { source } };
    Ok((login, Some(ask_all(call, asked).await?)))
}

async fn ask_all(call: &Call, asked: &Asked) -> Result<Org> {
    let nobody: ConversationId = random();
    let message = MessageId::from(Uuid::new_v4());
    let (read, find) = (conversations::get_conversation(&nobody), messages::get_message(&message));
    let (owner, read, find, codes, queue, conversation, messaging, (disconnect, wrap_up)) = tokio::join!(
        owner(call),
        probe(call, &read),
        probe(call, &find),
        codes(call, asked.queue_id.as_ref()),
        maybe(asked.queue_id.as_ref(), |id| async move { own(call).get(&routing::get_queue(id)).await }),
        maybe(asked.conversation_id.as_ref(), |id| async move {
            own(call).get(&messages::get_conversation(id)).await
        }),
        maybe(asked.conversation_id.as_ref(), |id| async move {
            own(call).get(&messaging::get_conversation(id)).await
        }),
        writes(call, asked.probe_writes),
    );
    Ok(Org {
        owner: unless_input(owner)?,
        read,
        find,
        codes,
        queue,
        conversation,
        messaging,
        disconnect,
        wrap_up,
    })
}

/// A call of its own for each question, with what is left of the time: none shall be given the
/// refusal of another one.
fn own(call: &Call) -> Call {
    Call::new(&call.client, Some(call.deadline.remaining()), Trace::default())
}

async fn maybe<'a, I, T, F>(id: Option<&'a I>, ask: impl FnOnce(&'a I) -> F) -> Option<Result<T>>
where
    F: Future<Output = Result<T>>,
{
    match id {
        Some(id) => Some(ask(id).await),
        None => None,
    }
}

/// The status, where it was no refusal.
async fn probe(call: &Call, request: &Request) -> Result<u16> {
    own(call).send(request).await.map(|answer| answer.status)
}

async fn owner(call: &Call) -> Result<Owner> {
    let (info, answer): (TokenInfo, Answer) = own(call).get_with_answer(&tokens::token_info()).await?;
    Ok(Owner { info, rate_limit: answer.rate_limit, clock: clock_of(&answer, OffsetDateTime::now_utc()) })
}

fn clock_of(answer: &Answer, now: OffsetDateTime) -> Clock {
    if answer.has_virtual_clock {
        return Clock::Virtual;
    }
    let told = answer.date.as_deref().and_then(|date| OffsetDateTime::parse(date, &Rfc2822).ok());
    told.map_or(Clock::Untold, |told| Clock::Ahead((told - now).whole_seconds()))
}

async fn codes(call: &Call, queue: Option<&QueueId>) -> Result<Codes> {
    let page: WrapupCodePage = own(call).get(&routing::page_request(queue, 1)).await?;
    let seen = page.entities.len() as u64;
    let count = page.total.unwrap_or(seen).max(seen);
    Ok(Codes { count, is_shown: seen > 0, of_queue: queue.is_some() })
}

/// Each names a conversation that nobody has, so that nothing can be changed.
async fn writes(call: &Call, wanted: bool) -> (Option<Result<u16>>, Option<Result<u16>>) {
    if !wanted {
        return (None, None);
    }
    let (conversation, participant): (ConversationId, ParticipantId) = (random(), random());
    let communication: CommunicationId = random();
    let code = WrapupInput { code: Uuid::new_v4().to_string(), name: None, notes: None, tags: Vec::new() };
    let disconnect = messages::disconnect_conversation(&conversation);
    let wrap_up = messages::apply_wrapup(&conversation, &participant, &communication, &code);
    let (disconnect, wrap_up) = tokio::join!(probe(call, &disconnect), probe(call, &wrap_up));
    (Some(disconnect), Some(wrap_up))
}

fn random<I: From<Uuid>>() -> I {
    Uuid::new_v4().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_read_from_the_header_of_the_answer() {
        let now = OffsetDateTime::parse("Mon, 05 Jan 2026 09:00:00 GMT", &Rfc2822).expect("a date");
        let clock = |date: Option<&str>, is_virtual| {
            let date = date.map(ToString::to_string);
            clock_of(&Answer { date, has_virtual_clock: is_virtual, ..Answer::default() }, now)
        };
        assert_eq!(clock(Some("Mon, 05 Jan 2026 09:10:00 GMT"), false), Clock::Ahead(600));
        assert_eq!(clock(Some("Mon, 05 Jan 2026 08:59:00 GMT"), false), Clock::Ahead(-60));
        assert_eq!(clock(Some("today"), false), Clock::Untold);
        assert_eq!(clock(None, false), Clock::Untold);
        assert_eq!(clock(Some("Mon, 05 Jan 2026 09:10:00 GMT"), true), Clock::Virtual);
    }
}
