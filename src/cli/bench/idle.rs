//! `baton bench idle`: many customers who are connected and say nothing, and all of them coming back at once.

use crate::cli::load::{Customer, Target};
use crate::cli::report::Report;
use crate::config::Config;
use anyhow::{Context, Result, anyhow};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;
use tokio::time::Instant;

/// Longest time one customer tries to come back.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(clap::Args)]
pub struct Idle {
    /// Customers who are connected at the same time.
    #[arg(long, default_value_t = 10_000)]
    customers: usize,
    /// New sockets a second while they arrive.
    #[arg(long, default_value_t = 500.0)]
    arrivals: f64,
    /// The bot they are connected to.
    #[arg(long, default_value = "bank")]
    bot: String,
    #[arg(long)]
    json: bool,
}

impl Idle {
    pub fn run(self, config: &Config, settings: Option<&Path>) -> Result<()> {
        let target = Target::find(None, config, settings, true)?;
        let before = target.memory_mb().context("failed to read the server's memory")?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.context("failed to start the async runtime")?;
        let mut customers = runtime.block_on(self.arrive(target.address))?;
        let connected = target.memory_mb().context("failed to read the server's memory")?;
        let started = Instant::now();
        let failed = runtime.block_on(come_back(&mut customers));
        let seconds = started.elapsed().as_secs_f64();
        let mut report = Report::default();
        report.count("customers", customers.len());
        report.figure("rss_before_mb", before);
        report.figure("rss_connected_mb", connected);
        report.figure("kb_each", (connected - before) * 1024.0 / customers.len().max(1) as f64);
        report.figure("reconnect_s", seconds);
        report.count("reconnect_failed", failed);
        report.print(self.json);
        Ok(())
    }

    async fn arrive(&self, server: SocketAddr) -> Result<Vec<Customer>> {
        let started = Instant::now();
        let mut arriving = Vec::with_capacity(self.customers);
        for number in 0..self.customers {
            tokio::time::sleep_until(started + Duration::from_secs_f64(number as f64 / self.arrivals)).await;
            let bot = self.bot.clone();
            arriving.push(tokio::spawn(async move { Customer::arrive(server, &bot, number).await }));
        }
        let mut customers = Vec::with_capacity(self.customers);
        for customer in arriving {
            let customer = customer.await.context("failed to start a customer")?;
            customers.push(customer.map_err(|gone| anyhow!("failed to let a customer arrive: {gone}"))?);
        }
        Ok(customers)
    }
}

/// As the widget does: again after a while, and after a longer while.
async fn keep_trying(customer: &mut Customer) {
    let mut longest_ms = 500;
    while customer.reconnect().await.is_err() {
        tokio::time::sleep(Duration::from_millis(rand::random_range(0..longest_ms))).await;
        longest_ms = (longest_ms * 2).min(8_000);
    }
}

/// Everybody loses the connection and resumes; returns how many could not.
async fn come_back(customers: &mut Vec<Customer>) -> usize {
    let coming: Vec<_> = std::mem::take(customers)
        .into_iter()
        .map(|mut customer| {
            tokio::spawn(async move {
                let back = tokio::time::timeout(PATIENCE, keep_trying(&mut customer)).await.is_ok();
                (customer, back)
            })
        })
        .collect();
    let mut failed = 0;
    for customer in coming {
        match customer.await {
            Ok((customer, back)) => {
                failed += usize::from(!back);
                customers.push(customer);
            }
            Err(_) => failed += 1,
        }
    }
    failed
}
