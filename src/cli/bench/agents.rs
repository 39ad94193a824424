//! `baton bench agents`: how long after a customer's message every agent's console knows of it.

use super::timings::Timings;
use crate::cli::load::{self, Customer, Door, Gone, PATIENCE, Place, Target, connect, handshake, own_address, sign_in};
use crate::cli::report::Report;
use crate::config::Config;
use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;

/// New customers a second while they arrive.
const ARRIVALS_PER_S: f64 = 50.0;
/// What is not shown by then, after the last message, is counted as missing.
const SETTLING: Duration = Duration::from_secs(5);
/// Longest that everything may take.
const AT_MOST: Duration = Duration::from_secs(600);
/// Stands before a message's number in its text.
const MARK: &str = "this is message ";

#[derive(clap::Args)]
pub struct Agents {
    /// Chats that people have: customers who each asked for a person.
    #[arg(long, default_value_t = 500)]
    tickets: usize,
    /// Agents signed in, each with a console.
    #[arg(long, default_value_t = 50)]
    agents: usize,
    /// Chats that each agent has taken; the rest wait.
    #[arg(long, default_value_t = 5)]
    held: usize,
    /// Messages of customers.
    #[arg(long, default_value_t = 600)]
    messages: usize,
    /// Messages a second over all customers.
    #[arg(long, default_value_t = 20.0)]
    rate: f64,
    /// The bot the customers came from.
    #[arg(long, default_value = "shop")]
    bot: String,
    #[arg(long)]
    json: bool,
}

/// When a message of that number was on a console.
type Shown = (usize, Instant);

impl Agents {
    pub fn run(self, config: &Config, settings: Option<&Path>) -> Result<()> {
        let enough = self.tickets > 0 && self.agents > 0 && self.messages > 0 && self.rate > 0.0;
        if !enough || self.held * self.agents > self.tickets || self.held > 50 {
            bail!("failed to measure: it takes a ticket, an agent and a message, and no more held than there are");
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.context("failed to start the async runtime")?;
        let data = Place::new(None)?;
        let tokens = runtime.block_on(sign_in(config, data.path(), self.agents))?;
        let target = Target::start(config, settings, false, data)?;
        let measured = async { tokio::time::timeout(AT_MOST, self.measure(target.address, tokens)).await };
        let (sent, shown) = runtime.block_on(measured).context("failed to measure: it took too long")??;
        let late = |&(number, at): &Shown| at.duration_since(sent[number]).as_secs_f64() * 1e3;
        let timings = Timings::new(shown.iter().map(late).collect());
        let mut report = Report::default();
        report.count("tickets", self.tickets);
        report.count("agents", self.agents);
        report.count("messages", sent.len());
        report.count("shown", shown.len());
        report.count("missing", sent.len() * self.agents - shown.len());
        timings.put(&mut report);
        report.figure("max_ms", timings.at(1.0));
        if let Some(memory) = target.memory_mb() {
            report.figure("server_rss_mb", memory);
        }
        report.print(self.json);
        Ok(())
    }

    /// When each message was sent, and when each console had it.
    async fn measure(&self, server: SocketAddr, tokens: Vec<String>) -> Result<(Vec<Instant>, Vec<Shown>)> {
        let customers = self.arrive(server).await?;
        let (stop, stopped) = watch::channel(false);
        let mut consoles = Vec::with_capacity(self.agents);
        for (number, token) in tokens.iter().enumerate() {
            let console = Console::open(server, self.tickets + 8 * (number + 1), token);
            let mut console = console.await.map_err(|gone| anyhow!("failed to open a console: {gone}"))?;
            let taken = console.take(self.held).await;
            taken.map_err(|gone| anyhow!("failed to take chats: {gone}"))?;
            consoles.push(tokio::spawn(console.watch(stopped.clone())));
        }
        let begun = Instant::now();
        let mut sent = Vec::with_capacity(self.messages);
        for number in 0..self.messages {
            tokio::time::sleep_until(begun + Duration::from_secs_f64(number as f64 / self.rate)).await;
            sent.push(Instant::now());
            let customer = &customers[number % customers.len()];
            customer.send(format!("{MARK}{}", spelt(number))).await.context("failed to speak: a customer has gone")?;
        }
        tokio::time::sleep(SETTLING).await;
        stop.send_replace(true);
        let mut shown = Vec::new();
        for console in consoles {
            shown.extend(console.await.context("failed to finish a console")?);
        }
        Ok((sent, shown))
    }

    /// Customers who wait for a person, each by what it is told to say.
    async fn arrive(&self, server: SocketAddr) -> Result<Vec<mpsc::Sender<String>>> {
        let begun = Instant::now();
        let mut arriving: Vec<JoinHandle<Result<Customer, Gone>>> = Vec::with_capacity(self.tickets);
        for number in 0..self.tickets {
            tokio::time::sleep_until(begun + Duration::from_secs_f64(number as f64 / ARRIVALS_PER_S)).await;
            let bot = self.bot.clone();
            arriving.push(tokio::spawn(async move {
                let mut customer = Customer::arrive(server, &bot, number).await?;
                customer.ask_for_person().await?;
                Ok(customer)
            }));
        }
        let mut customers = Vec::with_capacity(self.tickets);
        for customer in arriving {
            let customer = customer.await.context("failed to start a customer")?;
            let customer = customer.map_err(|gone| anyhow!("failed to let a customer wait: {gone}"))?;
            let (told, telling) = mpsc::channel(8);
            tokio::spawn(talk(customer, telling));
            customers.push(told);
        }
        Ok(customers)
    }
}

/// Says what it is told, and reads what comes.
async fn talk(mut customer: Customer, mut telling: mpsc::Receiver<String>) {
    loop {
        let done = tokio::select! {
            text = telling.recv() => match text {
                Some(text) => customer.tell(&text).await,
                None => return,
            },
            heard = customer.listen() => heard,
        };
        if done.is_err() {
            return;
        }
    }
}

/// An agent's console.
struct Console {
    socket: WebSocketStream<TcpStream>,
    /// What waits, in the order of the queue.
    queue: Vec<String>,
    shown: Vec<Shown>,
}

impl Console {
    async fn open(server: SocketAddr, number: usize, token: &str) -> Result<Self, Gone> {
        let socket = handshake(connect(server, own_address(number)).await?, server, Door::Agent(token)).await?;
        let mut console = Self { socket, queue: Vec::new(), shown: Vec::new() };
        console.send(&json!({"type": "hello"})).await?;
        let welcome = console.wait_for(|frame| frame["type"] == "welcome").await?;
        let queue = welcome["queue"].as_array().into_iter().flatten();
        // What others took before is listed too.
        let waits = queue.filter(|ticket| ticket["agent"].is_null());
        console.queue = waits.filter_map(|ticket| ticket["session"].as_str().map(str::to_string)).collect();
        Ok(console)
    }

