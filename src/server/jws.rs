//! Signed tokens in compact form (RFC 7515). A key is pinned to one algorithm; what a token says of itself only has to
//! agree with it. Keys that a token carries or points at are never looked at.

use data_encoding::BASE64URL_NOPAD;
use ring::{hmac, signature};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio_rustls::rustls::pki_types::SubjectPublicKeyInfoDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

/// Longest token in bytes: providers put a person's groups into theirs.
const LONGEST: usize = 16 * 1024;
/// Fewest bytes of a shared secret (RFC 7518, 3.2).
const SHORTEST_SECRET: usize = 32;
/// What precedes the 32 bytes of the key in its DER (RFC 8410, 4).
const ED25519_PREFIX: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
/// What precedes the 65 bytes of the uncompressed point in its DER (RFC 5480, 2).
const P256_PREFIX: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// How a key signs, by its name in tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Algorithm {
    EdDSA,
    ES256,
    HS256,
    RS256,
}

/// A key that signatures are checked with.
#[derive(Clone)]
pub struct Key {
    /// By which tokens name it.
    pub kid: String,
    algorithm: Algorithm,
    /// The secret or the public key, as `ring` takes it.
    bytes: Vec<u8>,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({:?}, {:?})", self.kid, self.algorithm)
    }
}

/// What is wrong with a token; finishes the sentence "failed to open a token: ...".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    #[error("it is not a signed token in compact form")]
    Malformed,
    #[error("its algorithm is not that of the key")]
    Algorithm,
    #[error("no key in use has its kid")]
    UnknownKey,
    #[error("its signature is wrong")]
    Forged,
    #[error("its claims are not understood")]
    Claims,
}

/// Why a key cannot be used; finishes the sentence "failed to use the key in FILE: ...".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    #[error("a secret has at least {SHORTEST_SECRET} bytes, this one has {0}")]
    ShortSecret(usize),
    #[error("it holds no public key in PEM (BEGIN PUBLIC KEY)")]
    NotPem,
    #[error("its public key is not one for {0:?}")]
    OtherAlgorithm(Algorithm),
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default)]
    typ: Option<String>,
    /// Extensions that must be understood; none is.
    #[serde(default)]
    crit: Option<serde::de::IgnoredAny>,
}

impl Key {
    /// From the text of a file: a public key in PEM, or the secret itself for HS256.
    pub fn from_text(kid: &str, algorithm: Algorithm, text: &str) -> Result<Self, KeyFault> {
        let bytes = match algorithm {
            Algorithm::HS256 => {
                let secret = text.trim().as_bytes().to_vec();
                if secret.len() < SHORTEST_SECRET {
                    return Err(KeyFault::ShortSecret(secret.len()));
                }
                secret
            }
            Algorithm::EdDSA => public_key(text, ED25519_PREFIX, 32, algorithm)?,
            Algorithm::ES256 => public_key(text, P256_PREFIX, 65, algorithm)?,
            Algorithm::RS256 => return Err(KeyFault::OtherAlgorithm(algorithm)),
        };
        Ok(Self { kid: kid.into(), algorithm, bytes })
    }

    /// An RSA key as an issuer publishes it: modulus and exponent, big-endian (RFC 7518, 6.3).
    pub fn of_rsa(kid: &str, n: &[u8], e: &[u8]) -> Self {
        let content = [der(0x02, &unsigned(n)), der(0x02, &unsigned(e))].concat();
        Self { kid: kid.into(), algorithm: Algorithm::RS256, bytes: der(0x30, &content) }
    }

    /// A point as an issuer publishes it, in the form that the algorithm takes: of P-256 uncompressed, of Ed25519 as it is.
    pub fn of_point(kid: &str, algorithm: Algorithm, bytes: &[u8]) -> Self {
        Self { kid: kid.into(), algorithm, bytes: bytes.into() }
    }

    fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let with = |how: &'static dyn signature::VerificationAlgorithm| {
            signature::UnparsedPublicKey::new(how, &self.bytes).verify(message, signature).is_ok()
        };
        match self.algorithm {
            Algorithm::EdDSA => with(&signature::ED25519),
            Algorithm::ES256 => with(&signature::ECDSA_P256_SHA256_FIXED),
            Algorithm::RS256 => with(&signature::RSA_PKCS1_2048_8192_SHA256),
            Algorithm::HS256 => {
                hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, &self.bytes), message, signature).is_ok()
            }
        }
    }
}

/// The claims of a token that one of the keys signed. Without a `kid` there must be one key only.
pub fn open<C: DeserializeOwned>(token: &str, keys: &[Key]) -> Result<C, TokenFault> {
    if token.len() > LONGEST {
        return Err(TokenFault::Malformed);
    }
    let parts: Vec<&str> = token.split('.').collect();
    let [header, claims, signature] = parts[..] else { return Err(TokenFault::Malformed) };
    let decoded = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).map_err(|_| TokenFault::Malformed);
    let header: Header = object(&decoded(header)?).ok_or(TokenFault::Malformed)?;
    if header.crit.is_some() || header.typ.is_some_and(|typ| !typ.eq_ignore_ascii_case("JWT")) {
        return Err(TokenFault::Malformed);
    }
    let key = match (&header.kid, keys) {
        (Some(kid), _) => keys.iter().find(|key| key.kid == *kid),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    let key = key.ok_or(TokenFault::UnknownKey)?;
    if header.alg != format!("{:?}", key.algorithm) {
        return Err(TokenFault::Algorithm);
    }
    let message = &token[..token.len() - signature.len() - 1];
    if !key.signed(message.as_bytes(), &decoded(signature)?) {
        return Err(TokenFault::Forged);
    }
    object(&decoded(claims)?).ok_or(TokenFault::Claims)
}

/// What a JSON object says: serde alone would also read the fields from an array.
fn object<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    serde_json::from_slice(json).ok().filter(|_| json.trim_ascii_start().starts_with(b"{"))
}

fn public_key(pem: &str, prefix: &[u8], length: usize, algorithm: Algorithm) -> Result<Vec<u8>, KeyFault> {
    let der = SubjectPublicKeyInfoDer::from_pem_slice(pem.as_bytes()).map_err(|_| KeyFault::NotPem)?;
    let key = der.as_ref().strip_prefix(prefix).filter(|key| key.len() == length);
    key.map(<[u8]>::to_vec).ok_or(KeyFault::OtherAlgorithm(algorithm))
}

/// One DER value; `ring` reads an RSA key in this form (RFC 8017, A.1.1).
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let length: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
    let mut out = vec![tag];
    match content.len() {
        0..128 => out.push(content.len() as u8),
        _ => {
            out.push(0x80 | length.len() as u8);
            out.extend(length);
        }
    }
    out.extend_from_slice(content);
    out
}

/// A positive integer: no leading zeros but the one that keeps it positive.
fn unsigned(bytes: &[u8]) -> Vec<u8> {
    let short: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    let sign = short.first().is_none_or(|first| *first >= 0x80);
    sign.then_some(0).into_iter().chain(short).collect()
}

#[cfg(test)]
mod tests;
