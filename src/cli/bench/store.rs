//! `baton bench store`: a data folder with many stored sessions, and what starting on it costs.

use super::timings::Timings;
use crate::authoring::{self, Bot};
use crate::cli::load::{Customer, Place, Target};
use crate::cli::report::Report;
use crate::cli::today;
use crate::config::{Config, read_bot};
use crate::dialogue::{Moment, Tracker, decide, greet, respond};
use crate::domain::{
    BotId, Channel, Cid, Event, EventId, Page, RankedIntent, Record, SCHEMA_VERSION, Sentiment, SessionId, Timestamp,
    Understanding, Versions,
};
use crate::store::{SledStore, Store};
use crate::text::redact;
use anyhow::{Context, Result, anyhow};
use std::path::{Path, PathBuf};
use std::time::Instant;
use ulid::Ulid;

/// Sessions that are written side by side: what the writer takes as one group.
const SIDE_BY_SIDE: usize = 256;
/// Sessions between two looks whether a compaction is due.
const BETWEEN_LOOKS: usize = 16 * SIDE_BY_SIDE;
/// Sessions written one by one afterwards, of which each is timed.
const TIMED: usize = 200;

#[derive(clap::Args)]
pub struct StoreBench {
    /// Ended sessions of two turns each to store.
    #[arg(long, default_value_t = 100_000)]
    sessions: usize,
    /// A new folder for them, which stays: `serve --data` and `bench chat --data` take it. Left out, it goes again.
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    #[arg(long)]
    json: bool,
}

impl StoreBench {
    pub fn run(self, config: &Config, settings: Option<&Path>) -> Result<()> {
        let own = tempfile::tempdir().context("failed to make a folder")?;
        let data = self.data.clone().unwrap_or_else(|| own.path().into());
        let template = template(config)?;
        let mut report = Report::default();
        report.count("sessions", self.sessions);
        report.count("events_each", template.len());

        let runtime = tokio::runtime::Runtime::new().context("failed to start the async runtime")?;
        let store = open(config, &data)?;
        let started = Instant::now();
        runtime.block_on(fill(&store, &template, self.sessions, config.store.compact_growth_mb << 20))?;
        report.figure("stored_per_s", self.sessions as f64 / started.elapsed().as_secs_f64());
        let timed = runtime.block_on(one_by_one(&store, &template))?;
        report.figure("session_p50_ms", timed.at(0.5));
        drop(store);
        report.figure("folder_mb", bytes_under(&data.join("store"))? as f64 / f64::from(1 << 20));

        let started = Instant::now();
        drop(open(config, &data)?);
        report.figure("open_and_close_s", started.elapsed().as_secs_f64());
        // The first start learns the bots, which is no matter of the store.
        drop(Target::start(config, settings, true, Place::Kept(data.clone()))?);
        drop(open(config, &data)?);
        for how in ["clean_stop", "kill"] {
            let started = Instant::now();
            let server = Target::start(config, settings, true, Place::Kept(data.clone()))?;
            report.figure(&format!("ready_after_{how}_s"), started.elapsed().as_secs_f64());
            let memory = server.memory_mb().context("failed to read the server's memory")?;
            report.figure(&format!("rss_after_{how}_mb"), memory);
            runtime.block_on(Customer::arrive(server.address, "bank", 0)).map_err(|gone| anyhow!("{gone}"))?;
            // Dropped, it is killed.
        }
        report.print(self.json);
        Ok(())
    }
}

fn open(config: &Config, data: &Path) -> Result<SledStore> {
    SledStore::open(data.join("store"), config.store.cache_mb << 20).map_err(|fault| anyhow!("failed to {fault}"))
}

