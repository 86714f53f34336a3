//! How a carried connection ends, on both of its legs.

use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncWriteExt, copy, sink as empty};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::leg::Leg;
use crate::guest::watched::Ended;
use crate::recording::{NO_CODE, Side};

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
    /// A schedule cuts it, behind what has left.
    Cut,
}

/// How long a leg has to close in good order.
const FAREWELL_LIMIT: Duration = Duration::from_secs(2);
/// What a ping before an end without a farewell carries.
const PARTING: &[u8] = b"parting";
/// What a browser calls an end without a close frame.
const NO_FRAME: u16 = 1006;

pub type Halves = (SplitSink<Leg, Message>, SplitStream<Leg>);

impl Ending {
    /// What of it there is between the door and the guest host.
    pub fn at_server(&self) -> (Option<u16>, Side) {
        match self {
            Self::PageCloses(frame) => (Some(code_of(frame.as_ref())), Side::Guest),
            Self::ServerCloses(frame) => (Some(code_of(frame.as_ref())), Side::Server),
            Self::ServerIsGone => (None, Side::Server),
            Self::Displaced => (Some(CloseCode::Normal.into()), Side::Guest),
            Self::PageIsGone | Self::TooLarge | Self::Reset | Self::Cut => (None, Side::Guest),
        }
    }

    /// Ends each leg as the other one ended, or as a test wants it; `told` hears at once what the page is told of it.
    pub async fn perform(self, mut page: Halves, server: Halves, told: impl FnOnce(Ended)) {
        match self {
            Self::PageCloses(frame) => {
                told(Ended { code: Some(code_of(frame.as_ref())), was_clean: Some(true) });
                tokio::join!(answer(page), close(server, frame));
            }
            Self::ServerCloses(frame) => {
                tokio::join!(close_page(page, frame, told), answer(server));
            }
            // Assumed: the server closes a displaced connection without a code.
            Self::Displaced => {
                tokio::join!(close_page(page, None, told), close(server, farewell(CloseCode::Normal, "")));
            }
            Self::TooLarge => {
                let was_clean = cut_off(page, "More than the door carries in one message.").await;
                told(Ended { code: Some(CloseCode::Size.into()), was_clean: Some(was_clean) });
            }
            Self::PageIsGone => told(Ended::default()),
            // Dropped as they are, legs end without a farewell.
            Self::ServerIsGone | Self::Cut => {
                drop(server);
                read_out(&mut page).await;
                told(Ended { code: Some(NO_FRAME), was_clean: Some(false) });
            }
            Self::Reset => told(Ended { code: Some(NO_FRAME), was_clean: Some(false) }),
        }
    }
}

/// What the page was given it has read before the end: a reset takes back what was not, and the witness has seen it leave.
async fn read_out((sink, stream): &mut Halves) {
    let work = async {
        let _ = sink.send(Message::Ping(PARTING.into())).await;
        while let Some(Ok(message)) = stream.next().await {
            if matches!(message, Message::Pong(payload) if payload == PARTING) {
                break;
            }
        }
    };
    let _ = timeout(FAREWELL_LIMIT, work).await;
}

async fn close_page(page: Halves, frame: Option<CloseFrame>, told: impl FnOnce(Ended)) {
    let code = code_of(frame.as_ref());
    let was_clean = close(page, frame).await;
    told(Ended { code: Some(code), was_clean: Some(was_clean) });
}

/// What comes still is read and passed over, so that the farewell arrives; whether the other side went then.
async fn cut_off((mut sink, stream): Halves, why: &str) -> bool {
    let work = async {
        let _ = sink.send(Message::Close(farewell(CloseCode::Size, why))).await;
        let Ok(mut leg) = sink.reunite(stream) else { return false };
        let _ = leg.get_mut().shutdown().await;
        copy(leg.get_mut(), &mut empty()).await.is_ok()
    };
    timeout(FAREWELL_LIMIT, work).await.unwrap_or(false)
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
