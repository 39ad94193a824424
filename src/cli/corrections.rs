//! `baton corrections`: what agents corrected, as labelled examples for the next training. Works on the store itself while
//! no server runs on it, else through the admin API of the running server.

use super::remote::{Remote, on_store, written_down};
use super::store::{At, must_be_there};
use crate::config::Config;
use crate::session::{corrected, examples};
use crate::store::{Deed, Store, StoreError};
use anyhow::{Context, Result, anyhow};
use std::io::{Write, copy, stdout};

#[derive(clap::Args)]
pub struct Corrections {
    #[command(flatten)]
    at: At,
}

impl Corrections {
    pub fn run(self, config: &Config) -> Result<()> {
        if let Some(url) = &self.at.url {
            let mut from = Remote::new(url)?.download("corrections")?;
            copy(&mut from, &mut stdout()).context("failed to read the corrections from the server")?;
            return Ok(());
        }
        must_be_there(config)?;
        on_store(config, async |store| {
            let all = all(store).await.map_err(|fault| anyhow!("failed to {fault}"))?;
            stdout().write_all(all.as_bytes()).context("failed to print the corrections")?;
            written_down(store, Deed::CorrectionsExported, "corrections").await
        })
    }
}

async fn all(store: &dyn Store) -> Result<String, StoreError> {
    let mut all = String::new();
    for session in corrected(store).await? {
        all += &examples(store, session, &[]).await?;
    }
    Ok(all)
}
