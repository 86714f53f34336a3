//! What can be done to one open connection from outside.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{mpsc, oneshot, watch};
use tokio_tungstenite::tungstenite::Message;
use tokio_util::sync::CancellationToken;

/// Something for the page's end of the connection, in order.
pub enum Order {
    /// A frame of ours; the sender fires, or is dropped, when it has left or never will.
    Put { text: String, left: oneshot::Sender<()> },
    /// A frame of the server's that was held back.
    Carry(Message),
    /// The connection is closed, as the server does to a displaced one.
    Close,
    /// What a fault holds back leaves.
    Release,
}

#[derive(Debug)]
pub struct Handle {
    pub reset: CancellationToken,
    /// Nothing of the connection is left.
    pub over: CancellationToken,
    silent: watch::Sender<bool>,
    orders: mpsc::UnboundedSender<Order>,
    expired: AtomicBool,
}

impl Handle {
    pub fn new() -> (Self, mpsc::UnboundedReceiver<Order>) {
        let (orders, queue) = mpsc::unbounded_channel();
        let handle = Self {
            reset: CancellationToken::new(),
            over: CancellationToken::new(),
            silent: watch::Sender::new(false),
            orders,
            expired: AtomicBool::new(false),
        };
        (handle, queue)
    }

    pub fn order(&self, order: Order) {
        // A connection that has just ended obeys nobody.
        let _ = self.orders.send(order);
    }

    /// Queues a frame; resolves when it has left or never will.
    pub fn put(&self, text: String) -> oneshot::Receiver<()> {
        let (left, receiver) = oneshot::channel();
        self.order(Order::Put { text, left });
        receiver
    }

    pub fn set_silent(&self, silent: bool) {
        self.silent.send_replace(silent);
    }

    pub fn is_silent(&self) -> bool {
        *self.silent.borrow()
    }

    pub async fn speaks(&self) {
        // The sender is here: it cannot be gone.
        let _ = self.silent.subscribe().wait_for(|silent| !silent).await;
    }

    pub async fn falls_silent(&self) {
        let _ = self.silent.subscribe().wait_for(|silent| *silent).await;
    }

    pub fn set_expired(&self, expired: bool) {
        self.expired.store(expired, Ordering::SeqCst);
    }

    pub fn is_expired(&self) -> bool {
        self.expired.load(Ordering::SeqCst)
    }
}
