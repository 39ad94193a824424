//! Passwords: argon2id, how long they may be, and which nobody may have.

mod leaked;

use crate::session::new_token;
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use leaked::Leaked;
use rand::TryRngCore;
use rand::rngs::OsRng;
use std::io;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Passwords checked at once: each check takes a core and 19 MiB for a while.
const AT_ONCE: usize = 2;
/// Longest wait for one's turn; whoever floods the sign-in page makes others wait no longer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Fewest characters of a new password.
const SHORTEST: usize = 12;
/// Most characters: enough for any passphrase, and no work for argon2 to speak of.
const LONGEST: usize = 256;
/// In small letters; shorter ones are refused anyway.
const COMMON: &str = include_str!("password/common.txt");

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

/// Why a password is not good enough for a new one; finishes "use the password: ...".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    #[error("it is shorter than {SHORTEST} characters")]
    Short,
    #[error("it is longer than {LONGEST} characters")]
    Long,
    #[error("it is among those that are tried first")]
    Common,
    #[error("it repeats the same few characters")]
    Repeats,
    #[error("it is made of the sign-in name")]
    Name,
    #[error("it is known from a leak")]
    Leaked,
    #[error("the list of leaked ones cannot be read")]
    Unknown,
}

/// What new passwords are held against. Those that are in use stay.
#[derive(Debug, Clone, Default)]
pub struct PasswordRules {
    leaked: Option<Arc<Leaked>>,
}

impl PasswordRules {
    /// With the passwords known from leaks, where there is a file of them; see `[passwords]` in `baton.toml`.
    pub fn new(leaked: &Path) -> io::Result<Self> {
        let leaked = (!leaked.as_os_str().is_empty()).then(|| Leaked::open(leaked)).transpose()?;
        Ok(Self { leaked: leaked.map(Arc::new) })
    }

    /// Holds a new password against what guessers try (ASVS 5.0, 6.2.1, 6.2.4, 6.2.9, 6.2.11 and 6.2.12).
    pub fn hold(&self, password: &str, name: &str) -> Result<(), Weak> {
        is_good(password, name)?;
        match self.leaked.as_ref().map(|leaked| leaked.holds(password)) {
            None | Some(Ok(false)) => Ok(()),
            Some(Ok(true)) => Err(Weak::Leaked),
            Some(Err(error)) => {
                tracing::error!(%error, "the list of leaked passwords cannot be read");
                Err(Weak::Unknown)
            }
        }
    }
}

fn is_good(password: &str, name: &str) -> Result<(), Weak> {
    let letters: Vec<char> = password.chars().flat_map(char::to_lowercase).collect();
    let folded: String = letters.iter().collect();
    match password.chars().count() {
        ..SHORTEST => return Err(Weak::Short),
        SHORTEST..=LONGEST => {}
        _ => return Err(Weak::Long),
    }
    if COMMON.lines().any(|common| common == folded) {
        return Err(Weak::Common);
    }
    if (1..=4).any(|unit| letters.windows(unit + 1).all(|window| window[0] == window[unit])) {
        return Err(Weak::Repeats);
    }
    let name = name.to_lowercase();
    let rest = folded.replace(&name, "");
    if !name.is_empty() && rest.chars().filter(|c| c.is_alphabetic()).count() < 4 && rest.len() < folded.len() {
        return Err(Weak::Name);
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_passwords_are_long_and_not_what_guessers_try_first() {
        for (password, name, fault) in [
            ("a long password", "noor", None),
            ("correct horse battery", "noor", None),
            ("\u{1fa91}\u{1fa91}\u{1fa92}abcdefghi", "noor", None),
            ("noor likes long walks", "noor", None),
            ("elevenchars", "noor", Some(Weak::Short)),
            ("twelve chars", "noor", None),
            ("password1234", "noor", Some(Weak::Common)),
            ("PassWord1234", "noor", Some(Weak::Common)),
            ("Correct Horse Battery Staple", "noor", Some(Weak::Common)),
            ("aaaaaaaaaaaa", "noor", Some(Weak::Repeats)),
            ("abcdabcdabcdab", "noor", Some(Weak::Repeats)),
            ("administrator", "administrator", Some(Weak::Common)),
            ("Quillfeather1", "quillfeather", Some(Weak::Name)),
            ("noor-noor-noor-1", "noor", Some(Weak::Name)),
        ] {
            assert_eq!(is_good(password, name).err(), fault, "{password}");
        }
        assert_eq!(is_good(&"ab3f9".repeat(60), "noor"), Err(Weak::Long));
        let short: Vec<&str> = COMMON.lines().filter(|common| common.chars().count() < SHORTEST).collect();
        assert_eq!(short, [""; 0], "short ones are refused anyway");
        assert!(COMMON.lines().all(|common| common == common.to_lowercase()), "they are compared in small letters");
    }
}
