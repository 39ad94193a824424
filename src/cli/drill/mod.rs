//! `baton drill`: customers and agents on bad links chat with a server that is killed again and again. In the end every
//! acknowledgement, and everything that was shown, is held against the server's log.

mod agent;
mod customer;
mod ledger;
mod link;

use crate::cli::bench::Timings;
use crate::cli::load::{Place, Target, copy_files, sign_in};
use crate::cli::report::Report;
use crate::config::Config;
use crate::store::SledStore;
use agent::Agent;
use anyhow::{Context, Result, anyhow, bail};
use customer::Customer;
use ledger::{Faults, repeated};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

/// Customers for each agent.
const CUSTOMERS_PER_AGENT: usize = 25;
/// New customers a second while they arrive.
const ARRIVALS_PER_S: f64 = 50.0;
/// Longest time that what was sent may take to be acknowledged, once links are calm and nothing is killed any more.
const SETTLING: Duration = Duration::from_secs(60);
/// Between two messages of a customer, on average.
const THINKING_S: f64 = 3.0;

#[derive(clap::Args)]
pub struct DrillCommand {
    /// Customers who chat at the same time.
    #[arg(long, default_value_t = 50)]
    customers: usize,
    /// How long they chat, unless the number of kills says so.
    #[arg(long, default_value_t = 1.0)]
    minutes: f64,
    /// Kill the server now and then.
    #[arg(long)]
    kill: bool,
    /// Seconds between two kills.
    #[arg(long, default_value_t = 20.0, requires = "kill")]
    kill_every: f64,
    /// End after this many kills.
    #[arg(long, requires = "kill", conflicts_with = "minutes")]
    kills: Option<usize>,
    #[arg(long)]
    json: bool,
}

/// What everybody in the drill knows.
pub struct Drill {
    server: SocketAddr,
    bot: String,
    pace: AtomicU8,
}

/// What customers do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    Talk,
    /// Nothing new is said; what was said goes out until it is acknowledged.
    Settle,
    Over,
}

impl Drill {
    pub fn pace(&self) -> Pace {
        match self.pace.load(Ordering::SeqCst) {
            0 => Pace::Talk,
            1 => Pace::Settle,
            _ => Pace::Over,
        }
    }

    fn set(&self, pace: Pace) {
        self.pace.store(pace as u8, Ordering::SeqCst);
    }

    /// Until a customer's next message, drawn at random.
    fn thinking(&self) -> Duration {
        Duration::from_secs_f64(rand::random_range(0.1..2.0 * THINKING_S))
    }
}

impl DrillCommand {
    pub fn run(self, config: &Config, settings: Option<&Path>) -> Result<()> {
        if self.customers == 0 || self.minutes <= 0.0 || self.kill_every < 1.0 {
            bail!("failed to drill: a customer, some minutes and a second between kills are the least");
        }
        let data = Place::new(None)?;
        let runtime = tokio::runtime::Runtime::new().context("failed to start the async runtime")?;
        let agents = self.customers.div_ceil(CUSTOMERS_PER_AGENT);
        let tokens = runtime.block_on(sign_in(config, data.path(), agents))?;
        let mut target = Target::start(config, settings, true, data)?;
        let drill = Drill { server: target.address, bot: "shop".into(), pace: AtomicU8::new(0) };
        let drill = Arc::new(drill);
        let customers = runtime.spawn(all_customers(drill.clone(), self.customers));
        let agents = runtime.spawn(all_agents(drill.clone(), self.customers, tokens));
        let broken = self.break_things(&mut target, config)?;
        drill.set(Pace::Settle);
        let customers = runtime.block_on(settle(&drill, customers))?;
        let agents = runtime.block_on(agents).context("failed to finish the agents")?;
        let outcome = runtime.block_on(outcome(&customers, &agents))?;
        let mut report = Report::default();
        let sum = |of: fn(&Customer) -> usize| customers.iter().map(of).sum::<usize>();
        report.count("customers", customers.len());
        report.count("agents", agents.len());
        report.count("sent", sum(|c| c.ledger.sent.len()));
        report.count("acked", acknowledged(&customers));
        report.count("said_by_agents", agents.iter().map(|agent| agent.said.len()).sum());
        report.count("lost", outcome.lost);
        report.count("duplicated", outcome.duplicated);
        report.count("reordered", outcome.reordered);
        report.count("late", sum(|c| c.late));
        report.count("reconnects", sum(|c| c.reconnects) + agents.iter().map(|a| a.reconnects).sum::<usize>());
        report.count("kills", broken.starts_ms.len());
        report.count("torn", broken.torn);
        let starts = Timings::new(broken.starts_ms);
        for (key, share) in [("start_p50_ms", 0.5), ("start_p99_ms", 0.99), ("start_max_ms", 1.0)] {
            report.figure(key, starts.at(share));
        }
        report.figure("max_gap_ms", customers.iter().map(|c| c.max_gap_ms).max().unwrap_or(0) as f64);
        report.print(self.json);
        match outcome {
            Faults { lost: 0, duplicated: 0, reordered: 0 } if broken.torn == 0 => Ok(()),
            _ => bail!("something was lost, doubled, torn or out of order"),
        }
    }

