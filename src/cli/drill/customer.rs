//! A synthetic customer with a widget's habits: an outbox that is sent again under the same ids, events shown only in
//! order, a new socket whenever the old one is gone or silent.

use super::ledger::{Ledger, Promise};
use super::link::{Health, Weather, through};
use super::{Drill, Pace};
use crate::cli::load::{self, Door, Gone, handshake, own_address};
use crate::domain::Timestamp;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::DuplexStream;
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use ulid::Ulid;

/// Calm questions of different intents, and now and then the wish for a person.
const SENTENCES: [&str; 8] = [
    "what are your opening hours",
    "how can I return it?",
    "where is my parcel",
    "can I pay in three parts?",
    "do you ship to Belgium",
    "where do I find my invoice",
    "which sizes do you have",
    "I want to talk to a person please",
];
/// An acknowledgement that takes longer means that the link is dead.
const ACK_WITHIN: Duration = Duration::from_secs(10);
/// Silence that means the same: the server pings every 25 s.
const SILENT_FOR: Duration = Duration::from_secs(45);
/// Longest first pause before a new socket; it doubles, and each is drawn at random.
const FIRST_PAUSE_MS: u64 = 500;
const LONGEST_PAUSE_MS: u64 = 8_000;
/// One message in so many is sent twice at once.
const TWICE: f64 = 0.1;
/// An event shown later than this while the link was up is late.
pub const LATE_MS: i64 = 5_000;

pub struct Customer {
    drill: Arc<Drill>,
    number: usize,
    /// Session, token and store, as the server's welcome gave them.
    known: Option<[Value; 3]>,
    outbox: VecDeque<(String, String)>,
    pub ledger: Ledger,
    pub late: usize,
    pub reconnects: usize,
    pub max_gap_ms: i64,
}

/// A socket in use.
struct Line {
    socket: WebSocketStream<DuplexStream>,
    health: Health,
    since: Timestamp,
    /// When the oldest message that is not acknowledged was sent on this socket.
    asked: Option<Instant>,
    heard: Instant,
}

impl Customer {
    pub fn new(drill: Arc<Drill>, number: usize) -> Self {
        Self {
            drill,
            number,
            known: None,
            outbox: VecDeque::new(),
            ledger: Ledger::default(),
            late: 0,
            reconnects: 0,
            max_gap_ms: 0,
        }
    }

    /// Chats until the drill is over, then until everything sent is acknowledged.
    pub async fn run(mut self) -> Self {
        let mut pause_ms = FIRST_PAUSE_MS;
        while !self.done() {
            if let Ok(line) = self.connect().await {
                pause_ms = FIRST_PAUSE_MS;
                // Why it ended matters to nobody: the next socket resumes.
                let _ = self.chat(line).await;
                self.reconnects += 1;
            }
            tokio::time::sleep(Duration::from_millis(rand::random_range(0..pause_ms))).await;
            pause_ms = (2 * pause_ms).min(LONGEST_PAUSE_MS);
        }
        self
    }

    fn done(&self) -> bool {
        match self.drill.pace() {
            Pace::Talk => false,
            Pace::Settle => self.outbox.is_empty(),
            Pace::Over => true,
        }
    }

    async fn connect(&self) -> Result<Line, Gone> {
        let weather = if self.drill.pace() == Pace::Talk { Weather::Bad } else { Weather::Calm };
        let (stream, health) = through(self.drill.server, own_address(self.number), weather).await?;
        let socket = handshake(stream, self.drill.server, Door::Customer).await?;
        let (since, heard) = (Timestamp::now(), Instant::now());
        let mut line = Line { socket, health, since, asked: None, heard };
        line.send(&self.hello(self.shown())).await?;
        Ok(line)
    }

    fn hello(&self, last_seq: u64) -> Value {
        let mut hello = json!({"type": "hello", "bot": self.drill.bot, "last_seq": last_seq, "locale": "en"});
        if let Some([session, token, store]) = &self.known {
            hello["session"] = session.clone();
            hello["token"] = token.clone();
            hello["store"] = store.clone();
        }
        hello
    }

    /// `seq` of the last event shown.
    fn shown(&self) -> u64 {
        self.ledger.shown.last().and_then(|event| event["seq"].as_u64()).unwrap_or_default()
    }

