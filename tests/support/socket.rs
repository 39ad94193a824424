//! A WebSocket whose frames are JSON. What was not asked for yet waits; events must come without gap or double.

use super::documents::check_frame;
use super::{Server, connect, own_address, within};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use std::collections::VecDeque;
use std::net::Ipv4Addr;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    /// Where it was opened.
    path: String,
    /// Frames that came while another was awaited.
    pub unread: VecDeque<Value>,
    /// Every event shown on this socket, in order.
    pub log: Vec<Value>,
    /// `seq` of the last event shown.
    pub shown: u64,
}

#[derive(Debug, PartialEq)]
pub enum Heard {
    Frame(Value),
    /// With its close code; 1006 where there was none, as browsers say it.
    Closed(u16),
}

impl Socket {
    /// Opens a socket, or returns the HTTP status of the refusal.
    pub async fn open(server: &Server, path: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        Self::open_from(own_address(), server, path, headers).await
    }

    pub async fn open_from(own: Ipv4Addr, server: &Server, path: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let url = format!("ws://{}{path}", server.address);
        let mut request = url.into_client_request().expect("a valid URL");
        for (name, value) in [("sec-websocket-protocol", "baton.v1")].iter().chain(headers) {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a valid header name");
            request.headers_mut().insert(name, HeaderValue::from_str(value).expect("a valid header value"));
        }
        let stream = connect(own, server.address).await;
        match within("the upgrade to WebSocket", client_async(request, stream)).await {
            Ok((stream, _)) => Ok(Self {
                stream,
                path: path.split('?').next().expect("a path").into(),
                unread: VecDeque::new(),
                log: Vec::new(),
                shown: 0,
            }),
            Err(Error::Http(refused)) => Err(refused.status().as_u16()),
            Err(fault) => panic!("the upgrade failed: {fault}"),
        }
    }

    /// A customer's socket from the server's own pages.
    pub async fn of_customer(server: &Server) -> Self {
        Self::open(server, "/ws/chat", &[("origin", &server.origin())]).await.expect("the own origin is allowed")
    }

    /// Sends a frame; a server that has gone is noticed when its answer is awaited.
    pub async fn send(&mut self, frame: &Value) {
        self.send_raw(Message::text(frame.to_string())).await;
    }

    pub async fn send_raw(&mut self, message: Message) {
        let _ = within("a frame to leave", self.stream.send(message)).await;
    }

    pub async fn next(&mut self, what: &str) -> Heard {
        loop {
            match within(what, self.stream.next()).await {
                Some(Ok(Message::Text(text))) => {
                    let frame: Value = serde_json::from_str(&text).expect("the server speaks JSON");
                    check_frame(&self.path, &frame);
                    self.note(&frame);
                    return Heard::Frame(frame);
                }
                Some(Ok(Message::Close(Some(close)))) => return Heard::Closed(close.code.into()),
                Some(Ok(Message::Close(None)) | Err(_)) | None => return Heard::Closed(1006),
                Some(Ok(_)) => {}
            }
        }
    }

    fn note(&mut self, frame: &Value) {
        if frame["type"] == "event" {
            let seq = frame["seq"].as_u64().expect("an event has a seq");
            assert_eq!(seq, self.shown + 1, "events come without gap and without double: {frame}");
            self.shown = seq;
            self.log.push(frame.clone());
        }
    }

    /// The first frame not yet taken that is `wanted`; the others stay for later.
    pub async fn expect(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        match self.expect_or_close(what, wanted).await {
            Ok(frame) => frame,
            Err(code) => panic!("the socket closed with {code} instead of {what}"),
        }
    }

    /// As `expect`; the close code where the socket ends first.
    pub async fn expect_or_close(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value, u16> {
        if let Some(at) = self.unread.iter().position(&wanted) {
            return Ok(self.unread.remove(at).expect("it was just found"));
        }
        let reading = async {
            loop {
                match self.next(what).await {
                    Heard::Frame(frame) if wanted(&frame) => return Ok(frame),
                    Heard::Frame(frame) => self.unread.push_back(frame),
                    Heard::Closed(code) => return Err(code),
                }
            }
        };
        within(what, reading).await
    }

    /// Ends the socket from this side, and waits until the other has seen it.
    pub async fn close(&mut self) {
        let _ = within("the socket to close", self.stream.close(None)).await;
        self.closed().await;
    }

    /// The close code, once the server closes; frames before it stay to be read.
    pub async fn closed(&mut self) -> u16 {
        self.expect_or_close("the socket to close", |_| false).await.expect_err("no frame is wanted")
    }

    /// The code of the next error.
    pub async fn error(&mut self) -> String {
        let error = self.expect("an error", |frame| frame["type"] == "error").await;
        error["code"].as_str().expect("an error has a code").to_string()
    }

    /// Sends a request and returns its one answer: the acknowledgement, or the code of the error.
    pub async fn ask(&mut self, frame: &Value) -> Result<Value, String> {
        match self.ask_or_close(frame).await {
            Ok(answer) => answer,
            Err(code) => panic!("the socket closed with {code} instead of answering {frame}"),
        }
    }

    pub async fn ask_or_close(&mut self, frame: &Value) -> Result<Result<Value, String>, u16> {
        self.send(frame).await;
        let answers =
            |answer: &Value| (answer["type"] == "ack" || answer["type"] == "error") && answer["cid"] == frame["cid"];
        let answer = self.expect_or_close(&format!("the answer to {frame}"), answers).await?;
        Ok(match answer["code"].as_str() {
            Some(code) => Err(code.to_string()),
            None => Ok(answer),
        })
    }
}