    /// Lets time pass, and kills the server in it.
    fn break_things(&self, target: &mut Target, config: &Config) -> Result<Broken> {
        let until = Instant::now() + Duration::from_secs_f64(60.0 * self.minutes);
        let mut broken = Broken::default();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            // Never by a regular clock: each kill comes up to half its time early or late.
            let next = Duration::from_secs_f64(self.kill_every * rand::random_range(0.5..1.5));
            let over = match self.kills {
                Some(kills) => broken.starts_ms.len() >= kills,
                None => next >= left,
            };
            if !self.kill || over {
                std::thread::sleep(if self.kills.is_some() { next } else { left });
                return Ok(broken);
            }
            std::thread::sleep(next);
            let start = target.kill_and_restart(|data| {
                broken.torn += torn(data, config)?;
                Ok(())
            })?;
            broken.starts_ms.push(start.as_secs_f64() * 1000.0);
        }
    }
}

/// What the kills did.
#[derive(Default)]
struct Broken {
    /// Rows that did not agree in what a kill left.
    torn: usize,
    /// Of each kill, from the start of the next process until it said that it was ready.
    starts_ms: Vec<f64>,
}

/// Faults in the rows that a kill left, looked for in a copy, so that the server itself meets them as they are.
fn torn(data: &Path, config: &Config) -> Result<usize> {
    let copy = tempfile::tempdir().context("failed to make a folder for a copy of the store")?;
    copy_files(&data.join("store"), copy.path()).context("failed to copy the store")?;
    let tell = &mut |fault: String| eprintln!("torn: {fault}");
    let counts = SledStore::check(copy.path(), config.store.cache_mb << 20, None, tell);
    let counts = counts.map_err(|fault| anyhow!("failed to {fault}"))?;
    usize::try_from(counts.faults).context("failed to count the faults")
}

async fn all_customers(drill: Arc<Drill>, customers: usize) -> Vec<Customer> {
    let mut running = Vec::new();
    for number in 0..customers {
        running.push(tokio::spawn(Customer::new(drill.clone(), number).run()));
        tokio::time::sleep(Duration::from_secs_f64(1.0 / ARRIVALS_PER_S)).await;
    }
    let mut done = Vec::new();
    for customer in running {
        done.push(customer.await.expect("customers do not panic"));
    }
    done
}

/// Their addresses come after the customers'.
async fn all_agents(drill: Arc<Drill>, customers: usize, tokens: Vec<String>) -> Vec<Agent> {
    let agents = tokens.into_iter().enumerate();
    let running: Vec<_> = agents
        .map(|(i, token)| tokio::spawn(Agent::default().run(drill.clone(), customers + 8 * (i + 1), token)))
        .collect();
    let mut done = Vec::new();
    for agent in running {
        done.push(agent.await.expect("agents do not panic"));
    }
    done
}

/// Waits until everything sent is acknowledged, and no longer than [`SETTLING`].
async fn settle(drill: &Drill, customers: tokio::task::JoinHandle<Vec<Customer>>) -> Result<Vec<Customer>> {
    tokio::pin!(customers);
    let done = tokio::select! {
        done = &mut customers => done,
        () = tokio::time::sleep(SETTLING) => {
            drill.set(Pace::Over);
            customers.await
        }
    };
    done.context("failed to finish the customers")
}

/// Distinct messages that were acknowledged.
fn acknowledged(customers: &[Customer]) -> usize {
    let of = |c: &Customer| {
        let all: Vec<&str> = c.ledger.promises.iter().map(|promise| promise.cid.as_str()).collect();
        all.len() - repeated(&all)
    };
    customers.iter().map(of).sum()
}

/// Every ledger against its session's log, and what agents were told was said against the customers' logs.
async fn outcome(customers: &[Customer], agents: &[Agent]) -> Result<Faults> {
    let mut all = Faults::default();
    let mut texts: Vec<String> = Vec::new();
    for customer in customers {
        let log = customer.whole_log().await.map_err(|gone| anyhow!("failed to read a log back: {gone}"))?;
        let faults = customer.ledger.against(&log);
        all.lost += faults.lost;
        all.duplicated += faults.duplicated;
        all.reordered += faults.reordered;
        let of_agents = log.iter().filter(|event| event["from"] == "agent" && event["kind"] == "message");
        texts.extend(of_agents.filter_map(|event| event["text"].as_str().map(str::to_string)));
    }
    all.duplicated += repeated(&texts);
    let said = agents.iter().flat_map(|agent| &agent.said);
    all.lost += said.filter(|(_, text)| !texts.contains(text)).count();
    Ok(all)
}
