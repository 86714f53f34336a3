//! Keeps a session's connection: the one task that reads and writes its socket.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::book::Book;
use super::command::{Command, decline, given_up};
use super::config::GuestConfig;
use super::connection::{Connection, Incoming, establish};
use super::deployment::{self, Deployment};
use super::exchange::Exchange;
use super::frame::{Body, SessionResponse};
use super::request::{Request, StartNew};
use super::rhythm::{Beat, Rhythm};
use super::state::{Machine, Next, Over};
use crate::error::{Error, Kind, Result};
use crate::net::socket::Dialer;

pub struct Driver {
    pub config: Arc<GuestConfig>,
    pub book: Arc<Book>,
    pub commands: mpsc::Receiver<Command>,
    /// Told when a session was taken up again, so that its history can be read.
    pub resumed: mpsc::Sender<()>,
    pub dialer: Dialer,
    /// The connection before was made again at once.
    pub came_at_once: bool,
}

/// Why the reading of one connection stopped.
enum Ended {
    Lost,
    /// Cut by the caller, who waits for it.
    Dropped(oneshot::Sender<()>),
    Closed(Option<u16>),
    Over,
    Disposed(Option<oneshot::Sender<()>>),
}

impl Driver {
    /// Lives until the session is disposed of, or nobody holds it any more.
    pub async fn run(mut self, ready: oneshot::Sender<Result<()>>) {
        let (config, book) = (Arc::clone(&self.config), Arc::clone(&self.book));
        let start = if config.start_new { StartNew::Yes } else { StartNew::No };
        let beginning = async {
            tokio::join!(establish(&config, &self.dialer, &book, start, 1), deployment::read(&config))
        };
        let (made, deployment) = tokio::select! {
            begun = beginning => begun,
            () = given_up(&mut self.commands) => return,
        };
        if let Some(tells) = deployment.and_then(|deployment| deployment.tells) {
            book.open().inbox.deployment_tells(tells);
        }
        let mut made = match self.first(made) {
            Ok(made) => {
                let _ = ready.send(Ok(()));
                Some(made)
            }
            Err(error) => {
                let _ = ready.send(Err(error));
                return;
            }
        };
        while let Some((connection, session)) = made.take() {
            made = self.live(connection, session, deployment).await;
        }
    }

    fn first(&self, made: Result<(Connection, SessionResponse)>) -> Result<(Connection, SessionResponse)> {
        self.book
            .change(|machine| match &made {
                Ok((_, session)) => machine.configured(session.read_only),
                Err(_) => machine.end(Over::Refused),
            })
            .ok();
        made
    }

    /// One connection from its beginning to the next one; `None` at the end of all.
    async fn live(
        &mut self,
        mut connection: Connection,
        session: SessionResponse,
        deployment: Option<Deployment>,
    ) -> Option<(Connection, SessionResponse)> {
        let made_at = Instant::now();
        if !session.new_session {
            let _ = self.resumed.try_send(());
        }
        let mut exchange = Exchange::default();
        self.join(&mut connection, &session, deployment).await;
        let ended = self.serve(&mut connection, &mut exchange, deployment).await;
        exchange.lost(self.book.open().machine.over());
        let next = self.part(connection, ended).await?;
        let next = self.at_a_pace(next, made_at);
        self.after(next).await
    }

    /// A connection that breaks as soon as it stands is not made again at once: that would go on without a pause.
    fn at_a_pace(&mut self, next: Next, made_at: Instant) -> Next {
        let is_short_lived = made_at.elapsed() < self.config.reconnect_pause();
        let was_at_once = std::mem::replace(&mut self.came_at_once, next == Next::ReconnectAtOnce);
        if next == Next::ReconnectAtOnce && is_short_lived && was_at_once {
            Next::ReconnectLater
        } else {
            next
        }
    }

    /// Lets go of a connection; what is next, or `None` when the session was disposed of.
    async fn part(&self, connection: Connection, ended: Ended) -> Option<Next> {
        let book = &self.book;
        match ended {
            Ended::Disposed(done) => {
                connection.farewell(book).await;
                done.map(|done| done.send(()));
                None
            }
            Ended::Over => {
                connection.farewell(book).await;
                Some(Next::Stop)
            }
            Ended::Closed(code) => {
                connection.ended(book, code, true);
                Some(self.closed(code))
            }
            Ended::Lost => Some(self.lost(connection)),
            Ended::Dropped(done) => {
                let next = self.lost(connection);
                let _ = done.send(());
                Some(next)
            }
        }
    }

    fn closed(&self, code: Option<u16>) -> Next {
        let cleared = self.book.open().inbox.is_cleared();
        let next = self.book.change(|machine| {
            if cleared { machine.end(Over::Cleared).map(|()| Next::Stop) } else { machine.closed(code) }
        });
        next.unwrap_or(Next::Stop)
    }

    fn lost(&self, connection: Connection) -> Next {
        let next = self.book.change(Machine::lost).unwrap_or(Next::Stop);
        connection.ended(&self.book, None, false);
        next
    }

