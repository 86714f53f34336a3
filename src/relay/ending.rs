//! How a carried connection ends, on both of its legs.

use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, Stream, StreamExt};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::carry::PageSocket;
use crate::net::socket::Socket;

#[derive(Debug)]
pub enum Ending {
    PageCloses(Option<CloseFrame>),
    ServerCloses(Option<CloseFrame>),
    /// No close frame came.
    PageIsGone,
    ServerIsGone,
    /// A message above the limit, from either side.
    TooLarge,
    /// A test displaces the page.
    Displaced,
    /// A test resets the socket.
    Reset,
}

/// How long a leg has to close in good order.
const FAREWELL_LIMIT: Duration = Duration::from_secs(2);

pub type Page = (SplitSink<PageSocket, Message>, SplitStream<PageSocket>);
pub type Server = (SplitSink<Socket, Message>, SplitStream<Socket>);

impl Ending {
    /// Ends each leg as the other one ended, or as a test wants it.
    pub async fn perform(self, page: Page, server: Server) {
        match self {
            Self::PageCloses(frame) => {
                tokio::join!(answer(page), close(server, frame));
            }
            Self::ServerCloses(frame) => {
                tokio::join!(close(page, frame), answer(server));
            }
            // Assumed: the server closes a displaced connection without a code.
            Self::Displaced => {
                tokio::join!(close(page, None), close(server, farewell(CloseCode::Normal, "")));
            }
            Self::TooLarge => {
                close(page, farewell(CloseCode::Size, "More than the relay carries in one message.")).await;
            }
            Self::PageIsGone => {}
            Self::ServerIsGone | Self::Reset => reset(page),
        }
    }
}

fn farewell(code: CloseCode, reason: &str) -> Option<CloseFrame> {
    Some(CloseFrame { code, reason: reason.into() })
}

async fn close<S, I, E>((mut sink, stream): (S, SplitStream<I>), frame: Option<CloseFrame>)
where
    S: SinkExt<Message> + Unpin,
    SplitStream<I>: Stream<Item = Result<Message, E>>,
    I: Unpin,
{
    let work = async {
        let _ = sink.send(Message::Close(frame)).await;
        drain(stream).await;
    };
    let _ = timeout(FAREWELL_LIMIT, work).await;
}

/// The close frame that came is answered by the library, as the next read is tried.
async fn answer<S, I, E>((_sink, stream): (S, SplitStream<I>))
where
    SplitStream<I>: Stream<Item = Result<Message, E>>,
    I: Unpin,
{
    let _ = timeout(FAREWELL_LIMIT, drain(stream)).await;
}

async fn drain<I, E>(mut stream: SplitStream<I>)
where
    SplitStream<I>: Stream<Item = Result<Message, E>>,
    I: Unpin,
{
    while let Some(Ok(_)) = stream.next().await {}
}

/// With a linger time of zero, closing sends RST instead of FIN; browsers report 1006 for both.
fn reset((sink, stream): Page) {
    if let Ok(socket) = sink.reunite(stream) {
        // Where it cannot be set, the peer is gone already.
        let _ = socket.get_ref().set_zero_linger();
    }
}
