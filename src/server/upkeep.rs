//! Upkeep of the store while the server runs: backup, compaction, what is held on one session, and how long it is held.

use super::http::store_fault;
use super::permit::{By, NotAllowed, Sessions, Store};
use super::transcripts::not_found;
use super::{Doors, Shared};
use crate::domain::{BotId, SessionHead, SessionId, Timestamp};
use crate::session::{self, ContactDetails};
use crate::store::{Backup, Deed, Erased, StoreError};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Heads read from the store at once.
const HEADS: usize = 1000;
/// A clock that went further than this from what the machine's own counter says is not believed about retention.
const JUMP: SignedDuration = SignedDuration::from_mins(10);
/// Who erases what is held for too long, in the list of erased sessions.
const RETENTION: &str = "retention";

/// A backup, as it is read. A fault in the middle breaks the answer off, and what came has no end that proves it. It holds
/// every bot's sessions, so it is for who serves every bot.
pub async fn backup(by: By<Store>, State(doors): State<Shared>) -> Response {
    if !by.0.user.bots.is_empty() {
        tracing::warn!(user = %by.0.user.name, "someone was refused a backup of every bot");
        return NotAllowed::Role.into_response();
    }
    if let Err(error) = by.0.note(&doors, Deed::BackupMade, None).await {
        return store_fault(&error);
    }
    let backup =
        match Backup::of(doors.registry.rooms.store.clone(), &doors.settings.erased, &doors.registry.rooms.files) {
            Ok(backup) => backup,
            Err(error) => return store_fault(&error),
        };
    let pieces = stream::try_unfold(backup, |mut backup| async {
        let piece = backup.next().await.inspect_err(|fault| tracing::error!(%fault, "a backup broke off"))?;
        Ok::<_, StoreError>(piece.map(|piece| (piece, backup)))
    });
    ([(CONTENT_TYPE, "application/octet-stream")], Body::from_stream(pieces)).into_response()
}

pub async fn compact(by: By<Store>, State(doors): State<Shared>) -> Response {
    let done = async {
        by.0.note(&doors, Deed::StoreCompacted, None).await?;
        doors.registry.rooms.store.compact().await
    };
    done.await.map_or_else(|error| store_fault(&error), |size| Json(size).into_response())
}

#[derive(Deserialize)]
pub struct Wanted {
    /// How to reach the customer, in plain words.
    #[serde(default)]
    contact_details: bool,
}

/// Everything held on one session.
pub async fn export(
    by: By<Sessions>,
    State(doors): State<Shared>,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let held = async {
        let Some(session) = doors.theirs(&by.0, &id).await? else { return Ok(None) };
        let rooms = &doors.registry.rooms;
        by.0.note(&doors, Deed::SessionExported, Some(session.to_string())).await?;
        let mut details = ContactDetails::LeftOut;
        if wanted.contact_details {
            by.0.note(&doors, Deed::ContactRevealed, Some(session.to_string())).await?;
            details = ContactDetails::Opened(&rooms.seal);
        }
        session::export(&*rooms.store, session, details).await
    };
    match held.await {
        Ok(Some(export)) => Json(export).into_response(),
        Ok(None) => not_found(),
        Err(error) => store_fault(&error),
    }
}