    /// The messenger's own first word, where the deployment says so.
    async fn join(
        &self,
        connection: &mut Connection,
        session: &SessionResponse,
        deployment: Option<Deployment>,
    ) {
        let starts = deployment.is_some_and(|deployment| deployment.auto_start);
        if starts && session.new_session && !session.read_only {
            let request = Request::presence("Join", &self.config.attributes);
            let _ = connection.send(&self.config, &self.book, &request).await;
        }
    }

    async fn after(&mut self, mut next: Next) -> Option<(Connection, SessionResponse)> {
        let mut attempt = 1;
        loop {
            match next {
                Next::Stop => return self.wait_for_reopening().await,
                Next::ReconnectLater => self.pause().await?,
                Next::ReconnectAtOnce => {}
            }
            attempt += 1;
            match self.establish_again(StartNew::No, attempt).await? {
                Ok(made) => return Some(made),
                Err(error) => next = self.failed(&error),
            }
        }
    }

    /// An attempt to make the connection again; `None` when the session is given up meanwhile.
    async fn establish_again(
        &mut self,
        start: StartNew,
        attempt: u32,
    ) -> Option<Result<(Connection, SessionResponse)>> {
        let (config, book) = (Arc::clone(&self.config), Arc::clone(&self.book));
        let made = tokio::select! {
            made = establish(&config, &self.dialer, &book, start, attempt) => made,
            () = given_up(&mut self.commands) => return None,
        };
        if let Ok((_, session)) = &made {
            let _ = book.change(|machine| machine.configured(session.read_only));
        }
        Some(made)
    }

    /// A refusal is final, anything else is tried again.
    fn failed(&self, error: &Error) -> Next {
        let over = match error.kind {
            Kind::SessionRefused | Kind::InvalidInput => Over::Refused,
            Kind::SessionExpired => Over::Expired,
            _ => return self.book.change(Machine::lost).unwrap_or(Next::Stop),
        };
        let _ = self.book.change(|machine| machine.end(over));
        Next::Stop
    }

    async fn pause(&mut self) -> Option<()> {
        tokio::select! {
            () = tokio::time::sleep(self.config.reconnect_pause()) => Some(()),
            () = given_up(&mut self.commands) => None,
        }
    }

    async fn wait_for_reopening(&mut self) -> Option<(Connection, SessionResponse)> {
        loop {
            match self.commands.recv().await? {
                Command::Reopen(reply) => {
                    let may = self.book.change(Machine::reopened);
                    if let Err(refused) = may {
                        let _ = reply.send(Err(Error::new(Kind::InvalidInput, format!("{refused}."))));
                        continue;
                    }
                    match self.establish_again(StartNew::Yes, 1).await? {
                        Ok(made) => {
                            let _ = reply.send(Ok(()));
                            return Some(made);
                        }
                        Err(error) => {
                            self.failed(&error);
                            let _ = reply.send(Err(error));
                        }
                    }
                }
                other => {
                    if decline(other) {
                        return None;
                    }
                }
            }
        }
    }

    /// Reads and writes until the connection ends.
    async fn serve(
        &mut self,
        connection: &mut Connection,
        exchange: &mut Exchange,
        deployment: Option<Deployment>,
    ) -> Ended {
        let mut rhythm = Rhythm::new(&self.config);
        loop {
            tokio::select! {
                incoming = connection.next(&self.book) => match incoming {
                    Incoming::Frame(frame) => {
                        rhythm.heard();
                        exchange.offer(&frame);
                        if self.book.open().machine.over().is_some() {
                            return Ended::Over;
                        }
                        if let Body::Session(session) = &frame.body {
                            self.join(connection, session, deployment).await;
                        }
                    }
                    Incoming::Noise => rhythm.heard(),
                    Incoming::Pong => rhythm.pong(),
                    Incoming::Closed(code) => return Ended::Closed(code),
                    Incoming::Lost => return Ended::Lost,
                },
                command = self.commands.recv() => match command {
                    Some(Command::Ask { request, wants, reply }) => {
                        match connection.send(&self.config, &self.book, &request).await {
                            Ok(index) => exchange.add(request.tracing_id, wants, index, reply),
                            Err(error) => {
                                let _ = reply.send(Err(error));
                                return Ended::Lost;
                            }
                        }
                    }
                    Some(Command::Drop(done)) => return Ended::Dropped(done),
                    Some(Command::Reopen(reply)) => {
                        let _ = reply.send(Err(Error::new(Kind::InvalidInput, "The session is not over.")));
                    }
                    Some(Command::Dispose(done)) => return Ended::Disposed(Some(done)),
                    None => return Ended::Disposed(None),
                },
                beat = rhythm.beat() => {
                    let alive = match beat {
                        Beat::Ping => connection.ping().await,
                        Beat::Echo => connection.send(&self.config, &self.book, &Request::echo()).await.is_ok(),
                        Beat::Silence => false,
                    };
                    if !alive {
                        return Ended::Lost;
                    }
                }
            }
        }
    }
}
