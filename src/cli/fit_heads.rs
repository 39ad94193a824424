//! `baton model fit-heads`: the heads that are fitted once and shipped with the encoder.

use super::eval::data::{read_feelings, read_sentiment, read_sessions, read_take_over};
use super::eval::listen;
use crate::config::Config;
use crate::nlu::{
    CARD, Card, ESCALATION_FILES, Encoder, EscalationHead, FEELING_FILES, FeelingHead, FeltRow, Listener,
    SENTIMENT_FILE, SentimentHead, TaughtSession, encode_all, load_encoder, sha256_of,
};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const LABEL: &str = "user_annoyed";

#[derive(clap::Args)]
pub struct FitHeads {
    /// Labelled CSV files, or folders of them: models/training, and the public sets where they are at hand. What is given
    /// twice counts twice.
    #[arg(long, value_name = "FOLDER|CSV", num_args = 1.., required = true)]
    data: Vec<PathBuf>,
    /// Rows taken from one file at most, spread evenly over it.
    #[arg(long, value_name = "ROWS", default_value_t = usize::MAX)]
    at_most: usize,
    /// Whole sessions, one a line, for the escalation head; without them it is left as it is.
    #[arg(long, value_name = "JSONL", num_args = 1..)]
    sessions: Vec<PathBuf>,
    /// Key of a session that says whether it escalated.
    #[arg(long, default_value = LABEL)]
    label: String,
    /// Model folder to put the heads into.
    #[arg(long)]
    model: Option<PathBuf>,
}

impl FitHeads {
    pub fn of(data: Vec<PathBuf>, at_most: usize, sessions: Vec<PathBuf>) -> Self {
        Self { data, at_most, sessions, label: LABEL.into(), model: None }
    }

    pub fn run(self, config: &Config) -> Result<()> {
        self.fit(self.model.as_ref().unwrap_or(&config.content.model))
    }

    /// Fits the heads of the model in `folder`.
    pub fn fit(&self, folder: &Path) -> Result<()> {
        let encoder = load_encoder(folder)?;
        self.fit_sentiment(folder, &*encoder)?;
        self.fit_feelings(folder, &*encoder)?;
        if self.sessions.is_empty() {
            return Ok(());
        }
        self.fit_escalation(folder, &*encoder)
    }

    fn fit_sentiment(&self, folder: &Path, encoder: &dyn Encoder) -> Result<()> {
        let mut rows = Vec::new();
        for file in csv_files(&self.data)? {
            rows.extend(spread(read_sentiment(&file)?, self.at_most));
        }
        if rows.is_empty() {
            bail!("failed to find labelled rows: no .csv with columns text and label in the given folders");
        }
        eprintln!("encoding {} utterances", rows.len());
        let texts: Vec<String> = rows.iter().map(|(text, _)| text.clone()).collect();
        let vectors = encode_all(encoder, &texts, &super::progress("encoded", texts.len()))?;
        let labelled: Vec<_> =
            rows.into_iter().zip(vectors).map(|((text, label), vector)| (text, vector, label)).collect();
        eprintln!("fitting the sentiment head");
        SentimentHead::fit(&labelled).write(&folder.join(SENTIMENT_FILE))?;
        let source = format!("{} utterances of {}", labelled.len(), names(&self.data));
        add_to_card(folder, "sentiment", &[SENTIMENT_FILE], &source)?;
        println!("sentiment: fitted on {source}");
        Ok(())
    }

