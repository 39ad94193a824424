//! OpenID Connect: agents sign in at their company's own provider (authorisation code with PKCE). What is said and checked
//! is here and pure; `door.rs` speaks to browsers and to the provider.

pub mod door;

use super::jws::{self, Algorithm, Key, TokenFault};
use crate::domain::{AgentName, Timestamp};
use crate::store::Role;
use data_encoding::BASE64URL_NOPAD;
use jiff::SignedDuration;
use ring::digest;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// How far the provider's clock may be ahead.
const SKEW: SignedDuration = SignedDuration::from_secs(30);
/// Longest `sub` that becomes part of a name as it is.
const LONGEST_SUB: usize = 64;

/// The provider, and whom it may send.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcSettings {
    /// Empty: nobody signs in this way.
    pub issuer: String,
    pub client_id: String,
    /// Read from `client_secret_file`.
    #[serde(skip)]
    pub client_secret: Option<String>,
    pub client_secret_file: std::path::PathBuf,
    /// The claim that says what someone is at the company: a text, or a list of them.
    pub role_claim: String,
    /// What that makes them here.
    pub roles: BTreeMap<String, Role>,
}

/// What the provider says of itself (OpenID Connect Discovery 1.0, 3).
#[derive(Debug, Clone, Deserialize)]
pub struct Provider {
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub jwks_uri: String,
}

/// Someone whom the provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Holds an `@`, which the name of no other user does.
    pub name: AgentName,
    pub display_name: String,
    pub role: Role,
}

/// Why a sign-in failed; finishes the sentence "failed to sign someone in by OpenID Connect: ...".
#[derive(Debug, thiserror::Error)]
pub enum OidcFault {
    #[error("the provider cannot be reached: {0}")]
    Unreached(String),
    #[error("the provider calls itself {0}")]
    OtherIssuer(String),
    #[error("{0} is not reached by TLS")]
    NoTls(String),
    #[error("the browser that came back is not one that left, or took too long")]
    State,
    #[error("the provider refused: {0}")]
    Refused(String),
    #[error("its token: {0}")]
    Token(#[from] TokenFault),
    #[error("its token is of another issuer, for another client, out of date or an answer to another question")]
    Claims,
    #[error("none of their roles is one here")]
    NoRole,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    iat: i64,
    #[serde(default)]
    azp: Option<String>,
    #[serde(default)]
    nonce: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(flatten)]
    more: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// What one sign-in in progress is known by.
#[derive(Debug, Clone)]
pub struct Question {
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

impl OidcSettings {
    pub fn is_on(&self) -> bool {
        !self.issuer.is_empty()
    }

    pub fn issuer_is_safe(&self) -> bool {
        is_safe(&self.issuer)
    }

    /// Where the browser is sent.
    pub fn address(&self, provider: &Provider, redirect: &str, asked: &Question) -> String {
        let challenge = BASE64URL_NOPAD.encode(digest::digest(&digest::SHA256, asked.verifier.as_bytes()).as_ref());
        let fields = [
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("redirect_uri", redirect),
            ("scope", "openid profile"),
            ("state", &asked.state),
            ("nonce", &asked.nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let query: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let mark = if provider.authorization_endpoint.contains('?') { '&' } else { '?' };
        format!("{}{mark}{}", provider.authorization_endpoint, query.join("&"))
    }

    /// Whom the provider's token is about (OpenID Connect Core 1.0, 3.1.3.7).
    pub fn person(&self, token: &str, keys: &[Key], nonce: &str, now: Timestamp) -> Result<Person, OidcFault> {
        let claims: Claims = jws::open(token, keys)?;
        let for_us = match &claims.aud {
            Audience::One(aud) => *aud == self.client_id,
            Audience::Many(all) => all.contains(&self.client_id) && (all.len() == 1 || claims.azp.is_some()),
        };
        let by_us = claims.azp.as_ref().is_none_or(|azp| *azp == self.client_id);
        let in_time = claims.exp > now.as_second() && claims.iat <= (now + SKEW).as_second();
        let answers = claims.nonce.as_deref() == Some(nonce);
        if claims.iss != self.issuer || !for_us || !by_us || !in_time || !answers || claims.sub.is_empty() {
            return Err(OidcFault::Claims);
        }
        let role = self.role(claims.more.get(&self.role_claim)).ok_or(OidcFault::NoRole)?;
        let name = name(&claims.sub, &self.issuer);
        let display_name = claims.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let display_name = display_name.unwrap_or(&claims.sub).chars().filter(|c| !c.is_control()).take(64).collect();
        Ok(Person { name, display_name, role })
    }

    /// The one with the most rights, where the claim names several.
    fn role(&self, claim: Option<&Value>) -> Option<Role> {
        let named: Vec<&str> = match claim? {
            Value::String(one) => vec![one],
            Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let known = named.iter().filter_map(|name| self.roles.get(*name).copied());
        known.max_by_key(|role| match role {
            Role::Agent => 0,
            Role::Auditor => 1,
            Role::Supervisor => 2,
            Role::Admin => 3,
        })
    }
}

/// By TLS, or on this very machine.
pub fn is_safe(address: &str) -> bool {
    let host = |rest: &str| rest.split(['/', ':', '?', '#']).next().unwrap_or_default().to_string();
    match (address.strip_prefix("https://"), address.strip_prefix("http://")) {
        (Some(rest), _) => !host(rest).is_empty(),
        (_, Some(rest)) => matches!(host(rest).as_str(), "127.0.0.1" | "localhost"),
        _ => false,
    }
}

/// The keys of a provider's key set (RFC 7517) that it signs with; of kinds not known here, none.
pub fn keys(set: &Value) -> Vec<Key> {
    let all = set["keys"].as_array().map_or(&[][..], Vec::as_slice);
    all.iter().filter(|key| key["use"].as_str().is_none_or(|what| what == "sig")).filter_map(key).collect()
}

fn key(jwk: &Value) -> Option<Key> {
    let kid = jwk["kid"].as_str().unwrap_or_default();
    let bytes = |name: &str| BASE64URL_NOPAD.decode(jwk[name].as_str()?.as_bytes()).ok();
    match (jwk["kty"].as_str()?, jwk["crv"].as_str()) {
        ("RSA", _) => Some(Key::of_rsa(kid, &bytes("n")?, &bytes("e")?)),
        ("EC", Some("P-256")) => {
            let (x, y) = (bytes("x")?, bytes("y")?);
            (x.len() == 32 && y.len() == 32).then(|| Key::of_point(kid, Algorithm::ES256, &[&[4], &x[..], &y].concat()))
        }
        ("OKP", Some("Ed25519")) => Some(Key::of_point(kid, Algorithm::EdDSA, &bytes("x")?)),
        _ => None,
    }
}

fn name(sub: &str, issuer: &str) -> AgentName {
    let host = issuer.split("://").nth(1).unwrap_or(issuer).split('/').next().unwrap_or_default();
    let plain = sub.len() <= LONGEST_SUB && sub.chars().all(|c| c.is_ascii_alphanumeric() || "._-|".contains(c));
    let digest = digest::digest(&digest::SHA256, sub.as_bytes());
    let sub = if plain { sub.to_string() } else { BASE64URL_NOPAD.encode(&digest.as_ref()[..16]) };
    AgentName::new(format!("{sub}@{host}"))
}

/// Percent-encoding of everything but the unreserved (RFC 3986, 2.3).
pub fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte.into()),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}

#[cfg(test)]
mod tests;
