//! One connection of a guest: opened, configured, read until it ends.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::http::{HeaderValue, header};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};

use super::book::Book;
use super::config::GuestConfig;
use super::frame::{Body, Frame, SessionResponse};
use super::refusal;
use super::request::{Request, StartNew};
use super::socket_life::Phase;
use crate::error::{Error, Kind, Result};
use crate::net::socket::{Dialer, Refusal, Socket};
use crate::recording::{By, Line, NO_CODE, Side};

/// How long one connection may take from the first packet to the configured session.
const ATTEMPT_LIMIT: Duration = Duration::from_secs(30);
/// How long a farewell may take.
const FAREWELL_LIMIT: Duration = Duration::from_secs(1);

pub struct Connection {
    socket: Socket,
    line: Line,
    attempt: u32,
}

/// What came off the socket.
pub enum Incoming {
    Frame(Box<Frame>),
    /// A pong, a ping, something unreadable: noted, and nothing to act on.
    Noise,
    Pong,
    Closed(Option<u16>),
    Lost,
}

/// Opens the socket and configures the session on it.
pub async fn establish(
    config: &GuestConfig,
    dialer: &Dialer,
    book: &Book,
    start: StartNew,
    attempt: u32,
) -> Result<(Connection, SessionResponse)> {
    let work = async {
        let mut connection = open(config, dialer, book, attempt).await?;
        let session = connection.configure(config, book, start).await;
        match session {
            Ok(session) => Ok((connection, session)),
            Err(error) => {
                connection.ended(book, None, false);
                Err(error)
            }
        }
    };
    let late = || Error::new(Kind::Transport, "The guest's connection took longer than 30 s to be made.");
    timeout(ATTEMPT_LIMIT, work).await.unwrap_or_else(|_| Err(late()))
}

async fn open(config: &GuestConfig, dialer: &Dialer, book: &Book, attempt: u32) -> Result<Connection> {
    let address = config.socket_address()?;
    let origin = config.origin(&address);
    let value = HeaderValue::from_str(&origin)
        .map_err(|_| Error::new(Kind::InvalidInput, "The option origin cannot stand in a header."))?;
    let line = Line::opens(By::Guest, &address);
    match dialer.open(&address, &[(header::ORIGIN, value)]).await {
        Ok(socket) => {
            line.opened();
            book.note(|inbox, at| inbox.socket(Phase::Open { attempt }, at));
            Ok(Connection { socket, line, attempt })
        }
        Err(Refusal::Status(status)) => {
            line.refused(Some(status));
            book.note(|inbox, at| inbox.socket(Phase::Refused { status: Some(status), attempt }, at));
            Err(refusal::of_upgrade(status, config.deployment()?.as_str(), &origin))
        }
        Err(Refusal::Failed(error)) => {
            line.refused(None);
            book.note(|inbox, at| inbox.socket(Phase::Refused { status: None, attempt }, at));
            Err(error)
        }
    }
}

impl Connection {
    /// The first request on every connection; nothing else is asked before it is answered.
    async fn configure(
        &mut self,
        config: &GuestConfig,
        book: &Book,
        start: StartNew,
    ) -> Result<SessionResponse> {
        let request = Request::configure_session(config.deployment()?, &config.guest_token, start);
        self.send(config, book, &request).await?;
        loop {
            match self.next(book).await {
                Incoming::Frame(frame) => {
                    if let Some(over) = book.open().machine.over() {
                        return Err(refusal::of_over(over));
                    }
                    if let Some(error) = refusal::of_frame(&frame) {
                        return Err(as_refused(error));
                    }
                    if let Body::Session(session) = frame.body {
                        return Ok(session);
                    }
                }
                Incoming::Noise | Incoming::Pong => {}
                Incoming::Closed(_) | Incoming::Lost => {
                    return Err(Error::new(
                        Kind::Transport,
                        "The connection ended before the session stood.",
                    ));
                }
            }
        }
    }

    /// Writes a request; the index of its event.
    pub async fn send(&mut self, config: &GuestConfig, book: &Book, request: &Request) -> Result<usize> {
        let text = request.to_wire(&config.guest_token);
        // Noted first: the answer may be read before the write returns.
        let index = book.note(|inbox, at| inbox.sent(&text, at)).unwrap_or_default();
        self.line.sent(&text);
        let lost = |_| Error::new(Kind::Transport, "The guest's connection was lost while sending.");
        self.socket.send(Message::Text(text.into())).await.map_err(lost)?;
        Ok(index)
    }

    pub async fn ping(&mut self) -> bool {
        self.socket.send(Message::Ping(Vec::new().into())).await.is_ok()
    }

    pub async fn next(&mut self, book: &Book) -> Incoming {
        match self.socket.next().await {
            Some(Ok(Message::Text(text))) => {
                self.line.received(&text);
                book.receive(&text).map_or(Incoming::Noise, |frame| Incoming::Frame(Box::new(frame)))
            }
            Some(Ok(Message::Binary(bytes))) => {
                self.line.received("");
                book.note(|inbox, at| inbox.received_binary(bytes.len(), at));
                Incoming::Noise
            }
            Some(Ok(Message::Pong(_))) => Incoming::Pong,
            Some(Ok(Message::Ping(_) | Message::Frame(_))) => Incoming::Noise,
            Some(Ok(Message::Close(close))) => {
                let code = close.map(|close| close.code.into());
                self.line.closed(Some(code.unwrap_or(NO_CODE)), Side::Server);
                Incoming::Closed(code)
            }
            Some(Err(SocketError::ConnectionClosed)) => {
                self.line.closed(None, Side::Server);
                Incoming::Closed(None)
            }
            // A frame over 1 MiB, a protocol fault, a reset: the connection is of no more use.
            Some(Err(_)) | None => {
                self.line.closed(None, Side::Server);
                Incoming::Lost
            }
        }
    }

    /// Notes that the socket is gone.
    pub fn ended(&self, book: &Book, code: Option<u16>, was_clean: bool) {
        let phase = Phase::Closed { code, was_clean: Some(was_clean), attempt: self.attempt };
        book.note(|inbox, at| inbox.socket(phase, at));
    }

    /// Closes in good order, as the vendor's SDK does.
    pub async fn farewell(mut self, book: &Book) {
        let frame =
            CloseFrame { code: CloseCode::Normal, reason: "The user has closed the connection.".into() };
        self.line.closed(Some(1000), Side::Guest);
        let _ = timeout(FAREWELL_LIMIT, self.socket.close(Some(frame))).await;
        self.ended(book, Some(1000), true);
    }
}

/// Whatever refuses the first request refuses the session.
fn as_refused(mut error: Error) -> Error {
    if matches!(error.kind, Kind::Rejected | Kind::SessionClosed) {
        error.kind = Kind::SessionRefused;
    }
    error
}
