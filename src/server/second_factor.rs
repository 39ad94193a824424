//! The second factor: set up with a picture and a first code, then a code at every sign-in. An administrator's reset takes
//! it away.

use super::http::{Body, fault, store_fault};
use super::permit::Caller;
use super::{Doors, Shared, totp};
use crate::domain::{AgentName, Timestamp};
use crate::session::{new_token, token_hash};
use crate::store::{Deed, Grant, SecondFactor, StoreError, User};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rand::TryRngCore;
use rand::rngs::OsRng;
use serde::Deserialize;
use serde_json::json;

/// Recovery codes that a user gets, each good once.
const RECOVERY_CODES: usize = 10;
/// Letters of a recovery code: 64 random bits.
const RECOVERY_LETTERS: usize = 16;

/// What kind of code was used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    App,
    Recovery,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Password {
    password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstCode {
    code: String,
}

/// Begins: a new secret, as a picture for the app. Takes the password again, because the cookie alone may be borrowed.
pub async fn begin(by: Caller, State(doors): State<Shared>, Body(given): Body<Password>) -> Response {
    if by.login.grant != Grant::Everything {
        return fault(StatusCode::FORBIDDEN, "forbidden", "a program has no second factor");
    }
    let hash = by.user.password_hash.as_str();
    match doors.passwords.is_right(&given.password, Some(hash)).await {
        Err(_) => return fault(StatusCode::SERVICE_UNAVAILABLE, "busy", "try again in a moment"),
        Ok(false) => return fault(StatusCode::FORBIDDEN, "wrong_password", "the password is wrong"),
        Ok(true) => {}
    }
    match doors.begin_second_factor(&by.user.name).await {
        Err(error) => store_fault(&error),
        Ok(None) => fault(StatusCode::CONFLICT, "second_factor_on", "it is on; an administrator's reset takes it away"),
        Ok(Some(secret)) => {
            let (path, side) = totp::picture(&totp::uri(&secret, by.user.name.as_str()));
            let picture = json!({"path": path, "side": side});
            Json(json!({"secret": totp::base32(&secret), "picture": picture})).into_response()
        }
    }
}

/// A first code shows that the app has the secret: from now on the second factor is on. The recovery codes are shown once.
pub async fn confirm(by: Caller, State(doors): State<Shared>, Body(given): Body<FirstCode>) -> Response {
    if by.login.grant != Grant::Everything {
        return fault(StatusCode::FORBIDDEN, "forbidden", "a program has no second factor");
    }
    match doors.confirm_second_factor(&by, given.code.trim()).await {
        Err(error) => store_fault(&error),
        Ok(None) => fault(StatusCode::BAD_REQUEST, "second_factor", "the code is wrong"),
        Ok(Some(codes)) => Json(json!({"recovery_codes": codes})).into_response(),
    }
}

impl Doors {
    /// The new secret; none where a second factor is on already.
    async fn begin_second_factor(&self, name: &AgentName) -> Result<Option<Vec<u8>>, StoreError> {
        let _alone = self.users.lock().await;
        let store = &self.registry.rooms.store;
        let Some(mut user) = store.user(name).await?.filter(|user| !user.has_second_factor()) else { return Ok(None) };
        let mut secret = vec![0; totp::SECRET_BYTES];
        OsRng.try_fill_bytes(&mut secret).expect("the system gives random bytes");
        let sealed = self.registry.rooms.seal.seal(&purpose(name), &secret);
        let factor = SecondFactor { secret: sealed, confirmed: false, last_step: 0, recovery: Vec::new() };
        user.second_factor = Some(factor);
        store.put_user(user).await?;
        Ok(Some(secret))
    }

    /// The recovery codes; none where the code is not that of the secret.
    async fn confirm_second_factor(&self, by: &Caller, code: &str) -> Result<Option<Vec<String>>, StoreError> {
        let _alone = self.users.lock().await;
        let store = &self.registry.rooms.store;
        let Some(mut user) = store.user(&by.user.name).await? else { return Ok(None) };
        let step =
            user.second_factor.as_ref().filter(|factor| !factor.confirmed).and_then(|f| self.step(&user, f, code));
        let (Some(step), Some(factor)) = (step, user.second_factor.as_mut()) else { return Ok(None) };
        let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| new_token()[..RECOVERY_LETTERS].to_string()).collect();
        factor.recovery = codes.iter().map(|code| token_hash(code)).collect();
        (factor.confirmed, factor.last_step) = (true, step);
        store.put_user(user).await?;
        by.note(self, Deed::SecondFactorSet, None).await?;
        Ok(Some(codes))
    }

    /// Uses a code up, if it is one of the user's: of the app, or a recovery code.
    pub async fn use_code(&self, name: &AgentName, code: &str) -> Result<Option<Code>, StoreError> {
        let _alone = self.users.lock().await;
        let store = &self.registry.rooms.store;
        let Some(mut user) = store.user(name).await? else { return Ok(None) };
        let step = user.second_factor.as_ref().and_then(|factor| self.step(&user, factor, code));
        let Some(factor) = user.second_factor.as_mut() else { return Ok(None) };
        let hash = token_hash(&code.to_lowercase());
        let used = match (step, factor.recovery.iter().position(|known| *known == hash)) {
            (Some(step), _) => {
                factor.last_step = step;
                Code::App
            }
            (None, Some(at)) => {
                factor.recovery.remove(at);
                Code::Recovery
            }
            (None, None) => return Ok(None),
        };
        store.put_user(user).await?;
        Ok(Some(used))
    }

    fn step(&self, user: &User, factor: &SecondFactor, code: &str) -> Option<u64> {
        let Some(secret) = self.registry.rooms.seal.unseal(&purpose(&user.name), &factor.secret) else {
            tracing::error!(user = %user.name, "a second factor was sealed with another key than this server's");
            return None;
        };
        let now = u64::try_from(Timestamp::now().as_second()).unwrap_or_default();
        totp::matching_step(&secret, code, now, factor.last_step)
    }
}

fn purpose(name: &AgentName) -> String {
    format!("totp/{name}")
}
