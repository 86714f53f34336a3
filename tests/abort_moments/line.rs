//! A line before the simulator that counts the connections which stand on it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};

pub struct Line {
    address: SocketAddr,
    open: Arc<AtomicUsize>,
}

impl Line {
    /// Led by a task of this runtime, for as long as that lives.
    pub async fn before(simulator: &str) -> Self {
        let behind = simulator.trim_start_matches("http://").to_string();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let open = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&open);
        tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                count.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(lead(client, behind.clone(), Arc::clone(&count)));
            }
        });
        Self { address, open }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }
}

async fn lead(mut client: TcpStream, behind: String, count: Arc<AtomicUsize>) {
    let mut server = TcpStream::connect(behind).await.unwrap();
    // Ends when both ends have: the server has then read all that was sent.
    let _ = copy_bidirectional(&mut client, &mut server).await;
    count.fetch_sub(1, Ordering::SeqCst);
}
