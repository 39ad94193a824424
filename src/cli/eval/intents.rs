//! `baton eval intents`: fits the intent head as `serve` does and scores it.

use super::data::{Row, read_csv};
use super::judged::{Judged, Judgement};
use super::metrics;
use super::plots::{Plots, name};
use crate::cli::report::Report;
use crate::config::Config;
use crate::nlu::{Encoder, IntentHead, Target, Taught, Vector, encode_all, load_encoder};
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
    #[command(flatten)]
    plots: Plots,
    #[arg(long)]
    json: bool,
}

/// The built-in refusal threshold on `Ranking::in_scope`.
const IN_SCOPE: f32 = 0.5;

impl Intents {
    pub fn run(self, config: &Config) -> Result<()> {
        self.plots.begin()?;
        let encoder = load_encoder(&crate::cli::model_folder(config, self.model.clone()))?;
        let oos = self.oos.as_deref();
        let (head, fit_s) = fit(&*encoder, &read_csv(&self.train)?, oos)?;
        let mut marks = vec![("built-in threshold", IN_SCOPE)];
        if let (Some(dev), Some(oos)) = (&self.dev, oos) {
            marks.push(("tuned threshold", tuned(rank(&*encoder, &head, &read_csv(dev)?)?.0, oos)));
        }
        let (rows, times) = rank(&*encoder, &head, &read_csv(&self.test)?)?;
        let threshold = marks.last().map_or(IN_SCOPE, |(_, threshold)| *threshold);
        let judgement = Judgement { rows, oos: self.oos.clone(), threshold };
        let mut report = Report::default();
        judgement.put(&mut report);
        self.plots.draw(&judgement, &name(&self.test), &marks)?;
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
    let head = IntentHead::fit(names, &taught, |text| encoder.pieces(text));
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
fn rank(encoder: &dyn Encoder, head: &IntentHead, rows: &[Row]) -> Result<(Vec<Judged>, Vec<f64>)> {
    let mut times = Vec::new();
    let mut judged = Vec::new();
    for row in rows {
        let start = Instant::now();
        let vector: Vector = encoder.encode(&row.text)?.into();
        let ranking = head.rank(&row.text, &vector, encoder.pieces(&row.text));
        times.push(start.elapsed().as_secs_f64() * 1e3);
        let top = ranking.intents.first().expect("a head knows at least one intent");
        let (truth, in_scope) = (row.label.clone(), ranking.in_scope);
        judged.push(Judged { truth, top: top.intent.clone(), confidence: top.confidence, in_scope });
    }
    Ok((judged, times))
}

/// The threshold with the best accuracy, refusals counted.
fn tuned(rows: Vec<Judged>, oos: &str) -> f32 {
    let mut judgement = Judgement { rows, oos: Some(oos.into()), threshold: IN_SCOPE };
    let scores = (0..100).map(|i| i as f32 / 100.0).map(|threshold| {
        judgement.threshold = threshold;
        (threshold, metrics::accuracy(&judgement.scored()))
    });
    scores.max_by(|a, b| a.1.total_cmp(&b.1)).expect("there are a hundred").0
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
