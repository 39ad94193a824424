//! A customer with a widget: shows events in order, resends under the same id, comes back with what it knows.

use super::{Server, Socket, fresh_cid};
use serde_json::{Value, json};

pub struct Customer {
    pub socket: Socket,
    pub bot: String,
    pub locale: String,
    /// The server's welcome to this socket.
    pub welcome: Value,
    /// `seq` of every event seen so far, on any socket, with the event.
    pub seen: Vec<Value>,
}

impl Customer {
    pub async fn arrive(server: &Server, bot: &str) -> Self {
        Self::arrive_speaking(server, bot, "en").await
    }

    pub async fn arrive_speaking(server: &Server, bot: &str, locale: &str) -> Self {
        let hello = json!({"type": "hello", "bot": bot, "locale": locale});
        let (socket, welcome) = greet(server, &hello, 0).await;
        Self { socket, bot: bot.into(), locale: locale.into(), welcome, seen: Vec::new() }
    }

    /// Says hello as someone new and waits for nothing.
    pub async fn knock(server: &Server, bot: &str) -> Socket {
        let mut socket = Socket::of_customer(server).await;
        socket.send(&json!({"type": "hello", "bot": bot, "locale": "en"})).await;
        socket
    }

    /// Says hello as that customer and waits for nothing.
    pub async fn knock_again(server: &Server, customer: &Self) -> Socket {
        let mut socket = Socket::of_customer(server).await;
        socket.send(&customer.hello(0)).await;
        socket
    }

    /// Comes back on a new socket and asks for what was missed.
    pub async fn resume(&mut self, server: &Server) {
        let last_seq = self.socket.shown;
        self.seen.append(&mut self.socket.log);
        let (socket, welcome) = greet(server, &self.hello(last_seq), last_seq).await;
        (self.socket, self.welcome) = (socket, welcome);
    }

    /// The same customer in another window that knows nothing yet.
    pub async fn second_window(&self, server: &Server) -> Self {
        let (socket, welcome) = greet(server, &self.hello(0), 0).await;
        Self { socket, bot: self.bot.clone(), locale: self.locale.clone(), welcome, seen: Vec::new() }
    }

    pub fn hello(&self, last_seq: u64) -> Value {
        json!({
            "type": "hello", "bot": self.bot, "session": self.welcome["session"], "token": self.welcome["token"],
            "store": self.welcome["store"], "last_seq": last_seq, "locale": self.locale,
        })
    }

    pub fn session(&self) -> String {
        self.welcome["session"].as_str().expect("a welcome names the session").to_string()
    }

    /// Every event seen so far, in order.
    pub fn events(&self) -> Vec<Value> {
        self.seen.iter().chain(&self.socket.log).cloned().collect()
    }

    /// Says one thing and returns its `seq`.
    pub async fn say(&mut self, text: &str) -> u64 {
        self.fresh(json!({"type": "say", "text": text})).await
    }

    pub async fn choose(&mut self, choice: &str, reference: u64) -> u64 {
        self.fresh(json!({"type": "choose", "choice": choice, "ref": reference})).await
    }

    pub async fn rate(&mut self, score: u8) -> u64 {
        self.fresh(json!({"type": "rate", "score": score, "comment": null})).await
    }

    pub async fn leave_address(&mut self, email: &str) -> u64 {
        self.fresh(json!({"type": "leave_address", "email": email})).await
    }

    /// Closes the window.
    pub async fn leave(&mut self) {
        self.seen.append(&mut self.socket.log);
        self.socket.close().await;
        // The session hears of it a moment after the socket has ended.
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }

    pub async fn end(&mut self) -> u64 {
        self.fresh(json!({"type": "end"})).await
    }

    /// Sends under an id of its own; the acknowledgement comes before anything that follows from it.
    async fn fresh(&mut self, mut frame: Value) -> u64 {
        frame["cid"] = json!(fresh_cid());
        let ack = self.socket.ask(&frame).await.unwrap_or_else(|code| panic!("{frame} was refused: {code}"));
        let seq = ack["seq"].as_u64().expect("an ack has a seq");
        assert!(self.socket.shown < seq, "event {seq} was shown before it was acknowledged");
        seq
    }

    /// Says `text` under an id of the caller's; the `seq`, or the code of the refusal.
    pub async fn say_as(&mut self, cid: &str, text: &str) -> Result<u64, String> {
        let ack = self.socket.ask(&json!({"type": "say", "cid": cid, "text": text})).await?;
        Ok(ack["seq"].as_u64().expect("an ack has a seq"))
    }

    /// The bearer of this socket's pass to the files of the chat.
    pub async fn pass(&mut self) -> String {
        self.socket.send(&json!({"type": "files", "cid": "pass"})).await;
        let answer = self.socket.expect("a pass", |frame| frame["type"] == "files").await;
        format!("Bearer {}", answer["pass"].as_str().expect("a pass"))
    }

    /// The next event of that origin and kind.
    pub async fn event(&mut self, from: &str, kind: &str) -> Value {
        let wanted = |frame: &Value| frame["type"] == "event" && frame["from"] == from && frame["kind"] == kind;
        self.socket.expect(&format!("a {kind} from the {from}"), wanted).await
    }

    pub async fn hears_bot(&mut self) -> Value {
        self.event("bot", "message").await
    }

    /// The bot's answer to the message `seq`.
    pub async fn hears_bot_on(&mut self, seq: u64) -> Value {
        let wanted = |frame: &Value| frame["from"] == "bot" && frame["cause_seq"] == seq;
        self.socket.expect(&format!("the bot's answer to message {seq}"), wanted).await
    }

    pub async fn hears_agent(&mut self) -> String {
        text(&self.event("agent", "message").await)
    }

    pub async fn notice(&mut self) -> String {
        text(&self.event("system", "notice").await)
    }

    pub async fn sees_state(&mut self, state: &str) -> Value {
        let wanted = |frame: &Value| frame["kind"] == "state" && frame["state"] == state;
        self.socket.expect(&format!("the state {state}"), wanted).await
    }

    /// The next told place in the queue.
    pub async fn place(&mut self) -> u64 {
        self.event("system", "queue").await["position"].as_u64().expect("a queue event has a position")
    }
}

async fn greet(server: &Server, hello: &Value, last_seq: u64) -> (Socket, Value) {
    let mut socket = Socket::of_customer(server).await;
    socket.shown = last_seq;
    socket.send(hello).await;
    let welcome = socket.expect("the welcome", |frame| frame["type"] == "welcome").await;
    (socket, welcome)
}

fn text(event: &Value) -> String {
    event["text"].as_str().expect("it has a text").to_string()
}
