//! `baton bench`: how fast. Figures are for people to read and compare, never for tests to assert on.

mod encode;
mod timings;

use crate::config::Config;
use anyhow::Result;

#[derive(clap::Subcommand)]
pub enum Bench {
    /// Time the encoder on a file of texts, tokenising counted.
    Encode(encode::Encode),
}

impl Bench {
    pub fn run(self, config: &Config) -> Result<()> {
        match self {
            Self::Encode(encode) => encode.run(config),
        }
    }
}
