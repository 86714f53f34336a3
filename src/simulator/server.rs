//! Starts and stops an org on a thread and a runtime of its own.

use std::net::{Ipv4Addr, TcpListener as StdListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use axum::Router;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use serde_json::json;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc::unbounded_channel;
use tokio_util::sync::CancellationToken;

use super::connection::Connection;
use super::control::{self, Answer, Command};
use super::cuttable::{Cut, CuttableStream};
use super::options::Options;
use super::router::router;
use super::sabotage::bring_back;
use super::shared::Shared;
use super::tls::Tls;
use super::world::World;

/// Why a simulator could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the port {port} could not be opened: {cause}")]
    Port { port: u16, cause: std::io::Error },
    #[error("its thread could not be started: {0}")]
    Thread(std::io::Error),
    #[error("its certificate could not be made: {0}")]
    Tls(String),
}

/// A running org. Dropping it stops it.
pub struct Simulator {
    shared: Arc<Shared>,
    shutdown: CancellationToken,
    running: Mutex<Option<Running>>,
}

struct Running {
    thread: JoinHandle<()>,
    _ca_file: Option<Tls>,
}

impl Simulator {
    /// Returns once the port accepts connections.
    pub fn start(options: Options) -> Result<Self, StartError> {
        let port = options.port;
        let no_port = |cause| StartError::Port { port, cause };
        let listener = StdListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(no_port)?;
        let address = listener.local_addr().map_err(no_port)?;
        let tls =
            if options.tls { Some(Tls::new(&options.tls_hosts).map_err(StartError::Tls)?) } else { None };
        let scheme = if options.tls { "https" } else { "http" };
        let mut world = World::new(options, format!("{scheme}://{address}"));
        let (coming_back, ended) = unbounded_channel();
        world.coming_back = Some(coming_back);
        let connection = connection(&world, tls.as_ref());
        let shared = Arc::new(Shared::new(world, connection));
        let server = Server { router: router(&shared), tls: tls.as_ref().map(Tls::acceptor) };
        let shutdown = CancellationToken::new();
        let returns = bring_back(Arc::clone(&shared), ended);
        let thread = server.spawn(listener, returns, shutdown.clone()).map_err(StartError::Thread)?;
        let running = Mutex::new(Some(Running { thread, _ca_file: tls }));
        Ok(Self { shared, shutdown, running })
    }

    pub fn url(&self) -> &str {
        &self.connection().api_url
    }

    pub fn connection(&self) -> &Connection {
        self.shared.connection()
    }

    /// Does what a test asks of the org; the frames it causes have left when this returns.
    pub fn execute(&self, command: Command) -> Answer {
        control::execute(&self.shared, command)
    }

    /// Closes every connection and frees the port. Safe to call twice.
    pub fn stop(&self) {
        self.shutdown.cancel();
        if let Some(running) = self.running.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // It ends by itself; a panic in it has been printed already.
            let _ = running.thread.join();
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.stop();
    }
}

fn connection(world: &World, tls: Option<&Tls>) -> Connection {
    let url = &world.base_url;
    let budget = world.options.limits.requests_per_minute();
    Connection {
        api_url: url.clone(),
        login_url: url.clone(),
        guest_url: world.guest_url(),
        config_url: url.clone(),
        deployment_id: world.org.deployment_id.clone(),
        client_id: world.org.client_id.clone(),
        client_secret: world.org.client_secret.clone(),
        ca_file: tls.map(|tls| tls.ca_file().to_string_lossy().into_owned()),
        requests_per_minute: budget.map_or(json!("unlimited"), |budget| json!(budget)),
        budget_window_ms: world.options.limits.window_ms(),
    }
}

struct Server {
    router: Router,
    tls: Option<tokio_rustls::TlsAcceptor>,
}

impl Server {
    fn spawn(
        self,
        listener: StdListener,
        beside: impl Future<Output = ()> + Send + 'static,
        shutdown: CancellationToken,
    ) -> std::io::Result<JoinHandle<()>> {
        listener.set_nonblocking(true)?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        std::thread::Builder::new().name("genesys-simulator".into()).spawn(move || {
            runtime.spawn(beside);
            self.serve(&runtime, listener, &shutdown);
        })
    }

    fn serve(self, runtime: &Runtime, listener: StdListener, shutdown: &CancellationToken) {
        runtime.block_on(async {
            let Ok(listener) = TcpListener::from_std(listener) else { return };
            // Connections are tasks of the runtime: dropping it ends them all.
            shutdown.run_until_cancelled(self.accept(listener)).await;
        });
    }

    async fn accept(self, listener: TcpListener) {
        loop {
            // A connection that broke while it waited is no reason to stop.
            let Ok((stream, _)) = listener.accept().await else { continue };
            let _ = stream.set_nodelay(true);
            tokio::spawn(greet(stream, self.tls.clone(), self.router.clone()));
        }
    }
}

async fn greet(stream: TcpStream, tls: Option<tokio_rustls::TlsAcceptor>, router: Router) {
    let cut = Cut::default();
    let stream = CuttableStream::new(stream, &cut);
    match tls {
        None => converse(stream, cut, router).await,
        Some(tls) => {
            if let Ok(stream) = tls.accept(stream).await {
                converse(stream, cut, router).await;
            }
        }
    }
}

async fn converse(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, cut: Cut, router: Router) {
    let service = TowerToHyperService::new(router.layer(axum::Extension(cut)));
    let connection =
        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // What breaks a connection is the client's business.
    let _ = connection.with_upgrades().await;
}
