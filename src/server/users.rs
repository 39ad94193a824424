//! The people who sign in: added, changed and removed, by the command line on the store itself or by an administrator
//! over HTTP.

use super::auth::profile;
use super::http::{Body, fault, store_fault};
use super::password::{PasswordRules, hash_password};
use super::permit::{By, Users};
use super::{Doors, Shared};
use crate::domain::{AgentName, BotId, Timestamp, Work};
use crate::session::new_token;
use crate::store::{Deed, Role, Store, StoreError, User};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Someone to add.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    pub name: String,
    pub role: Role,
    /// Bots whose chats they may see; none for every bot.
    #[serde(default)]
    pub bots: Vec<BotId>,
    #[serde(default)]
    pub work: Work,
    /// The name customers see; the sign-in name if left out.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Made up if left out.
    #[serde(default)]
    pub password: Option<String>,
    /// Until they have set one up they can do nothing else.
    #[serde(default)]
    pub needs_second_factor: bool,
}

/// What is to be different about someone; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UserChange {
    pub role: Option<Role>,
    pub bots: Option<Vec<BotId>>,
    pub work: Option<Work>,
    pub display_name: Option<String>,
    pub password: Option<String>,
    /// Make up a new password, and take the second factor away.
    pub reset_password: bool,
    pub needs_second_factor: Option<bool>,
}

/// A user as stored, with the password if it was made up here.
#[derive(Debug)]
pub struct Saved {
    pub user: User,
    pub made_up: Option<String>,
}

/// What went wrong; finishes the sentence "failed to ...".
#[derive(Debug, thiserror::Error)]
pub enum UserFault {
    #[error("{0}")]
    Bad(String),
    #[error("find {0}: nobody has that name")]
    NotFound(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NewUser {
    /// Adds the user, or replaces the one of that name.
    pub async fn save(self, store: &dyn Store, rules: &PasswordRules) -> Result<Saved, UserFault> {
        let fits = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if self.name.is_empty() || self.name.len() > 64 || !self.name.chars().all(fits) {
            let rule = "a name is 1 to 64 letters, digits, dots, dashes or underscores";
            return Err(UserFault::Bad(format!("add {:?}: {rule}", self.name)));
        }
        let (password, made_up) = password_or_made_up(self.password, &self.name, rules)?;
        let user = User {
            display_name: display_name(self.display_name.unwrap_or_else(|| self.name.clone()))?,
            name: AgentName::new(self.name),
            role: self.role,
            bots: self.bots,
            password_hash: hash_password(&password),
            second_factor: None,
            needs_second_factor: self.needs_second_factor,
            password_set_at: Timestamp::now(),
            work: self.work,
        };
        keep_an_administrator(store, &user.name, user.role == Role::Admin).await?;
        store.put_user(user.clone()).await?;
        Ok(Saved { user, made_up })
    }
}

impl UserChange {
    /// Changes the user of that name. Where the password changes, older sign-ins end.
    pub async fn save(self, store: &dyn Store, name: &str, rules: &PasswordRules) -> Result<Saved, UserFault> {
        let found = store.user(&AgentName::new(name)).await?;
        let mut user = found.ok_or_else(|| UserFault::NotFound(name.into()))?;
        let mut made_up = None;
        if self.reset_password {
            user.second_factor = None;
        }
        if self.reset_password || self.password.is_some() {
            let (password, new) = password_or_made_up(self.password, name, rules)?;
            (user.password_hash, made_up) = (hash_password(&password), new);
            user.password_set_at = Timestamp::now();
        }
        if let Some(name) = self.display_name {
            user.display_name = display_name(name)?;
        }
        user.needs_second_factor = self.needs_second_factor.unwrap_or(user.needs_second_factor);
        user.role = self.role.unwrap_or(user.role);
        user.bots = self.bots.unwrap_or(user.bots);
        user.work = self.work.unwrap_or(user.work);
        keep_an_administrator(store, &user.name, user.role == Role::Admin).await?;
        store.put_user(user.clone()).await?;
        Ok(Saved { user, made_up })
    }
}

pub async fn remove_user(store: &dyn Store, name: &str) -> Result<(), UserFault> {
    let name = AgentName::new(name);
    if store.user(&name).await?.is_none() {
        return Err(UserFault::NotFound(name.to_string()));
    }
    keep_an_administrator(store, &name, false).await?;
    Ok(store.drop_user(&name).await?)
}

/// Somebody must be able to put right what goes wrong.
async fn keep_an_administrator(store: &dyn Store, changed: &AgentName, stays_one: bool) -> Result<(), UserFault> {
    let users = store.users().await?;
    let was_one = users.iter().any(|user| user.name == *changed && user.role == Role::Admin);
    let another = users.iter().any(|user| user.name != *changed && user.role == Role::Admin);
    if was_one && !stays_one && !another {
        return Err(UserFault::Bad(format!("change {changed}: this is the last administrator")));
    }
    Ok(())
}

fn display_name(name: String) -> Result<String, UserFault> {
    let name = name.trim().to_string();
    if name.is_empty() || name.chars().count() > 64 {
        return Err(UserFault::Bad("use the display name: it is 1 to 64 characters".into()));
    }
    Ok(name)
}

/// The password to use, and again if it was made up.
fn password_or_made_up(
    given: Option<String>,
    name: &str,
    rules: &PasswordRules,
) -> Result<(String, Option<String>), UserFault> {
    let Some(password) = given else {
        let password = new_token()[..16].to_string();
        return Ok((password.clone(), Some(password)));
    };
    rules.hold(&password, name).map_err(|weak| UserFault::Bad(format!("use the password: {weak}")))?;
    Ok((password, None))
}

pub async fn list(_: By<Users>, State(doors): State<Shared>) -> Response {
    match doors.registry.rooms.store.users().await {
        Ok(users) => Json(json!({"users": users.iter().map(profile).collect::<Vec<_>>()})).into_response(),
        Err(fault) => told(fault.into()),
    }
}

pub async fn add(by: By<Users>, State(doors): State<Shared>, Body(new): Body<NewUser>) -> Response {
    let done = doors.add_user(&by, new).await;
    answered(done, StatusCode::CREATED)
}

pub async fn change(
    by: By<Users>,
    State(doors): State<Shared>,
    Path(name): Path<String>,
    Body(change): Body<UserChange>,
) -> Response {
    let done = doors.change_user(&by, &name, change).await;
    answered(done, StatusCode::OK)
}

pub async fn remove(by: By<Users>, State(doors): State<Shared>, Path(name): Path<String>) -> Response {
    match doors.remove_user(&by, &name).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(fault) => told(fault),
    }
}

impl Doors {
    async fn add_user(&self, by: &By<Users>, new: NewUser) -> Result<Saved, UserFault> {
        self.known(&new.bots)?;
        let _alone = self.users.lock().await;
        let saved = new.save(&*self.registry.rooms.store, &self.settings.passwords).await?;
        self.after(by, Deed::UserAdded, &saved.user.name).await?;
        Ok(saved)
    }

