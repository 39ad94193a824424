//! `baton bench`: how fast. Figures are for people to read and compare, never for tests to assert on.

mod agents;
mod chat;
mod encode;
mod fit;
mod idle;
mod plot;
mod store;
mod timings;

pub use timings::Timings;

use crate::config::Config;
use anyhow::Result;
use std::path::Path;

#[derive(clap::Subcommand)]
pub enum Bench {
    /// Time the encoder on a file of texts, tokenising counted.
    Encode(encode::Encode),
    /// Time whole turns over real sockets.
    Chat(chat::Chat),
    /// Time how soon agents' consoles know what customers write.
    Agents(agents::Agents),
    /// Connect many customers who say nothing, and let all of them come back at once.
    Idle(idle::Idle),
    /// Learn many intents, and rank messages among them.
    Fit(fit::Fit),
    /// Store many sessions, and start a server on them.
    Store(store::StoreBench),
}

impl Bench {
    pub fn run(self, config: &Config, settings: Option<&Path>) -> Result<()> {
        match self {
            Self::Encode(encode) => encode.run(config),
            Self::Chat(chat) => chat.run(config, settings),
            Self::Agents(agents) => agents.run(config, settings),
            Self::Idle(idle) => idle.run(config, settings),
            Self::Fit(fit) => fit.run(config),
            Self::Store(store) => store.run(config, settings),
        }
    }
}
