//! Changing one's own password: the old one again, because the cookie alone may be borrowed, then the new one. Every
//! sign-in and token of the user ends with it, the one that asked too.

use super::auth::too_many;
use super::http::{Body, fault, store_fault};
use super::password::hash_password;
use super::permit::Caller;
use super::{Doors, Shared};
use crate::domain::Timestamp;
use crate::store::{Deed, Grant, StoreError};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr};
use std::time::Instant;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    pub password: String,
    pub new_password: String,
}

pub async fn change(by: Caller, State(doors): State<Shared>, Body(given): Body<NewPassword>) -> Response {
    if by.login.grant != Grant::Everything {
        return fault(StatusCode::FORBIDDEN, "forbidden", "a program has no password");
    }
    let (name, now) = (by.user.name.as_str(), Instant::now());
    // Whoever got hold of a cookie guesses no faster than at the front door.
    let address = by.address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    if let Some(seconds) = doors.attempts.wait(name, address, now) {
        return too_many(seconds);
    }
    match doors.passwords.is_right(&given.password, Some(&by.user.password_hash)).await {
        Err(_) => return fault(StatusCode::SERVICE_UNAVAILABLE, "busy", "try again in a moment"),
        Ok(false) => {
            doors.attempts.wrong(name, address, now);
            return fault(StatusCode::FORBIDDEN, "wrong_password", "the password is wrong");
        }
        Ok(true) => {}
    }
    if let Err(weak) = doors.settings.passwords.hold(&given.new_password, name) {
        return fault(StatusCode::BAD_REQUEST, "weak_password", &format!("failed to use the password: {weak}"));
    }
    match doors.change_password(&by, &given.new_password).await {
        Err(error) => store_fault(&error),
        Ok(()) => ([(SET_COOKIE, doors.cookie("", 0))], StatusCode::NO_CONTENT).into_response(),
    }
}

impl Doors {
    async fn change_password(&self, by: &Caller, password: &str) -> Result<(), StoreError> {
        let _alone = self.users.lock().await;
        let store = &self.registry.rooms.store;
        let Some(mut user) = store.user(&by.user.name).await? else { return Ok(()) };
        user.password_hash = hash_password(password);
        // Later than every sign-in there is, whatever the clock did.
        user.password_set_at = Timestamp::now().max(by.login.signed_in_at + jiff::SignedDuration::from_millis(1));
        store.put_user(user).await?;
        self.registry.rooms.desk.sign_out(&by.user.name);
        by.note(self, Deed::PasswordChanged, None).await
    }
}
