//! What is held on one customer, as they may ask to see it and to have it erased.

use super::command::{Command, Unreached};
use super::contact::{Contact, opened};
use super::registry::Registry;
use crate::domain::{Event, Record, SessionHead, SessionId, Timestamp};
use crate::store::{Seal, Store, StoreError};
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::oneshot;

/// Whether an export says how to reach the customer.
pub enum ContactDetails<'a> {
    LeftOut,
    Opened(&'a Seal),
}

/// Everything held on one session.
#[derive(Debug, Serialize)]
pub struct Export {
    pub session: SessionId,
    pub exported_at: Timestamp,
    pub head: SessionHead,
    /// Without what is sealed.
    pub events: Vec<Record>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Vec<Contact>>,
}

/// Everything that the store holds on the session, if it holds it.
pub async fn export(
    store: &dyn Store,
    session: SessionId,
    details: ContactDetails<'_>,
) -> Result<Option<Export>, StoreError> {
    let Some(head) = store.head(session).await? else { return Ok(None) };
    let mut events = store.whole_log(session).await?;
    let contact = match details {
        ContactDetails::LeftOut => None,
        ContactDetails::Opened(seal) => Some(events.iter().flat_map(|record| opened(record, seal)).collect()),
    };
    for record in &mut events {
        if let Event::CustomerSaid { sealed, .. } = &mut record.event {
            sealed.clear();
        }
    }
    Ok(Some(Export { session, exported_at: Timestamp::now(), head, events, contact }))
}

impl Registry {
    /// Removes the session from memory, from the desk and from the store. Whoever is connected to it is cut off and finds
    /// it gone. Bytes of it stay in the store's files until they are compacted; what came with it in files is gone at once.
    pub async fn erase(self: &Arc<Self>, session: SessionId) -> Result<(), StoreError> {
        self.erase_log(session).await?;
        self.erase_files(session).await
    }

    async fn erase_log(self: &Arc<Self>, session: SessionId) -> Result<(), StoreError> {
        loop {
            let (reply, answer) = oneshot::channel();
            match self.send(session, Command::Erase(reply)).await {
                Ok(()) => {
                    if let Ok(done) = answer.await {
                        return done;
                    }
                    // It was leaving memory just now.
                }
                // Nobody can speak in it, because it cannot be read, or its bot is no longer there.
                Err(Unreached::Unknown | Unreached::NotRead) => return self.rooms.store.erase(session).await,
            }
        }
    }
}
