//! A WebSocket with its deadlines: what customers' and agents' sockets have in common.

use super::Limits;
use super::wire;
use crate::domain::Cid;
use axum::extract::FromRequestParts;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::http::header::{SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::error::Error;
use std::time::{Duration, Instant};
use tokio::time::{Interval, Sleep};
use tokio_tungstenite::tungstenite;

pub const SUBPROTOCOL: &str = "baton.v1";
/// Small, because ten thousand sockets sit idle.
pub const READ_BUFFER: usize = 1024;
/// Longest wait for the other side's own close.
const FAREWELL: Duration = Duration::from_secs(2);

/// The other side may have gone without a word.
pub const SILENT: End = end(4408, "no sign of life");
/// It reads too slowly: it comes back and resumes, so that nothing is left out in the middle.
pub const TOO_SLOW: End = end(4408, "too slow");
pub const TOO_FAST: End = end(4429, "too fast");

/// The other side speaks something else. What is a frame and not known here is told and forgiven, for it may be newer.
const NO_FRAMES: End = end(4400, "no frames of this protocol");

/// A handshake that is in order by RFC 6455, sections 4.2 and 4.4.
pub struct Handshake(pub WebSocketUpgrade);

impl<S: Send + Sync> FromRequestParts<S> for Handshake {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let upgrade = WebSocketUpgrade::from_request_parts(parts, state).await.map_err(|refused| match refused {
            WebSocketUpgradeRejection::InvalidWebSocketVersionHeader(_) => {
                let spoken = [(SEC_WEBSOCKET_VERSION, "13")];
                (StatusCode::UPGRADE_REQUIRED, spoken, "version 13 is spoken here").into_response()
            }
            refused => refused.into_response(),
        })?;
        // That there is a key has been seen, and not what it is.
        let key = parts.headers.get(SEC_WEBSOCKET_KEY).map(|key| BASE64.decode(key.as_bytes()));
        match key {
            Some(Ok(key)) if key.len() == 16 => Ok(Self(upgrade)),
            _ => Err((StatusCode::BAD_REQUEST, "Sec-WebSocket-Key is not 16 bytes in Base64").into_response()),
        }
    }
}

/// Why a socket ends, as its close code says it.
#[derive(Debug)]
pub struct End {
    pub code: u16,
    pub reason: &'static str,
}

pub const fn end(code: u16, reason: &'static str) -> End {
    End { code, reason }
}

/// A frame as it came in.
pub enum Incoming<F> {
    Frame(F),
    /// Not understood; under its `cid` where it has one.
    Bad(Option<Cid>),
    /// A control frame: a sign of life.
    Life,
}

pub struct Link {
    socket: WebSocket,
    heard_at: Instant,
    /// Frames in a row that were no JSON object, and how many are forgiven.
    bad_frames: u32,
    forgiven: u32,
    hello: Duration,
    ping: Duration,
    dead: Duration,
}

impl Link {
    pub fn new(socket: WebSocket, limits: &Limits) -> Self {
        Self {
            socket,
            heard_at: Instant::now(),
            bad_frames: 0,
            forgiven: limits.bad_frames,
            hello: Duration::from_secs(limits.hello_s),
            ping: Duration::from_secs(limits.ping_s),
            dead: Duration::from_secs(limits.dead_s),
        }
    }

    pub async fn send(&mut self, frame: &Value) -> Result<(), End> {
        let text = Message::Text(frame.to_string().into());
        match tokio::time::timeout(self.dead, self.socket.send(text)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(TOO_SLOW),
        }
    }

    pub async fn receive<F: DeserializeOwned>(&mut self) -> Result<Incoming<F>, End> {
        let message = self.socket.recv().await.ok_or(end(1000, ""))?;
        let message = message.map_err(|fault| unreadable(&fault))?;
        self.heard_at = Instant::now();
        match message {
            Message::Text(text) => {
                let incoming = parse(&text);
                let is_frame = !matches!(incoming, Incoming::Bad(None)) || wire::is_object(&text);
                self.bad_frames = if is_frame { 0 } else { self.bad_frames + 1 };
                if self.bad_frames > self.forgiven { Err(NO_FRAMES) } else { Ok(incoming) }
            }
            Message::Binary(_) => Err(end(1003, "text frames only")),
            Message::Close(_) => Err(end(1000, "")),
            Message::Ping(_) | Message::Pong(_) => Ok(Incoming::Life),
        }
    }

    /// The first frame, where it is the hello that `pick` takes.
    pub async fn hello<F: DeserializeOwned, H>(&mut self, pick: impl Fn(F) -> Option<H>) -> Result<H, End> {
        let deadline = self.hello;
        let first = async {
            loop {
                match self.receive().await? {
                    Incoming::Frame(frame) => return pick(frame).ok_or(end(4401, "hello first")),
                    Incoming::Bad(_) => return Err(end(4401, "hello first")),
                    Incoming::Life => {}
                }
            }
        };
        tokio::time::timeout(deadline, first).await.unwrap_or(Err(end(4401, "no hello in time")))
    }

    /// Ticks when a [`Link::ping`] is due.
    pub fn heartbeat(&self) -> Interval {
        tokio::time::interval_at(tokio::time::Instant::now() + self.ping, self.ping)
    }

    /// Asks for a sign of life.
    pub async fn ping(&mut self) -> Result<(), End> {
        self.send(&json!({"type": "ping"})).await
    }

    /// Ends when nothing was heard for too long, unless something is heard meanwhile.
    pub fn silence(&self) -> Sleep {
        tokio::time::sleep_until((self.heard_at + self.dead).into())
    }

    /// Tells the client to come back later: the server goes away.
    pub async fn leave(&mut self) -> End {
        let told = self.send(&json!({"type": "drain", "retry_ms": rand::random_range(500..4000)})).await;
        told.err().unwrap_or(end(1012, "restarting"))
    }

    /// Says why, then reads on until the other side has closed too: a connection dropped with input unread is reset,
    /// and a reset may overtake the close frame.
    pub async fn close(&mut self, ended: End) {
        let frame = CloseFrame { code: ended.code, reason: ended.reason.into() };
        let farewell = async {
            // Refused where the other side closed first: its own code is the answer, and leaves by reading on.
            let _ = self.socket.send(Message::Close(Some(frame))).await;
            while let Some(Ok(_)) = self.socket.recv().await {}
        };
        // Who does not answer is dropped all the same.
        let _ = tokio::time::timeout(FAREWELL, farewell).await;
    }
}

/// A frame is a JSON object: serde alone would also read its fields from an array.
pub fn parse<F: DeserializeOwned>(text: &str) -> Incoming<F> {
    match serde_json::from_str(text) {
        Ok(frame) if text.trim_ascii_start().starts_with('{') => Incoming::Frame(frame),
        _ => Incoming::Bad(wire::cid_of(text)),
    }
}

/// Why a socket ends on which a frame could not be read.
fn unreadable(fault: &axum::Error) -> End {
    match fault.source().and_then(|cause| cause.downcast_ref::<tungstenite::Error>()) {
        Some(tungstenite::Error::Utf8(_)) => end(1007, "invalid UTF-8"),
        Some(tungstenite::Error::Capacity(_)) => end(1009, "frame too large"),
        _ => end(1002, ""),
    }
}
