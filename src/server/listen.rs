//! The listening socket: a task for each connection, TLS where it is set, and deadlines for whoever is slow to ask.

use super::limits::Addresses;
use super::tls::Tls;
use super::{Limits, http};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tower_service::Service;

/// Pause after the system refused a connection, as when it is out of file handles.
const BREATH: Duration = Duration::from_millis(50);
/// How often one address may connect, a second: as often as it likes, as long as few are open.
const ANY_RATE: f64 = 1e9;

/// What every connection is served with.
struct House {
    app: Router,
    limits: Limits,
    tls: Option<Tls>,
    addresses: Addresses,
    stopping: watch::Sender<bool>,
}

/// Serves until `stopped`; then connections end after the request they are at.
pub async fn listen(
    listener: TcpListener,
    app: Router,
    limits: Limits,
    tls: Option<Tls>,
    stopped: impl Future<Output = ()>,
) {
    let addresses = Addresses::new(limits.connections_per_address, ANY_RATE);
    let house = Arc::new(House { app, limits, tls, addresses, stopping: watch::Sender::new(false) });
    // Every connection holds the sender; when all have gone the channel is closed.
    let (open, mut none_open) = mpsc::channel::<()>(1);
    let mut stopped = std::pin::pin!(stopped);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stopped => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (house, open) = (house.clone(), open.clone());
                tokio::spawn(async move {
                    let _open = open;
                    house.meet(stream, peer).await;
                });
            }
            Err(fault) => {
                tracing::warn!(%fault, "a connection could not be taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    house.stopping.send_replace(true);
    drop(open);
    let _ = none_open.recv().await;
}

impl House {
    async fn meet(&self, stream: TcpStream, peer: SocketAddr) {
        let proxy = self.limits.trusted_proxies.contains(&peer.ip());
        let place = self.addresses.enter(peer.ip(), Instant::now());
        if place.is_none() && !proxy {
            tracing::warn!(address = %peer.ip(), "a connection too many from one address was refused");
            return;
        }
        // Chat frames are small: they must not wait for one another.
        if let Err(fault) = stream.set_nodelay(true) {
            tracing::debug!(%fault, "a connection stays with delays");
        }
        let Some(tls) = &self.tls else { return self.serve(stream, peer).await };
        let deadline = Duration::from_secs(self.limits.header_s);
        match tokio::time::timeout(deadline, tls.accept(stream)).await {
            Ok(Ok(stream)) => self.serve(stream, peer).await,
            Ok(Err(fault)) => tracing::debug!(%fault, "a connection did not become TLS"),
            Err(_) => tracing::debug!("a connection took too long to become TLS"),
        }
    }

    async fn serve(&self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, peer: SocketAddr) {
        let service = service_fn(|request: hyper::Request<hyper::body::Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            self.app.clone().call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(self.limits.header_s))
            .max_buf_size(self.limits.header_bytes)
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        let mut connection = std::pin::pin!(connection);
        let mut stopping = self.stopping.subscribe();
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = super::told_to_leave(&mut stopping) => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(fault) = ended {
            tracing::debug!(%fault, "a connection ended early");
        }
    }
}

/// Takes the whole body in before anything is done with it: not too much, and not too slowly.
pub async fn whole_body(State(limits): State<Arc<Limits>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let deadline = Duration::from_secs(limits.body_s);
    match tokio::time::timeout(deadline, axum::body::to_bytes(body, limits.body_bytes)).await {
        Ok(Ok(bytes)) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Ok(Err(_)) => http::fault(StatusCode::PAYLOAD_TOO_LARGE, "too_long", "the request is too long or broke off"),
        Err(_) => http::fault(StatusCode::REQUEST_TIMEOUT, "too_slow", "the request took too long to come"),
    }
}
