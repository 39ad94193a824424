//! Every session that is in memory, by id: starts, finds and wakes their actors.

use super::actor::Actor;
use super::command::{Command, Unreached};
use super::dispatch::dispatch;
use super::library::Library;
use crate::dialogue::{FilesSent, Tracker, greet};
use crate::domain::{
    BotId, Channel, Event, EventId, Identity, Locale, Page, Record, SCHEMA_VERSION, SessionId, Timestamp,
};
use crate::handoff::Desk;
use crate::nlu::{Nlu, hex};
use crate::store::{Files, Seal, Store, StoreError};
use rand::TryRngCore;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::mpsc;
use ulid::Ulid;

/// Commands that may wait for one session.
const MAILBOX: usize = 64;

/// The rooms below, as sessions use them.
pub struct Rooms {
    pub seal: Arc<Seal>,
    pub nlu: Arc<Nlu>,
    pub store: Arc<dyn Store>,
    /// What came with chats, beside the store.
    pub files: Files,
    pub desk: Desk,
    pub library: Library,
    /// Hears of sessions that may have mail; none where no mail is sent.
    pub post: Option<mpsc::UnboundedSender<SessionId>>,
    pub settings: SessionSettings,
}

#[derive(Debug, Clone)]
pub struct SessionSettings {
    pub idle: Duration,
    pub reopen_days: i64,
    pub sockets_per_session: usize,
    /// That may wait for one customer's socket.
    pub outbound_bytes: usize,
    /// The most that each side of a session may send in files.
    pub files: FilesSent,
}

impl Rooms {
    pub fn now(&self) -> Timestamp {
        Timestamp::now()
    }
    pub fn today(&self) -> jiff::civil::Date {
        self.now().to_zoned(jiff::tz::TimeZone::UTC).date()
    }
}

pub struct Registry {
    pub rooms: Arc<Rooms>,
    sessions: Mutex<HashMap<SessionId, mpsc::Sender<Box<Command>>>>,
}

/// What a new session begins with.
pub struct NewSession {
    pub bot: BotId,
    pub channel: Channel,
    pub locale: Locale,
    pub page: Page,
    /// Whose it is, where that is known from the start.
    pub identity: Option<Identity>,
}

impl Registry {
    pub fn new(rooms: Arc<Rooms>) -> Arc<Self> {
        Arc::new(Self { rooms, sessions: Mutex::default() })
    }

    /// Starts a session with its greeting; returns its id and the token by which its customer comes back.
    pub async fn start(self: &Arc<Self>, new: NewSession) -> Result<(SessionId, String), StoreError> {
        let brain = self.rooms.library.get(&new.bot).expect("the caller checked that the bot exists");
        let token = new_token();
        let session = SessionId::new(Ulid::new());
        let spoken = brain.bot.policy.brand.locales.contains(&new.locale);
        let locale = if spoken { new.locale } else { brain.bot.policy.default_locale().clone() };
        let greeting = greet(&brain.bot, &locale);
        let started = Event::SessionStarted { locale, page: new.page, token_hash: token_hash(&token) };
        let record = |n, seq, event| Record {
            v: SCHEMA_VERSION,
            id: EventId::new(Ulid::new()),
            n,
            seq,
            at: self.rooms.now(),
            owner: 1,
            bot: new.bot.clone(),
            session,
            channel: new.channel,
            agent: None,
            event,
        };
        let identified = new.identity.clone().map(|identity| Event::CustomerIdentified { identity });
        let events = [Some(started), identified, Some(greeting)].into_iter().flatten();
        let records: Vec<Record> =
            (1..).zip(events).map(|(n, event)| record(n, event.visible().then_some(1), event)).collect();
        let tracker = Tracker::replay(&records).expect("the first event is the start");
        self.rooms.store.append(&records, tracker.head()).await?;
        self.run(tracker, records);
        Ok((session, token))
    }

    /// Sends a command to a session, which is read from the store where it is not in memory.
    pub async fn send(self: &Arc<Self>, session: SessionId, command: Command) -> Result<(), Unreached> {
        // Boxed: a mailbox keeps room for thirty-two of them.
        self.pass_on(session, Box::new(command)).await
    }

