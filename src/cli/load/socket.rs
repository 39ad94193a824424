//! A socket of the server, opened from an address of one's own, and the frames on it.

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// Customers that share one source address: under the shipped limit of sockets an address may have.
const PER_ADDRESS: usize = 8;
/// Longest wait for a connection, a welcome or an answer.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// Small, because there are thousands of customers.
const BUFFER: usize = 4 * 1024;

/// Why somebody has no socket any more, or none yet.
#[derive(Debug, thiserror::Error)]
pub enum Gone {
    #[error("the connection failed: {0}")]
    Connection(String),
    #[error("the server closed with {0}")]
    Closed(u16),
    #[error("the server said {0}")]
    Refused(String),
    #[error("there was no answer in {PATIENCE:?}")]
    Silent,
}

/// Which socket of the server.
#[derive(Debug, Clone, Copy)]
pub enum Door<'a> {
    Customer,
    /// With the token of a sign-in.
    Agent(&'a str),
}

/// Addresses of 127.0.0.0/8, so that each has its own share of the limits.
pub fn own_address(number: usize) -> Ipv4Addr {
    let place = (number / PER_ADDRESS) as u32 + 1;
    Ipv4Addr::from(u32::from(Ipv4Addr::new(127, 1, 0, 0)) + place)
}

pub async fn connect(server: SocketAddr, own: Ipv4Addr) -> Result<TcpStream, Gone> {
    let opening = async {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::new(IpAddr::V4(own), 0))?;
        socket.set_nodelay(true)?;
        socket.connect(server).await
    };
    let stream = tokio::time::timeout(PATIENCE, opening).await.map_err(|_| Gone::Silent)?;
    stream.map_err(|fault| Gone::Connection(fault.to_string()))
}

/// Makes a socket of a connection to the server.
pub async fn handshake<S>(stream: S, server: SocketAddr, door: Door<'_>) -> Result<WebSocketStream<S>, Gone>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let path = match door {
        Door::Customer => "chat",
        Door::Agent(_) => "agent",
    };
    let request = format!("ws://{server}/ws/{path}").into_client_request();
    let mut request = request.map_err(|fault| Gone::Connection(fault.to_string()))?;
    let header = |value: String| HeaderValue::from_str(&value).expect("addresses and tokens are header values");
    let headers = request.headers_mut();
    headers.insert("origin", header(format!("http://{server}")));
    headers.insert("sec-websocket-protocol", HeaderValue::from_static("baton.v1"));
    if let Door::Agent(token) = door {
        headers.insert("authorization", header(format!("Bearer {token}")));
    }
    let config = WebSocketConfig::default().read_buffer_size(BUFFER).write_buffer_size(0);
    match tokio::time::timeout(PATIENCE, client_async_with_config(request, stream, Some(config))).await {
        Ok(Ok((socket, _))) => Ok(socket),
        Ok(Err(Error::Http(refused))) => Err(Gone::Refused(refused.status().to_string())),
        Ok(Err(fault)) => Err(Gone::Connection(fault.to_string())),
        Err(_) => Err(Gone::Silent),
    }
}

pub async fn send<S>(socket: &mut WebSocketStream<S>, frame: &Value) -> Result<(), Gone>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    socket.send(Message::text(frame.to_string())).await.map_err(|fault| Gone::Connection(fault.to_string()))
}

/// The next frame, pings of the server among them.
pub async fn read<S>(socket: &mut WebSocketStream<S>) -> Result<Value, Gone>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(text))) => {
                return serde_json::from_str(&text).map_err(|fault| Gone::Connection(fault.to_string()));
            }
            Some(Ok(Message::Close(close))) => return Err(Gone::Closed(close.map_or(1005, |c| c.code.into()))),
            Some(Ok(_)) => {}
            Some(Err(Error::ConnectionClosed)) | None => return Err(Gone::Closed(1006)),
            Some(Err(fault)) => return Err(Gone::Connection(fault.to_string())),
        }
    }
}
