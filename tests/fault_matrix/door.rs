//! A door before the simulator that can be shut, so that connections are refused. Every answer
//! closes its connection: a kept one would be broken, not refused.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::mpsc;
use std::thread::JoinHandle;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

enum Order {
    Open,
    Shut,
}

pub struct Door {
    orders: Option<UnboundedSender<(Order, mpsc::Sender<()>)>>,
    thread: Option<JoinHandle<()>>,
    address: SocketAddr,
}

impl Door {
    /// Shut at first.
    pub fn before(simulator: &str) -> Self {
        let behind = simulator.trim_start_matches("http://").to_string();
        let (orders, mut inbox) = unbounded_channel();
        let (tell, told) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let bolt = bolt(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
                let address = bolt.local_addr().unwrap();
                tell.send(address).unwrap();
                stand(bolt, address, &behind, &mut inbox).await;
            });
        });
        Self { orders: Some(orders), thread: Some(thread), address: told.recv().unwrap() }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn open(&self) {
        self.order(Order::Open);
    }

    pub fn shut(&self) {
        self.order(Order::Shut);
    }

    /// Done when this returns; the door has a thread of its own, so that a task may wait here.
    fn order(&self, order: Order) {
        let (done, is_done) = mpsc::channel();
        self.orders.as_ref().unwrap().send((order, done)).ok().unwrap();
        is_done.recv().unwrap();
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        drop(self.orders.take());
        let _ = self.thread.take().unwrap().join();
    }
}

/// Holds the port without listening: connects are refused, and nobody else takes it.
fn bolt(address: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseaddr(true).unwrap();
    socket.bind(address).unwrap();
    socket
}

async fn stand(
    first: TcpSocket,
    address: SocketAddr,
    behind: &str,
    inbox: &mut UnboundedReceiver<(Order, mpsc::Sender<()>)>,
) {
    let mut bolted = Some(first);
    let mut listener: Option<TcpListener> = None;
    loop {
        tokio::select! {
            order = inbox.recv() => {
                let Some((order, done)) = order else { return };
                match order {
                    Order::Open => listener = bolted.take().map(|bolt| bolt.listen(64).unwrap()).or(listener),
                    Order::Shut => {
                        drop(listener.take());
                        bolted.get_or_insert_with(|| bolt(address));
                    }
                }
                done.send(()).unwrap();
            }
            accepted = accept(listener.as_ref()) => {
                tokio::spawn(lead(accepted, behind.to_string()));
            }
        }
    }
}

async fn accept(listener: Option<&TcpListener>) -> TcpStream {
    match listener {
        Some(listener) => listener.accept().await.unwrap().0,
        None => std::future::pending().await,
    }
}

/// Leads one request, with the wish that its connection ends with the answer.
async fn lead(client: TcpStream, behind: String) {
    let mut client = BufReader::new(client);
    let mut first_line = String::new();
    if client.read_line(&mut first_line).await.unwrap_or(0) == 0 {
        return;
    }
    let mut server = TcpStream::connect(behind).await.unwrap();
    let begin = format!("{first_line}connection: close\r\n");
    if server.write_all(begin.as_bytes()).await.is_ok() {
        let _ = copy_bidirectional(&mut client, &mut server).await;
    }
}