    /// Takes the first `count` chats that wait.
    async fn take(&mut self, count: usize) -> Result<(), Gone> {
        self.ask(json!({"type": "available", "on": false, "capacity": 50})).await?;
        for session in self.queue.clone().into_iter().take(count) {
            self.ask(json!({"type": "accept", "session": session})).await?;
        }
        Ok(())
    }

    /// Notes when messages are shown, until it is told to stop.
    async fn watch(mut self, mut stopped: watch::Receiver<bool>) -> Vec<Shown> {
        loop {
            let frame = tokio::select! {
                frame = self.read() => frame,
                _ = stopped.wait_for(|stop| *stop) => return self.shown,
            };
            let Ok(frame) = frame else { return self.shown };
            let text = frame["ticket"]["last"]["text"].as_str().and_then(|text| text.strip_prefix(MARK));
            let number = text.and_then(number_of);
            if let Some(number) = number.filter(|number| !self.shown.iter().rev().any(|(known, _)| known == number)) {
                self.shown.push((number, Instant::now()));
            }
        }
    }

    async fn ask(&mut self, mut frame: Value) -> Result<(), Gone> {
        let cid = ulid::Ulid::new().to_string();
        frame["cid"] = json!(cid);
        self.send(&frame).await?;
        let answer = self.wait_for(|frame| frame["cid"] == *cid).await?;
        match answer["code"].as_str() {
            None => Ok(()),
            Some(code) => Err(Gone::Refused(code.into())),
        }
    }

    async fn send(&mut self, frame: &Value) -> Result<(), Gone> {
        load::send(&mut self.socket, frame).await
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

    async fn read(&mut self) -> Result<Value, Gone> {
        loop {
            let frame = load::read(&mut self.socket).await?;
            if frame["type"] == "ping" {
                self.send(&json!({"type": "pong"})).await?;
                continue;
            }
            return Ok(frame);
        }
    }
}

/// A number in letters: digits may be taken for a card or an account, and hidden.
fn spelt(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

fn number_of(spelt: &str) -> Option<usize> {
    let digits: String = spelt.bytes().map(|letter| char::from(letter.wrapping_sub(b'a').wrapping_add(b'0'))).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_was_spelt() {
        for number in [0, 7, 10, 599, 12_345] {
            assert_eq!(number_of(&spelt(number)), Some(number));
        }
        assert_eq!([number_of("hello"), number_of("")], [None, None]);
    }
}
