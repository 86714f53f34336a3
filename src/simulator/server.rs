//! Starts and stops an org on a thread and a runtime of its own.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener as StdListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use axum::Router;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use serde_json::json;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc::unbounded_channel;
use tokio_util::sync::CancellationToken;

use super::connection::Connection;
use super::control::{self, Command};
use super::cuttable::{Cut, CuttableStream};
use super::misbehaving::bring_back;
use super::options::Options;
use super::refused::{Answer, Refused};
use super::router::router;
use super::scheduled::mind;
use super::shared::Shared;
use super::tls::Tls;
use super::world::{World, as_socket};
use crate::schedule::{self, Schedule};

/// Why a simulator could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the port {} could not be opened{}: {cause}", .at.port(), at_host(*.at))]
    Port { at: SocketAddr, cause: std::io::Error },
    #[error("a fault cannot be set: {0}")]
    Fault(Refused),
    #[error("{}", .0.to_string().trim_end_matches('.'))]
    Schedule(schedule::Refused),
    #[error("its thread could not be started: {0}")]
    Thread(std::io::Error),
    #[error("its certificate could not be made: {0}")]
    Tls(String),
}

/// A running org. Dropping it stops it.
pub struct Simulator {
    pub(super) shared: Arc<Shared>,
    pub(super) router: Router,
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
        options.schedule.as_deref().map(str::parse::<Schedule>).transpose().map_err(StartError::Schedule)?;
        let at = SocketAddr::new(options.host, options.port);
        let no_port = |cause| StartError::Port { at, cause };
        let listener = StdListener::bind(at).map_err(no_port)?;
        let address = reached_at(listener.local_addr().map_err(no_port)?);
        let tls = options.tls.then(|| Tls::new(&options.tls_hosts, address.ip())).transpose();
        let tls = tls.map_err(StartError::Tls)?;
        let scheme = if options.tls { "https" } else { "http" };
        let url = format!("{scheme}://{address}");
        let mut world = World::new(options, url.clone()).map_err(StartError::Fault)?;
        let (coming_back, ended) = unbounded_channel();
        world.coming_back = Some(coming_back);
        let (alarms, overdue) = unbounded_channel();
        world.start(alarms);
        let connection = connection(&world, url, tls.as_ref());
        let shared = Arc::new(Shared::new(world, connection));
        let router = router(&shared);
        let server = Server { router: router.clone(), tls: tls.as_ref().map(Tls::acceptor) };
        let shutdown = CancellationToken::new();
        let beside =
            [bring_back(Arc::clone(&shared), ended).boxed(), mind(Arc::clone(&shared), overdue).boxed()];
        let thread = server.spawn(listener, beside, shutdown.clone()).map_err(StartError::Thread)?;
        let running = Mutex::new(Some(Running { thread, _ca_file: tls }));
        Ok(Self { shared, router, shutdown, running })
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

/// Who listens at every address is reached at loopback from here.
fn reached_at(bound: SocketAddr) -> SocketAddr {
    let ip = match bound.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, bound.port())
}

fn at_host(at: SocketAddr) -> String {
    if at.ip() == Ipv4Addr::LOCALHOST { String::new() } else { format!(" at {}", at.ip()) }
}

fn connection(world: &World, url: String, tls: Option<&Tls>) -> Connection {
    let budget = world.options.limits.requests_per_minute();
    Connection {
        guest_url: as_socket(&url),
        api_url: url.clone(),
        login_url: url.clone(),
        config_url: url,
        deployment_id: world.org.deployment_id.clone(),
        queue_id: world.org.queues.first().map(|queue| queue.id.to_string()),
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
        beside: [BoxFuture<'static, ()>; 2],
        shutdown: CancellationToken,
    ) -> std::io::Result<JoinHandle<()>> {
        listener.set_nonblocking(true)?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        std::thread::Builder::new().name("genesys-simulator".into()).spawn(move || {
            for task in beside {
                runtime.spawn(task);
            }
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
