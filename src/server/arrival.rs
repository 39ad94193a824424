//! From a customer's hello to their session: who they are, which chat is theirs, and what they missed of it.

use super::customer::UNREADABLE;
use super::identity::{self, IdentityFault, IdentityMode, Moment, Wanted};
use super::link::{End, Link, TOO_FAST, end};
use super::moves::Refused;
use super::wire::{self, Hello};
use super::{Doors, Shared};
use crate::domain::{BotId, Cart, CartItem, Channel, Identity, Locale, Page, SessionId, Timestamp};
use crate::session::{Claim, Command, JoinError, Joined, NewSession, Outbound, Unreached, new_token, token_hash};
use crate::text::{Before, redact};
use jiff::SignedDuration;
use serde_json::json;
use std::net::IpAddr;
use std::time::Instant;
use tokio::sync::{mpsc, oneshot};

/// Of a cart, as many as an agent reads.
const CART_ITEMS: usize = 20;

/// A socket in its session.
pub struct Arrived {
    pub session: SessionId,
    pub token: String,
    pub joined: Joined,
}

/// Whom a socket has shown to be its customer: a token is good once, and a socket may say hello again.
pub struct Known {
    bot: BotId,
    token: String,
    identity: Identity,
}

/// Finds or starts the session that a hello asks for, and joins it.
pub async fn arrive(
    doors: &Shared,
    link: &mut Link,
    hello: &Hello,
    known: &mut Option<Known>,
    out: &mpsc::Sender<Outbound>,
) -> Result<Arrived, End> {
    let bot = BotId::new(hello.bot.clone());
    let identity = match doors.customer(&bot, hello.identity.as_deref(), known) {
        Ok(identity) => identity,
        Err(fault) => return Err(unidentified(link, &bot, fault).await),
    };
    let (session, token) = match (&hello.session, &hello.token) {
        (None, None) => start(doors, hello, bot.clone(), identity.clone()).await?,
        (Some(session), Some(token)) => match SessionId::parse(session) {
            Some(session) => (session, token.clone()),
            None => return Err(unauthorized(link, &bot).await),
        },
        _ => return Err(unauthorized(link, &bot).await),
    };
    // What a client knows of another store is not what this one has.
    let same_store = hello.store.as_ref().is_none_or(|known| known == doors.registry.rooms.store.id());
    let last_seq = if same_store { hello.last_seq } else { 0 };
    let claim = Claim { bot, token_hash: token_hash(&token), identity };
    let joined = join(doors, link, session, claim, last_seq, out).await?;
    Ok(Arrived { session, token, joined })
}

/// A hello with a code becomes that of a device which the session knows, with a token of its own.
pub async fn redeem(
    doors: &Shared,
    link: &mut Link,
    from: IpAddr,
    known: &mut Option<Known>,
    mut hello: Hello,
) -> Result<Hello, End> {
    let Some(code) = hello.code.take() else { return Ok(hello) };
    let bot = BotId::new(hello.bot.clone());
    let identity = match doors.customer(&bot, hello.identity.as_deref(), known) {
        Ok(identity) => identity,
        Err(fault) => return Err(unidentified(link, &bot, fault).await),
    };
    let session = match doors.moves.take(&code, &bot, from, Instant::now()) {
        Ok(session) => session,
        Err(refused) => return Err(not_moved(link, &bot, refused).await),
    };
    let token = new_token();
    let (reply, answer) = oneshot::channel();
    let claim = Claim { bot: bot.clone(), token_hash: token_hash(&token), identity };
    let sent = doors.registry.send(session, Command::Admit { claim, reply }).await;
    match (sent, answer.await) {
        (Ok(()), Ok(Ok(()))) => {
            Ok(Hello { session: Some(session.to_string()), token: Some(token), store: None, last_seq: 0, ..hello })
        }
        (Err(Unreached::NotRead), _) | (_, Ok(Err(JoinError::NotStored))) => Err(UNREADABLE),
        _ => Err(not_moved(link, &bot, Refused::NoSuchCode).await),
    }
}

/// Whether there was such a code, and whose, is not told apart.
async fn not_moved(link: &mut Link, bot: &BotId, refused: Refused) -> End {
    tracing::warn!(%bot, ?refused, "a chat was not moved to another device");
    let (code, message, ended) = match refused {
        Refused::NoSuchCode => ("unauthorized", "this link is too old or was used", end(4403, "unauthorized")),
        Refused::TooMany => ("rate_limited", "too many wrong codes; wait a moment", TOO_FAST),
    };
    let mut frame = wire::error(code, message, None);
    frame["reason"] = json!("code");
    link.send(&frame).await.err().unwrap_or(ended)
}

