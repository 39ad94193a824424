//! `baton eval`: every claim about quality is made with these.

mod bot;
pub mod data;
mod faq;
pub mod golden;
mod intents;
mod metrics;
mod redact;
mod sentiment;

use crate::config::Config;
use anyhow::Result;

#[derive(clap::Subcommand)]
pub enum Eval {
    /// Fit the intent head on one CSV and score it on another.
    Intents(intents::Intents),
    /// Score a bot's own files on its golden conversations, or on a CSV.
    Bot(bot::EvalBot),
    /// Score the sentiment head on a CSV labelled negative, neutral, positive.
    Sentiment(sentiment::EvalSentiment),
    /// Score redaction on texts whose personal values are marked.
    Redact(redact::EvalRedact),
    /// Score retrieval of FAQs.
    Faq(faq::Faq),
}

impl Eval {
    pub fn run(self, config: &Config) -> Result<()> {
        match self {
            Self::Intents(command) => command.run(config),
            Self::Bot(command) => command.run(config),
            Self::Sentiment(command) => command.run(config),
            Self::Redact(command) => command.run(),
            Self::Faq(command) => command.run(config),
        }
    }
}
