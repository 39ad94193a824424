//! A customer at the other end of a socket, as the widget is one.

use super::socket::{Door, Gone, PATIENCE, connect, handshake, own_address, read, send};
use futures_util::FutureExt;
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;

/// What a message brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// The bot answered, or called a person.
    Answered,
    /// The session was with people already, so there was no answer to wait for.
    Person,
}

pub struct Customer {
    server: SocketAddr,
    own: Ipv4Addr,
    bot: String,
    socket: WebSocketStream<TcpStream>,
    session: Option<(Value, Value, Value)>,
    /// `seq` of the last event shown.
    pub shown: u64,
    /// Events that came a second time.
    pub duplicated: usize,
    state: String,
    listening: bool,
    said: u64,
    number: usize,
}

impl Customer {
    /// The `number`-th customer of a load opens a new session with `bot`.
    pub async fn arrive(server: SocketAddr, bot: &str, number: usize) -> Result<Self, Gone> {
        let own = own_address(number);
        let socket = open(server, own).await?;
        let bot = bot.to_string();
        let mut customer = Self {
            server,
            own,
            bot,
            socket,
            session: None,
            shown: 0,
            duplicated: 0,
            state: String::new(),
            listening: false,
            said: 0,
            number,
        };
        customer.hello().await?;
        Ok(customer)
    }

    /// Drops the socket, opens another one and resumes.
    pub async fn reconnect(&mut self) -> Result<(), Gone> {
        self.socket = open(self.server, self.own).await?;
        self.hello().await
    }

    /// Leaves the session for good and begins another one on the same socket.
    pub async fn begin_anew(&mut self) -> Result<(), Gone> {
        let cid = self.fresh_cid();
        self.send(&json!({"type": "end", "cid": cid})).await?;
        self.wait_for(|frame| frame["type"] == "ack" && frame["cid"] == cid.as_str()).await?;
        (self.session, self.shown) = (None, 0);
        self.hello().await
    }

    /// Sends a message and waits for what it brings.
    pub async fn say(&mut self, text: &str) -> Result<Reply, Gone> {
        self.catch_up().await?;
        if self.state != "bot" {
            return Ok(Reply::Person);
        }
        let cid = self.fresh_cid();
        self.send(&json!({"type": "say", "cid": cid, "text": text})).await?;
        let ack = self.wait_for(|frame| frame["cid"] == cid.as_str()).await?;
        if ack["type"] != "ack" {
            return Err(Gone::Refused(ack["code"].as_str().unwrap_or("nothing").into()));
        }
        if self.state != "bot" {
            return Ok(Reply::Person);
        }
        let seq = ack["seq"].clone();
        // A handoff is told by the change of state.
        let left = |frame: &Value| frame["kind"] == "state" && frame["state"] != "bot";
        self.wait_for(|frame| left(frame) || (frame["from"] == "bot" && frame["cause_seq"] == seq)).await?;
        Ok(Reply::Answered)
    }

    /// Taps the choice of a person, and waits until it is in the queue.
    pub async fn ask_for_person(&mut self) -> Result<(), Gone> {
        let cid = self.fresh_cid();
        self.send(&json!({"type": "choose", "cid": cid, "choice": "person", "ref": 0})).await?;
        self.wait_for(|frame| frame["kind"] == "state" && frame["state"] == "queued").await.map(drop)
    }

    /// Sends a message, whoever has the session, and waits until it is durable.
    pub async fn tell(&mut self, text: &str) -> Result<(), Gone> {
        let cid = self.fresh_cid();
        self.send(&json!({"type": "say", "cid": cid, "text": text})).await?;
        let answer = self.wait_for(|frame| frame["cid"] == cid.as_str()).await?;
        match answer["code"].as_str() {
            None => Ok(()),
            Some(code) => Err(Gone::Refused(code.into())),
        }
    }

    /// Hears one thing more.
    pub async fn listen(&mut self) -> Result<(), Gone> {
        self.read().await.map(drop)
    }

    /// Reads what has arrived already.
    async fn catch_up(&mut self) -> Result<(), Gone> {
        while let Some(read) = self.read().now_or_never() {
            read?;
        }
        Ok(())
    }

    async fn hello(&mut self) -> Result<(), Gone> {
        let mut hello = json!({"type": "hello", "bot": self.bot, "last_seq": self.shown, "locale": "en"});
        if let Some((session, token, store)) = &self.session {
            hello["session"] = session.clone();
            hello["token"] = token.clone();
            hello["store"] = store.clone();
        }
        self.send(&hello).await?;
        // What still comes of an earlier session is not of this one.
        self.listening = false;
        let welcome = self.wait_for(|frame| frame["type"] == "welcome" || frame["type"] == "error").await?;
        self.listening = true;
        if welcome["type"] == "error" {
            return Err(Gone::Refused(welcome["code"].as_str().unwrap_or("nothing").into()));
        }
        self.session = Some((welcome["session"].clone(), welcome["token"].clone(), welcome["store"].clone()));
        self.state = welcome["state"].as_str().unwrap_or_default().into();
        let head = welcome["head_seq"].as_u64().unwrap_or_default();
        if self.shown < head {
            self.wait_for(|frame| frame["seq"].as_u64() >= Some(head)).await?;
        }
        Ok(())
    }

    async fn send(&mut self, frame: &Value) -> Result<(), Gone> {
        send(&mut self.socket, frame).await
    }

    async fn wait_for(&mut self, wanted: impl Fn(&Value) -> bool) -> Result<Value, Gone> {
        let waiting = async {
            loop {
                let frame = self.read().await?;
                if wanted(&frame) {
                    return Ok(frame);
                }
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.unwrap_or(Err(Gone::Silent))
    }

    /// The next frame; events are counted and pings answered on the way.
    async fn read(&mut self) -> Result<Value, Gone> {
        loop {
            let frame = read(&mut self.socket).await?;
            match frame["type"].as_str() {
                Some("ping") => self.send(&json!({"type": "pong"})).await?,
                Some("event") if !self.listening || !self.shows(&frame) => continue,
                _ => {}
            }
            return Ok(frame);
        }
    }

    /// Whether the event is the next one; one that was shown before is counted.
    fn shows(&mut self, event: &Value) -> bool {
        let seq = event["seq"].as_u64().unwrap_or_default();
        if seq <= self.shown {
            self.duplicated += 1;
            return false;
        }
        self.shown = seq;
        if event["kind"] == "state" {
            self.state = event["state"].as_str().unwrap_or_default().into();
        }
        true
    }

    fn fresh_cid(&mut self) -> String {
        self.said += 1;
        format!("{}-{}", self.number, self.said)
    }
}

async fn open(server: SocketAddr, own: Ipv4Addr) -> Result<WebSocketStream<TcpStream>, Gone> {
    handshake(connect(server, own).await?, server, Door::Customer).await
}
