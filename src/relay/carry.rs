//! One page's socket, carried from its upgrade to its end.

use std::sync::Arc;

use futures_util::StreamExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::ending::Ending;
use super::handle::{Handle, Order};
use super::line::Line;
use super::to_page::ToPage;
use super::to_server;
use crate::net::socket::{MAX_MESSAGE_BYTES, Socket};

pub type PageSocket = WebSocketStream<TcpStream>;

/// A place on a line; given up when it is dropped.
pub struct Place {
    line: Arc<Line>,
    handle: Arc<Handle>,
    orders: UnboundedReceiver<Order>,
}

impl Place {
    pub fn take(line: Arc<Line>) -> Self {
        let (handle, orders) = Handle::new();
        let handle = Arc::new(handle);
        line.join(&handle);
        Self { line, handle, orders }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.line.leave(&self.handle);
        self.handle.over.cancel();
    }
}

pub async fn page_socket(stream: TcpStream, rest: Vec<u8>) -> PageSocket {
    let limits = WebSocketConfig::default()
        .max_message_size(Some(MAX_MESSAGE_BYTES))
        .max_frame_size(Some(MAX_MESSAGE_BYTES));
    WebSocketStream::from_partially_read(stream, rest, Role::Server, Some(limits)).await
}

pub async fn carry(mut place: Place, page: PageSocket, server: Socket) {
    let (mut to_page, mut from_page) = page.split();
    let (mut to_server, mut from_server) = server.split();
    let (handle, line) = (Arc::clone(&place.handle), Arc::clone(&place.line));
    let ending = tokio::select! {
        biased;
        () = handle.reset.cancelled() => Ending::Reset,
        ending = to_server::run(&mut from_page, &mut to_server, &handle, &line) => ending,
        ending = ToPage::new(&mut to_page, &handle, &line).run(&mut from_server, &mut place.orders) => ending,
    };
    ending.perform((to_page, from_page), (to_server, from_server)).await;
}
