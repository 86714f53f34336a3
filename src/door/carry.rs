//! One page's socket, carried from its upgrade to its end.

use std::sync::Arc;

use futures_util::StreamExt;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::ending::Ending;
use super::handle::{Handle, Order};
use super::leg::{End, leg};
use super::page::Page;
use super::to_page::ToPage;
use super::to_server;
use crate::guest::watched::{Ended, SocketId};
use crate::recording::Line;

/// A place on a page's line; given up when it is dropped, and with it the socket is over.
pub struct Place {
    pub page: Arc<Page>,
    pub socket: SocketId,
    line: Line,
    handle: Arc<Handle>,
    orders: UnboundedReceiver<Order>,
}

impl Place {
    pub fn take(page: Arc<Page>, socket: SocketId, line: Line) -> Self {
        let (handle, orders) = Handle::new();
        let handle = Arc::new(handle);
        page.line.join(&handle);
        page.watched.opened(socket);
        Self { page, socket, line, handle, orders }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Where its context went, nobody was told of a code.
        self.page.watched.closed(self.socket, Ended::default());
        self.page.line.leave(&self.handle);
        self.handle.over.cancel();
    }
}

pub async fn carry(mut place: Place, near: End, far: End) {
    let (mut to_page, mut from_page) = leg(near, Role::Server).await.split();
    let (mut to_server, mut from_server) = leg(far, Role::Client).await.split();
    let (handle, page, socket) = (Arc::clone(&place.handle), Arc::clone(&place.page), place.socket);
    let line = &place.line;
    let ending = tokio::select! {
        biased;
        () = handle.reset.cancelled() => Ending::Reset,
        ending = to_server::run(&mut from_page, &mut to_server, &handle, line, |text| page.watched.sent(socket, text)) => ending,
        ending = ToPage::new(&mut to_page, &handle, &page, line).run(&mut from_server, &mut place.orders) => ending,
    };
    let (code, by) = ending.at_server();
    place.line.closed(code, by);
    let told = |ended| page.watched.closed(socket, ended);
    ending.perform((to_page, from_page), (to_server, from_server), told).await;
}
