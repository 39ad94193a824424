//! One's own open sign-ins: seen, and ended one by one.

use super::http::{fault, store_fault};
use super::permit::Caller;
use super::{Doors, Shared};
use crate::domain::Timestamp;
use crate::store::{Deed, Grant, Login, StoreError};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use serde_json::{Value, json};

/// Newest first.
pub async fn list(by: Caller, State(doors): State<Shared>) -> Response {
    if by.login.grant != Grant::Everything {
        return not_for_programs();
    }
    match doors.sign_ins(&by).await {
        Ok(sign_ins) => Json(json!({"sign_ins": shown(&sign_ins, &by)})).into_response(),
        Err(error) => store_fault(&error),
    }
}

/// Ends one; its console closes within a second. One's own current one may be among them.
pub async fn end(by: Caller, State(doors): State<Shared>, Path(id): Path<String>) -> Response {
    if by.login.grant != Grant::Everything {
        return not_for_programs();
    }
    match doors.end_sign_in(&by, &id).await {
        Ok(true) => StatusCode::NO_CONTENT.into_response(),
        Ok(false) => fault(StatusCode::NOT_FOUND, "not_found", "there is no such sign-in"),
        Err(error) => store_fault(&error),
    }
}

fn not_for_programs() -> Response {
    fault(StatusCode::FORBIDDEN, "forbidden", "a program has no sign-ins")
}

fn shown(sign_ins: &[Login], by: &Caller) -> Vec<Value> {
    let row = |login: &Login| {
        json!({
            "id": login.id(), "since": login.signed_in_at, "last_used": login.last_used(), "address": login.address,
            "current": login.token_hash == by.login.token_hash,
        })
    };
    sign_ins.iter().map(row).collect()
}

impl Doors {
    async fn sign_ins(&self, by: &Caller) -> Result<Vec<Login>, StoreError> {
        let now = Timestamp::now();
        let mut logins = self.registry.rooms.store.logins().await?;
        logins.retain(|login| {
            login.user == by.user.name
                && login.grant == Grant::Everything
                && login.signed_in_at >= by.user.password_set_at
                && login.expires_at > now
                && self.idle_left(login) > SignedDuration::ZERO
        });
        logins.sort_by_key(|login| std::cmp::Reverse(login.signed_in_at));
        Ok(logins)
    }

    /// Whether there was one of that id.
    async fn end_sign_in(&self, by: &Caller, id: &str) -> Result<bool, StoreError> {
        let _alone = self.users.lock().await;
        let Some(login) = self.sign_ins(by).await?.into_iter().find(|login| login.id() == id) else {
            return Ok(false);
        };
        self.registry.rooms.store.drop_login(&login.token_hash).await?;
        // Without an open console nobody listens.
        let _ = self.signed_out.send(login.token_hash);
        by.note(self, Deed::SignInEnded, Some(id.into())).await?;
        Ok(true)
    }
}
