//! `baton check`: what `serve` would refuse, with file, line and advice.

use super::Refused;
use crate::authoring::{self, Finding};
use crate::config::{Config, read_bot, read_bots};
use crate::domain::BotId;
use anyhow::Result;

#[derive(clap::Args)]
pub struct Check {
    /// Only this bot.
    bot: Option<String>,
}

impl Check {
    pub fn run(self, config: &Config) -> Result<()> {
        let bots = match &self.bot {
            Some(name) => {
                let bot = BotId::new(name.clone());
                vec![(bot.clone(), read_bot(&config.content, &bot)?)]
            }
            None => read_bots(&config.content)?,
        };
        let today = super::today();
        let mut errors = 0;
        for (id, files) in bots {
            match authoring::build(&id, &files, today) {
                Ok((bot, warnings)) => {
                    print(&warnings);
                    let (intents, articles) = (bot.intents.len(), bot.articles.len());
                    println!("{id}: {intents} intents, {articles} articles, {} warnings", warnings.len());
                }
                Err(findings) => {
                    print(&findings);
                    let count = findings.iter().filter(|f| f.is_error()).count();
                    println!("{id}: {count} errors");
                    errors += count;
                }
            }
        }
        if errors > 0 {
            return Err(Refused(format!("{errors} errors; the server would refuse to start on them")).into());
        }
        Ok(())
    }
}

fn print(findings: &[Finding]) {
    findings.iter().for_each(|finding| println!("{finding}"));
}
