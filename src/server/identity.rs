//! Who a customer is, by the word of the host page's server: a short token of which every claim is checked, and which is
//! good for one connection.

use super::jws::{self, Key, TokenFault};
use crate::domain::{Identity, Timestamp};
use jiff::SignedDuration;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Mutex;

/// Longest life of a token, seconds: long enough for a slow page, too short to be passed on.
const LONGEST_LIFE_S: i64 = 300;
/// Longest `sub` and `jti`, bytes.
const LONGEST_ID: usize = 128;
/// Longest name that agents are shown, characters.
const LONGEST_NAME: usize = 64;

/// Whether a bot wants to know who its customers are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityMode {
    #[default]
    Off,
    Optional,
    Required,
}

/// What a bot's tokens are checked with.
#[derive(Debug, Clone, Default)]
pub struct IdentityRules {
    pub mode: IdentityMode,
    pub keys: Vec<Key>,
}

/// When a token is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub now: Timestamp,
    /// Since when used tokens are remembered: an earlier token may have been used before.
    pub remembers_since: Timestamp,
    /// How far the clock of the host's server may be ahead.
    pub skew: SignedDuration,
}

/// Why a token was refused; finishes the sentence "failed to identify a customer: ...".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdentityFault {
    #[error("the bot wants a token and none was given")]
    Missing,
    #[error(transparent)]
    Token(#[from] TokenFault),
    #[error("it names no customer, or has no id of its own")]
    Nameless,
    #[error("it is for another bot")]
    OtherBot,
    #[error("it has expired")]
    Expired,
    #[error("it is from the future")]
    Future,
    #[error("it lives longer than {LONGEST_LIFE_S} seconds")]
    LongLived,
    #[error("it was used before")]
    Used,
    /// Not its sender's fault: a fresh one will do.
    #[error("it is older than this server, which cannot know whether it was used")]
    BeforeStart,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    aud: Audience,
    iat: i64,
    exp: i64,
    jti: String,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    name: Option<String>,
    #[serde(flatten)]
    others: HashMap<String, serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// A token that is in order but for its single use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub identity: Identity,
    pub jti: String,
    pub expires_at: Timestamp,
}

/// For whom a token must be, and which of its claims names the customer's tier.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    pub bot: &'a str,
    pub tier_claim: &'a str,
}

/// Opens a token and checks every claim.
pub fn open(token: &str, keys: &[Key], wanted: Wanted, moment: Moment) -> Result<Opened, IdentityFault> {
    let claims: Claims = jws::open(token, keys)?;
    let time = |seconds| Timestamp::from_second(seconds).map_err(|_| IdentityFault::Token(TokenFault::Claims));
    let (issued_at, expires_at) = (time(claims.iat)?, time(claims.exp)?);
    let is_id = |text: &str| !text.trim().is_empty() && text.len() <= LONGEST_ID && !text.contains(char::is_control);
    if !is_id(&claims.sub) || !is_id(&claims.jti) {
        return Err(IdentityFault::Nameless);
    }
    let for_bot = match &claims.aud {
        Audience::One(aud) => aud == wanted.bot,
        Audience::Many(all) => all.iter().any(|aud| aud == wanted.bot),
    };
    let valid_from = issued_at.max(claims.nbf.map_or(Ok(issued_at), time)?);
    let latest = moment.now + moment.skew;
    let earliest = (moment.remembers_since + moment.skew).as_second();
    match () {
        () if !for_bot => Err(IdentityFault::OtherBot),
        () if claims.exp.saturating_sub(claims.iat) > LONGEST_LIFE_S => Err(IdentityFault::LongLived),
        () if expires_at <= moment.now => Err(IdentityFault::Expired),
        () if valid_from > latest => Err(IdentityFault::Future),
        () if claims.iat < earliest => Err(IdentityFault::BeforeStart),
        () => {
            let tier = claims.others.get(wanted.tier_claim).and_then(serde_json::Value::as_str).and_then(shown);
            let identity = Identity { sub: claims.sub, name: claims.name.as_deref().and_then(shown), tier };
            Ok(Opened { identity, jti: claims.jti, expires_at })
        }
    }
}

/// A name as agents see it: one line, not too long.
fn shown(name: &str) -> Option<String> {
    let line: String = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    Some(line.trim().to_string()).filter(|line| !line.is_empty())
}

/// Tokens that were used, until they expire.
#[derive(Default)]
pub struct Used(Mutex<HashMap<(String, String), Timestamp>>);

