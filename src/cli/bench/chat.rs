//! `baton bench chat`: whole turns over real sockets, against a server in a process of its own.

use super::timings::Timings;
use crate::authoring;
use crate::cli::load::{Customer, Gone, Place, Reply, Target};
use crate::cli::report::Report;
use crate::cli::{file_lines, today};
use crate::config::{Config, read_bot};
use crate::domain::BotId;
use anyhow::{Context, Result, anyhow, bail};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// New sockets a second while the customers arrive.
const ARRIVALS_PER_S: f64 = 400.0;

#[derive(clap::Args)]
pub struct Chat {
    /// Customers who chat at the same time.
    #[arg(long, default_value_t = 100)]
    sessions: usize,
    /// Turns of each customer.
    #[arg(long, default_value_t = 10)]
    turns: usize,
    /// Turns a second over all customers, sent by the clock whether or not earlier ones were answered; without it each
    /// customer waits for an answer before the next turn.
    #[arg(long, value_name = "TURNS_PER_S")]
    rate: Option<f64>,
    /// One text a line; the bot's own examples if left out.
    #[arg(long, value_name = "FILE")]
    texts: Option<PathBuf>,
    /// Let the server keep what repeated texts were understood as.
    #[arg(long)]
    cache: bool,
    /// A server of this machine; if left out one is started.
    #[arg(long)]
    url: Option<String>,
    /// Data folder of the server that is started; a new one if left out.
    #[arg(long, value_name = "FOLDER", conflicts_with = "url")]
    data: Option<PathBuf>,
    /// The bot the customers talk to.
    #[arg(long, default_value = "bank")]
    bot: String,
    /// Draw the latencies into an SVG file.
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    #[arg(long)]
    json: bool,
}

/// What one customer went through.
#[derive(Default)]
struct Tally {
    milliseconds: Vec<f64>,
    lost: usize,
    duplicated: usize,
    handoffs: usize,
    errors: BTreeMap<String, usize>,
}

/// What every customer of the load is told.
struct Plan {
    server: SocketAddr,
    bot: String,
    sessions: usize,
    turns: usize,
    rate: Option<f64>,
    texts: Vec<String>,
}

impl Chat {
    pub fn run(self, config: &Config, settings: Option<&Path>) -> Result<()> {
        if self.sessions == 0 || self.turns == 0 || self.rate.is_some_and(|rate| rate <= 0.0) {
            bail!("failed to measure: a session, a turn and a rate above zero are the least");
        }
        let texts = match &self.texts {
            Some(path) => file_lines(path)?,
            None => own_examples(config, &self.bot)?,
        };
        if texts.is_empty() {
            bail!("failed to measure: there are no texts to send");
        }
        let target = match self.data {
            Some(data) => Target::start(config, settings, self.cache, Place::Kept(data))?,
            None => Target::find(self.url.as_deref(), config, settings, self.cache)?,
        };
        let (sessions, turns, rate) = (self.sessions, self.turns, self.rate);
        let plan = Plan { server: target.address, bot: self.bot, sessions, turns, rate, texts };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let (tally, seconds) = runtime.context("failed to start the async runtime")?.block_on(load(Arc::new(plan)))?;
        let mut report = Report::default();
        report.count("sessions", sessions);
        report.count("turns", tally.milliseconds.len());
        report.figure("turns_per_s", tally.milliseconds.len() as f64 / seconds);
        report.count("lost", tally.lost);
        report.count("duplicated", tally.duplicated);
        report.count("handoffs", tally.handoffs);
        report.count("errors", tally.errors.values().sum());
        if !tally.errors.is_empty() {
            let row = |(what, n): (&String, &usize)| serde_json::json!({ "error": what, "n": n });
            report.rows("error_kinds", tally.errors.iter().map(row).collect());
        }
        let timings = Timings::new(tally.milliseconds);
        timings.put(&mut report);
        if let Some(path) = &self.plot {
            let pace = rate.map_or("as fast as they are answered".into(), |rate| format!("{rate} turns a second"));
            super::plot::latency(path, &format!("{sessions} customers, {pace}"), &timings)?;
        }
        if let Some(memory) = target.memory_mb() {
            report.figure("server_rss_mb", memory);
        }
        report.print(self.json);
        Ok(())
    }
}

