//! What callers want done on the socket, and what they are told while there is none.

use tokio::sync::{mpsc, oneshot};

use super::exchange::{Reply, Wants};
use super::request::Request;
use crate::error::{Error, Kind, Result};

/// What a caller wants done on the socket.
pub enum Command {
    Ask {
        request: Request,
        wants: Wants,
        reply: Reply,
    },
    /// A real cut: no farewell.
    Drop(oneshot::Sender<()>),
    /// A new connection for a session that ran out or was cleared.
    Reopen(oneshot::Sender<Result<()>>),
    Dispose(oneshot::Sender<()>),
}

/// Answers commands that need a connection while there is none; whether to stop altogether.
pub fn decline(command: Command) -> bool {
    let down = || Error::new(Kind::Transport, "The guest's socket is down.");
    match command {
        Command::Ask { reply, .. } => {
            let _ = reply.send(Err(down()));
            false
        }
        Command::Reopen(reply) => {
            let _ = reply.send(Err(down()));
            false
        }
        Command::Drop(done) => {
            let _ = done.send(());
            false
        }
        Command::Dispose(done) => {
            let _ = done.send(());
            true
        }
    }
}

/// Waits until the session is disposed of; everything else is declined meanwhile.
pub async fn given_up(commands: &mut mpsc::Receiver<Command>) {
    while let Some(command) = commands.recv().await {
        if decline(command) {
            return;
        }
    }
}