/// The events of a session of two turns, decided and answered as the bank does.
fn template(config: &Config) -> Result<Vec<Record>> {
    let id = BotId::new("bank");
    let files = read_bot(&config.content, &id)?;
    let (bot, _) =
        authoring::build(&id, &files, today()).map_err(|_| anyhow!("bot {id} has errors; run baton check"))?;
    let locale = bot.policy.default_locale().clone();
    let started = Event::SessionStarted { locale: locale.clone(), page: Page::default(), token_hash: "0".repeat(64) };
    let mut log = vec![record(&bot, 1, 0, started)];
    let mut tracker = Tracker::start(&log[0]).expect("it is a start");
    let mut put = |tracker: &mut Tracker, event: Event| {
        let next = record(&bot, tracker.n + 1, tracker.seq, event);
        tracker.apply(&next);
        log.push(next);
    };
    put(&mut tracker, greet(&bot, &locale));
    for (said, intent) in [("I still have not received my new card, order 4012", 0), ("and how do I change my PIN?", 1)]
    {
        let text = redact(said, tracker.before()).text;
        put(&mut tracker, Event::CustomerSaid { cid: Cid::new(Ulid::nil().to_string()), text, sealed: Vec::new() });
        let of = tracker.seq;
        let likely = |i: usize| RankedIntent { intent: bot.intents[i].name.clone(), confidence: 0.9 / (1 + i) as f32 };
        let heard = Understanding {
            language: locale.clone(),
            spoken: true,
            intents: (intent..intent + 5).map(likely).collect(),
            also: Vec::new(),
            refused: false,
            in_scope: 0.9,
            articles: Vec::new(),
            entities: Vec::new(),
            sentiment: Sentiment::NEUTRAL,
            cues: Vec::new(),
            feeling: None,
            escalation: None,
            trouble: None,
        };
        put(&mut tracker, Event::Understood { of, heard });
        let verdict = decide(&tracker, &bot);
        let (decision, tone, mood) = (verdict.decision.clone(), verdict.tone, verdict.mood);
        put(&mut tracker, Event::Decided { of, decision, tone, mood, versions: Versions::default() });
        for event in respond(&verdict, &tracker, &bot, of, Moment { now: Timestamp::now(), draw: 0 }) {
            put(&mut tracker, event);
        }
    }
    put(&mut tracker, Event::CustomerEnded { cid: Cid::new(Ulid::nil().to_string()) });
    Ok(log)
}

fn record(bot: &Bot, n: u64, seq: u64, event: Event) -> Record {
    Record {
        v: SCHEMA_VERSION,
        id: EventId::new(Ulid::nil()),
        n,
        seq: event.visible().then_some(seq + 1),
        at: Timestamp::now(),
        owner: 1,
        bot: bot.id.clone(),
        session: SessionId::new(Ulid::nil()),
        channel: Channel::Web,
        agent: None,
        event,
    }
}

/// The same session under an id of its own.
fn copy(template: &[Record]) -> Vec<Record> {
    let session = SessionId::new(Ulid::new());
    template.iter().map(|r| Record { session, id: EventId::new(Ulid::new()), ..r.clone() }).collect()
}

/// Kept in two steps, so that, as in life, its rows are there before it ends.
async fn keep(store: &SledStore, log: Vec<Record>) -> Result<()> {
    for part in [&log[..log.len() - 1], &log[log.len() - 1..]] {
        let until = part.last().map_or(0, |last| last.n as usize);
        let head = Tracker::replay(&log[..until]).expect("the template begins with its start").head();
        store.append(part, head).await.map_err(|fault| anyhow!("failed to {fault}"))?;
    }
    Ok(())
}

/// A server looks at the clock for when to look whether a compaction is due.
async fn fill(store: &SledStore, template: &[Record], sessions: usize, growth_bytes: u64) -> Result<()> {
    let failed = |fault| anyhow!("failed to {fault}");
    for from in (0..sessions).step_by(BETWEEN_LOOKS) {
        let until = sessions.min(from + BETWEEN_LOOKS);
        for group in (from..until).step_by(SIDE_BY_SIDE) {
            let together = until.min(group + SIDE_BY_SIDE) - group;
            futures_util::future::try_join_all((0..together).map(|_| keep(store, copy(template)))).await?;
        }
        if store.compaction_due(growth_bytes).await.map_err(failed)? {
            store.compact().await.map_err(failed)?;
        }
    }
    Ok(())
}

async fn one_by_one(store: &SledStore, template: &[Record]) -> Result<Timings> {
    let mut milliseconds = Vec::with_capacity(TIMED);
    for _ in 0..TIMED {
        let log = copy(template);
        let started = Instant::now();
        keep(store, log).await?;
        milliseconds.push(started.elapsed().as_secs_f64() * 1e3);
    }
    Ok(Timings::new(milliseconds))
}

fn bytes_under(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).with_context(|| format!("failed to read {}", folder.display()))? {
        let entry = entry?;
        bytes += if entry.file_type()?.is_dir() { bytes_under(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(bytes)
}
