//! A synthetic agent: takes what waits, answers twice, resolves, and sends again what was not acknowledged.

use super::link::{Weather, through};
use super::{Drill, Pace};
use crate::cli::load::{Door, Gone, handshake, own_address, read, send};
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::DuplexStream;
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use ulid::Ulid;

/// Chats at a time.
const CAPACITY: usize = 10;
/// Answers given in a chat before it is resolved.
const ANSWERS: usize = 2;
const BETWEEN: Duration = Duration::from_millis(700);
/// A request unanswered for longer means that the link is dead.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// What an agent asked for: its id, the session, the frame.
type Request = (String, String, Value);

#[derive(Default)]
pub struct Agent {
    /// Requests that wait for their answer, the oldest first.
    asked: VecDeque<Request>,
    /// Chats in hand, and how often each was answered.
    mine: HashMap<String, usize>,
    /// Sessions and texts of what was acknowledged as said.
    pub said: Vec<(String, String)>,
    pub reconnects: usize,
}

impl Agent {
    /// Serves until the drill settles. `number` tells its address, `token` signs it in.
    pub async fn run(mut self, drill: Arc<Drill>, number: usize, token: String) -> Self {
        while drill.pace() == Pace::Talk {
            // A new socket takes up what the old one left.
            let _ = self.serve(&drill, number, &token).await;
            self.reconnects += 1;
            tokio::time::sleep(Duration::from_millis(rand::random_range(100..1500))).await;
        }
        self
    }

    async fn serve(&mut self, drill: &Drill, number: usize, token: &str) -> Result<(), Gone> {
        let (stream, _) = through(drill.server, own_address(number), Weather::Bad).await?;
        let mut socket = handshake(stream, drill.server, Door::Agent(token)).await?;
        send(&mut socket, &json!({"type": "hello"})).await?;
        for (.., frame) in &self.asked {
            send(&mut socket, frame).await?;
        }
        self.ask(&mut socket, "", json!({"type": "available", "on": true, "capacity": CAPACITY})).await?;
        let mut work = tokio::time::interval(BETWEEN);
        let mut heard = Instant::now();
        while drill.pace() == Pace::Talk {
            tokio::select! {
                frame = read(&mut socket) => {
                    heard = Instant::now();
                    self.take(&mut socket, &frame?).await?;
                }
                _ = work.tick() => self.work(&mut socket).await?,
            }
            if !self.asked.is_empty() && heard.elapsed() > ANSWER_WITHIN {
                return Err(Gone::Silent);
            }
        }
        Ok(())
    }

    /// One step in one of the chats in hand.
    async fn work(&mut self, socket: &mut WebSocketStream<DuplexStream>) -> Result<(), Gone> {
        let busy = |session: &String| self.asked.iter().any(|(_, of, _)| of == session);
        let Some((session, answers)) = self.mine.iter().find(|(session, _)| !busy(session)) else { return Ok(()) };
        let (session, answers) = (session.clone(), *answers);
        let frame = if answers < ANSWERS {
            json!({"type": "say", "session": session, "text": format!("I am looking into it, note {}", Ulid::new())})
        } else {
            json!({"type": "resolve", "session": session})
        };
        self.ask(socket, &session, frame).await
    }

    async fn ask(
        &mut self,
        socket: &mut WebSocketStream<DuplexStream>,
        session: &str,
        mut frame: Value,
    ) -> Result<(), Gone> {
        let cid = Ulid::new().to_string();
        frame["cid"] = json!(cid);
        self.asked.push_back((cid, session.into(), frame.clone()));
        send(socket, &frame).await
    }

    async fn take(&mut self, socket: &mut WebSocketStream<DuplexStream>, frame: &Value) -> Result<(), Gone> {
        match frame["type"].as_str() {
            Some("ping") => send(socket, &json!({"type": "pong"})).await?,
            Some("welcome") => {
                let sessions = |key: &str| frame[key].as_array().cloned().unwrap_or_default();
                let mine = sessions("mine").into_iter().filter_map(|ticket| session_of(&ticket));
                self.mine = mine.map(|session| (session, 0)).collect();
                for ticket in sessions("queue") {
                    self.accept(socket, &ticket).await?;
                }
            }
            Some("ticket" | "offer") => self.accept(socket, &frame["ticket"]).await?,
            Some(kind @ ("ack" | "error")) => self.answered(frame, kind == "ack"),
            _ => {}
        }
        Ok(())
    }

    /// Takes a waiting chat, where there is room for one more.
    async fn accept(&mut self, socket: &mut WebSocketStream<DuplexStream>, ticket: &Value) -> Result<(), Gone> {
        let waits = matches!(ticket["state"].as_str(), Some("queued" | "offered"));
        match session_of(ticket) {
            Some(session) if waits && self.mine.len() < CAPACITY => {
                self.ask(socket, &session, json!({"type": "accept", "session": session})).await
            }
            _ => Ok(()),
        }
    }

    fn answered(&mut self, answer: &Value, granted: bool) {
        let Some(place) = self.asked.iter().position(|(cid, ..)| answer["cid"] == cid.as_str()) else { return };
        let (_, session, frame) = self.asked.remove(place).expect("it was just found");
        match frame["type"].as_str() {
            Some("accept") if granted => _ = self.mine.insert(session, 0),
            Some("say") if granted => {
                self.said.push((session.clone(), frame["text"].as_str().unwrap_or_default().into()));
                self.mine.entry(session).and_modify(|answers| *answers += 1);
            }
            // Resolved, or no longer this agent's.
            Some("say" | "resolve") => _ = self.mine.remove(&session),
            _ => {}
        }
    }
}

fn session_of(ticket: &Value) -> Option<String> {
    ticket["session"].as_str().map(str::to_string)
}
