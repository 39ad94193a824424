//! `--plot FOLDER`: how honest a bot's confidence is, what its refusal costs, and which intents it confuses, drawn as SVG.

mod calibration;
mod confusion;
mod out_of_scope;

use super::judged::Judgement;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Plots {
    /// Draw calibration.svg, confusion.svg and, where rows out of scope are tested, out-of-scope.svg into a folder.
    #[arg(long, value_name = "FOLDER")]
    plot: Option<PathBuf>,
}

impl Plots {
    /// Makes the folder, so that a bad one is known before anything is measured.
    pub fn begin(&self) -> Result<()> {
        let Some(folder) = &self.plot else { return Ok(()) };
        std::fs::create_dir_all(folder).with_context(|| format!("failed to make the folder {}", folder.display()))
    }

    /// Draws what can be drawn of messages from `source`, each of `marks` a threshold by its name, and says on standard
    /// error what cannot.
    pub fn draw(&self, judgement: &Judgement, source: &str, marks: &[(&str, f32)]) -> Result<()> {
        let Some(folder) = &self.plot else { return Ok(()) };
        calibration::drawn(&judgement.ranked(), source).write(&folder.join("calibration.svg"))?;
        confusion::drawn(&judgement.scored(), source).write(&folder.join("confusion.svg"))?;
        match missing(judgement) {
            Some(why) => eprintln!("out-of-scope.svg is not drawn: {why}"),
            None => out_of_scope::drawn(judgement, source, marks).write(&folder.join("out-of-scope.svg"))?,
        }
        Ok(())
    }
}

/// Why the price of refusing cannot be drawn.
fn missing(judgement: &Judgement) -> Option<String> {
    let Some(oos) = &judgement.oos else {
        return Some("--oos does not say which label stands for messages that belong to no intent".into());
    };
    let outside = judgement.rows.iter().filter(|row| judgement.is_outside(row)).count();
    match (outside, judgement.rows.len() - outside) {
        (0, _) => Some(format!("no tested message is labelled {oos}, so none is out of scope")),
        (_, 0) => Some(format!("every tested message is labelled {oos}, so none is in scope")),
        _ => None,
    }
}

/// A file as the charts name it: with its folder, because many sets have a `dev.csv`.
pub fn name(path: &Path) -> String {
    let parts: Vec<_> = path.components().rev().take(2).map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.iter().rev().filter(|part| *part != "/").cloned().collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::eval::judged::Judged;

    fn judgement(oos: Option<&str>, truths: &[&str]) -> Judgement {
        let row = |truth: &&str| Judged { truth: (*truth).into(), top: "a".into(), confidence: 0.8, in_scope: 0.6 };
        Judgement { rows: truths.iter().map(row).collect(), oos: oos.map(String::from), threshold: 0.5 }
    }

    #[test]
    fn what_cannot_be_drawn_is_said() {
        for (oos, truths, words) in [
            (None, &["a", "oos"][..], "--oos does not say"),
            (Some("oos"), &["a", "b"], "no tested message is labelled oos"),
            (Some("oos"), &["oos"], "every tested message is labelled oos"),
        ] {
            let why = missing(&judgement(oos, truths)).expect("it cannot be drawn");
            assert!(why.contains(words), "{why}");
        }
        assert_eq!(missing(&judgement(Some("oos"), &["a", "oos"])), None);
    }

    #[test]
    fn a_file_is_named_with_its_folder() {
        for (path, said) in
            [("/data/clinc150/dev.csv", "clinc150/dev.csv"), ("dev.csv", "dev.csv"), ("/dev.csv", "dev.csv")]
        {
            assert_eq!(name(Path::new(path)), said);
        }
    }
}
