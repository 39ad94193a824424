//! `baton model import | fit-heads`.

use super::fit_heads::FitHeads;
use super::hub;
use crate::config::Config;
use crate::nlu::{self, Origin};
use anyhow::{Result, bail};
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
    #[arg(required_unless_present = "hub", conflicts_with = "hub")]
    folder: Option<PathBuf>,
    /// Repository on the hub to take them from instead. HF_ENDPOINT, HF_TOKEN and HF_HOME are honoured.
    #[arg(long, value_name = "OWNER/NAME", requires = "revision", requires = "licence")]
    hub: Option<String>,
    /// The commit of the repository, 40 digits: what is imported never changes by itself.
    #[arg(long, value_name = "COMMIT", requires = "hub")]
    revision: Option<String>,
    /// Name of the new model.
    #[arg(long, default_value = "minilm")]
    name: String,
    /// Folder that models live in.
    #[arg(long, default_value = "models")]
    into: PathBuf,
    /// Where a folder's weights come from, for the card.
    #[arg(long, default_value = "sentence-transformers/all-MiniLM-L6-v2", conflicts_with = "hub")]
    source: String,
    /// Licence of the weights, for the card; Apache-2.0 where a folder is taken.
    #[arg(long)]
    licence: Option<String>,
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
        if to.exists() {
            bail!(
                "failed to import {}: {} exists already; remove it or choose another --name",
                self.name,
                to.display()
            );
        }
        let (folder, source) = match (self.folder, self.hub, self.revision) {
            (Some(folder), ..) => (folder, self.source),
            (None, Some(repository), Some(revision)) => {
                (hub::fetch(&repository, &revision)?, format!("{repository} at {revision}"))
            }
            _ => bail!("failed to import {}: name a folder, or --hub and --revision", self.name),
        };
        let licence = self.licence.unwrap_or_else(|| "Apache-2.0".into());
        imported(&folder, &to, Origin { name: self.name, source, licence })?;
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
