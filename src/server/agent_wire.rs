//! Frames of the agent's socket, version 1.

use super::suggest::Suggested;
use super::translate::Translated;
use crate::authoring::{Bot, Team};
use crate::dialogue::{Ticket, TicketOffer};
use crate::domain::{AgentName, BotId, Cid, Correction, Event, Locale, Record, SessionId, Timestamp};
use crate::handoff::{AgentFrame, Connected, Typing};
use crate::session::{AgentError, EarlierChat, Found, Library, Outbound};
use crate::store::{Role, User};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AgentClientFrame {
    Hello {},
    Available {
        cid: Cid,
        on: bool,
        capacity: u32,
    },
    Accept {
        cid: Cid,
        session: SessionId,
    },
    Decline {
        cid: Cid,
        session: SessionId,
        #[serde(default)]
        reason: Option<String>,
    },
    Correct {
        cid: Cid,
        session: SessionId,
        of: u64,
        #[serde(flatten)]
        correction: Correction,
    },
    /// Show what a placeholder in the customer's message with `seq` `of` stands for.
    Reveal {
        cid: Cid,
        session: SessionId,
        of: u64,
        placeholder: String,
    },
    /// Which articles may answer what the customer waits for.
    Suggest {
        cid: Cid,
        session: SessionId,
    },
    /// The customer's message with `seq` `of` in the language `to`.
    Translate {
        cid: Cid,
        session: SessionId,
        of: u64,
        to: Locale,
    },
    /// A draft in the language `from` in the customer's.
    TranslateDraft {
        cid: Cid,
        session: SessionId,
        text: String,
        from: Locale,
    },
    TakeOver {
        cid: Cid,
        session: SessionId,
    },
    SetAvailable {
        cid: Cid,
        agent: AgentName,
        on: bool,
        capacity: u32,
    },
    /// Which chat has the focus, if any, and which stand beside it.
    Look {
        #[serde(default)]
        cid: Option<Cid>,
        session: Option<SessionId>,
        #[serde(default)]
        beside: Vec<SessionId>,
        #[serde(default = "no")]
        typing: Typing,
    },
    /// The earlier chats of the customer of this one.
    Contacts {
        cid: Cid,
        session: SessionId,
    },
    /// Chats in which something was said; `before` is where an earlier search ended.
    Search {
        cid: Cid,
        query: String,
        #[serde(default)]
        before: Option<SessionId>,
    },
    Open {
        cid: Cid,
        session: SessionId,
        #[serde(default)]
        last_n: Option<usize>,
    },
    Say {
        cid: Cid,
        session: SessionId,
        text: String,
    },
    Note {
        cid: Cid,
        session: SessionId,
        text: String,
    },
    Typing {
        #[serde(default)]
        cid: Option<Cid>,
        session: SessionId,
        on: bool,
    },
    Transfer {
        cid: Cid,
        session: SessionId,
        to: TransferTo,
        #[serde(default)]
        note: Option<String>,
    },
    ReturnToBot {
        cid: Cid,
        session: SessionId,
        #[serde(default)]
        instruction: Option<String>,
        /// What the bot says at once.
        #[serde(default)]
        article: Option<String>,
    },
    /// The supervisor who was called has seen to it.
    AnswerCall {
        cid: Cid,
        session: SessionId,
    },
    /// Asks the customer for an e-mail address for the answer.
    AskAddress {
        cid: Cid,
        session: SessionId,
    },
    /// Rests until then, or until the customer writes.
    Snooze {
        cid: Cid,
        session: SessionId,
        until: Timestamp,
    },
    WrapUp {
        cid: Cid,
        session: SessionId,
        code: String,
        #[serde(default)]
        note: Option<String>,
    },
    Resolve {
        cid: Cid,
        session: SessionId,
    },
    Pong,
}

