//! `baton eval bot`: a bot's own files against its golden conversations, or against a CSV. It fails when a figure is worse
//! than the committed one by more than its tolerance.

use super::data::{Row, read_csv};
use super::expected::Expected;
use super::golden::Golden;
use super::judged::{Judged, Judgement};
use super::metrics::{self, Scored};
use super::plots::{Plots, name};
use crate::app;
use crate::cli::Refused;
use crate::cli::report::Report;
use crate::config::{Config, read_bot};
use crate::domain::{BotId, Locale};
use crate::nlu::Nlu;
use crate::session::{Library, Rehearsal};
use anyhow::{Context, Result};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

#[derive(clap::Args)]
pub struct EvalBot {
    bot: String,
    /// text,label; the bot's golden conversations if left out.
    #[arg(long, value_name = "CSV")]
    test: Option<PathBuf>,
    /// Folder with a folder of golden conversations for each bot.
    #[arg(long, value_name = "FOLDER", default_value = "tests/golden")]
    golden: PathBuf,
    /// Figures that may not fall; expected.toml beside the bot's golden conversations if there is one.
    #[arg(long, value_name = "FILE", conflicts_with = "test")]
    expected: Option<PathBuf>,
    /// The day the golden conversations are held on, for dates in them; today if left out.
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<jiff::civil::Date>,
    /// Label of utterances that belong to no intent.
    #[arg(long, default_value = "none")]
    oos: String,
    #[command(flatten)]
    plots: Plots,
    #[arg(long)]
    json: bool,
}

impl EvalBot {
    pub fn run(self, config: &Config) -> Result<()> {
        self.plots.begin()?;
        let id = BotId::new(self.bot.clone());
        let bot = app::checked(&id, &read_bot(&config.content, &id)?)?;
        let (nlu, library) = (Arc::new(app::load_models(config)?), Library::default());
        let start = Instant::now();
        app::learn(&nlu, &library, vec![bot])?;
        let fit_s = start.elapsed().as_secs_f64();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.context("failed to start the async runtime")?;
        let mut report = runtime.block_on(self.score(&nlu, &library, &id))?;
        report.figure("fit_s", fit_s);
        report.print(self.json);
        self.compare(&id, &report)
    }

    /// Refused where a figure fell by more than its tolerance.
    fn compare(&self, id: &BotId, report: &Report) -> Result<()> {
        let beside = || self.golden.join(id.as_str()).join("expected.toml");
        let (None, Some(expected)) = (&self.test, Expected::read(&self.expected.clone().unwrap_or_else(beside))?)
        else {
            return Ok(());
        };
        let fallen = expected.fallen(report)?;
        if fallen.is_empty() {
            return Ok(());
        }
        Err(Refused(format!("bot {id} is worse than expected: {}", fallen.join("; "))).into())
    }

    fn today(&self) -> jiff::civil::Date {
        self.today.unwrap_or_else(crate::cli::today)
    }

    async fn score(&self, nlu: &Arc<Nlu>, library: &Library, id: &BotId) -> Result<Report> {
        let (rows, faults, conversations) = match &self.test {
            Some(csv) => (read_csv(csv)?.into_iter().map(|row| (None, row)).collect(), Vec::new(), 0),
            None => self.golden_rows(nlu, library, id).await?,
        };
        let (judgement, times) = self.judge(nlu, library, id, &rows).await?;
        let mut report = report(&judgement, &times);
        let of = self.test.as_ref().map_or_else(|| format!("golden conversations of {id}"), |csv| name(csv));
        self.plots.draw(&judgement, &of, &[("threshold of its policy", judgement.threshold)])?;
        if self.test.is_none() {
            report.count("conversations", conversations);
            report.count("conversation_faults", faults.len());
            report.rows("faults", faults.into_iter().map(|fault| json!({ "fault": fault })).collect());
        }
        Ok(report)
    }

    /// Turns of the golden conversations with a named intent, and what came otherwise when they were played.
    async fn golden_rows(
        &self,
        nlu: &Arc<Nlu>,
        library: &Library,
        id: &BotId,
    ) -> Result<(Vec<(Option<Locale>, Row)>, Vec<String>, usize)> {
        let golden = Golden::read_folder(&self.golden.join(id.as_str()))?;
        let (mut rows, mut faults) = (Vec::new(), Vec::new());
        for conversation in &golden {
            faults.extend(conversation.play(nlu, library, id, self.today()).await?);
            for turn in &conversation.turns {
                let intents = turn.expected.iter().filter(|(key, _)| key == "intent");
                let row = |label: &String| Row { text: turn.said.clone(), label: label.clone() };
                rows.extend(intents.map(|(_, label)| (Some(conversation.locale.clone()), row(label))));
            }
        }
        Ok((rows, faults, golden.len()))
    }

    /// What the bot makes of each row, and the milliseconds that each took.
    async fn judge(
        &self,
        nlu: &Arc<Nlu>,
        library: &Library,
        id: &BotId,
        rows: &[(Option<Locale>, Row)],
    ) -> Result<(Judgement, Vec<f64>)> {
        let bot = library.get(id).context("the bot was just learnt")?.bot.clone();
        let (mut judged, mut times) = (Vec::new(), Vec::new());
        for (locale, row) in rows {
            let locale = locale.as_ref().unwrap_or(bot.policy.default_locale());
            let (mut rehearsal, _) =
                Rehearsal::start(nlu.clone(), library, id, locale, self.today()).context("the bot was just learnt")?;
            let start = Instant::now();
            let heard = rehearsal.say(&row.text, 0).await.heard;
            times.push(start.elapsed().as_secs_f64() * 1e3);
            let top = heard.intents.first();
            judged.push(Judged {
                truth: row.label.clone(),
                top: top.map_or_else(|| self.oos.clone(), |top| top.intent.clone()),
                confidence: top.map_or(0.0, |top| top.confidence),
                in_scope: heard.in_scope,
            });
        }
        let threshold = bot.policy.understanding.in_scope;
        Ok((Judgement { rows: judged, oos: Some(self.oos.clone()), threshold }, times))
    }
}

fn report(judgement: &Judgement, times: &[f64]) -> Report {
    let mut report = Report::default();
    judgement.put(&mut report);
    report.figure("p50_ms", metrics::quantile(times, 0.5));
    report.figure("p95_ms", metrics::quantile(times, 0.95));
    let rows = judgement.scored();
    report.rows("intents", per_intent(&rows));
    report.rows("confusions", confusions(&rows));
    report
}

fn per_intent(rows: &[Scored]) -> Vec<serde_json::Value> {
    let round = |v: f64| (v * 1e3).round() / 1e3;
    let row = |(label, counts): (&&str, &metrics::Counts)| {
        json!({
            "intent": label, "n": counts.actual, "precision": round(counts.precision()),
            "recall": round(counts.recall()), "f1": round(counts.f1()),
        })
    };
    metrics::per_label(rows).iter().map(row).collect()
}

/// The ten most frequent mistakes.
fn confusions(rows: &[Scored]) -> Vec<serde_json::Value> {
    let row = |((truth, predicted), n): &((&str, &str), usize)| json!({"truth": truth, "predicted": predicted, "n": n});
    metrics::confusions(rows).iter().take(10).map(row).collect()
}