impl Doors {
    /// Who the customer is, as far as the bot wants to know.
    fn customer(
        &self,
        bot: &BotId,
        token: Option<&str>,
        known: &mut Option<Known>,
    ) -> Result<Option<Identity>, IdentityFault> {
        let rules = self.settings.identity.get(bot.as_str());
        let Some(rules) = rules.filter(|rules| rules.mode != IdentityMode::Off) else { return Ok(None) };
        let before = known.as_ref().filter(|known| known.bot == *bot);
        let same = before.filter(|known| token.is_none_or(|token| token == known.token));
        match (same, token) {
            (Some(known), _) => Ok(Some(known.identity.clone())),
            (None, None) if rules.mode == IdentityMode::Required => Err(IdentityFault::Missing),
            (None, None) => Ok(None),
            (None, Some(token)) => {
                let now = Timestamp::now();
                let skew = SignedDuration::from_secs(self.limits().identity_skew_s.min(60) as i64);
                let moment = Moment { now, remembers_since: self.started_at, skew };
                let brain = self.registry.rooms.library.get(bot);
                let tier_claim = brain.as_ref().map_or("tier", |brain| &brain.bot.policy.customers.claim);
                let wanted = Wanted { bot: bot.as_str(), tier_claim };
                let opened = identity::open(token, &rules.keys, wanted, moment)?;
                if !self.used_identities.take(bot.as_str(), &opened, now) {
                    return Err(IdentityFault::Used);
                }
                let identity = opened.identity;
                *known = Some(Known { bot: bot.clone(), token: token.into(), identity: identity.clone() });
                Ok(Some(identity))
            }
        }
    }
}

async fn start(
    doors: &Shared,
    hello: &Hello,
    bot: BotId,
    identity: Option<Identity>,
) -> Result<(SessionId, String), End> {
    let locale = hello.locale.as_deref().unwrap_or("en").split('-').next().unwrap_or("en");
    let new =
        NewSession { bot, channel: Channel::Web, locale: Locale::new(locale), page: clean(&hello.page), identity };
    doors.registry.start(new).await.map_err(|fault| {
        if !fault.is_final() {
            tracing::error!(%fault, "a session could not be started");
        }
        end(1011, "the store refuses writes")
    })
}

async fn join(
    doors: &Shared,
    link: &mut Link,
    session: SessionId,
    claim: Claim,
    last_seq: u64,
    out: &mpsc::Sender<Outbound>,
) -> Result<Joined, End> {
    let bot = claim.bot.clone();
    let (reply, answer) = oneshot::channel();
    let command = Command::Join { claim, last_seq, out: out.clone(), reply };
    match doors.registry.send(session, command).await {
        Ok(()) => {}
        Err(Unreached::Unknown) => return Err(unauthorized(link, &bot).await),
        Err(Unreached::NotRead) => {
            link.send(&wire::error("busy", "this chat cannot be read at the moment", None)).await?;
            return Err(UNREADABLE);
        }
    }
    match answer.await {
        Ok(Ok(joined)) => Ok(joined),
        Ok(Err(JoinError::TooManySockets)) => {
            link.send(&wire::error("busy", "too many sockets on this chat", None)).await?;
            Err(end(4429, "too many sockets on this chat"))
        }
        Ok(Err(JoinError::Denied)) => Err(unauthorized(link, &bot).await),
        Ok(Err(JoinError::NotStored)) => Err(end(1011, "the store refuses writes")),
        Err(_) => Err(end(1012, "restarting")),
    }
}

/// Where the customer is, without what a page's address or title may tell of them.
fn clean(page: &Page) -> Page {
    let url = page.url.split(['?', '#']).next().unwrap_or_default();
    let cut = |text: &str, at_most: usize| text.chars().take(at_most).collect::<String>();
    let safe = |text: &str, at_most: usize| redact(&cut(text, at_most), &Before::default()).text.as_str().to_string();
    let item = |item: &CartItem| CartItem {
        title: safe(&item.title, 120),
        quantity: item.quantity,
        price: safe(&item.price, 40),
    };
    let cart = page.cart.as_ref().map(|cart| Cart {
        items: cart.items.iter().take(CART_ITEMS).map(item).collect(),
        total: safe(&cart.total, 40),
    });
    Page { url: safe(url, 500), title: safe(&page.title, 200), cart }
}

/// An unknown session, a wrong token and another customer's session look alike.
async fn unauthorized(link: &mut Link, bot: &BotId) -> End {
    tracing::warn!(%bot, "a chat was refused to someone whose it is not");
    let told = link.send(&wire::error("unauthorized", "this chat is not yours or no longer exists", None)).await;
    told.err().unwrap_or(end(4403, "unauthorized"))
}

/// The chat may well be theirs, so the client keeps it: `reason` tells it so.
async fn unidentified(link: &mut Link, bot: &BotId, fault: IdentityFault) -> End {
    tracing::warn!(%bot, %fault, "a customer was not identified");
    if fault == IdentityFault::BeforeStart {
        return end(1012, "a fresh identity is needed");
    }
    let mut frame = wire::error("unauthorized", &format!("failed to identify the customer: {fault}"), None);
    frame["reason"] = json!("identity");
    link.send(&frame).await.err().unwrap_or(end(4403, "unauthorized"))
}