    /// On the rows that tell emotion and urgency; without any the heads are left as they are.
    fn fit_feelings(&self, folder: &Path, encoder: &dyn Encoder) -> Result<()> {
        let (mut rows, mut used) = (Vec::new(), Vec::new());
        for data in &self.data {
            let before = rows.len();
            for file in csv_files(std::slice::from_ref(data))? {
                rows.extend(read_feelings(&file)?);
            }
            used.extend((rows.len() > before).then(|| data.clone()));
        }
        if rows.is_empty() {
            return Ok(());
        }
        let texts: Vec<String> = rows.iter().map(|(text, ..)| text.clone()).collect();
        let vectors = encode_all(encoder, &texts, &super::progress("encoded", texts.len()))?;
        let felt: Vec<FeltRow> = rows
            .into_iter()
            .zip(vectors)
            .map(|((text, emotion, urgency), vector)| FeltRow { text, vector, emotion, urgency })
            .collect();
        eprintln!("fitting the heads for emotion and urgency");
        let (head, [emotion, urgency]) = FeelingHead::fit(&felt);
        head.write(folder)?;
        let source = format!(
            "{} utterances of {}; accuracy on a held-out fifth: emotion {emotion:.3}, urgency {urgency:.3}",
            felt.len(),
            names(&used)
        );
        add_to_card(folder, "emotion and urgency", &FEELING_FILES, &source)?;
        println!("emotion and urgency: fitted on {source}");
        Ok(())
    }

    /// On single messages whose column `take_over` says what they call for, and on whole sessions.
    fn fit_escalation(&self, folder: &Path, encoder: &dyn Encoder) -> Result<()> {
        let (mut messages, mut sessions, mut used) = (Vec::new(), Vec::new(), Vec::new());
        for data in &self.data {
            let before = messages.len();
            for file in csv_files(std::slice::from_ref(data))? {
                messages.extend(read_take_over(&file)?);
            }
            used.extend((messages.len() > before).then(|| data.clone()));
        }
        for file in &self.sessions {
            sessions.extend(read_sessions(file, &self.label)?);
        }
        if messages.is_empty() {
            bail!(
                "failed to find messages for the escalation head: no .csv with a column take_over in the given folders"
            );
        }
        let listener = Listener::read(folder)?;
        let taught = |read: &[_]| -> Result<Vec<TaughtSession>> {
            let heard = listen(&listener, encoder, read)?;
            let escalated = read.iter().map(|session: &super::eval::data::Session| session.escalated);
            Ok(heard.into_iter().zip(escalated).map(|(turns, escalated)| TaughtSession { turns, escalated }).collect())
        };
        let (messages, sessions) = (taught(&messages)?, taught(&sessions)?);
        eprintln!("fitting the escalation head");
        EscalationHead::fit(&messages, &sessions).write(folder)?;
        let source = format!(
            "{} utterances of {} and {} sessions of {}",
            messages.len(),
            names(&used),
            sessions.len(),
            names(&self.sessions)
        );
        add_to_card(folder, "escalation", &ESCALATION_FILES, &source)?;
        println!("escalation: fitted on {source}");
        Ok(())
    }
}

/// The CSV files of the folders, by name; a file stands for itself.
fn csv_files(folders: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for folder in folders {
        if folder.is_file() {
            all.push(folder.clone());
            continue;
        }
        let entries =
            std::fs::read_dir(folder).with_context(|| format!("failed to read the folder {}", folder.display()))?;
        let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.retain(|path| path.extension().is_some_and(|kind| kind == "csv"));
        files.sort();
        all.extend(files);
    }
    Ok(all)
}

/// At most so many of the rows, spread evenly over them.
pub fn spread<T>(rows: Vec<T>, at_most: usize) -> impl Iterator<Item = T> {
    let step = rows.len().div_ceil(at_most.max(1)).max(1);
    rows.into_iter().step_by(step)
}

/// The names of files or folders, each with how often it was given; a file goes by its folder too.
fn names(paths: &[PathBuf]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for path in paths {
        let from = if path.is_file() { path.parent().and_then(Path::file_name) } else { None };
        let parts = from.into_iter().chain(path.file_name()).map(|part| part.to_string_lossy().into_owned());
        *counts.entry(parts.collect::<Vec<_>>().join("/")).or_default() += 1;
    }
    let one = |(name, n)| if n == 1 { name } else { format!("{name} (counted {n} times)") };
    counts.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

fn add_to_card(folder: &Path, head: &str, files: &[&str], source: &str) -> Result<()> {
    let mut card = Card::read(folder)?;
    for file in files {
        card.sha256.insert(file.to_string(), sha256_of(&folder.join(file))?);
    }
    card.heads.insert(head.into(), format!("fitted on {source}"));
    let text = toml::to_string(&card).expect("a card is plain data");
    std::fs::write(folder.join(CARD), text).context("failed to write the card")
}