/// What agents corrected in the sessions of the caller's bots, one example a line, as it is read.
pub async fn corrections(by: By<Sessions>, State(doors): State<Shared>) -> Response {
    let store = doors.registry.rooms.store.clone();
    let begun = async {
        by.0.note(&doors, Deed::CorrectionsExported, None).await?;
        session::corrected(&*store).await
    };
    let sessions = match begun.await {
        Ok(sessions) => sessions,
        Err(error) => return store_fault(&error),
    };
    let bots = Arc::new(by.0.user.bots);
    let lines = stream::iter(sessions).then(move |session| {
        let (store, bots) = (store.clone(), bots.clone());
        async move { session::examples(&*store, session, &bots).await }
    });
    ([(CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines)).into_response()
}

/// Erases one session; answers once no byte of it is left in the store's files. What did not come to its end may be asked
/// for again.
pub async fn erase(by: By<Sessions>, State(doors): State<Shared>, Path(id): Path<String>) -> Response {
    let name = by.0.user.name.as_str();
    let erased = async {
        let listed = match SessionId::parse(&id).filter(|_| by.0.user.bots.is_empty()) {
            Some(session) => doors.settings.erased.holds(session)?.then_some(session),
            None => None,
        };
        let Some(session) = doors.theirs(&by.0, &id).await?.or(listed) else { return Ok(None) };
        by.0.note(&doors, Deed::SessionErased, Some(session.to_string())).await?;
        doors.erase([session], name, |_| listed.is_none()).await?;
        doors.registry.rooms.store.compact().await?;
        Ok(Some(session))
    };
    match erased.await {
        Ok(Some(session)) => Json(json!({"session": session, "erased_by": name})).into_response(),
        Ok(None) => not_found(),
        Err(error) => store_fault(&error),
    }
}

impl Doors {
    /// Writes down first that they are erased, so that a crash in between ends with the next sweep.
    async fn erase(
        &self,
        sessions: impl IntoIterator<Item = SessionId> + Clone,
        by: &str,
        is_new: impl Fn(&SessionId) -> bool,
    ) -> Result<(), StoreError> {
        let entry = |session| Erased { session, at: Timestamp::now(), by: by.into() };
        self.settings.erased.add(sessions.clone().into_iter().filter(is_new).map(entry))?;
        for session in sessions {
            self.registry.erase(session).await?;
            tracing::info!(session.id = %session, by, "a session was erased");
        }
        Ok(())
    }

    /// Erases every session past its bot's retention, and every one whose erasure was cut short; returns how many. Compacts
    /// the store where that is due.
    async fn sweep_once(&self) -> Result<usize, StoreError> {
        let store = &self.registry.rooms.store;
        let listed: BTreeSet<SessionId> = self.settings.erased.sessions()?;
        let (mut erased, mut after) = (0, None);
        loop {
            let heads = store.heads(after, HEADS).await?;
            let Some(last) = heads.last() else { break };
            after = Some(last.session);
            let now = Timestamp::now();
            let due: Vec<SessionId> = heads
                .iter()
                .filter(|head| listed.contains(&head.session) || self.is_past_retention(head, now))
                .map(|head| head.session)
                .collect();
            erased += due.len();
            self.erase(due, RETENTION, |session| !listed.contains(session)).await?;
        }
        if store.compaction_due(self.settings.compact_growth_bytes).await? {
            let size = store.compact().await?;
            tracing::info!(size.before_bytes, size.after_bytes, "the store was compacted");
        }
        Ok(erased)
    }

    fn is_past_retention(&self, head: &SessionHead, now: Timestamp) -> bool {
        let days = retention_days(self, &head.bot);
        days > 0 && now.duration_since(head.updated_at) >= SignedDuration::from_hours(24 * i64::from(days))
    }
}

fn retention_days(doors: &Doors, bot: &BotId) -> u32 {
    doors.settings.bots.get(bot.as_str()).map_or(0, |settings| settings.retention_days)
}

/// Looks at the start and then again and again for what is held for too long, and for files that have grown.
pub fn sweep(doors: &Shared) {
    let doors = doors.clone();
    let every = doors.settings.sweep.max(Duration::from_secs(1));
    let (started, counted) = (Timestamp::now(), Instant::now());
    tokio::spawn(async move {
        loop {
            let elapsed = SignedDuration::try_from(counted.elapsed()).unwrap_or(SignedDuration::MAX);
            let off = Timestamp::now().duration_since(started) - elapsed;
            if off.abs() > JUMP {
                tracing::warn!(
                    off_s = off.as_secs(),
                    "the clock has jumped; nothing is erased by its age until a restart"
                );
                return;
            }
            match doors.sweep_once().await {
                Ok(0) => {}
                Ok(erased) => tracing::info!(erased, "sessions past their retention were erased"),
                Err(fault) if fault.is_final() => return,
                Err(fault) => tracing::error!(%fault, "the store could not be swept"),
            }
            tokio::time::sleep(every).await;
        }
    });
}
