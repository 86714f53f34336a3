//! A page's socket has two legs, and each leg an end: a connection that was upgraded.

use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use crate::net::socket::MAX_MESSAGE_BYTES;

pub type End = TokioIo<Upgraded>;
pub type Leg = WebSocketStream<End>;

pub async fn leg(end: End, role: Role) -> Leg {
    let limits = WebSocketConfig::default()
        .max_message_size(Some(MAX_MESSAGE_BYTES))
        .max_frame_size(Some(MAX_MESSAGE_BYTES));
    WebSocketStream::from_raw_socket(end, role, Some(limits)).await
}
