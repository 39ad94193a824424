//! Moving a chat to another device: a code that is good once and for a short while, in the fragment of a link. It lives
//! in memory alone: after a restart a fresh one is asked for.

use super::limits::Bucket;
use super::totp::picture;
use crate::domain::{BotId, Cid, SessionId};
use crate::session::token_hash;
use data_encoding::BASE64URL_NOPAD;
use rand::TryRngCore;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Wrong codes that an address may try a second, and at once.
const WRONG: (f64, f64) = (0.1, 10.0);
/// Addresses remembered for their wrong codes.
const ADDRESSES: usize = 10_000;
/// Longest page address that a link is made of: what a QR code holds with room to be read.
const LONGEST: usize = 600;
/// Stands before the code in the fragment; the widget looks for it.
const FRAGMENT: &str = "baton-move=";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It was never given, was used, is too old, or is of another bot.
    NoSuchCode,
    TooMany,
}

/// The codes that stand open.
#[derive(Default)]
pub struct Moves(Mutex<Open>);

#[derive(Default)]
struct Open {
    /// By the hash of the code.
    codes: HashMap<String, Code>,
    wrong: HashMap<IpAddr, Bucket>,
}

struct Code {
    session: SessionId,
    bot: BotId,
    until: Instant,
}

impl Moves {
    /// A code for the session; an earlier one of it is worth nothing from now on.
    pub fn make(&self, session: SessionId, bot: BotId, life: Duration, now: Instant) -> String {
        let mut bytes = [0; 16];
        rand::rngs::OsRng.try_fill_bytes(&mut bytes).expect("the system gives random bytes");
        let code = BASE64URL_NOPAD.encode(&bytes);
        let mut open = self.open();
        open.codes.retain(|_, code| code.until > now && code.session != session);
        open.codes.insert(token_hash(&code), Code { session, bot, until: now + life });
        code
    }

    /// The session that a code of this bot leads to, once.
    pub fn take(&self, code: &str, bot: &BotId, from: IpAddr, now: Instant) -> Result<SessionId, Refused> {
        let mut open = self.open();
        if open.wrong.len() >= ADDRESSES {
            open.wrong.clear();
        }
        let wrong = open.wrong.entry(from).or_insert_with(|| Bucket::new(WRONG.0, WRONG.1, now));
        if !wrong.has(now) {
            return Err(Refused::TooMany);
        }
        let hash = token_hash(code);
        let good = open.codes.get(&hash).is_some_and(|code| code.until > now && code.bot == *bot);
        if good && let Some(code) = open.codes.remove(&hash) {
            return Ok(code.session);
        }
        open.wrong.entry(from).and_modify(|wrong| _ = wrong.take(now));
        Err(Refused::NoSuchCode)
    }

    fn open(&self) -> std::sync::MutexGuard<'_, Open> {
        self.0.lock().expect("nothing panics while it holds the codes")
    }
}

/// The page of the link, where it is one of the page that the socket came from.
pub fn page_of<'a>(url: &'a str, origin: Option<&str>) -> Option<&'a str> {
    let page = url.split('#').next()?;
    let rest = page.strip_prefix(origin?)?;
    let plain = page.len() <= LONGEST && page.chars().all(|c| c.is_ascii_graphic());
    (plain && (rest.is_empty() || rest.starts_with(['/', '?']))).then_some(page)
}

/// What the customer is told: the link, and its picture as a path of unit squares.
pub fn told(cid: &Cid, page: &str, code: &str, life: Duration) -> Value {
    let link = format!("{page}#{FRAGMENT}{code}");
    let (path, side) = picture(&link);
    json!({
        "type": "move", "cid": cid, "link": link, "expires_s": life.as_secs(), "picture": {"path": path, "side": side},
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ulid::Ulid;

    const LIFE: Duration = Duration::from_secs(120);
    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn session(number: u128) -> SessionId {
        SessionId::new(Ulid::from(number))
    }

    #[test]
    fn a_code_is_good_once_for_its_bot_and_its_time() {
        let (moves, now, shop, bank) = (Moves::default(), Instant::now(), BotId::from("shop"), BotId::from("bank"));
        let code = moves.make(session(1), shop.clone(), LIFE, now);
        assert_eq!(moves.take(&code, &bank, HERE, now), Err(Refused::NoSuchCode), "of another bot");
        assert_eq!(moves.take(&code, &shop, HERE, now + LIFE), Err(Refused::NoSuchCode), "too old");
        assert_eq!(moves.take(&code, &shop, HERE, now), Ok(session(1)));
        assert_eq!(moves.take(&code, &shop, HERE, now), Err(Refused::NoSuchCode), "used");
        let [first, second] = [0, 1].map(|_| moves.make(session(2), shop.clone(), LIFE, now));
        assert_ne!(first, second);
        assert_eq!(moves.take(&first, &shop, HERE, now), Err(Refused::NoSuchCode), "a fresh one took its place");
        assert_eq!(moves.take(&second, &shop, HERE, now), Ok(session(2)));
    }

    #[test]
    fn an_address_that_guesses_is_not_listened_to_for_a_while() {
        let (moves, now, shop) = (Moves::default(), Instant::now(), BotId::from("shop"));
        let code = moves.make(session(1), shop.clone(), LIFE, now);
        let there = IpAddr::from([127, 0, 0, 2]);
        for _ in 0..10 {
            assert_eq!(moves.take("guess", &shop, HERE, now), Err(Refused::NoSuchCode));
        }
        assert_eq!(moves.take(&code, &shop, HERE, now), Err(Refused::TooMany), "the right one neither");
        assert_eq!(moves.take("guess", &shop, there, now), Err(Refused::NoSuchCode), "others are");
        assert_eq!(moves.take(&code, &shop, HERE, now + Duration::from_secs(10)), Ok(session(1)));
    }

    #[test]
    fn a_link_leads_to_a_page_of_the_same_origin() {
        let check =
            |url: &str, page: Option<&str>| assert_eq!(page_of(url, Some("https://shop.example")), page, "{url}");
        check("https://shop.example/chair?id=2#top", Some("https://shop.example/chair?id=2"));
        check("https://shop.example", Some("https://shop.example"));
        check("https://shop.example.evil.example/", None);
        check("https://shop.example@evil.example/", None);
        check("https://evil.example/", None);
        check("javascript:alert(1)", None);
        check("", None);
        check("https://shop.example/\u{202e}", None);
        check(&format!("https://shop.example/{}", "a".repeat(600)), None);
        assert_eq!(page_of("https://shop.example/", None), None);
    }
}
