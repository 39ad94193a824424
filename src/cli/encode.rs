//! `baton encode`.

use crate::config::Config;
use crate::nlu::load_encoder;
use anyhow::{Context, Result};
use std::io::{BufRead, Write};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Encode {
    /// Name under models/ or a folder, converted or with f32 weights.
    #[arg(long, value_name = "NAME|FOLDER")]
    model: Option<PathBuf>,
}

impl Encode {
    pub fn run(self, config: &Config) -> Result<()> {
        let encoder = load_encoder(&super::model_folder(config, self.model))?;
        let mut out = std::io::stdout().lock();
        for line in std::io::stdin().lock().lines() {
            let line = line.context("failed to read standard input")?;
            let vector = encoder.encode(&line)?;
            let json = serde_json::to_string(&vector).expect("floats are JSON");
            writeln!(out, "{json}").context("failed to write to standard output")?;
        }
        Ok(())
    }
}
