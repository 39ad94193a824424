//! `baton bench fit`: learning many intents, and what that many cost each message.

use super::timings::Timings;
use crate::cli::report::Report;
use crate::cli::{file_lines, model_folder};
use crate::config::Config;
use crate::nlu::{IntentHead, Target, Taught, Vector, load_encoder};
use anyhow::{Result, bail};
use rayon::prelude::*;
use std::path::PathBuf;
use std::time::Instant;

/// Messages that are ranked, one after the other.
const RANKED: usize = 1000;
/// The bot that the large one is compared with, about the size of an example bot.
const SMALL: (usize, usize) = (40, 20);

#[derive(clap::Args)]
pub struct Fit {
    /// One text a line, all different. Neighbours in meaning become the examples of one intent.
    #[arg(long, value_name = "FILE")]
    texts: PathBuf,
    #[arg(long, default_value_t = 500)]
    intents: usize,
    /// Of each intent.
    #[arg(long, default_value_t = 50)]
    examples: usize,
    /// Name under models/ or a folder, converted or with f32 weights.
    #[arg(long, value_name = "NAME|FOLDER")]
    model: Option<PathBuf>,
    #[arg(long)]
    json: bool,
}

impl Fit {
    pub fn run(self, config: &Config) -> Result<()> {
        let needed = self.intents * self.examples;
        let texts = file_lines(&self.texts)?;
        if needed == 0 || texts.len() < needed.max(SMALL.0 * SMALL.1) {
            bail!("failed to measure: {} texts are too few for {needed} examples", texts.len());
        }
        let encoder = load_encoder(&model_folder(config, self.model))?;
        let mut report = Report::default();
        report.count("intents", self.intents);
        report.count("examples", needed);
        let started = Instant::now();
        let encoded = texts.par_iter().map(|text| encoder.encode(text).map(Vector::from));
        let vectors: Result<Vec<Vector>, _> = encoded.collect();
        let vectors = vectors?;
        report.figure("encode_s", started.elapsed().as_secs_f64());

        for (name, (intents, examples)) in [("small", SMALL), ("large", (self.intents, self.examples))] {
            let taught = neighbours(&texts, &vectors, intents, examples);
            let names = (0..intents).map(|i| format!("intent_{i}")).collect();
            let started = Instant::now();
            let head = IntentHead::fit(names, &taught, |text| encoder.pieces(text));
            report.figure(&format!("fit_{name}_s"), started.elapsed().as_secs_f64());
            let mut milliseconds = Vec::with_capacity(RANKED);
            let mut right = 0;
            let stride = (taught.len() / RANKED).max(1);
            for asked in taught.iter().step_by(stride).take(RANKED) {
                let started = Instant::now();
                let ranking = head.rank(&asked.text, &asked.vector, encoder.pieces(&asked.text));
                milliseconds.push(started.elapsed().as_secs_f64() * 1e3);
                let Target::Is(intent) = asked.target else { continue };
                right += usize::from(ranking.intents[0].intent == format!("intent_{intent}"));
            }
            report.figure(&format!("rank_{name}_p50_ms"), Timings::new(milliseconds).at(0.5));
            report.figure(&format!("learnt_{name}"), right as f64 / taught.len().div_ceil(stride).min(RANKED) as f64);
        }
        report.print(self.json);
        Ok(())
    }
}

/// Intents of texts that are near each other: the first text that is left, and those nearest to it.
fn neighbours(texts: &[String], vectors: &[Vector], intents: usize, examples: usize) -> Vec<Taught> {
    let mut left: Vec<usize> = (0..texts.len()).collect();
    let mut taught = Vec::with_capacity(intents * examples);
    for intent in 0..intents {
        let first = vectors[left[0]].clone();
        let cosine = |i: &usize| -vectors[*i].iter().zip(&*first).map(|(a, b)| a * b).sum::<f32>();
        let mut ranked: Vec<(f32, usize)> = left.par_iter().map(|i| (cosine(i), *i)).collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let target = Target::Is(intent);
        let own = ranked.iter().take(examples);
        taught.extend(own.map(|&(_, i)| Taught { text: texts[i].clone(), vector: vectors[i].clone(), target }));
        left = ranked[examples..].iter().map(|(_, i)| *i).collect();
        left.sort_unstable();
    }
    taught
}
