//! `baton model import | fit-heads`.

use super::fit_heads::FitHeads;
use crate::config::Config;
use crate::nlu::{self, Origin};
use anyhow::Result;
use std::path::{Path, PathBuf};

#[derive(clap::Subcommand)]
pub enum Model {
    /// Convert a folder of f32 BERT weights into models/<name>/.
    Import(Import),
    /// Fit the heads for sentiment, emotion, urgency and escalation on labelled files and put them beside the encoder.
    FitHeads(FitHeads),
}

#[derive(clap::Args)]
pub struct Import {
    /// Folder with model.safetensors, tokenizer.json and config.json.
    folder: PathBuf,
    /// Name of the new model.
    #[arg(long, default_value = "minilm")]
    name: String,
    /// Folder that models live in.
    #[arg(long, default_value = "models")]
    into: PathBuf,
    /// Where the weights come from, for the card.
    #[arg(long, default_value = "sentence-transformers/all-MiniLM-L6-v2")]
    source: String,
    /// Licence of the weights, for the card.
    #[arg(long, default_value = "Apache-2.0")]
    licence: String,
}

impl Model {
    pub fn run(self, config: &Config) -> Result<()> {
        match self {
            Self::Import(import) => import.run(),
            Self::FitHeads(fit) => fit.run(config),
        }
    }
}

impl Import {
    fn run(self) -> Result<()> {
        let to = self.into.join(&self.name);
        let origin = Origin { name: self.name, source: self.source, licence: self.licence };
        imported(&self.folder, &to, origin)?;
        println!("next: baton model fit-heads --data models/training --model {}", to.display());
        Ok(())
    }
}

/// Imports and says how near it is.
pub fn imported(folder: &Path, to: &Path, origin: Origin) -> Result<()> {
    let card = nlu::import(folder, to, origin)?;
    let (mean, worst) = (card.cosine_mean, card.cosine_worst);
    println!(
        "{}: {} dimensions, cosine to f32 {mean:.4} on average, {worst:.4} at worst",
        to.display(),
        card.dimensions
    );
    Ok(())
}