impl AgentClientFrame {
    /// Whether a person is at work; a console says the other frames of its own accord too, as when it comes back.
    pub fn is_work(&self) -> bool {
        use AgentClientFrame as F;
        let by_itself = matches!(
            self,
            F::Hello { .. } | F::Pong | F::Available { .. } | F::Open { .. } | F::Suggest { .. } | F::Contacts { .. }
        );
        !by_itself && !matches!(self, F::Look { typing: Typing::No, .. })
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferTo {
    Queue(bool),
    Team(String),
    Agent(AgentName),
}

fn no() -> Typing {
    Typing::No
}

pub fn welcome(user: &User, connected: &Connected, library: &Library, about: &About) -> Value {
    let (mine, queue): (Vec<&Arc<Ticket>>, Vec<&Arc<Ticket>>) =
        connected.tickets.iter().partition(|ticket| ticket.agent.as_ref() == Some(&user.name));
    json!({
        "type": "welcome",
        "agent": {"name": user.name, "display_name": user.display_name, "role": user.role},
        "rev": connected.rev, "queue": queue, "mine": mine, "available": connected.available,
        "teams": teams(user, library), "agents": connected.colleagues, "replies": replies(user, library),
        "intents": intents(user, library), "articles": articles(user, library, about.today), "wrap_up": wrap_up(user, library),
        "waits": connected.waits, "files": {"bytes": about.file_bytes}, "staff": staff(user, &about.users),
        "translates": about.translates, "mail": about.mail,
    })
}

/// What a welcome says besides.
pub struct About {
    pub users: Vec<User>,
    /// The largest file that may be sent.
    pub file_bytes: u64,
    /// Bots whose agents have translation.
    pub translates: Vec<String>,
    /// Whether customers may be asked for an e-mail address.
    pub mail: bool,
    pub today: Date,
}

/// Everybody who may be asked in a note about a chat that the agent may see, also who was never here.
fn staff(user: &User, users: &[User]) -> Vec<Value> {
    let every = |bots: &[BotId]| bots.is_empty();
    let shares =
        |other: &User| every(&user.bots) || every(&other.bots) || other.bots.iter().any(|bot| user.bots.contains(bot));
    let at_work = |other: &&User| other.role != Role::Auditor && other.name != user.name && shares(other);
    let row = |other: &User| json!({"agent": other.name, "name": other.display_name, "bots": other.bots});
    users.iter().filter(at_work).map(row).collect()
}

/// Something of every bot the agent serves, by bot.
fn by_bot(user: &User, library: &Library, of: impl Fn(&Bot) -> Value) -> Value {
    let served = library.ids().into_iter().filter(|bot| user.bots.is_empty() || user.bots.contains(bot));
    let brains = served.filter_map(|bot| library.get(&bot));
    Value::Object(brains.map(|brain| (brain.bot.id.to_string(), of(&brain.bot))).collect())
}

/// The teams: id and names by language.
fn teams(user: &User, library: &Library) -> Value {
    let team = |(id, team): (&String, &Team)| json!({"id": id, "name": team.name});
    by_bot(user, library, |bot| bot.policy.teams.iter().map(team).collect())
}

/// The intents: name and titles, for who corrects what was understood.
fn intents(user: &User, library: &Library) -> Value {
    by_bot(user, library, |bot| {
        bot.intents.iter().map(|intent| json!({"name": intent.name, "title": intent.title})).collect()
    })
}

/// What the bot may be told to say: slug and title by language.
fn articles(user: &User, library: &Library, today: Date) -> Value {
    by_bot(user, library, |bot| {
        let mut titles: BTreeMap<&str, BTreeMap<&Locale, &str>> = BTreeMap::new();
        for article in bot.articles.iter().filter(|article| article.cite && article.shown_on(today)) {
            titles.entry(&article.slug).or_default().insert(&article.locale, &article.title);
        }
        titles.iter().map(|(slug, title)| json!({"slug": slug, "title": title})).collect()
    })
}

/// How a chat may be said to have ended.
fn wrap_up(user: &User, library: &Library) -> Value {
    by_bot(user, library, |bot| json!(bot.policy.wrap_up))
}

/// What agents send again and again, with the name that stands for `{brand}`.
fn replies(user: &User, library: &Library) -> Value {
    by_bot(user, library, |bot| json!({"brand": bot.policy.brand.name, "replies": bot.replies}))
}

pub fn offer(ticket: &Ticket, offer: &TicketOffer) -> Value {
    json!({"type": "offer", "ticket": ticket, "expires_at": offer.expires_at})
}

pub fn change(frame: &AgentFrame) -> Option<Value> {
    match frame {
        AgentFrame::Ticket { rev, ticket } => Some(json!({"type": "ticket", "rev": rev, "ticket": ticket})),
        AgentFrame::Gone { rev, session } => Some(json!({"type": "gone", "rev": rev, "session": session})),
        AgentFrame::Lookers { session, lookers } => {
            Some(json!({"type": "lookers", "session": session, "agents": lookers}))
        }
        AgentFrame::Waits { bot, waits } => Some(json!({"type": "waits", "bot": bot, "waits": waits})),
        AgentFrame::Colleague(presence) => Some(json!({"type": "colleague", "agent": presence})),
        AgentFrame::Available(available) => {
            Some(json!({"type": "available", "on": available.on, "capacity": available.capacity}))
        }
        AgentFrame::SignedOut => None,
    }
}

/// What happens in a watched session.
pub fn watched(session: SessionId, what: &Outbound) -> Option<Value> {
    match what {
        Outbound::Record(record) => Some(entry(record)),
        Outbound::Typing { from, on } => {
            Some(json!({"type": "typing", "session": session, "from": super::wire::side(*from), "on": on}))
        }
        Outbound::Read { by, seq } => {
            Some(json!({"type": "read", "session": session, "by": super::wire::side(*by), "seq": seq}))
        }
        Outbound::Presence(here) => Some(json!({"type": "presence", "session": session, "customer": here})),
        Outbound::Ack { .. } => None,
    }
}

pub fn entry(record: &Record) -> Value {
    let mut frame = serde_json::to_value(record).expect("a record is plain data");
    frame["type"] = json!("entry");
    if let Some(event) = frame.get_mut("event").and_then(Value::as_object_mut) {
        // The token's hash is nobody's business but the server's.
        event.remove("token_hash");
        if let Event::CustomerSaid { sealed, .. } = &record.event
            && !sealed.is_empty()
        {
            let placeholders: Vec<&str> = sealed.iter().map(|sealed| sealed.placeholder.as_str()).collect();
            event.insert("sealed".into(), json!(placeholders));
        }
    }
    frame
}

pub fn ack(cid: &Cid) -> Value {
    json!({"type": "ack", "cid": cid})
}

/// The answer to [`AgentClientFrame::Open`]; the ticket is told of a chat that is not on the desk.
pub fn opened(cid: &Cid, ticket: Option<&Ticket>) -> Value {
    let mut answer = ack(cid);
    if let Some(ticket) = ticket {
        answer["ticket"] = json!(ticket);
    }
    answer
}

/// The answer to [`AgentClientFrame::Contacts`].
pub fn contacts(cid: &Cid, contacts: &[EarlierChat]) -> Value {
    json!({"type": "ack", "cid": cid, "contacts": contacts})
}

/// The answer to [`AgentClientFrame::Search`].
pub fn found(cid: &Cid, found: &Found) -> Value {
    json!({"type": "ack", "cid": cid, "found": found.hits, "more": found.before.is_some(), "before": found.before})
}

/// The answer to [`AgentClientFrame::Reveal`].
pub fn revealed(cid: &Cid, value: &str) -> Value {
    json!({"type": "ack", "cid": cid, "value": value})
}

/// The answer to [`AgentClientFrame::Translate`] and [`AgentClientFrame::TranslateDraft`].
pub fn translated(cid: &Cid, Translated { text, from, to }: &Translated) -> Value {
    json!({"type": "ack", "cid": cid, "text": text, "from": from, "to": to})
}

/// The answer to [`AgentClientFrame::Suggest`].
pub fn suggested(cid: &Cid, suggested: &Suggested) -> Value {
    json!({"type": "ack", "cid": cid, "of": suggested.of, "articles": suggested.articles})
}

pub fn code(fault: AgentError) -> &'static str {
    match fault {
        AgentError::Taken => "taken",
        AgentError::NotYours => "not_yours",
        AgentError::Forbidden => "forbidden",
        AgentError::NoSuchMessage | AgentError::NothingKept => "not_found",
        AgentError::NoSuchArticle | AgentError::NoSuchCode => "not_offered",
        AgentError::NoAddressNeeded => "not_asked",
        AgentError::NotCalled => "not_called",
        AgentError::NotWaiting => "closed",
        AgentError::CidReused => "cid_reused",
        AgentError::NotStored => "busy",
    }
}
