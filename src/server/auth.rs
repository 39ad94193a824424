//! Signing in: a password, and a code where a second factor is on, for a token: in a cookie for browsers and as a bearer
//! for programs.

use super::http::{Body, fault, store_fault};
use super::password::Crowded;
use super::permit::Caller;
use super::second_factor::Code;
use super::{Doors, Shared};
use crate::domain::{AgentName, Timestamp};
use crate::session::{new_token, token_hash};
use crate::store::{Deed, Grant, Login, StoreError, User};
use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

#[derive(Deserialize)]
pub struct Credentials {
    name: String,
    password: String,
    /// Of an authenticator app, or a recovery code.
    #[serde(default)]
    code: Option<String>,
}

/// Why a sign-in was refused.
enum Refusal {
    Wrong,
    CodeNeeded,
    CodeWrong,
    Crowded,
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

pub async fn login(
    State(doors): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Body(given): Body<Credentials>,
) -> Response {
    let (now, address) = (Instant::now(), doors.address(peer, &headers));
    if let Some(seconds) = doors.attempts.wait(&given.name, address, now) {
        return too_many(seconds);
    }
    let unauthorized = |code, message| fault(StatusCode::UNAUTHORIZED, code, message);
    match doors.sign_in(&given, address).await {
        Ok((caller, token)) => {
            doors.attempts.right(&given.name, address);
            let mut body = profile(&caller.user);
            body["token"] = json!(token);
            body["must_enrol"] = json!(caller.must_enrol());
            let cookie = doors.cookie(&token, doors.settings.login_hours * 3600);
            ([(SET_COOKIE, cookie)], Json(body)).into_response()
        }
        Err(refusal @ (Refusal::Wrong | Refusal::CodeWrong)) => {
            doors.attempts.wrong(&given.name, address, now);
            tracing::warn!(%address, "a sign-in was refused");
            match refusal {
                Refusal::CodeWrong => unauthorized("second_factor", "the code is wrong or was used before"),
                _ => unauthorized("unauthorized", "name or password is wrong"),
            }
        }
        Err(Refusal::CodeNeeded) => unauthorized("second_factor", "a code of your authenticator app is needed"),
        Err(Refusal::Crowded) => {
            fault(StatusCode::SERVICE_UNAVAILABLE, "busy", "too many are signing in; try again in a moment")
        }
        Err(Refusal::Store(error)) => store_fault(&error),
    }
}

/// Who guessed too often waits so many seconds.
pub fn too_many(seconds: u64) -> Response {
    let message = format!("too many wrong attempts; try again in {seconds} seconds");
    let told = fault(StatusCode::TOO_MANY_REQUESTS, "locked", &message);
    ([(RETRY_AFTER, seconds.to_string())], told).into_response()
}

/// How one may sign in here, besides by password.
pub async fn ways(State(doors): State<Shared>) -> Response {
    Json(json!({"oidc": doors.settings.oidc.is_on()})).into_response()
}

pub async fn logout(State(doors): State<Shared>, headers: HeaderMap) -> Response {
    if let Some(caller) = doors.caller(&headers).await {
        let hash = caller.login.token_hash;
        let _alone = doors.users.lock().await;
        if let Err(fault) = doors.registry.rooms.store.drop_login(&hash).await {
            return store_fault(&fault);
        }
        // Without an open console nobody listens.
        let _ = doors.signed_out.send(hash);
    }
    ([(SET_COOKIE, doors.cookie("", 0))], StatusCode::NO_CONTENT).into_response()
}

pub async fn me(caller: Caller) -> Response {
    let mut body = profile(&caller.user);
    body["must_enrol"] = json!(caller.must_enrol());
    Json(body).into_response()
}

/// What others may know of a user: never the hash.
pub fn profile(user: &User) -> Value {
    json!({
        "name": user.name, "display_name": user.display_name, "role": user.role, "bots": user.bots, "work": user.work,
        "second_factor": user.has_second_factor(), "needs_second_factor": user.needs_second_factor,
    })
}

impl Doors {
    async fn sign_in(&self, given: &Credentials, address: IpAddr) -> Result<(Caller, String), Refusal> {
        let name = AgentName::new(given.name.clone());
        let user = self.registry.rooms.store.user(&name).await?;
        let hash = user.as_ref().map(|user| user.password_hash.as_str());
        let right = self.passwords.is_right(&given.password, hash).await.map_err(|Crowded| Refusal::Crowded)?;
        let user = user.filter(|_| right).ok_or(Refusal::Wrong)?;
        let code = given.code.as_deref().map(str::trim).filter(|code| !code.is_empty());
        let used = match (user.has_second_factor(), code) {
            (false, _) => None,
            (true, None) => return Err(Refusal::CodeNeeded),
            (true, Some(code)) => Some(self.use_code(&name, code).await?.ok_or(Refusal::CodeWrong)?),
        };
        let (caller, token) = self.let_in(user, Some(address)).await?;
        if used == Some(Code::Recovery) {
            caller.note(self, Deed::RecoveryCodeUsed, Some(name.to_string())).await?;
        }
        caller.note(self, Deed::SignedIn, None).await?;
        Ok((caller, token))
    }

    /// A new sign-in of someone who has shown who they are.
    pub async fn let_in(&self, user: User, address: Option<IpAddr>) -> Result<(Caller, String), StoreError> {
        let token = new_token();
        // A clock that was set back must not make the sign-in older than the password.
        let signed_in_at = Timestamp::now().max(user.password_set_at);
        let expires_at = signed_in_at + SignedDuration::from_hours(self.settings.login_hours);
        let (token_hash, name) = (token_hash(&token), user.name.clone());
        let grant = Grant::Everything;
        let login = Login { token_hash, user: name, signed_in_at, expires_at, used_at: None, grant, address };
        self.registry.rooms.store.put_login(login.clone()).await?;
        Ok((Caller { user, login, address }, token))
    }
}
