//! Customers without a browser, over sockets of their own: as many as a busy morning brings.

use super::PATIENCE;
use super::server::Server;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{WebSocketStream, client_async};

/// Sockets that are open at a time.
const AT_ONCE: usize = 20;

/// So many customers ask for a person, a few at a time. They stay in the queue when their sockets have gone.
pub async fn queues_up(server: &Server, count: usize) {
    let mut arriving = JoinSet::new();
    for _ in 0..count {
        if arriving.len() == AT_ONCE {
            arriving.join_next().await.expect("some are on their way").expect("a customer who waits");
        }
        let url = server.url.clone();
        arriving.spawn(async move { waits(&url, json!({"type": "choose", "choice": "person", "ref": 0})).await });
    }
    while let Some(arrived) = arriving.join_next().await {
        arrived.expect("a customer who waits");
    }
}

/// One customer who asks for a person by a button; their session.
pub async fn one_queues_up(server: &Server) -> String {
    waits(&server.url, json!({"type": "choose", "choice": "person", "ref": 0})).await
}

/// One customer whose words bring them to a person; their session.
pub async fn one_queues_up_saying(server: &Server, words: &str) -> String {
    waits(&server.url, json!({"type": "say", "text": words})).await
}

/// Says or chooses that, and is in the queue.
async fn waits(url: &str, mut frame: Value) -> String {
    frame["cid"] = json!("the first");
    let mut socket = Socket::open(url).await;
    socket.send(&json!({"type": "hello", "bot": "shop", "locale": "en"})).await;
    let welcome = socket.hears("a welcome", |frame| frame["type"] == "welcome").await;
    socket.send(&frame).await;
    socket.hears("to be queued", |frame| frame["kind"] == "state" && frame["state"] == "queued").await;
    welcome["session"].as_str().expect("a welcome names the session").to_string()
}

struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    async fn open(url: &str) -> Self {
        let address: SocketAddr = url.trim_start_matches("http://").parse().expect("an address");
        let mut request = format!("ws://{address}/ws/chat").into_client_request().expect("a valid URL");
        request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("baton.v1"));
        request.headers_mut().insert("origin", HeaderValue::from_str(url).expect("a valid origin"));
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(own_address()).expect("every address of 127.0.0.0/8 is this machine");
        let stream = socket.connect(address).await.expect("the server listens");
        Self(client_async(request, stream).await.expect("the own origin is allowed").0)
    }

    async fn send(&mut self, frame: &Value) {
        self.0.send(Message::text(frame.to_string())).await.expect("the server reads");
    }

    async fn hears(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let reading = async {
            loop {
                let message = self.0.next().await.unwrap_or_else(|| panic!("the socket closed instead of {what}"));
                let text = message.unwrap_or_else(|fault| panic!("{fault} instead of {what}")).into_text();
                let frame = serde_json::from_str(&text.expect("the server speaks text")).unwrap_or_default();
                if wanted(&frame) {
                    return frame;
                }
            }
        };
        tokio::time::timeout(PATIENCE, reading).await.unwrap_or_else(|_| panic!("waited in vain for {what}"))
    }
}

/// A loopback address of one's own: the server counts sockets and upgrades by address.
fn own_address() -> SocketAddr {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let own = Ipv4Addr::new(127, 2, 0, 0).to_bits() + NEXT.fetch_add(1, Ordering::Relaxed);
    SocketAddr::from((Ipv4Addr::from_bits(own), 0))
}
