//! What the store knows besides the chats at hand: a customer's earlier ones, and whatever was ever said.

use super::library::Library;
use crate::dialogue::{TALK_TO_PERSON, Ticket, Tracker};
use crate::domain::{AgentName, BotId, Event, Record, SessionHead, SessionId, State, Timestamp};
use crate::store::{Store, StoreError};
use serde::Serialize;
use std::time::{Duration, Instant};

/// Earlier chats told of a customer.
const CONTACTS: usize = 20;
/// Chats that one search finds, then it stops and says where to go on.
const FOUND: usize = 50;
/// Heads read at once.
const CHUNK: usize = 100;
/// How long one search reads before it says where to go on: somebody waits for it.
const PATIENCE: Duration = Duration::from_millis(800);
/// Of a line that was found.
const LINE_CHARS: usize = 200;

/// An earlier chat of a customer, and how it ended.
#[derive(Debug, Serialize)]
pub struct EarlierChat {
    pub session: SessionId,
    pub at: Timestamp,
    pub state: State,
    /// The rule by which it came to people; empty where it never did.
    pub reason: String,
    /// Title of the surest intent.
    pub intent: String,
    pub code: String,
    pub note: String,
    pub agent: Option<AgentName>,
    pub score: Option<u8>,
}

/// The chats that the customer of this one had with the bot before, the newest first; none where it is not known who they
/// are.
pub async fn contacts(store: &dyn Store, library: &Library, of: &SessionHead) -> Result<Vec<EarlierChat>, StoreError> {
    let Some(customer) = &of.customer else { return Ok(Vec::new()) };
    let mut contacts = Vec::new();
    for head in store.heads_of_customer(&of.bot, customer, CONTACTS + 1).await? {
        if head.session != of.session {
            contacts.extend(contact(library, &store.whole_log(head.session).await?));
        }
    }
    contacts.truncate(CONTACTS);
    Ok(contacts)
}

fn contact(library: &Library, log: &[Record]) -> Option<EarlierChat> {
    let (tracker, first) = (Tracker::replay(log)?, log.first()?);
    let ticket = Ticket::of(&tracker, &library.get(&tracker.bot)?.bot, tracker.updated_at);
    let (code, note) = tracker.wrapped_up.unwrap_or_default();
    Some(EarlierChat {
        session: tracker.session,
        at: first.at,
        state: tracker.state,
        intent: subject(&ticket).unwrap_or_default(),
        reason: ticket.reason.rule,
        code,
        note: note.unwrap_or_default(),
        agent: tracker.last_agent,
        score: tracker.rating,
    })
}

/// What it was about; that a person was wanted is no subject.
fn subject(ticket: &Ticket) -> Option<String> {
    let subjects = ticket.intents.iter().filter(|intent| intent.intent != TALK_TO_PERSON);
    let surest = subjects.max_by(|one, other| one.confidence.total_cmp(&other.confidence))?;
    Some(surest.title.clone())
}

/// A chat in which something was found.
#[derive(Debug, Serialize)]
pub struct Hit {
    pub session: SessionId,
    pub bot: BotId,
    pub at: Timestamp,
    pub state: State,
    /// The customer's name or id, where it is known.
    pub customer: String,
    pub agent: Option<AgentName>,
    /// Whose line it is: `customer`, `agent`, `bot` or `note`.
    pub from: &'static str,
    pub text: String,
    pub seq: Option<u64>,
}

#[derive(Debug, Default)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// Where to go on, while there is more to read.
    pub before: Option<SessionId>,
}

/// Reads the chats before `before` that `may_see` lets through, the newest first, for a line with every word of `query`.
/// A search that has found enough, or read for long enough, says where to go on.
pub async fn search(
    store: &dyn Store,
    query: &str,
    before: Option<SessionId>,
    may_see: impl Fn(&SessionHead) -> bool,
) -> Result<Found, StoreError> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let (began, mut found, mut before) = (Instant::now(), Found::default(), before);
    loop {
        let heads = store.heads_back(before, CHUNK).await?;
        let is_last = heads.len() < CHUNK;
        for head in &heads {
            before = Some(head.session);
            if may_see(head) {
                found.hits.extend(hit(head, &store.whole_log(head.session).await?, &words));
            }
            if found.hits.len() == FOUND || began.elapsed() > PATIENCE {
                return Ok(Found { before, ..found });
            }
        }
        if is_last {
            return Ok(found);
        }
    }
}

/// The first line of the log with all the words, or with the name of its customer.
fn hit(head: &SessionHead, log: &[Record], words: &[String]) -> Option<Hit> {
    let identity = log.iter().rev().find_map(|record| match &record.event {
        Event::CustomerIdentified { identity } => Some(identity),
        _ => None,
    });
    let name = identity.map(|known| format!("{} {}", known.name.as_deref().unwrap_or_default(), known.sub));
    let has_all = |text: &str| {
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let said = log.iter().filter_map(|record| said(record).map(|(from, text)| (record, from, text)));
    let mut lines = said.clone().filter(|(_, _, text)| has_all(text));
    let by_name = name.as_deref().is_some_and(has_all).then(|| said.clone().next()).flatten();
    let (record, from, text) = lines.next().or(by_name)?;
    Some(Hit {
        session: head.session,
        bot: head.bot.clone(),
        at: record.at,
        state: head.state,
        customer: identity.map(|known| known.name.clone().unwrap_or_else(|| known.sub.clone())).unwrap_or_default(),
        agent: log.iter().rev().find_map(|record| record.agent.clone()),
        from,
        text: excerpt(text, words),
        seq: record.seq,
    })
}

fn said(record: &Record) -> Option<(&'static str, &str)> {
    match &record.event {
        Event::CustomerSaid { text, .. } => Some(("customer", text.as_str())),
        Event::CustomerChose { label, .. } => Some(("customer", label)),
        Event::CustomerSentFile { file, .. } => Some(("customer", file.name.as_str())),
        Event::Greeted { text, .. } | Event::BotReplied { text, .. } => Some(("bot", text)),
        Event::AgentSaid { text, .. } => Some(("agent", text)),
        Event::AgentSentFile { file, .. } => Some(("agent", file.name.as_str())),
        Event::NoteAdded { text, .. } => Some(("note", text)),
        Event::WrappedUp { note: Some(note), .. } => Some(("note", note)),
        _ => None,
    }
}

/// The part of a long line where the first word stands, from the beginning of a word on.
fn excerpt(text: &str, words: &[String]) -> String {
    let text = text.replace("**", "");
    let at = words.first().and_then(|word| text.to_lowercase().find(word.as_str())).unwrap_or_default();
    // Lower case may be longer than what it came from; a place near enough is good enough.
    let before = text.get(..at).map_or(0, |before| before.chars().count());
    if before < LINE_CHARS / 2 {
        return text.chars().take(LINE_CHARS).collect();
    }
    let part: String = text.chars().skip(before - LINE_CHARS / 4).take(LINE_CHARS - 1).collect();
    let whole = part.split_once(char::is_whitespace).map_or(part.as_str(), |(_, rest)| rest);
    format!("\u{2026}{whole}")
}