    async fn chat(&mut self, mut line: Line) -> Result<(), Gone> {
        let mut welcome = false;
        let mut next = Instant::now() + self.drill.thinking();
        while !self.done() {
            let dead = line.asked.map_or(line.heard + SILENT_FOR, |asked| asked + ACK_WITHIN);
            tokio::select! {
                frame = line.read() => {
                    let frame = frame?;
                    if frame["type"] == "welcome" {
                        welcome = true;
                        self.known = Some(["session", "token", "store"].map(|key| frame[key].clone()));
                        for (cid, text) in self.outbox.clone() {
                            line.say(&cid, &text).await?;
                        }
                    } else {
                        self.take(&mut line, &frame).await?;
                    }
                }
                () = tokio::time::sleep_until(next), if welcome && self.drill.pace() == Pace::Talk => {
                    next = Instant::now() + self.drill.thinking();
                    self.say(&mut line).await?;
                }
                () = tokio::time::sleep_until(dead) => return Err(Gone::Silent),
                // The drill may be over meanwhile.
                () = tokio::time::sleep(Duration::from_millis(500)) => {}
            }
        }
        Ok(())
    }

    async fn say(&mut self, line: &mut Line) -> Result<(), Gone> {
        let (cid, text) = (Ulid::new().to_string(), SENTENCES[rand::random_range(0..SENTENCES.len())].to_string());
        self.ledger.sent.push(cid.clone());
        self.outbox.push_back((cid.clone(), text.clone()));
        line.say(&cid, &text).await?;
        if rand::random_bool(TWICE) {
            line.say(&cid, &text).await?;
        }
        Ok(())
    }

    async fn take(&mut self, line: &mut Line, frame: &Value) -> Result<(), Gone> {
        match frame["type"].as_str() {
            Some("ping") => line.send(&json!({"type": "pong"})).await?,
            Some("ack") => {
                let (cid, seq) = (frame["cid"].as_str().unwrap_or_default(), frame["seq"].as_u64().unwrap_or_default());
                self.outbox.retain(|(waiting, _)| waiting != cid);
                self.ledger.promises.push(Promise { cid: cid.into(), seq });
                line.asked = self.outbox.front().map(|_| Instant::now());
            }
            Some("event") => {
                let seq = frame["seq"].as_u64().unwrap_or_default();
                let shown = self.shown();
                if seq == shown + 1 {
                    self.show(line, frame);
                } else if seq > shown {
                    line.send(&self.hello(shown)).await?;
                }
            }
            // Too fast, or the store is busy: the outbox goes out again on the next socket.
            Some("error") => return Err(Gone::Refused(frame["code"].as_str().unwrap_or_default().into())),
            Some("drain") => return Err(Gone::Closed(1012)),
            _ => {}
        }
        Ok(())
    }

    fn show(&mut self, line: &Line, event: &Value) {
        let at: Option<Timestamp> = event["at"].as_str().and_then(|at| at.parse().ok());
        if let Some(at) = at {
            let gap_ms = Timestamp::now().duration_since(at).as_millis() as i64;
            self.max_gap_ms = self.max_gap_ms.max(gap_ms);
            self.late += usize::from(gap_ms > LATE_MS && at > line.since && line.health.up());
        }
        self.ledger.shown.push(event.clone());
    }

    /// The whole log, as a fresh window is shown it over a calm link.
    pub async fn whole_log(&self) -> Result<Vec<Value>, Gone> {
        let mut log: Vec<Value> = Vec::new();
        if self.known.is_none() {
            return Ok(log);
        }
        let (stream, health) = through(self.drill.server, own_address(self.number), Weather::Calm).await?;
        let socket = handshake(stream, self.drill.server, Door::Customer).await?;
        let mut line = Line { socket, health, since: Timestamp::now(), asked: None, heard: Instant::now() };
        let read = async {
            loop {
                line.send(&self.hello(log.len() as u64)).await?;
                let head = loop {
                    match line.read().await? {
                        frame if frame["type"] == "welcome" => break frame["head_seq"].as_u64().unwrap_or_default(),
                        frame if frame["type"] == "error" => return Err(Gone::Refused(frame["code"].to_string())),
                        _ => {}
                    }
                };
                // At most 500 come; another hello asks for more.
                let until = head.min(log.len() as u64 + 500);
                while (log.len() as u64) < until {
                    let frame = line.read().await?;
                    if frame["type"] == "event" {
                        log.push(frame);
                    }
                }
                if until == head {
                    return Ok(());
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(60), read).await.map_err(|_| Gone::Silent)??;
        Ok(log)
    }
}

impl Line {
    async fn send(&mut self, frame: &Value) -> Result<(), Gone> {
        load::send(&mut self.socket, frame).await
    }

    async fn say(&mut self, cid: &str, text: &str) -> Result<(), Gone> {
        self.asked.get_or_insert_with(Instant::now);
        self.send(&json!({"type": "say", "cid": cid, "text": text})).await
    }

    async fn read(&mut self) -> Result<Value, Gone> {
        let frame = load::read(&mut self.socket).await?;
        self.heard = Instant::now();
        Ok(frame)
    }
}
