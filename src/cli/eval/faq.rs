//! `baton eval faq`: finds the FAQ that answers a question.

use super::data::{read_csv, read_faq};
use super::metrics;
use crate::cli::report::Report;
use crate::config::Config;
use crate::nlu::{Document, Encoder, Index, Vector, encode_all, load_encoder};
use anyhow::Result;
use std::path::PathBuf;
use std::time::Instant;

#[derive(clap::Args)]
pub struct Faq {
    /// One FAQ a line: faq_id, question or questions, answer or answers.
    #[arg(long, value_name = "JSONL")]
    faq: PathBuf,
    /// query,faq_id
    #[arg(long, value_name = "CSV")]
    queries: PathBuf,
    #[arg(long, value_name = "NAME|FOLDER")]
    model: Option<PathBuf>,
    #[arg(long)]
    json: bool,
}

impl Faq {
    pub fn run(self, config: &Config) -> Result<()> {
        let encoder = load_encoder(&crate::cli::model_folder(config, self.model))?;
        let documents: Vec<Document> = read_faq(&self.faq)?
            .iter()
            .map(|faq| Document { id: faq.id(), questions: faq.questions(), passages: faq.answers() })
            .collect();
        let index = index(&*encoder, &documents)?;
        let (mut ranks, mut times) = (Vec::new(), Vec::new());
        for query in read_csv(&self.queries)? {
            let start = Instant::now();
            let vector = encoder.encode(&query.text)?;
            let hits = index.find(&query.text, &vector, encoder.pieces(&query.text), documents.len());
            times.push(start.elapsed().as_secs_f64() * 1e3);
            ranks.push(hits.iter().position(|hit| hit.id == query.label));
        }
        let within = |k: usize| metrics::share(ranks.iter().flatten().filter(|rank| **rank < k).count(), ranks.len());
        let mut report = Report::default();
        report.count("n", ranks.len());
        report.figure("p_at_1", within(1));
        report.figure("p_at_3", within(3));
        report.figure("mrr", metrics::mean(ranks.iter().map(|rank| rank.map_or(0.0, |r| 1.0 / (r as f64 + 1.0)))));
        report.figure("p50_ms", metrics::quantile(&times, 0.5));
        report.print(self.json);
        Ok(())
    }
}

fn index(encoder: &dyn Encoder, documents: &[Document]) -> Result<Index> {
    let texts: Vec<String> = documents.iter().flat_map(|d| d.texts().cloned()).collect();
    let mut vectors = encode_all(encoder, &texts, &crate::cli::progress("encoded", texts.len()))?.into_iter();
    let own: Vec<Vec<Vector>> = documents.iter().map(|d| vectors.by_ref().take(d.texts().count()).collect()).collect();
    Ok(Index::new("en", documents, &own))
}
