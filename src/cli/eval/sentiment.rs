//! `baton eval sentiment`.

use super::data::read_sentiment;
use super::metrics::{self, Scored};
use crate::cli::report::Report;
use crate::config::Config;
use crate::domain::SentimentLabel;
use crate::nlu::{SENTIMENT_FILE, SentimentHead, encode_all, load_encoder};
use crate::text::{Before, cues, redact};
use anyhow::Result;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct EvalSentiment {
    #[arg(long, value_name = "CSV")]
    test: PathBuf,
    #[arg(long, value_name = "NAME|FOLDER")]
    model: Option<PathBuf>,
    #[arg(long)]
    json: bool,
}

fn name(label: SentimentLabel) -> &'static str {
    match label {
        SentimentLabel::Negative => "negative",
        SentimentLabel::Neutral => "neutral",
        SentimentLabel::Positive => "positive",
    }
}

impl EvalSentiment {
    pub fn run(self, config: &Config) -> Result<()> {
        let folder = crate::cli::model_folder(config, self.model);
        let encoder = load_encoder(&folder)?;
        let head = SentimentHead::read(&folder.join(SENTIMENT_FILE))?;
        let rows = read_sentiment(&self.test)?;
        let texts: Vec<String> = rows.iter().map(|(text, _)| text.clone()).collect();
        let vectors = encode_all(&*encoder, &texts, &crate::cli::progress("encoded", texts.len()))?;
        let (mut scored, mut negative, mut positive) = (Vec::new(), Vec::new(), Vec::new());
        for ((text, truth), vector) in rows.iter().zip(&vectors) {
            let cues = cues(&redact(text, &Before::default()).text);
            let felt = head.feel(text, vector, &cues);
            negative.push((-felt.valence, *truth == SentimentLabel::Negative));
            positive.push((felt.valence, *truth == SentimentLabel::Positive));
            let (truth, predicted) = (name(*truth).into(), name(felt.label).into());
            scored.push(Scored { truth, predicted, confidence: felt.confidence });
        }
        let mut report = Report::default();
        report.count("n", scored.len());
        report.figure("accuracy", metrics::accuracy(&scored));
        report.figure("macro_f1", metrics::macro_f1(&scored));
        report.figure("macro_recall", metrics::macro_recall(&scored));
        report.figure("auc_negative", metrics::auc(&negative));
        report.figure("auc_positive", metrics::auc(&positive));
        report.print(self.json);
        Ok(())
    }
}
