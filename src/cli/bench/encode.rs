//! `baton bench encode`.

use super::timings::Timings;
use crate::cli::report::Report;
use crate::cli::{file_lines, model_folder};
use crate::config::Config;
use crate::nlu::{Encoder, load_encoder};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::time::Instant;

#[derive(clap::Args)]
pub struct Encode {
    /// One text a line.
    #[arg(long, value_name = "FILE")]
    texts: PathBuf,
    /// Passes side by side, each on one core.
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Texts of one batch; a batch's time counts in equal shares for its texts.
    #[arg(long, default_value_t = 1)]
    batch: usize,
    /// Name under models/ or a folder, converted or with f32 weights.
    #[arg(long, value_name = "NAME|FOLDER")]
    model: Option<PathBuf>,
    #[arg(long)]
    json: bool,
}

impl Encode {
    pub fn run(self, config: &Config) -> Result<()> {
        let encoder = load_encoder(&model_folder(config, self.model))?;
        let texts = file_lines(&self.texts)?;
        if texts.is_empty() || self.threads == 0 || self.batch == 0 {
            bail!("failed to measure: a text, a thread and a batch of one are the least");
        }
        // The first round warms caches and buffers up; the second one counts.
        run_all(&*encoder, &texts, self.threads, self.batch)?;
        let started = Instant::now();
        let times = run_all(&*encoder, &texts, self.threads, self.batch)?;
        let seconds = started.elapsed().as_secs_f64();
        let tokens: usize = texts.iter().map(|text| encoder.tokens(text)).sum();
        let mut report = Report::default();
        report.count("n", texts.len());
        report.count("threads", self.threads);
        report.count("batch", self.batch);
        Timings::new(times).put(&mut report);
        report.figure("texts_per_s", texts.len() as f64 / seconds);
        report.figure("tokens_mean", tokens as f64 / texts.len() as f64);
        report.print(self.json);
        Ok(())
    }
}

/// Milliseconds of each text.
fn run_all(encoder: &dyn Encoder, texts: &[String], threads: usize, batch: usize) -> Result<Vec<f64>> {
    let share = texts.len().div_ceil(threads);
    let one = |texts: &[String]| -> Result<Vec<f64>> {
        let mut times = Vec::with_capacity(texts.len());
        for batch in texts.chunks(batch) {
            let started = Instant::now();
            for text in batch {
                encoder.encode(text)?;
            }
            let each = started.elapsed().as_secs_f64() * 1e3 / batch.len() as f64;
            times.extend(std::iter::repeat_n(each, batch.len()));
        }
        Ok(times)
    };
    std::thread::scope(|scope| {
        let alone = || rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("threads can be started");
        let workers: Vec<_> =
            texts.chunks(share).map(|part| scope.spawn(move || alone().install(|| one(part)))).collect();
        let mut times = Vec::with_capacity(texts.len());
        for worker in workers {
            times.extend(worker.join().expect("an encoder does not panic")?);
        }
        Ok(times)
    })
}
