//! A conversation without sockets or store: the same redaction, understanding, policy and words as a real one. The
//! terminal, the golden conversations and the evaluation talk to a bot this way.

use super::library::Library;
use crate::dialogue::{Moment, Tracker, Verdict, decide, greet, respond};
use crate::domain::{
    BotId, Channel, Cid, Event, EventId, Locale, Page, Record, Redacted, SCHEMA_VERSION, SessionId, Timestamp,
    Understanding,
};
use crate::nlu::{Brain, Known, Nlu};
use crate::text::redact;
use jiff::civil::Date;
use std::sync::Arc;
use ulid::Ulid;

pub struct Rehearsal {
    nlu: Arc<Nlu>,
    brain: Arc<Brain>,
    pub tracker: Tracker,
    today: Date,
}

/// One rehearsed turn.
pub struct Rehearsed {
    pub said: Redacted,
    pub heard: Understanding,
    pub verdict: Verdict,
    /// What the bot says, in order.
    pub replies: Vec<Event>,
}

impl Rehearsal {
    /// `None` where the library has no such bot.
    pub fn start(nlu: Arc<Nlu>, library: &Library, bot: &BotId, locale: &Locale, today: Date) -> Option<(Self, Event)> {
        let brain = library.get(bot)?;
        let greeting = greet(&brain.bot, locale);
        let started =
            Event::SessionStarted { locale: locale.clone(), page: Page::default(), token_hash: String::new() };
        let first = Record {
            v: SCHEMA_VERSION,
            id: EventId::new(Ulid::nil()),
            n: 1,
            seq: None,
            at: Timestamp::UNIX_EPOCH,
            owner: 1,
            bot: bot.clone(),
            session: SessionId::new(Ulid::nil()),
            channel: Channel::Terminal,
            agent: None,
            event: started,
        };
        let tracker = Tracker::start(&first).expect("it is a start");
        let mut rehearsal = Self { nlu, brain, tracker, today };
        rehearsal.record(greeting.clone());
        Some((rehearsal, greeting))
    }

    /// Says one thing; `draw` picks among wordings.
    pub async fn say(&mut self, raw: &str, draw: u64) -> Rehearsed {
        let said = redact(raw, self.tracker.before()).text;
        let cid = Cid::new(format!("r{}", self.tracker.n));
        self.record(Event::CustomerSaid { cid, text: said.clone(), sealed: Vec::new() });
        let seq = self.tracker.seq;
        let known = Known { locale: self.tracker.locale.clone(), turns: self.tracker.felt() };
        let heard = self.nlu.understand(&self.brain, &said, &known, self.today).await;
        self.record(Event::Understood { of: seq, heard: heard.clone() });
        let verdict = decide(&self.tracker, &self.brain.bot);
        self.record(Event::Decided {
            of: seq,
            decision: verdict.decision.clone(),
            tone: verdict.tone,
            mood: verdict.mood,
            versions: Default::default(),
        });
        let moment = Moment::on(self.today, draw);
        let replies = respond(&verdict, &self.tracker, &self.brain.bot, seq, moment);
        replies.iter().for_each(|event| self.record(event.clone()));
        Rehearsed { said, heard, verdict, replies }
    }

    fn record(&mut self, event: Event) {
        let t = &self.tracker;
        let record = Record {
            v: SCHEMA_VERSION,
            id: EventId::new(Ulid::nil()),
            n: t.n + 1,
            seq: event.visible().then_some(t.seq + 1),
            at: Timestamp::UNIX_EPOCH,
            owner: t.owner + u64::from(event.changes_hands()),
            bot: t.bot.clone(),
            session: t.session,
            channel: t.channel,
            agent: None,
            event,
        };
        self.tracker.apply(&record);
    }
}