impl Used {
    /// Uses the token up; false where it was already.
    pub fn take(&self, bot: &str, opened: &Opened, now: Timestamp) -> bool {
        let mut used = self.0.lock().expect("nothing panics while it holds the used tokens");
        // Full of what has expired, or truly busy: either way looking through it costs little against a signature each.
        if used.len() >= 1024 && used.len().is_power_of_two() {
            used.retain(|_, expires_at| *expires_at > now);
        }
        used.insert((bot.into(), opened.jti.clone()), opened.expires_at).is_none_or(|expired| expired <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::jws::Algorithm;
    use data_encoding::BASE64URL_NOPAD;
    use ring::hmac;
    use serde_json::{Value, json};

    const SECRET: &str = "a secret of at least thirty-two bytes";
    const NOW: i64 = 1_800_000_000;
    const BANK: Wanted = Wanted { bot: "bank", tier_claim: "tier" };

    fn moment() -> Moment {
        let at = |second| Timestamp::from_second(second).expect("in range");
        Moment { now: at(NOW), remembers_since: at(NOW - 1000), skew: SignedDuration::from_secs(2) }
    }

    fn token(change: Value) -> String {
        let mut claims = json!({"sub": "c-17", "aud": "bank", "iat": NOW - 10, "exp": NOW + 290, "jti": "one"});
        for (name, value) in change.as_object().expect("an object") {
            match value {
                Value::Null => claims.as_object_mut().expect("an object").remove(name),
                value => claims.as_object_mut().expect("an object").insert(name.clone(), value.clone()),
            };
        }
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let message = format!("{}.{}", part(&json!({"alg": "HS256"})), part(&claims));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes()), message.as_bytes());
        format!("{message}.{}", BASE64URL_NOPAD.encode(tag.as_ref()))
    }

    fn check(change: Value, fault: Option<IdentityFault>) {
        let keys = [Key::from_text("k", Algorithm::HS256, SECRET).expect("long enough")];
        assert_eq!(open(&token(change.clone()), &keys, BANK, moment()).err(), fault, "{change}");
    }

    #[test]
    fn every_claim_is_checked() {
        use IdentityFault::*;
        let unreadable = Some(Token(TokenFault::Claims));
        check(json!({}), None);
        check(json!({"aud": ["shop", "bank"]}), None);
        check(json!({"aud": "shop"}), Some(OtherBot));
        check(json!({"aud": "Bank"}), Some(OtherBot));
        check(json!({"aud": []}), Some(OtherBot));
        check(json!({"aud": null}), unreadable);
        check(json!({"sub": null}), unreadable);
        check(json!({"sub": 17}), unreadable);
        check(json!({"sub": " "}), Some(Nameless));
        check(json!({"sub": "c".repeat(129)}), Some(Nameless));
        check(json!({"jti": ""}), Some(Nameless));
        check(json!({"jti": null}), unreadable);
        check(json!({"exp": null}), unreadable);
        check(json!({"exp": "1800000290"}), unreadable);
        check(json!({"exp": i64::MAX}), unreadable);
        check(json!({"iat": i64::MIN}), unreadable);
        check(json!({"exp": NOW}), Some(Expired));
        check(json!({"exp": NOW + 1}), None);
        check(json!({"exp": NOW + 291}), Some(LongLived));
        check(json!({"iat": NOW + 2, "exp": NOW + 300}), None);
        check(json!({"iat": NOW + 3, "exp": NOW + 300}), Some(Future));
        check(json!({"nbf": NOW + 3}), Some(Future));
        check(json!({"iat": NOW - 998, "exp": NOW - 700}), Some(Expired));
    }

    #[test]
    fn the_policy_names_the_claim_of_the_tier() {
        let keys = [Key::from_text("k", Algorithm::HS256, SECRET).expect("long enough")];
        let wanted = Wanted { tier_claim: "plan", ..BANK };
        let tier = |claims: Value| open(&token(claims), &keys, wanted, moment()).expect("in order").identity.tier;
        assert_eq!(tier(json!({"plan": "gold", "tier": "none"})).as_deref(), Some("gold"));
        assert_eq!(tier(json!({"tier": "gold"})), None);
        assert_eq!(tier(json!({"plan": 7})), None, "what is no text names no tier");
    }

    #[test]
    fn a_token_from_before_the_start_is_not_believed() {
        let keys = [Key::from_text("k", Algorithm::HS256, SECRET).expect("long enough")];
        let young = Moment { remembers_since: Timestamp::from_second(NOW - 12).expect("in range"), ..moment() };
        assert!(open(&token(json!({})), &keys, BANK, young).is_ok(), "issued ten seconds ago, started twelve ago");
        let younger = Moment { remembers_since: Timestamp::from_second(NOW - 11).expect("in range"), ..moment() };
        assert_eq!(open(&token(json!({})), &keys, BANK, younger).err(), Some(IdentityFault::BeforeStart));
    }

    #[test]
    fn a_token_is_good_once_for_its_bot() {
        let keys = [Key::from_text("k", Algorithm::HS256, SECRET).expect("long enough")];
        let opened =
            open(&token(json!({"name": " Noor\n ", "tier": "gold"})), &keys, BANK, moment()).expect("in order");
        assert_eq!((opened.identity.name.as_deref(), opened.identity.tier.as_deref()), (Some("Noor"), Some("gold")));
        let (used, now) = (Used::default(), moment().now);
        assert!(used.take("bank", &opened, now));
        assert!(!used.take("bank", &opened, now), "replayed");
        assert!(used.take("shop", &opened, now), "another bot's server may use the same id");
        assert!(!used.take("bank", &opened, opened.expires_at - SignedDuration::from_secs(1)), "to its last second");
        for n in 0..5000 {
            let other = Opened { jti: n.to_string(), ..opened.clone() };
            assert!(used.take("bank", &other, now) && !used.take("bank", &other, now), "{n}");
        }
    }
}
