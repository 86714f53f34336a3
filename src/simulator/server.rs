//! Starts and stops an org on a thread and a runtime of its own.

use std::net::{Ipv4Addr, TcpListener as StdListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use axum::Router;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio_util::sync::CancellationToken;

use super::connection::Connection;
use super::control::{self, Command, Refused};
use super::cuttable::{Cut, CuttableStream};
use super::options::Options;
use super::router::{Shared, router};
use super::world::{OpenConversation, World};
use crate::model::ids::{ConversationId, MessageId};

/// Why a simulator could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the port {port} could not be opened: {cause}")]
    Port { port: u16, cause: std::io::Error },
    #[error("no thread for the simulator: {0}")]
    Thread(std::io::Error),
}

/// A running org. Dropping it stops it.
pub struct Simulator {
    shared: Arc<Shared>,
    connection: Connection,
    shutdown: CancellationToken,
    thread: Option<JoinHandle<()>>,
}

impl Simulator {
    /// Returns once the port accepts connections.
    pub fn start(options: Options) -> Result<Self, StartError> {
        let port = options.port;
        let listener = StdListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = listener.map_err(|cause| StartError::Port { port, cause })?;
        let shared = Arc::new(Shared::new(World::new(options)));
        let connection = connection(&listener, &shared.world()).map_err(StartError::Thread)?;
        let shutdown = CancellationToken::new();
        let thread = spawn(listener, router(&shared), shutdown.clone()).map_err(StartError::Thread)?;
        Ok(Self { shared, connection, shutdown, thread: Some(thread) })
    }

    pub fn url(&self) -> &str {
        &self.connection.api_url
    }

    pub const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// A guest writes its first message.
    pub fn open_conversation(&self, how: OpenConversation) -> (ConversationId, MessageId) {
        self.shared.world().open(how)
    }

    /// Does what a test asks of the org.
    pub fn execute(&self, command: Command) -> Result<Value, Refused> {
        control::execute(&self.shared, command)
    }

    /// Closes every connection and frees the port. Safe to call twice.
    pub fn stop(&mut self) {
        self.shutdown.cancel();
        if let Some(thread) = self.thread.take() {
            // It ends by itself; a panic in it has been printed already.
            let _ = thread.join();
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.stop();
    }
}

fn connection(listener: &StdListener, world: &World) -> std::io::Result<Connection> {
    let port = listener.local_addr()?.port();
    let url = format!("http://127.0.0.1:{port}");
    let budget = world.options.limits.requests_per_minute();
    Ok(Connection {
        api_url: url.clone(),
        login_url: url.clone(),
        guest_url: format!("ws://127.0.0.1:{port}"),
        config_url: url,
        deployment_id: world.org.deployment_id.clone(),
        client_id: world.org.client_id.clone(),
        client_secret: world.org.client_secret.clone(),
        ca_file: None,
        requests_per_minute: budget.map_or(json!("unlimited"), |budget| json!(budget)),
    })
}

fn spawn(
    listener: StdListener,
    router: Router,
    shutdown: CancellationToken,
) -> std::io::Result<JoinHandle<()>> {
    listener.set_nonblocking(true)?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new()
        .name("genesys-simulator".into())
        .spawn(move || serve(&runtime, listener, router, &shutdown))
}

fn serve(runtime: &Runtime, listener: StdListener, router: Router, shutdown: &CancellationToken) {
    runtime.block_on(async {
        let Ok(listener) = TcpListener::from_std(listener) else { return };
        // Connections are tasks of the runtime: dropping it ends them all.
        shutdown.run_until_cancelled(accept(listener, router)).await;
    });
}

async fn accept(listener: TcpListener, router: Router) {
    loop {
        // A connection that broke while it waited is no reason to stop.
        let Ok((stream, _)) = listener.accept().await else { continue };
        let _ = stream.set_nodelay(true);
        tokio::spawn(converse(stream, router.clone()));
    }
}

async fn converse(stream: TcpStream, router: Router) {
    let cut = Cut::default();
    let io = TokioIo::new(CuttableStream::new(stream, &cut));
    let service = TowerToHyperService::new(router.layer(axum::Extension(cut)));
    // What breaks a connection is the client's business.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(io, service).with_upgrades().await;
}
