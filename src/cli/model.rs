//! `baton model import | fit-heads`.

use crate::config::Config;
use crate::nlu::{
    self, CARD, Card, Labelled, Origin, SENTIMENT_FILE, SentimentHead, encode_all, load_encoder, sha256_of,
};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(clap::Subcommand)]
pub enum Model {
    /// Convert a folder of f32 BERT weights into models/<name>/.
    Import(Import),
    /// Fit the sentiment head on labelled CSV files and put it beside the encoder.
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

#[derive(clap::Args)]
pub struct FitHeads {
    /// Folders with labelled data: models/training, and the public sets where they are at hand. A folder given twice
    /// counts twice.
    #[arg(long, value_name = "FOLDER", num_args = 1.., required = true)]
    data: Vec<PathBuf>,
    /// Rows taken from one file at most, spread evenly over it.
    #[arg(long, value_name = "ROWS", default_value_t = usize::MAX)]
    at_most: usize,
    /// Model folder to put the head into.
    #[arg(long)]
    model: Option<PathBuf>,
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
        let card = nlu::import(&self.folder, &to, origin)?;
        println!(
            "{}: {} dimensions, cosine to f32 {:.4} on average, {:.4} at worst",
            to.display(),
            card.dimensions,
            card.cosine_mean,
            card.cosine_worst
        );
        println!("next: baton model fit-heads --data models/training --model {}", to.display());
        Ok(())
    }
}

impl FitHeads {
    fn run(self, config: &Config) -> Result<()> {
        let folder = self.model.unwrap_or_else(|| config.content.model.clone());
        let encoder = load_encoder(&folder)?;
        let mut rows = Vec::new();
        for data in &self.data {
            rows.extend(training_rows(data, self.at_most)?);
        }
        if rows.is_empty() {
            bail!("failed to find labelled rows: no .csv with columns text and label in the given folders");
        }
        eprintln!("encoding {} utterances", rows.len());
        let texts: Vec<String> = rows.iter().map(|(text, _)| text.clone()).collect();
        let vectors = encode_all(&*encoder, &texts, &super::progress("encoded", texts.len()))?;
        let labelled: Vec<Labelled> =
            rows.into_iter().zip(vectors).map(|((text, label), vector)| Labelled { text, vector, label }).collect();
        eprintln!("fitting the sentiment head");
        let head = SentimentHead::fit(&labelled);
        let path = folder.join(SENTIMENT_FILE);
        head.write(&path)?;
        add_to_card(&folder, &path, labelled.len(), &self.data)?;
        println!("{}: fitted on {} utterances", path.display(), labelled.len());
        Ok(())
    }
}

/// Rows of every CSV in `folder` whose labels are sentiments.
fn training_rows(folder: &Path, at_most: usize) -> Result<Vec<(String, crate::domain::SentimentLabel)>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("failed to read the folder {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|kind| kind == "csv"))
        .collect();
    files.sort();
    let mut rows = Vec::new();
    for file in files {
        let all = super::eval::data::read_sentiment(&file)?;
        let step = all.len().div_ceil(at_most.max(1)).max(1);
        rows.extend(all.into_iter().step_by(step));
    }
    Ok(rows)
}

fn add_to_card(folder: &Path, head: &Path, rows: usize, data: &[PathBuf]) -> Result<()> {
    let mut card = Card::read(folder)?;
    card.sha256.insert(SENTIMENT_FILE.into(), sha256_of(head)?);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in data.iter().filter_map(|path| path.file_name()) {
        *counts.entry(name.to_string_lossy().into_owned()).or_default() += 1;
    }
    let names: Vec<String> =
        counts.into_iter().map(|(name, n)| if n == 1 { name } else { format!("{name} (counted {n} times)") }).collect();
    card.heads.insert("sentiment".into(), format!("fitted on {rows} utterances of {}", names.join(", ")));
    let text = toml::to_string(&card).expect("a card is plain data");
    std::fs::write(folder.join(CARD), text).context("failed to write the card")
}
