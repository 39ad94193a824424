//! What is held on one customer, as they may ask to see it and to have it erased.

use super::command::{Command, Unreached};
use super::registry::Registry;
use crate::domain::{Record, SessionHead, SessionId, Timestamp};
use crate::store::{Store, StoreError};
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::oneshot;

/// Everything held on one session.
#[derive(Debug, Serialize)]
pub struct Export {
    pub session: SessionId,
    pub exported_at: Timestamp,
    pub head: SessionHead,
    pub events: Vec<Record>,
}

/// Everything that the store holds on the session, if it holds it.
pub async fn export(store: &dyn Store, session: SessionId) -> Result<Option<Export>, StoreError> {
    let Some(head) = store.head(session).await? else { return Ok(None) };
    let events = store.whole_log(session).await?;
    Ok(Some(Export { session, exported_at: Timestamp::now(), head, events }))
}

impl Registry {
    /// Removes the session from memory, from the desk and from the store. Whoever is connected to it is cut off and finds
    /// it gone. Bytes of it stay in the store's files until they are compacted.
    pub async fn erase(self: &Arc<Self>, session: SessionId) -> Result<(), StoreError> {
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
