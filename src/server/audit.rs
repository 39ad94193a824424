//! The audit log: who did what, to whom, when and from where. Nothing takes an entry out of it.

use super::Shared;
use super::http::{fault, store_fault};
use super::permit::{Audit, By};
use crate::domain::{AgentName, EventId, Timestamp};
use crate::store::{AuditEntry, Deed};
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use std::sync::{LazyLock, Mutex};
use ulid::{Generator, Ulid};

/// Entries of a page, unless fewer are asked for.
const PAGE: usize = 100;

/// An entry of now, from nowhere.
pub fn entry(who: AgentName, deed: Deed, on: Option<String>) -> AuditEntry {
    AuditEntry { id: next_id(), at: Timestamp::now(), who, token: None, deed, on, address: None }
}

/// Greater than any before, also within a millisecond: the log is read in the order of its ids.
fn next_id() -> EventId {
    static IDS: LazyLock<Mutex<Generator>> = LazyLock::new(Mutex::default);
    let next = IDS.lock().expect("nothing panics while it holds the ids").generate();
    // So many in a millisecond that their numbers overflow: it never happens, and any id will do.
    EventId::new(next.unwrap_or_else(|_| Ulid::new()))
}

#[derive(Deserialize)]
pub struct Asked {
    /// The last entry of the page before.
    #[serde(default)]
    before: Option<String>,
    #[serde(default)]
    limit: Option<usize>,
}

/// A page of the log, newest first; `next` asks for the one after it.
pub async fn list(_: By<Audit>, State(doors): State<Shared>, Query(asked): Query<Asked>) -> Response {
    let before = asked.before.as_deref().map(EventId::parse);
    if before == Some(None) {
        return fault(StatusCode::BAD_REQUEST, "bad_request", "before is not the id of an entry");
    }
    let limit = asked.limit.unwrap_or(PAGE).clamp(1, PAGE);
    match doors.registry.rooms.store.audit(before.flatten(), limit).await {
        Err(fault) => store_fault(&fault),
        Ok(entries) => {
            let next = entries.last().filter(|_| entries.len() == limit).map(|last| last.id);
            Json(json!({"entries": entries, "next": next})).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_however_soon_they_follow() {
        let ids: Vec<EventId> = (0..10_000).map(|_| next_id()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
    }
}