    async fn pass_on(self: &Arc<Self>, session: SessionId, mut command: Box<Command>) -> Result<(), Unreached> {
        loop {
            let mailbox = match self.mailbox(session) {
                Some(mailbox) => mailbox,
                None => self.load(session).await?,
            };
            match mailbox.send(command).await {
                Ok(()) => return Ok(()),
                // It is leaving memory just now: once it has left, it is read again.
                Err(mpsc::error::SendError(back)) => {
                    command = back;
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
            }
        }
    }

    /// Tells a session that a socket of its customer has ended; one that is not in memory need not know.
    pub async fn customer_left(&self, session: SessionId) {
        if let Some(mailbox) = self.mailbox(session) {
            let _ = mailbox.send(Box::new(Command::CustomerLeft)).await;
        }
    }

    /// Brings every session that people have back into memory, so that the desk shows it.
    pub async fn restore(self: &Arc<Self>) -> Result<usize, StoreError> {
        let heads = self.rooms.store.with_people().await?;
        for head in &heads {
            if self.send(head.session, Command::Wake).await.is_err() {
                tracing::error!(session.id = %head.session, "a waiting session could not be read");
            }
        }
        self.rooms.desk.open();
        tokio::spawn(dispatch(Arc::downgrade(self)));
        Ok(heads.len())
    }

    pub fn in_memory(&self) -> usize {
        self.sessions.lock().expect("nothing panics while it holds the sessions").len()
    }

    fn mailbox(&self, session: SessionId) -> Option<mpsc::Sender<Box<Command>>> {
        self.sessions.lock().expect("nothing panics while it holds the sessions").get(&session).cloned()
    }

    async fn load(self: &Arc<Self>, session: SessionId) -> Result<mpsc::Sender<Box<Command>>, Unreached> {
        let records = self.read(session).await.map_err(|fault| {
            if !fault.is_final() {
                tracing::error!(%fault, "a session could not be read");
            }
            Unreached::NotRead
        })?;
        let tracker = Tracker::replay(&records).ok_or(Unreached::Unknown)?;
        self.rooms.library.get(&tracker.bot).ok_or(Unreached::Unknown)?;
        Ok(self.run(tracker, records))
    }

    /// The session's whole log, which ends where its head says.
    async fn read(&self, session: SessionId) -> Result<Vec<Record>, StoreError> {
        let store = &self.rooms.store;
        let records = store.whole_log(session).await?;
        let (last, head) = (records.len() as u64, store.head(session).await?.map_or(0, |head| head.n));
        if last == head { Ok(records) } else { Err(StoreError::HeadDiffers { session, last, head }) }
    }

    /// Starts the actor, unless another task was faster.
    fn run(self: &Arc<Self>, tracker: Tracker, records: Vec<Record>) -> mpsc::Sender<Box<Command>> {
        let session = tracker.session;
        let mut sessions = self.sessions.lock().expect("nothing panics while it holds the sessions");
        if let Some(mailbox) = sessions.get(&session) {
            return mailbox.clone();
        }
        let (mailbox, commands) = mpsc::channel(MAILBOX);
        sessions.insert(session, mailbox.clone());
        drop(sessions);
        let log = records.into_iter().map(Arc::new).collect();
        let actor = Box::new(Actor::new(self.rooms.clone(), tracker, log));
        actor.publish(None);
        let registry = Arc::downgrade(self);
        tokio::spawn(async move {
            // Also on a panic the entry goes, and the session is read anew from its log.
            let left = Left { registry: registry.clone(), session };
            let late = actor.run(commands).await;
            drop(left);
            let Some(registry) = registry.upgrade() else { return };
            for command in late {
                // Where it cannot be reached, who asked hears that from the reply that is dropped.
                let _ = registry.pass_on(session, command).await;
            }
        });
        mailbox
    }
}

struct Left {
    registry: std::sync::Weak<Registry>,
    session: SessionId,
}

impl Drop for Left {
    fn drop(&mut self) {
        if let Some(registry) = self.registry.upgrade() {
            registry.sessions.lock().expect("nothing panics while it holds the sessions").remove(&self.session);
        }
    }
}

/// 256 random bits, hex.
pub fn new_token() -> String {
    let mut bytes = [0; 32];
    rand::rngs::OsRng.try_fill_bytes(&mut bytes).expect("the system gives random bytes");
    hex(&bytes)
}

/// How tokens are kept: their SHA-256, hex.
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}