    async fn change_user(&self, by: &By<Users>, name: &str, change: UserChange) -> Result<Saved, UserFault> {
        self.known(change.bots.as_deref().unwrap_or_default())?;
        let deed = if change.reset_password { Deed::PasswordReset } else { Deed::UserChanged };
        let _alone = self.users.lock().await;
        let saved = change.save(&*self.registry.rooms.store, name, &self.settings.passwords).await?;
        self.after(by, deed, &saved.user.name).await?;
        Ok(saved)
    }

    async fn remove_user(&self, by: &By<Users>, name: &str) -> Result<(), UserFault> {
        let _alone = self.users.lock().await;
        remove_user(&*self.registry.rooms.store, name).await?;
        self.after(by, Deed::UserRemoved, &AgentName::new(name)).await
    }

    fn known(&self, bots: &[BotId]) -> Result<(), UserFault> {
        let library = &self.registry.rooms.library;
        match bots.iter().find(|bot| library.get(bot).is_none()) {
            Some(bot) => Err(UserFault::Bad(format!("use bot {bot}: there is no such bot"))),
            None => Ok(()),
        }
    }

    /// The user's open consoles sign in anew, so that they have what they now may.
    async fn after(&self, by: &By<Users>, deed: Deed, name: &AgentName) -> Result<(), UserFault> {
        self.registry.rooms.desk.sign_out(name);
        Ok(by.0.note(self, deed, Some(name.to_string())).await?)
    }
}

fn answered(done: Result<Saved, UserFault>, status: StatusCode) -> Response {
    match done {
        Ok(Saved { user, made_up }) => {
            (status, Json(json!({"user": profile(&user), "password": made_up}))).into_response()
        }
        Err(fault) => told(fault),
    }
}

fn told(error: UserFault) -> Response {
    let message = format!("failed to {error}");
    match error {
        UserFault::Bad(_) => fault(StatusCode::BAD_REQUEST, "bad_request", &message),
        UserFault::NotFound(_) => fault(StatusCode::NOT_FOUND, "not_found", &message),
        UserFault::Store(error) => store_fault(&error),
    }
}
