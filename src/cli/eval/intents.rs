//! `baton eval intents`: fits the intent head as `serve` does and scores it.

use super::data::{Row, read_csv};
use super::metrics::{self, Scored};
use crate::cli::report::Report;
use crate::config::Config;
use crate::nlu::{Encoder, IntentHead, Ranking, Target, Taught, Vector, encode_all, load_encoder};
use anyhow::Result;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

#[derive(clap::Args)]
pub struct Intents {
    #[arg(long, value_name = "CSV")]
    train: PathBuf,
    #[arg(long, value_name = "CSV")]
    test: PathBuf,
    /// Label of utterances that belong to no intent; with it a refusal predicts this label.
    #[arg(long, value_name = "LABEL")]
    oos: Option<String>,
    /// Rows on which the refusal threshold is tuned; without it the built-in default is used.
    #[arg(long, value_name = "CSV")]
    dev: Option<PathBuf>,
    #[arg(long, value_name = "NAME|FOLDER")]
    model: Option<PathBuf>,
    #[arg(long)]
    json: bool,
}

/// The built-in refusal threshold on `Ranking::in_scope`.
const IN_SCOPE: f32 = 0.5;

/// A ranked test row.
struct Ranked {
    truth: String,
    ranking: Ranking,
}

impl Intents {
    pub fn run(self, config: &Config) -> Result<()> {
        let encoder = load_encoder(&crate::cli::model_folder(config, self.model.clone()))?;
        let oos = self.oos.as_deref();
        let (head, fit_s) = fit(&*encoder, &read_csv(&self.train)?, oos)?;
        let threshold = match (&self.dev, oos) {
            (Some(dev), Some(oos)) => tuned(&rank(&*encoder, &head, &read_csv(dev)?)?.0, oos),
            _ => IN_SCOPE,
        };
        let (ranked, times) = rank(&*encoder, &head, &read_csv(&self.test)?)?;
        let mut report = report(&ranked, oos, threshold);
        report.figure("fit_s", fit_s);
        report.figure("p50_ms", metrics::quantile(&times, 0.5));
        report.figure("p95_ms", metrics::quantile(&times, 0.95));
        report.print(self.json);
        Ok(())
    }
}

fn encode(encoder: &dyn Encoder, rows: &[Row]) -> Result<Vec<Vector>> {
    let texts: Vec<String> = rows.iter().map(|row| row.text.clone()).collect();
    Ok(encode_all(encoder, &texts, &crate::cli::progress("encoded", texts.len()))?)
}

/// Fits on all rows but those labelled `oos`; seconds are of the fit alone, vectors at hand.
fn fit(encoder: &dyn Encoder, rows: &[Row], oos: Option<&str>) -> Result<(IntentHead, f64)> {
    let rows: Vec<Row> = rows.iter().filter(|row| Some(row.label.as_str()) != oos).cloned().collect();
    let names: BTreeSet<&str> = rows.iter().map(|row| row.label.as_str()).collect();
    let names: Vec<String> = names.into_iter().map(String::from).collect();
    // As `serve` does with an intent's title.
    let titles = names.iter().map(|label| Row { text: title(label), label: label.clone() });
    let rows: Vec<Row> = rows.into_iter().chain(titles).collect();
    let vectors = encode(encoder, &rows)?;
    let place = |label: &String| names.binary_search(label).expect("every label was collected");
    let taught: Vec<Taught> = rows
        .iter()
        .zip(vectors)
        .map(|(row, vector)| Taught { text: row.text.clone(), vector, target: Target::Is(place(&row.label)) })
        .collect();
    let start = Instant::now();
    let head = IntentHead::fit(names, &taught);
    Ok((head, start.elapsed().as_secs_f64()))
}

/// The words of a label: `card_arrival` and `CardArrival` are both "card arrival".
fn title(label: &str) -> String {
    let mut words = String::new();
    let mut before = ' ';
    for c in label.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            words.push(' ');
        }
        words.extend(if c.is_alphanumeric() { c } else { ' ' }.to_lowercase());
        before = c;
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Ranks every row, timing encoding and ranking of one utterance at a time.
fn rank(encoder: &dyn Encoder, head: &IntentHead, rows: &[Row]) -> Result<(Vec<Ranked>, Vec<f64>)> {
    let mut times = Vec::new();
    let mut ranked = Vec::new();
    for row in rows {
        let start = Instant::now();
        let vector: Vector = encoder.encode(&row.text)?.into();
        let ranking = head.rank(&row.text, &vector);
        times.push(start.elapsed().as_secs_f64() * 1e3);
        ranked.push(Ranked { truth: row.label.clone(), ranking });
    }
    Ok((ranked, times))
}

/// The threshold with the best accuracy, refusals counted.
fn tuned(dev: &[Ranked], oos: &str) -> f32 {
    let score = |t: &f32| metrics::accuracy(&dev.iter().map(|row| scored(row, Some(oos), *t)).collect::<Vec<_>>());
    (0..100).map(|i| i as f32 / 100.0).max_by(|a, b| score(a).total_cmp(&score(b))).expect("there are a hundred")
}

fn scored(row: &Ranked, oos: Option<&str>, threshold: f32) -> Scored {
    let top = row.ranking.intents.first().expect("a head knows at least one intent");
    let refused = oos.filter(|_| row.ranking.in_scope < threshold);
    let predicted = refused.map_or_else(|| top.intent.clone(), String::from);
    Scored { truth: row.truth.clone(), predicted, confidence: top.confidence }
}

fn report(ranked: &[Ranked], oos: Option<&str>, threshold: f32) -> Report {
    let rows: Vec<Scored> = ranked.iter().map(|row| scored(row, oos, threshold)).collect();
    let is_oos = |truth: &str| Some(truth) == oos;
    let inside: Vec<Scored> = rows.iter().filter(|r| !is_oos(&r.truth)).cloned().collect();
    let outside: Vec<&Scored> = rows.iter().filter(|r| is_oos(&r.truth)).collect();
    let by_scope: Vec<(f32, bool)> = ranked.iter().map(|row| (row.ranking.in_scope, !is_oos(&row.truth))).collect();
    // Calibration is of the ranking itself: what the head says of utterances that have an intent.
    let plain: Vec<Scored> =
        ranked.iter().filter(|r| !is_oos(&r.truth)).map(|row| scored(row, None, threshold)).collect();
    let mut report = Report::default();
    report.count("n", rows.len());
    report.figure("accuracy", metrics::accuracy(&rows));
    report.figure("macro_f1", metrics::macro_f1(&rows));
    report.figure("in_scope_accuracy", metrics::accuracy(&inside));
    let refused = outside.iter().filter(|r| r.truth == r.predicted).count();
    report.figure("oos_recall", metrics::share(refused, outside.len()));
    report.figure("oos_auroc", metrics::auc(&by_scope));
    report.figure("mcc", metrics::mcc(&rows));
    report.figure("ece", metrics::ece(&plain));
    report.figure("threshold", f64::from(threshold));
    report
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn a_label_is_read_as_words() {
        let rows =
            [("card_arrival", "card arrival"), ("FindConnection", "find connection"), ("ORDER-STATUS", "order status")];
        for (label, words) in rows {
            assert_eq!(title(label), words);
        }
    }
}
