//! The recipe of a training: a TOML file that names the data, what each column teaches, and the settings.

use crate::cli::fit_heads::{FitHeads, spread};
use crate::nlu::train::{Lesson, Losses, Settings};
use crate::nlu::{CARD, Card};
use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// What the training begins with, for the card.
    pub base: String,
    pub licence: String,
    /// How the encoder is taught; without them it stays as it is, and only the heads are fitted.
    pub settings: Option<Settings>,
    #[serde(default)]
    data: Vec<Data>,
    heads: Heads,
}

/// One CSV file with a header row. It is looked for beside the recipe, then in the folder of the public sets.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    file: PathBuf,
    licence: String,
    /// The column with the text.
    #[serde(default = "text")]
    text: String,
    /// The column whose text has the meaning that this text should have: itself, or its translation.
    like: Option<String>,
    /// What is judged, by the column that says it; several labels of one row are joined by `|`.
    #[serde(default)]
    tone: BTreeMap<String, String>,
    /// Rows that are taken at most, spread evenly over the file.
    #[serde(default = "all")]
    at_most: usize,
    /// How often a row comes in a round.
    #[serde(default = "once")]
    times: f32,
}

/// What the heads are fitted on afterwards, as `baton model fit-heads` takes it; paths as of `data`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Heads {
    data: Vec<PathBuf>,
    at_most: usize,
    sessions: Vec<PathBuf>,
}

fn text() -> String {
    "text".into()
}

fn all() -> usize {
    usize::MAX
}

fn once() -> f32 {
    1.0
}

/// Lessons with how often each comes in a round.
type Lessons = Vec<(Lesson, f32)>;

impl Recipe {
    pub fn read(path: &Path) -> Result<Self> {
        let name = path.display();
        let text = std::fs::read_to_string(path).with_context(|| format!("failed to read {name}"))?;
        let recipe: Self = toml::from_str(&text).map_err(|fault| anyhow!("failed to use {name}: {fault}"))?;
        match &recipe.settings {
            Some(settings) if settings.steps == 0 || settings.batch == 0 || settings.tokens < 3 => {
                bail!("failed to use {name}: steps and batch must be 1 at least, tokens 3");
            }
            None if !recipe.data.is_empty() => bail!("failed to use {name}: it has data to teach, and no settings"),
            _ => {}
        }
        Ok(recipe)
    }

    /// All lessons, and how many marks there are.
    pub fn lessons(&self, recipe: &Path, public: &Path) -> Result<(Lessons, usize)> {
        let tables = self.data.iter().map(|data| Table::read(data, &found(recipe, public, &data.file)?));
        let tables: Vec<Table> = tables.collect::<Result<_>>()?;
        let all: BTreeSet<(&str, &str)> = tables.iter().flat_map(Table::marks).collect();
        let all: Vec<(&str, &str)> = all.into_iter().collect();
        let place = |mark: &(&str, &str)| all.binary_search(mark).expect("every mark was collected");
        let range = |task: &str| {
            let first = all.partition_point(|mark| mark.0 < task);
            first..first + all[first..].iter().take_while(|mark| mark.0 == task).count()
        };
        let mut lessons = Lessons::new();
        for (table, data) in tables.iter().zip(&self.data) {
            for row in &table.rows {
                let judged = row.labels.iter().filter(|(_, label)| !label.is_empty());
                let marks =
                    judged.clone().flat_map(|(task, label)| label.split('|').map(move |one| (task.as_str(), one)));
                let lesson = Lesson {
                    text: row.text.clone(),
                    like: row.like.clone(),
                    marks: marks.map(|mark| place(&mark)).collect(),
                    judged: judged.map(|(task, _)| range(task)).collect(),
                };
                lessons.push((lesson, data.times));
            }
        }
        Ok((lessons, all.len()))
    }

    pub fn heads(&self, recipe: &Path, public: &Path) -> Result<FitHeads> {
        let all = |paths: &[PathBuf]| paths.iter().map(|path| found(recipe, public, path)).collect::<Result<Vec<_>>>();
        Ok(FitHeads::of(all(&self.heads.data)?, self.heads.at_most, all(&self.heads.sessions)?))
    }

    /// Writes into the card what the encoder was taught with.
    pub fn note(&self, model: &Path, settings: &Settings, held_out: Losses, minutes: f64) -> Result<()> {
        let mut card = Card::read(model)?;
        let files = self.data.iter().map(|data| format!("{} ({})", data.file.display(), data.licence));
        let settings = serde_json::to_string(settings).expect("settings are plain data");
        card.training = BTreeMap::from([
            ("data".to_string(), files.collect::<Vec<_>>().join(", ")),
            ("settings".to_string(), settings),
            ("held_out".to_string(), format!("tone {:.4}, meaning {:.4}", held_out.tone, held_out.meaning)),
            ("minutes".to_string(), format!("{minutes:.0}")),
        ]);
        let text = toml::to_string(&card).expect("a card is plain data");
        std::fs::write(model.join(CARD), text).context("failed to write the card")
    }
}

/// A file or folder beside the recipe, else one of the public sets.
fn found(recipe: &Path, public: &Path, path: &Path) -> Result<PathBuf> {
    let beside = recipe.parent().unwrap_or(Path::new("")).join(path);
    let places = [beside, public.join(path)];
    let place = places.iter().find(|place| place.exists());
    place
        .cloned()
        .ok_or_else(|| anyhow!("failed to find {} beside the recipe or in {}", path.display(), public.display()))
}

/// A file, read.
struct Table {
    rows: Vec<Row>,
}

struct Row {
    text: String,
    like: Option<String>,
    /// Task and label, which is empty where it was not judged.
    labels: Vec<(String, String)>,
}

impl Table {
    fn read(data: &Data, path: &Path) -> Result<Self> {
        let name = path.display();
        let mut reader = csv::Reader::from_path(path).with_context(|| format!("failed to read {name}"))?;
        let headers = reader.headers().with_context(|| format!("failed to read {name}:1"))?.clone();
        let column = |wanted: &String| {
            let place = headers.iter().position(|header| header == wanted);
            place.ok_or_else(|| anyhow!("failed to use {name}:1: no column is called {wanted}"))
        };
        let text = column(&data.text)?;
        let like = data.like.as_ref().map(column).transpose()?;
        let tasks = data.tone.iter().map(|(task, wanted)| Ok((task.clone(), column(wanted)?)));
        let tasks: Vec<(String, usize)> = tasks.collect::<Result<_>>()?;
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.with_context(|| format!("failed to read {name}"))?;
            let field = |at: usize| record.get(at).unwrap_or_default().trim().to_string();
            rows.push(Row {
                text: field(text),
                like: like.map(field),
                labels: tasks.iter().map(|(task, at)| (task.clone(), field(*at))).collect(),
            });
        }
        rows.retain(|row| !row.text.is_empty());
        Ok(Self { rows: spread(rows, data.at_most).collect() })
    }

    fn marks(&self) -> impl Iterator<Item = (&str, &str)> {
        let labels = self.rows.iter().flat_map(|row| &row.labels).filter(|(_, label)| !label.is_empty());
        labels.flat_map(|(task, label)| label.split('|').map(move |one| (task.as_str(), one)))
    }
}
