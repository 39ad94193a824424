//! A WebSocket with its deadlines: what customers' and agents' sockets have in common.

use super::Limits;
use super::wire;
use crate::domain::Cid;
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::time::Interval;

pub const SUBPROTOCOL: &str = "baton.v1";
/// Small, because ten thousand sockets sit idle.
pub const READ_BUFFER: usize = 2 * 1024;
/// Longest wait for the other side's own close.
const FAREWELL: Duration = Duration::from_secs(2);

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
    hello: Duration,
    ping: Duration,
    dead: Duration,
}

impl Link {
    pub fn new(socket: WebSocket, limits: &Limits) -> Self {
        Self {
            socket,
            heard_at: Instant::now(),
            hello: Duration::from_secs(limits.hello_s),
            ping: Duration::from_secs(limits.ping_s),
            dead: Duration::from_secs(limits.dead_s),
        }
    }

    pub async fn send(&mut self, frame: &Value) -> Result<(), End> {
        let text = Message::Text(frame.to_string().into());
        match tokio::time::timeout(self.dead, self.socket.send(text)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(end(4408, "too slow")),
        }
    }

    pub async fn receive<F: DeserializeOwned>(&mut self) -> Result<Incoming<F>, End> {
        let message = self.socket.recv().await.ok_or(end(1000, ""))?;
        let message = message.map_err(|fault| unreadable(&fault))?;
        self.heard_at = Instant::now();
        match message {
            Message::Text(text) => Ok(parse(&text)),
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

    /// Asks for a sign of life, unless there was none for too long.
    pub async fn ping(&mut self) -> Result<(), End> {
        if self.heard_at.elapsed() > self.dead {
            return Err(end(4408, "no sign of life"));
        }
        self.send(&json!({"type": "ping"})).await
    }

    /// Tells the client to come back later: the server goes away.
    pub async fn leave(&mut self) -> End {
        let told = self.send(&json!({"type": "drain", "retry_ms": rand::random_range(500..4000)})).await;
        told.err().unwrap_or(end(1012, "restarting"))
    }

    /// Says why, then reads on until the other side has closed too: a connection dropped with input unread is reset,
    /// and a reset may overtake the close frame.
    pub async fn close(mut self, ended: End) {
        let frame = CloseFrame { code: ended.code, reason: ended.reason.into() };
        let farewell = async {
            // The other side may be gone already.
            if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
                while let Some(Ok(_)) = self.socket.recv().await {}
            }
        };
        // Who does not answer is dropped all the same.
        let _ = tokio::time::timeout(FAREWELL, farewell).await;
    }
}

fn parse<F: DeserializeOwned>(text: &str) -> Incoming<F> {
    match serde_json::from_str(text) {
        Ok(frame) => Incoming::Frame(frame),
        Err(_) => Incoming::Bad(wire::cid_of(text)),
    }
}

/// Why a socket ends on which a frame could not be read.
fn unreadable(fault: &axum::Error) -> End {
    let text = fault.to_string();
    if text.contains("UTF-8") || text.contains("utf-8") {
        end(1007, "invalid UTF-8")
    } else if text.contains("too long") || text.contains("too big") || text.contains("Space limit") {
        end(1009, "frame too large")
    } else {
        end(1002, "")
    }
}
