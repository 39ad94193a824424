//! Signing in: a password (argon2id) for a token, in a cookie for browsers and as a bearer for programs.

use super::http::fault;
use super::{Doors, Shared};
use crate::domain::{AgentName, Timestamp};
use crate::session::{new_token, token_hash};
use crate::store::{Login, Role, StoreError, User};
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use axum::Json;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, COOKIE, ORIGIN, RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use rand::TryRngCore;
use rand::rngs::OsRng;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

const COOKIE_NAME: &str = "baton_agent";
/// Wrong passwords in a row before a name has to wait; the wait doubles from one second to this many.
const FREE_ATTEMPTS: u32 = 5;
const LONGEST_WAIT_S: u64 = 300;

/// argon2id with the crate's defaults (19 MiB, 2 passes), as a PHC string.
pub fn hash_password(password: &str) -> String {
    let mut bytes = [0; 16];
    OsRng.try_fill_bytes(&mut bytes).expect("the system gives random bytes");
    let salt = SaltString::encode_b64(&bytes).expect("16 bytes are a salt");
    Argon2::default().hash_password(password.as_bytes(), &salt).expect("the default settings are valid").to_string()
}

pub fn verify_password(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Wrong attempts by name, in memory.
#[derive(Default)]
pub struct Attempts(Mutex<HashMap<String, (u32, Instant)>>);

impl Attempts {
    /// Seconds the name still has to wait.
    fn wait(&self, name: &str, now: Instant) -> Option<u64> {
        let attempts = self.0.lock().expect("nothing panics while it holds the attempts");
        let (count, last) = attempts.get(name)?;
        let over = count.checked_sub(FREE_ATTEMPTS)?;
        let wait = Duration::from_secs((1_u64 << over.min(10)).min(LONGEST_WAIT_S));
        let left = wait.checked_sub(now.saturating_duration_since(*last))?;
        Some(left.as_secs() + 1)
    }

    fn wrong(&self, name: &str, now: Instant) {
        let mut attempts = self.0.lock().expect("nothing panics while it holds the attempts");
        if attempts.len() > 10_000 {
            attempts.retain(|_, (_, last)| now.saturating_duration_since(*last) < Duration::from_secs(LONGEST_WAIT_S));
        }
        let row = attempts.entry(name.into()).or_insert((0, now));
        *row = (row.0 + 1, now);
    }

    fn right(&self, name: &str) {
        self.0.lock().expect("nothing panics while it holds the attempts").remove(name);
    }
}

#[derive(Deserialize)]
pub struct Credentials {
    name: String,
    password: String,
}

pub async fn login(State(doors): State<Shared>, headers: HeaderMap, Json(given): Json<Credentials>) -> Response {
    if headers.contains_key(ORIGIN) && !doors.origin_allowed(headers.get(ORIGIN), None) {
        return fault(StatusCode::FORBIDDEN, "forbidden", "this origin may not sign in");
    }
    let now = Instant::now();
    if let Some(seconds) = doors.logins.wait(&given.name, now) {
        let message = format!("too many wrong attempts; try again in {seconds} seconds");
        let told = fault(StatusCode::TOO_MANY_REQUESTS, "locked", &message);
        return ([(RETRY_AFTER, seconds.to_string())], told).into_response();
    }
    match doors.sign_in(&given).await {
        Ok(Some((user, token))) => {
            doors.logins.right(&given.name);
            let mut body = profile(&user);
            body["token"] = json!(token);
            let cookie = doors.cookie(&token, doors.settings.login_hours * 3600);
            ([(SET_COOKIE, cookie)], Json(body)).into_response()
        }
        Ok(None) => {
            doors.logins.wrong(&given.name, now);
            fault(StatusCode::UNAUTHORIZED, "unauthorized", "name or password is wrong")
        }
        Err(fault) => not_stored(&fault),
    }
}

pub async fn logout(State(doors): State<Shared>, headers: HeaderMap) -> Response {
    if let Some(hash) = login_of(&headers) {
        if let Err(fault) = doors.registry.rooms.store.drop_login(&hash).await {
            return not_stored(&fault);
        }
        // Without an open console nobody listens.
        let _ = doors.signed_out.send(hash);
    }
    ([(SET_COOKIE, doors.cookie("", 0))], StatusCode::NO_CONTENT).into_response()
}

pub async fn me(State(doors): State<Shared>, headers: HeaderMap) -> Response {
    match doors.signed_in(&headers).await {
        Some(user) => Json(profile(&user)).into_response(),
        None => fault(StatusCode::UNAUTHORIZED, "unauthorized", "nobody is signed in"),
    }
}

/// What others may know of a user: never the hash.
pub fn profile(user: &User) -> Value {
    json!({"name": user.name, "display_name": user.display_name, "role": user.role, "bots": user.bots})
}

fn not_stored(error: &StoreError) -> Response {
    tracing::error!(fault = %error, "a sign-in could not be stored");
    fault(StatusCode::SERVICE_UNAVAILABLE, "busy", "the store refuses writes")
}

impl Doors {
    async fn sign_in(&self, given: &Credentials) -> Result<Option<(User, String)>, StoreError> {
        let store = &self.registry.rooms.store;
        let user = store.user(&AgentName::new(given.name.clone())).await?;
        let (password, hash) = (given.password.clone(), user.as_ref().map(|u| u.password_hash.clone()));
        // An unknown name costs as much time as a wrong password.
        let check = move || verify_password(&password, hash.as_deref().unwrap_or(&UNKNOWN));
        let right = tokio::task::spawn_blocking(check).await.unwrap_or(false);
        let Some(user) = user.filter(|_| right) else { return Ok(None) };
        let token = new_token();
        let signed_in_at = Timestamp::now();
        let expires_at = signed_in_at + SignedDuration::from_hours(self.settings.login_hours);
        let login = Login { token_hash: token_hash(&token), user: user.name.clone(), signed_in_at, expires_at };
        store.put_login(login).await?;
        Ok(Some((user, token)))
    }

    /// Who sent the request, by cookie or bearer token.
    pub async fn signed_in(&self, headers: &HeaderMap) -> Option<User> {
        let store = &self.registry.rooms.store;
        let login = store.login(&login_of(headers)?).await.ok()??;
        if login.expires_at <= Timestamp::now() {
            return None;
        }
        let user = store.user(&login.user).await.ok()??;
        (login.signed_in_at >= user.password_set_at).then_some(user)
    }

    /// Out of reach of scripts and of other sites; over TLS only where the server is reached by TLS.
    fn cookie(&self, token: &str, max_age_s: i64) -> String {
        let secure = if self.settings.own_origins[0].starts_with("https://") { "; Secure" } else { "" };
        format!("{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={max_age_s}{secure}")
    }
}

/// A hash of a password that nobody knows.
static UNKNOWN: LazyLock<String> = LazyLock::new(|| hash_password(&new_token()));

/// Whether the token came as a cookie, which other sites' pages could make a browser send.
pub fn by_cookie(headers: &HeaderMap) -> bool {
    !headers.contains_key(AUTHORIZATION)
}

/// The hash by which the request's sign-in is known.
pub fn login_of(headers: &HeaderMap) -> Option<String> {
    token_of(headers).map(|token| token_hash(&token))
}

fn token_of(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    if let Some(bearer) = text(AUTHORIZATION) {
        return bearer.strip_prefix("Bearer ").map(|token| token.trim().to_string());
    }
    let cookies = text(COOKIE)?.split(';').filter_map(|pair| pair.trim().split_once('='));
    cookies.into_iter().find(|(name, _)| *name == COOKIE_NAME).map(|(_, token)| token.to_string())
}

/// Whether a role may serve customers.
pub fn serves(role: Role) -> bool {
    matches!(role, Role::Agent | Role::Supervisor | Role::Admin)
}
