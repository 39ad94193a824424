//! `baton eval`: every claim about quality is made with these.

mod bot;
pub mod data;
mod escalation;
mod expected;
mod faq;
pub mod golden;
mod intents;
mod judged;
mod metrics;
mod plots;
mod redact;
mod sentiment;

use crate::config::Config;
use crate::nlu::{Encoder, Listener, Said, encode_all};
use crate::text::{Before, redact};
use anyhow::Result;
use data::Session;

#[derive(clap::Subcommand)]
pub enum Eval {
    /// Fit the intent head on one CSV and score it on another.
    Intents(intents::Intents),
    /// Score a bot's own files on its golden conversations, or on a CSV.
    Bot(bot::EvalBot),
    /// Score the sentiment head on a CSV labelled negative, neutral, positive.
    Sentiment(sentiment::EvalSentiment),
    /// Score the escalation head on whole sessions, or on single messages.
    Escalation(escalation::EvalEscalation),
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
            Self::Escalation(command) => command.run(config),
            Self::Redact(command) => command.run(),
            Self::Faq(command) => command.run(config),
        }
    }
}

/// Every customer turn of the sessions as `serve` would hear it.
pub fn listen(listener: &Listener, encoder: &dyn Encoder, sessions: &[Session]) -> Result<Vec<Vec<Said>>> {
    let texts: Vec<String> = sessions
        .iter()
        .flat_map(|session| session.turns.iter().map(|text| redact(text, &Before::default()).text.as_str().to_string()))
        .collect();
    let mut vectors = encode_all(encoder, &texts, &crate::cli::progress("encoded", texts.len()))?.into_iter();
    let mut hear = |session: &Session| {
        let turns = session.turns.iter().zip(vectors.by_ref());
        turns.map(|(text, vector)| listener.hear(text, vector)).collect()
    };
    Ok(sessions.iter().map(&mut hear).collect())
}