/// Every example of the bot's intents.
fn own_examples(config: &Config, bot: &str) -> Result<Vec<String>> {
    let id = BotId::new(bot);
    let files = read_bot(&config.content, &id)?;
    let (bot, _) =
        authoring::build(&id, &files, today()).map_err(|_| anyhow!("bot {id} has errors; run baton check"))?;
    Ok(bot.intents.iter().flat_map(|intent| intent.examples.values().flatten().cloned()).collect())
}

/// Lets everybody arrive, then runs all turns; returns what happened and how many seconds the turns took.
async fn load(plan: Arc<Plan>) -> Result<(Tally, f64)> {
    let mut customers = Vec::with_capacity(plan.sessions);
    let arrived_from = Instant::now();
    for number in 0..plan.sessions {
        tokio::time::sleep_until(arrived_from + Duration::from_secs_f64(number as f64 / ARRIVALS_PER_S)).await;
        customers.push(tokio::spawn({
            let plan = plan.clone();
            async move { Customer::arrive(plan.server, &plan.bot, number).await }
        }));
    }
    let mut ready = Vec::with_capacity(plan.sessions);
    for customer in customers {
        let customer = customer.await.context("failed to start a customer")?;
        ready.push(customer.map_err(|gone| anyhow!("failed to let a customer arrive: {gone}"))?);
    }
    let started = Instant::now() + Duration::from_millis(100);
    let chats: Vec<_> = ready
        .into_iter()
        .enumerate()
        .map(|(number, customer)| tokio::spawn(chat(plan.clone(), customer, number, started)))
        .collect();
    let mut all = Tally::default();
    for chat in chats {
        let one = chat.await.context("failed to finish a customer")?;
        all.milliseconds.extend(one.milliseconds);
        all.lost += one.lost;
        all.duplicated += one.duplicated;
        all.handoffs += one.handoffs;
        one.errors.into_iter().for_each(|(what, n)| *all.errors.entry(what).or_default() += n);
    }
    Ok((all, started.elapsed().as_secs_f64()))
}

async fn chat(plan: Arc<Plan>, mut customer: Customer, number: usize, started: Instant) -> Tally {
    let mut tally = Tally::default();
    for turn in 0..plan.turns {
        let place = turn * plan.sessions + number;
        // By the clock: a turn that starts late because of an earlier one counts from when it was due.
        let due = match plan.rate {
            Some(rate) => started + Duration::from_secs_f64(place as f64 / rate),
            None => started.max(Instant::now()),
        };
        tokio::time::sleep_until(due).await;
        let mut said = customer.say(&plan.text(place)).await;
        if matches!(said, Ok(Reply::Person)) {
            // Handed to a person by the turn before: somebody else comes in.
            tally.handoffs += 1;
            note(&mut tally, customer.begin_anew().await);
            said = customer.say(&plan.text(place)).await;
        }
        match said {
            Ok(_) => tally.milliseconds.push(due.elapsed().as_secs_f64() * 1e3),
            Err(gone) => {
                tally.lost += 1;
                note(&mut tally, Err(gone));
                note(&mut tally, customer.reconnect().await);
            }
        }
    }
    tally.duplicated = customer.duplicated;
    tally
}

fn note(tally: &mut Tally, done: Result<(), Gone>) {
    if let Err(gone) = done {
        *tally.errors.entry(gone.to_string()).or_default() += 1;
    }
}

impl Plan {
    /// The text of one turn; from the second round over the texts on, made different by a number.
    fn text(&self, place: usize) -> String {
        let text = &self.texts[place % self.texts.len()];
        match place / self.texts.len() {
            0 => text.clone(),
            round => format!("{text} {round}"),
        }
    }
}
