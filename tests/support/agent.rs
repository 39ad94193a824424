//! An agent with a console: signs in as a browser does, with a cookie, and works through tickets.

use super::{ADMIN_PASSWORD, Server, Socket, fresh_cid, post};
use serde_json::{Value, json};

pub struct Agent {
    pub socket: Socket,
    pub welcome: Value,
    /// The session at hand.
    session: String,
}

impl Agent {
    /// The first administrator, who serves every bot.
    pub async fn sign_in(server: &Server) -> Self {
        Self::sign_in_as(server, "admin", ADMIN_PASSWORD).await
    }

    pub async fn sign_in_as(server: &Server, name: &str, password: &str) -> Self {
        let answer = post(server, "/api/v1/login", &[], &json!({"name": name, "password": password})).await;
        assert_eq!(answer.status, 200, "{name} signs in: {}", answer.body);
        let cookie = answer.cookie();
        let headers = [("cookie", &*cookie), ("origin", &*server.origin())];
        let mut socket = Socket::open(server, "/ws/agent", &headers).await.expect("the cookie opens the console");
        socket.send(&json!({"type": "hello", "last_rev": 0})).await;
        let welcome = socket.expect("the agent's welcome", |frame| frame["type"] == "welcome").await;
        Self { socket, welcome, session: String::new() }
    }

    /// Sessions of the rows in `queue` or `mine`, as the welcome listed them.
    pub fn listed(&self, list: &str) -> Vec<String> {
        let rows = self.welcome[list].as_array().expect("a welcome lists tickets");
        rows.iter().map(|row| row["session"].as_str().expect("a ticket names its session").to_string()).collect()
    }

    /// Waits for the session's ticket in that state.
    pub async fn ticket(&mut self, session: &str, state: &str) -> Value {
        let wanted = |frame: &Value| {
            frame["type"] == "ticket" && frame["ticket"]["session"] == session && frame["ticket"]["state"] == state
        };
        self.socket.expect(&format!("the ticket of {session}, {state}"), wanted).await["ticket"].clone()
    }

    pub async fn gone(&mut self, session: &str) {
        let wanted = |frame: &Value| frame["type"] == "gone" && frame["session"] == session;
        self.socket.expect(&format!("{session} to leave the desk"), wanted).await;
    }

    /// Takes chats from now on, so many at once, or none.
    pub async fn available(&mut self, on: bool, capacity: u32) {
        self.ask(json!({"type": "available", "on": on, "capacity": capacity})).await;
    }

    /// The next offer: which session, and until when.
    pub async fn offer(&mut self) -> (String, String) {
        let offer = self.socket.expect("an offer", |frame| frame["type"] == "offer").await;
        let text = |value: &Value| value.as_str().expect("a text").to_string();
        (text(&offer["ticket"]["session"]), text(&offer["expires_at"]))
    }

    /// Offers that came and were not looked at.
    pub fn offers_unread(&self) -> usize {
        self.socket.unread.iter().filter(|frame| frame["type"] == "offer").count()
    }

    /// Takes the session at hand from now on.
    pub async fn accept(&mut self, session: &str) {
        self.session = session.into();
        self.ask(json!({"type": "accept"})).await;
    }

    pub async fn accept_refused(&mut self, session: &str, code: &str) {
        assert_eq!(self.tries(session, json!({"type": "accept"})).await, Err(code.to_string()));
    }

    /// Reads along; the session is at hand from now on.
    pub async fn watch(&mut self, session: &str) {
        self.session = session.into();
        self.ask(json!({"type": "open", "last_n": 0})).await;
    }

    pub async fn says(&mut self, text: &str) {
        self.ask(json!({"type": "say", "text": text})).await;
    }

    pub async fn notes(&mut self, text: &str) {
        self.ask(json!({"type": "note", "text": text})).await;
    }

    pub async fn resolve(&mut self) {
        self.ask(json!({"type": "resolve"})).await;
    }

    pub async fn return_to_bot(&mut self) {
        self.ask(json!({"type": "return_to_bot", "instruction": null})).await;
    }

    pub async fn back_to_queue(&mut self) {
        self.ask(json!({"type": "transfer", "to": {"queue": true}, "note": null})).await;
    }

    pub async fn transfer(&mut self, to: Value, note: &str) {
        self.ask(json!({"type": "transfer", "to": to, "note": note})).await;
    }

    async fn ask(&mut self, frame: Value) {
        let session = self.session.clone();
        let done = self.tries(&session, frame.clone()).await;
        done.unwrap_or_else(|code| panic!("{frame} was refused: {code}"));
    }

    /// Sends a request about a session; the code where it is refused.
    pub async fn tries(&mut self, session: &str, mut frame: Value) -> Result<(), String> {
        frame["cid"] = json!(fresh_cid());
        frame["session"] = json!(session);
        self.socket.ask(&frame).await.map(|_| ())
    }

    /// The next entry of the session at hand with an event of that type.
    pub async fn entry(&mut self, event: &str) -> Value {
        let session = self.session.clone();
        let wanted =
            |frame: &Value| frame["type"] == "entry" && frame["session"] == session && frame["event"]["type"] == event;
        self.socket.expect(&format!("an entry {event} of {session}"), wanted).await
    }
}
