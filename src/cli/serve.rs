//! `baton serve`.

use crate::app;
use crate::config::Config;
use anyhow::{Context, Result};

#[derive(clap::Args, Default)]
pub struct Serve {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "BATON_LISTEN", value_name = "ADDR:PORT")]
    listen: Option<String>,
    /// Texts whose vectors are kept for the next customer who types the same.
    #[arg(long, env = "BATON_TEXT_CACHE", value_name = "TEXTS")]
    text_cache: Option<usize>,
}

impl Serve {
    pub fn run(self, mut config: Config) -> Result<()> {
        // Without a subcommand the variable still counts.
        if let Some(listen) = self.listen.or_else(|| std::env::var("BATON_LISTEN").ok()) {
            config.server.listen = listen;
        }
        config.limits.text_cache = self.text_cache.unwrap_or(config.limits.text_cache);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        runtime.context("failed to start the async runtime")?.block_on(app::serve(config))
    }
}
