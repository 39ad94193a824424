//! What the store may hold and only this server may read: sealed with a key that lies beside the store, not in it, so that
//! a copy of the store alone tells nothing.

use data_encoding::BASE64URL_NOPAD;
use rand::TryRngCore;
use rand::rngs::OsRng;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const KEY_BYTES: usize = 32;

/// ChaCha20-Poly1305 with random nonces: far fewer values are sealed than could make two alike.
pub struct Seal(LessSafeKey);

/// What went wrong; finishes the sentence "failed to ...".
#[derive(Debug, thiserror::Error)]
pub enum SealFault {
    #[error("read the server's key in {path}: {why}")]
    Read { path: PathBuf, why: io::Error },
    #[error("read the server's key in {path}: it has {bytes} bytes instead of {KEY_BYTES}")]
    Length { path: PathBuf, bytes: usize },
    #[error("make the server's key in {path}: {why}")]
    Make { path: PathBuf, why: io::Error },
}

impl Seal {
    /// With the key in `path`, which is made where there is none.
    pub fn open(path: &Path) -> Result<Self, SealFault> {
        let bytes = match fs::read(path) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
                make(path).map_err(|why| SealFault::Make { path: path.into(), why })?
            }
            read => read.map_err(|why| SealFault::Read { path: path.into(), why })?,
        };
        let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes);
        let key = key.map_err(|_| SealFault::Length { path: path.into(), bytes: bytes.len() })?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Seals a value for one purpose, such as `totp/noor`: under another it does not open.
    pub fn seal(&self, purpose: &str, value: &[u8]) -> String {
        let mut nonce = [0; NONCE_LEN];
        OsRng.try_fill_bytes(&mut nonce).expect("the system gives random bytes");
        let mut sealed = value.to_vec();
        let with = Nonce::assume_unique_for_key(nonce);
        self.0.seal_in_place_append_tag(with, Aad::from(purpose), &mut sealed).expect("a short value can be sealed");
        BASE64URL_NOPAD.encode(&[&nonce[..], &sealed].concat())
    }

    /// None where it was sealed with another key or for another purpose, or was changed.
    pub fn unseal(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
        let mut bytes = BASE64URL_NOPAD.decode(sealed.as_bytes()).ok()?;
        let nonce = Nonce::try_assume_unique_for_key(bytes.get(..NONCE_LEN)?).ok()?;
        let value = self.0.open_within(nonce, Aad::from(purpose), &mut bytes, NONCE_LEN..).ok()?;
        Some(value.to_vec())
    }
}

/// Writes a new key where nobody but the server's own user can read it.
fn make(path: &Path) -> io::Result<Vec<u8>> {
    let mut key = vec![0; KEY_BYTES];
    OsRng.try_fill_bytes(&mut key).map_err(io::Error::other)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // Whole or not at all: what a crash leaves under the other name is replaced.
    let unfinished = path.with_extension("new");
    let _ = fs::remove_file(&unfinished);
    let mut file = options.open(&unfinished)?;
    file.write_all(&key)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    File::open(folder)?.sync_all()?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_value_opens_with_the_same_key_for_the_same_purpose_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("data/server.key");
        let seal = Seal::open(&path).expect("a new key");
        let sealed = seal.seal("totp/noor", b"secret");
        assert_ne!(sealed, seal.seal("totp/noor", b"secret"), "the same value twice does not look alike");
        let again = Seal::open(&path).expect("the same key");
        assert_eq!(again.unseal("totp/noor", &sealed).as_deref(), Some(&b"secret"[..]));
        assert_eq!(again.unseal("totp/sam", &sealed), None);
        let other = Seal::open(&folder.path().join("other.key")).expect("another key");
        assert_eq!(other.unseal("totp/noor", &sealed), None);
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).expect("it").permissions()) & 0o077, 0);
        fs::write(&path, "short").expect("written");
        let fault = Seal::open(&path).err().expect("too short").to_string();
        assert!(fault.contains("it has 5 bytes instead of 32"), "{fault}");
    }

    proptest! {
        #[test]
        fn nothing_else_opens(sealed in "[A-Za-z0-9_-]{0,80}") {
            let key = UnboundKey::new(&CHACHA20_POLY1305, &[7; KEY_BYTES]).expect("the right length");
            prop_assert_eq!(Seal(LessSafeKey::new(key)).unseal("totp/noor", &sealed), None);
        }
    }
}
