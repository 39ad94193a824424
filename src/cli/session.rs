//! `baton session`: what is held on one customer. Works on the store itself while no server runs on it, else through the
//! admin API of the running server.

use super::remote::{COMMAND_LINE, Remote, explained, on_store, written_down};
use super::store::{At, must_be_there};
use crate::config::Config;
use crate::domain::{Attachment, Record, SessionId, Timestamp};
use crate::session::{ContactDetails, export};
use crate::store::{Deed, Erased, ErasedList, Files, Seal, Store};
use anyhow::{Context, Result, anyhow, bail};
use serde::Serialize;
use serde_json::Value;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Session {
    #[command(subcommand)]
    command: SessionCommand,
}

#[derive(clap::Subcommand)]
enum SessionCommand {
    /// Print everything held on the session, as one JSON document.
    Export(Export),
    /// Remove everything held on the session, from the store's files too; backups made before it are left to their owner.
    Erase(Of),
}

#[derive(clap::Args)]
struct Export {
    #[command(flatten)]
    of: Of,
    /// Also how to reach the customer, as far as the bot's policy keeps it. It is written into the audit log.
    #[arg(long)]
    contact_details: bool,
    /// Also put the files that came with the session into this folder.
    #[arg(long, value_name = "FOLDER")]
    files: Option<PathBuf>,
}

#[derive(clap::Args)]
struct Of {
    /// The session's id, as the console shows it.
    id: String,
    #[command(flatten)]
    at: At,
}

impl Session {
    pub fn run(self, config: &Config) -> Result<()> {
        match self.command {
            SessionCommand::Export(export) => export.run(config),
            SessionCommand::Erase(of) => of.erase(config),
        }
    }
}

impl Export {
    fn run(self, config: &Config) -> Result<()> {
        let session = self.of.session()?;
        if let Some(url) = &self.of.at.url {
            let wanted = if self.contact_details { "?contact_details=true" } else { "" };
            let remote = Remote::new(url)?;
            let held = remote.send("GET", &format!("sessions/{session}{wanted}"), &Value::Null)?;
            let events: Vec<Record> =
                serde_json::from_value(held["events"].clone()).context("failed to read the export")?;
            self.save_files(&events, |file| remote.download(&format!("sessions/{session}/files/{}", file.id)))?;
            return print(&held);
        }
        must_be_there(config)?;
        let seal = self.contact_details.then(|| Seal::open(&config.key_file())).transpose();
        let seal = seal.map_err(|fault| anyhow!("failed to {fault}"))?;
        on_store(config, async |store| {
            let details = seal.as_ref().map_or(ContactDetails::LeftOut, ContactDetails::Opened);
            match export(store, session, details).await.map_err(|fault| explained(&fault))? {
                Some(held) => {
                    self.save_files(&held.events, |file| {
                        let opened = Files::of(&config.server.data).open(session, &file.id);
                        let opened = opened.map_err(|fault| explained(&fault))?;
                        Ok(opened.with_context(|| format!("failed to find the file {}", file.id))?.0)
                    })?;
                    print(&held)?;
                }
                None => bail!("failed to find session {session}: nothing is held on it"),
            }
            if seal.is_some() {
                written_down(store, Deed::ContactRevealed, &session.to_string()).await?;
            }
            written_down(store, Deed::SessionExported, &session.to_string()).await
        })
    }
}

impl Export {
    /// Each under its id and its name, so that two of one name are two.
    fn save_files<R: Read>(&self, events: &[Record], mut open: impl FnMut(&Attachment) -> Result<R>) -> Result<()> {
        let Some(folder) = &self.files else { return Ok(()) };
        fs::create_dir_all(folder).with_context(|| format!("failed to make {}", folder.display()))?;
        for file in events.iter().filter_map(|record| record.event.file()) {
            let path = folder.join(format!("{}-{}", file.id, file.name));
            let failed = || format!("failed to write {}", path.display());
            let mut out = File::create(&path).with_context(failed)?;
            io::copy(&mut open(file)?, &mut out).with_context(failed)?;
        }
        Ok(())
    }
}

impl Of {
    fn session(&self) -> Result<SessionId> {
        SessionId::parse(&self.id).with_context(|| format!("failed to read {:?}: it is no session's id", self.id))
    }

    fn erase(self, config: &Config) -> Result<()> {
        let session = self.session()?;
        match &self.at.url {
            Some(url) => drop(Remote::new(url)?.send("DELETE", &format!("sessions/{session}"), &Value::Null)?),
            None => {
                must_be_there(config)?;
                let (list, files) = (ErasedList::of(&config.server.data), Files::of(&config.server.data));
                on_store(config, async |store| erase_here(store, &files, &list, session).await)?;
            }
        }
        println!("session {session} is erased");
        Ok(())
    }
}

fn print(document: &impl Serialize) -> Result<()> {
    println!("{}", serde_json::to_string_pretty(document).context("failed to write the export")?);
    Ok(())
}

/// As the server does it: written down first, so that a crash in between can be made good.
async fn erase_here(store: &dyn Store, files: &Files, list: &ErasedList, session: SessionId) -> Result<()> {
    let failed = |fault| explained(&fault);
    let listed = list.holds(session).map_err(failed)?;
    if store.head(session).await.map_err(failed)?.is_none() && !listed {
        bail!("failed to find session {session}: nothing is held on it");
    }
    let entry = (!listed).then(|| Erased { session, at: Timestamp::now(), by: COMMAND_LINE.into() });
    list.add(entry).map_err(failed)?;
    written_down(store, Deed::SessionErased, &session.to_string()).await?;
    store.erase(session).await.map_err(failed)?;
    files.erase(session).map_err(failed)?;
    store.compact().await.map_err(failed)?;
    Ok(())
}
