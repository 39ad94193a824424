//! Passwords: argon2id, and how long they may be.

use crate::session::new_token;
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use rand::TryRngCore;
use rand::rngs::OsRng;
use std::sync::LazyLock;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Passwords checked at once: each check takes a core and 19 MiB for a while.
const AT_ONCE: usize = 2;
/// Longest wait for one's turn; whoever floods the sign-in page makes others wait no longer.
const PATIENCE: Duration = Duration::from_secs(5);

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

/// A hash of a password that nobody knows.
static UNKNOWN: LazyLock<String> = LazyLock::new(|| hash_password(&new_token()));

/// Checks passwords, not too many at once.
pub struct Checker(Semaphore);

/// Too many passwords wait to be checked.
#[derive(Debug)]
pub struct Crowded;

impl Checker {
    pub fn new() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }

    /// Whether it is the password of `hash`. Where there is none, it takes as long to say no.
    pub async fn is_right(&self, password: &str, hash: Option<&str>) -> Result<bool, Crowded> {
        let turn = tokio::time::timeout(PATIENCE, self.0.acquire()).await.map_err(|_| Crowded)?;
        let _turn = turn.expect("it is never closed");
        let (password, hash) = (password.to_string(), hash.map(str::to_string));
        let check = move || verify_password(&password, hash.as_deref().unwrap_or(&UNKNOWN));
        Ok(tokio::task::spawn_blocking(check).await.unwrap_or(false))
    }
}
