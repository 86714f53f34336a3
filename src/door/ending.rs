//! How a carried connection ends, on both of its legs.

use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::carry::Leg;
use crate::guest::watched::Ended;

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
/// What a browser calls an end without a code, and one without a close frame.
const NO_CODE: u16 = 1005;
const NO_FRAME: u16 = 1006;

pub type Halves = (SplitSink<Leg, Message>, SplitStream<Leg>);

impl Ending {
    /// Ends each leg as the other one ended, or as a test wants it; says what the page is told of it.
    pub async fn perform(self, page: Halves, server: Halves) -> Ended {
        match self {
            Self::PageCloses(frame) => {
                let code = code_of(frame.as_ref());
                tokio::join!(answer(page), close(server, frame));
                Ended { code: Some(code), was_clean: Some(true) }
            }
            Self::ServerCloses(frame) => {
                let code = code_of(frame.as_ref());
                let (was_clean, ()) = tokio::join!(close(page, frame), answer(server));
                Ended { code: Some(code), was_clean: Some(was_clean) }
            }
            // Assumed: the server closes a displaced connection without a code.
            Self::Displaced => {
                let (was_clean, _) =
                    tokio::join!(close(page, None), close(server, farewell(CloseCode::Normal, "")));
                Ended { code: Some(NO_CODE), was_clean: Some(was_clean) }
            }
            Self::TooLarge => {
                let frame = farewell(CloseCode::Size, "More than the door carries in one message.");
                let was_clean = close(page, frame).await;
                Ended { code: Some(CloseCode::Size.into()), was_clean: Some(was_clean) }
            }
            Self::PageIsGone => Ended::default(),
            // Dropped as they are, both legs end without a farewell.
            Self::ServerIsGone | Self::Reset => Ended { code: Some(NO_FRAME), was_clean: Some(false) },
        }
    }
}

fn code_of(frame: Option<&CloseFrame>) -> u16 {
    frame.map_or(NO_CODE, |frame| frame.code.into())
}

fn farewell(code: CloseCode, reason: &str) -> Option<CloseFrame> {
    Some(CloseFrame { code, reason: reason.into() })
}

/// Whether the other side answered.
async fn close((mut sink, stream): Halves, frame: Option<CloseFrame>) -> bool {
    let work = async {
        let _ = sink.send(Message::Close(frame)).await;
        drain(stream).await
    };
    timeout(FAREWELL_LIMIT, work).await.unwrap_or(false)
}

/// The close frame that came is answered by the library, as the next read is tried.
async fn answer((_sink, stream): Halves) {
    let _ = timeout(FAREWELL_LIMIT, drain(stream)).await;
}

/// Whether a close frame came.
async fn drain(mut stream: SplitStream<Leg>) -> bool {
    while let Some(Ok(message)) = stream.next().await {
        if message.is_close() {
            let _ = stream.next().await;
            return true;
        }
    }
    false
}
