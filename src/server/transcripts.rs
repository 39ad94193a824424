//! Sessions seen from outside: what was said in them, for those who may read it, and an end to a customer's access.

use super::agent_wire::entry;
use super::http::{fault, store_fault};
use super::permit::{By, Caller, Sessions, Transcripts, serves};
use super::{Doors, Shared};
use crate::domain::SessionId;
use crate::session::Command;
use crate::store::{Deed, StoreError};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::oneshot;

/// Entries of a page.
const PAGE: usize = 500;

#[derive(Deserialize)]
pub struct Asked {
    /// The `n` of the last entry of the page before.
    #[serde(default)]
    after: u64,
}

/// A page of a session's log, oldest first. That it was read is in the audit log.
pub async fn read(
    by: By<Transcripts>,
    State(doors): State<Shared>,
    Path(session): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let session = match doors.theirs(&by.0, &session).await {
        Ok(Some(session)) => session,
        Ok(None) => return not_found(),
        Err(error) => return store_fault(&error),
    };
    let page = async {
        by.0.note(&doors, Deed::TranscriptRead, Some(session.to_string())).await?;
        doors.registry.rooms.store.read_since(session, asked.after, PAGE).await
    };
    match page.await {
        Err(error) => store_fault(&error),
        Ok(records) => {
            let next = records.last().filter(|_| records.len() == PAGE).map(|last| last.n);
            Json(json!({"entries": records.iter().map(entry).collect::<Vec<_>>(), "next": next})).into_response()
        }
    }
}

/// Whoever has the session's token has nothing any more; open sockets of its customer end.
pub async fn revoke(by: By<Sessions>, State(doors): State<Shared>, Path(session): Path<String>) -> Response {
    let session = match doors.theirs(&by.0, &session).await {
        Ok(Some(session)) => session,
        Ok(None) => return not_found(),
        Err(error) => return store_fault(&error),
    };
    if let Err(error) = by.0.note(&doors, Deed::AccessRevoked, Some(session.to_string())).await {
        return store_fault(&error);
    }
    let (reply, answer) = oneshot::channel();
    let sent = doors.registry.send(session, Command::Revoke(reply)).await.is_ok();
    match sent && answer.await == Ok(true) {
        true => StatusCode::NO_CONTENT.into_response(),
        false => fault(StatusCode::SERVICE_UNAVAILABLE, "busy", "it could not be stored; try again"),
    }
}

impl Doors {
    /// The session of that id, where it is of a bot that they serve. What they may not see looks like what is not there.
    pub async fn theirs(&self, by: &Caller, session: &str) -> Result<Option<SessionId>, StoreError> {
        let Some(session) = SessionId::parse(session) else { return Ok(None) };
        let head = self.registry.rooms.store.head(session).await?;
        Ok(head.filter(|head| serves(&by.user, head)).map(|head| head.session))
    }
}

pub fn not_found() -> Response {
    fault(StatusCode::NOT_FOUND, "not_found", "there is no such chat")
}
