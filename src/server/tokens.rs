//! API tokens: for programs, on behalf of a user, for some of what that user may do, until a day.

use super::http::{Body, fault, store_fault};
use super::permit::{By, Tokens};
use super::{Doors, Shared};
use crate::domain::{AgentName, Timestamp};
use crate::session::{new_token, token_hash};
use crate::store::{Deed, Grant, Login, Scope, Store, StoreError};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Longest life of a token, days.
const LONGEST_DAYS: u32 = 366;

/// A token to make.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for, 1 to 64 characters.
    pub name: String,
    /// On whose behalf; of the one who makes it, if left out.
    #[serde(default)]
    pub user: Option<AgentName>,
    pub scopes: Vec<Scope>,
    pub days: u32,
}

/// What went wrong; finishes the sentence "failed to ...".
#[derive(Debug, thiserror::Error)]
pub enum TokenFault {
    #[error("make a token: {0}")]
    Bad(String),
    #[error("find token {0}: there is none of that id")]
    NotFound(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NewToken {
    /// Makes the token; returns how it is known, and the token itself, which nobody sees again.
    pub async fn save(self, store: &dyn Store, by: &AgentName) -> Result<(Value, String), TokenFault> {
        let bad = |why: String| Err(TokenFault::Bad(why));
        let name = self.name.trim().to_string();
        if name.is_empty() || name.chars().count() > 64 || name.contains(char::is_control) {
            return bad("its name is 1 to 64 characters on one line".into());
        }
        if !(1..=LONGEST_DAYS).contains(&self.days) {
            return bad(format!("it lives 1 to {LONGEST_DAYS} days"));
        }
        let owner = self.user.unwrap_or_else(|| by.clone());
        let Some(user) = store.user(&owner).await? else { return bad(format!("nobody has the name {owner}")) };
        let mut scopes = self.scopes;
        scopes.sort();
        scopes.dedup();
        match scopes.iter().find(|scope| **scope == Scope::Tokens || !user.role.may(**scope)) {
            Some(Scope::Tokens) => return bad("a token may not make tokens".into()),
            Some(scope) => return bad(format!("{owner} may not do what {} allows", word(*scope))),
            None if scopes.is_empty() => return bad("give it at least one scope".into()),
            None => {}
        }
        let token = new_token();
        let signed_in_at = Timestamp::now().max(user.password_set_at);
        let expires_at = signed_in_at + SignedDuration::from_hours(i64::from(self.days) * 24);
        let grant = Grant::Token { name, scopes };
        let token_hash = token_hash(&token);
        let login = Login { token_hash, user: owner, signed_in_at, expires_at, used_at: None, grant, address: None };
        store.put_login(login.clone()).await?;
        Ok((shown(&login).unwrap_or_default(), token))
    }
}

/// Every token, by its hash.
pub async fn tokens(store: &dyn Store) -> Result<Vec<Value>, StoreError> {
    Ok(store.logins().await?.iter().filter_map(shown).collect())
}

/// Removes the token of that id; its hash.
pub async fn remove_token(store: &dyn Store, id: &str) -> Result<String, TokenFault> {
    let logins = store.logins().await?;
    let known = |login: &&Login| login.id() == id && matches!(login.grant, Grant::Token { .. });
    let login = logins.iter().find(known).ok_or_else(|| TokenFault::NotFound(id.into()))?;
    store.drop_login(&login.token_hash).await?;
    Ok(login.token_hash.clone())
}

/// What may be known of a token; none for a sign-in.
fn shown(login: &Login) -> Option<Value> {
    let Grant::Token { name, scopes } = &login.grant else { return None };
    Some(json!({
        "id": login.id(), "name": name, "user": login.user, "scopes": scopes,
        "made_at": login.signed_in_at, "expires_at": login.expires_at,
    }))
}

fn word(scope: Scope) -> String {
    format!("{scope:?}").to_lowercase()
}

pub async fn list(_: By<Tokens>, State(doors): State<Shared>) -> Response {
    match tokens(&*doors.registry.rooms.store).await {
        Ok(tokens) => Json(json!({"tokens": tokens})).into_response(),
        Err(error) => store_fault(&error),
    }
}

pub async fn add(by: By<Tokens>, State(doors): State<Shared>, Body(new): Body<NewToken>) -> Response {
    match doors.add_token(&by, new).await {
        Ok(body) => (StatusCode::CREATED, Json(body)).into_response(),
        Err(error) => told(error),
    }
}

pub async fn remove(by: By<Tokens>, State(doors): State<Shared>, Path(id): Path<String>) -> Response {
    match doors.remove_token(&by, &id).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => told(error),
    }
}

impl Doors {
    async fn add_token(&self, by: &By<Tokens>, new: NewToken) -> Result<Value, TokenFault> {
        let (mut body, token) = new.save(&*self.registry.rooms.store, &by.0.user.name).await?;
        by.0.note(self, Deed::TokenAdded, body["id"].as_str().map(str::to_string)).await?;
        body["token"] = json!(token);
        Ok(body)
    }

    async fn remove_token(&self, by: &By<Tokens>, id: &str) -> Result<(), TokenFault> {
        let _alone = self.users.lock().await;
        let hash = remove_token(&*self.registry.rooms.store, id).await?;
        // Without an open console nobody listens.
        let _ = self.signed_out.send(hash);
        Ok(by.0.note(self, Deed::TokenRemoved, Some(id.into())).await?)
    }
}

fn told(error: TokenFault) -> Response {
    let message = format!("failed to {error}");
    match error {
        TokenFault::Bad(_) => fault(StatusCode::BAD_REQUEST, "bad_request", &message),
        TokenFault::NotFound(_) => fault(StatusCode::NOT_FOUND, "not_found", &message),
        TokenFault::Store(error) => store_fault(&error),
    }
}
