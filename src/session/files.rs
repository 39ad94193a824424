//! Files in a session: the bytes lie on disk already when the session hears of one, and count once their event is durable.

use super::actor::Actor;
use super::command::{Command, FileError, FileFrom, Outbound, SentFile, Side, Unreached};
use super::registry::Registry;
use crate::dialogue::FilesSent;
use crate::domain::{AgentName, Attachment, Choice, Event, FileId, Redacted, SessionId, State};
use crate::store::{FileFacts, StoreError};
use crate::text::{agents_file_name, file_name};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

/// A file as the session knows it from now on: under another id where it was sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenFile {
    pub seq: u64,
    pub id: FileId,
}

impl Actor {
    pub async fn take_file(&mut self, from: FileFrom, sent: SentFile) -> Result<TakenFile, FileError> {
        if let Some(known) = self.tracker.known(&sent.cid, &sent.facts.sha256) {
            let seq = known.map_err(|()| FileError::CidReused)?;
            return Ok(TakenFile { seq, id: self.file_at(seq).ok_or(FileError::CidReused)? });
        }
        match from {
            FileFrom::Customer => self.take_customers_file(sent).await,
            FileFrom::Agent(agent) => self.take_agents_file(agent, sent).await,
        }
    }

    /// The bot says at once that it cannot read it, in the same write.
    async fn take_customers_file(&mut self, SentFile { cid, name, facts }: SentFile) -> Result<TakenFile, FileError> {
        self.has_room(self.tracker.customer_files, facts.bytes)?;
        self.reopen_if_closed().await.map_err(FileError::from)?;
        let name = file_name(&name, facts.kind, self.tracker.before());
        let (seq, id, texts) = (self.tracker.seq + 1, facts.id.clone(), self.texts());
        let mut events = vec![Event::CustomerSentFile { cid, file: attachment(name, facts) }];
        if self.tracker.state == State::Bot {
            let person = Choice { id: "person".into(), label: texts.label_person };
            let (text, choices) = (texts.file_unread, vec![person]);
            events.push(Event::BotReplied { cause_seq: seq, text, choices, sources: Vec::new() });
        }
        self.record(events).await.map_err(|_| FileError::NotStored)?;
        Ok(TakenFile { seq, id })
    }

    async fn take_agents_file(
        &mut self,
        agent: AgentName,
        SentFile { cid, name, facts }: SentFile,
    ) -> Result<TakenFile, FileError> {
        if !self.is_with(&agent) {
            return Err(FileError::NotYours);
        }
        self.has_room(self.tracker.agent_files, facts.bytes)?;
        let name = agents_file_name(&name, facts.kind);
        let (read, id) = (self.tracker.seq, facts.id.clone());
        let mut events = vec![Event::AgentSentFile { cid, file: attachment(name, facts) }];
        events.extend(self.owed_for_next());
        self.record_by(Some(agent), events).await.map_err(|_| FileError::NotStored)?;
        self.sockets.tell_customers(&Outbound::Read { by: Side::Agent, seq: read });
        Ok(TakenFile { seq: read + 1, id })
    }

    fn has_room(&self, sent: FilesSent, bytes: u64) -> Result<(), FileError> {
        let most = self.rooms.settings.files;
        if sent.has_room(bytes, most) { Ok(()) } else { Err(FileError::TooMany) }
    }

    fn file_at(&self, seq: u64) -> Option<FileId> {
        let record = self.log.iter().find(|record| record.seq == Some(seq))?;
        record.event.file().map(|file| file.id.clone())
    }

    /// What the session knows of a file of its own.
    pub fn file(&self, id: &FileId) -> Option<Attachment> {
        self.log.iter().filter_map(|record| record.event.file()).find(|file| file.id == *id).cloned()
    }
}

fn attachment(name: Redacted, facts: FileFacts) -> Attachment {
    let FileFacts { id, kind, bytes, sha256, pixels } = facts;
    Attachment { id, name, kind, bytes, sha256, pixels }
}

impl Registry {
    /// Removes files that no event speaks of: what a crash left between a file and its event, and what an erasure that was
    /// cut short left. `found` is what lay there before the doors opened, so that nothing that comes in now is among it.
    pub async fn remove_orphans(self: Arc<Self>, found: Vec<(SessionId, Vec<FileId>)>) {
        for (session, ids) in found {
            if let Err(fault) = self.remove_orphans_of(session, ids).await {
                tracing::error!(session.id = %session, %fault, "files of nobody could not be removed");
            }
        }
    }

    async fn remove_orphans_of(&self, session: SessionId, ids: Vec<FileId>) -> Result<(), StoreError> {
        let log = self.rooms.store.whole_log(session).await?;
        let known: BTreeSet<&FileId> =
            log.iter().filter_map(|record| record.event.file()).map(|file| &file.id).collect();
        let orphans: Vec<FileId> = ids.into_iter().filter(|id| !known.contains(id)).collect();
        let (files, erased) = (self.rooms.files.clone(), log.is_empty());
        if !orphans.is_empty() {
            tracing::info!(session.id = %session, files = orphans.len(), "files that no event speaks of were removed");
        }
        let remove = move || match erased {
            true => files.erase(session),
            false => orphans.iter().try_for_each(|id| files.remove(session, id)),
        };
        spawn_blocking(remove).await.expect("removing files does not panic")
    }

    /// Removes every file of the session.
    pub(super) async fn erase_files(&self, session: SessionId) -> Result<(), StoreError> {
        let files = self.rooms.files.clone();
        spawn_blocking(move || files.erase(session)).await.expect("removing files does not panic")
    }

    /// What the session knows of a file of its own, where both are there.
    pub async fn file(self: &Arc<Self>, session: SessionId, id: FileId) -> Result<Option<Attachment>, Unreached> {
        let (reply, answer) = oneshot::channel();
        match self.send(session, Command::File { id, reply }).await {
            Ok(()) => Ok(answer.await.ok().flatten()),
            Err(Unreached::Unknown) => Ok(None),
            Err(not_read) => Err(not_read),
        }
    }
}
