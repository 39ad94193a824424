//! The actor: takes commands one by one, folds what it records, and tells everyone who watches.

use super::command::{Command, Outbound, SayError, Side, Watched};
use super::registry::Rooms;
use super::sockets::Sockets;
use super::turn::Hearing;
use crate::authoring::Texts;
use crate::dialogue::{Address, Ticket, Tracker};
use crate::domain::{AgentName, Cid, Event, EventId, Record, SCHEMA_VERSION, State, Timestamp};
use crate::handoff::Waited;
use crate::nlu::Brain;
use crate::store::StoreError;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use ulid::Ulid;

/// How long a closed session stays in memory: hardly anybody comes back to one.
const CLOSED_STAYS: Duration = Duration::from_secs(30);

/// How long an answer waits that the store did not take.
const REST: Duration = Duration::from_secs(1);

/// The store did not take it; nothing of it was shown to anybody.
#[derive(Debug)]
pub struct NotStored;

pub struct Actor {
    pub rooms: Arc<Rooms>,
    pub tracker: Tracker,
    pub log: Vec<Arc<Record>>,
    pub sockets: Sockets,
    pub hearing: Option<Hearing>,
    desk_changes: watch::Receiver<u64>,
    /// The store refused an answer: it is owed, and tried again after a [`REST`].
    resting: bool,
    pub began: Timestamp,
    /// Since when no window of the customer shows it.
    pub absent_since: Option<Timestamp>,
    erased: bool,
}

/// Why the loop ended a wait.
enum Woken {
    Command(Option<Box<Command>>),
    Heard(Box<crate::domain::Understanding>),
    QueueMoved,
    /// It is in memory without a need.
    Idle,
    /// The customer is silent for as long as the policy allows.
    Silent,
    Rested,
}

impl Actor {
    pub fn new(rooms: Arc<Rooms>, tracker: Tracker, log: Vec<Arc<Record>>) -> Self {
        let (desk_changes, most_bytes) = (rooms.desk.changes(), rooms.settings.outbound_bytes);
        let began = rooms.now();
        Self {
            rooms,
            tracker,
            log,
            sockets: Sockets::new(most_bytes),
            hearing: None,
            desk_changes,
            resting: false,
            began,
            absent_since: Some(began),
            erased: false,
        }
    }

    /// Runs until nobody needs the session in memory; returns what was asked of it since, which is for its successor.
    /// What is owed from before a crash is answered first.
    ///
    /// What it does is boxed: most sessions wait, and a waiting one should take no room for what it does not do.
    pub async fn run(mut self: Box<Self>, mut mailbox: mpsc::Receiver<Box<Command>>) -> Vec<Box<Command>> {
        loop {
            self.resting = self.resting || Box::pin(self.begin_next()).await.is_err();
            match self.wait(&mut mailbox).await {
                Woken::Command(None) => break,
                Woken::Idle if self.may_leave() => break,
                woken => Box::pin(self.act(woken)).await,
            }
            if self.erased {
                break;
            }
        }
        mailbox.close();
        let mut late = Vec::new();
        while let Some(command) = mailbox.recv().await {
            late.push(command);
        }
        late
    }

    async fn act(&mut self, woken: Woken) {
        match woken {
            Woken::Command(Some(command)) => self.obey(*command).await,
            Woken::Heard(heard) => self.hear(*heard).await,
            Woken::QueueMoved => {
                // A place that could not be stored is told with the next change.
                let _ = self.tell_place().await;
            }
            Woken::Silent => self.resting = self.end_silence().await.is_err(),
            Woken::Rested => self.resting = false,
            Woken::Command(None) | Woken::Idle => {}
        }
    }

    async fn wait(&mut self, mailbox: &mut mpsc::Receiver<Box<Command>>) -> Woken {
        let waiting = self.tracker.state.is_waiting();
        let idle = match self.tracker.state {
            State::Closed => CLOSED_STAYS.min(self.rooms.settings.idle),
            _ => self.rooms.settings.idle,
        };
        let silent_for = self.silence_ends_in();
        let Self { hearing, desk_changes, resting, .. } = self;
        let (listening, resting) = (hearing.is_some(), *resting);
        let heard = async {
            match hearing {
                Some(hearing) => hearing.heard.as_mut().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            command = mailbox.recv() => Woken::Command(command),
            heard = heard, if listening => Woken::Heard(Box::new(heard)),
            _ = desk_changes.changed(), if waiting => Woken::QueueMoved,
            () = tokio::time::sleep(REST), if resting => Woken::Rested,
            () = tokio::time::sleep(silent_for.unwrap_or_default()), if silent_for.is_some() && !resting => Woken::Silent,
            () = tokio::time::sleep(idle) => Woken::Idle,
        }
    }

    fn may_leave(&mut self) -> bool {
        let owes = self.hearing.is_some() || self.tracker.state.with_people() || self.silence_ends_in().is_some();
        !owes && self.sockets.none()
    }

    async fn hear(&mut self, heard: crate::domain::Understanding) {
        let Some(hearing) = self.hearing.take() else { return };
        // Not stored: the message is still owed an answer and comes round again.
        self.resting = self.take_turn(hearing.seq, hearing.owner, heard).await.is_err();
    }

    /// One command; where its sender has gone meanwhile, nobody needs the reply.
    async fn obey(&mut self, command: Command) {
        match command {
            Command::Join { claim, last_seq, out, reply } => {
                let _ = reply.send(self.join(claim, last_seq, out).await);
            }
            Command::Admit { claim, reply } => {
                let _ = reply.send(self.admit(claim).await);
            }
            Command::Say { cid, text, from, reply } => {
                let _ = reply.send(self.say(cid, &text, &from).await);
            }
            Command::Choose { cid, choice, to, from, reply } => {
                let _ = reply.send(self.choose(cid, choice, to, &from).await);
            }
            Command::Rate { cid, score, comment, from, reply } => {
                let _ = reply.send(self.rate(cid, score, comment, &from).await);
            }
            Command::End { cid, from, reply } => {
                let _ = reply.send(self.end(cid, &from).await);
            }
            Command::LeaveAddress { cid, sealed, from, reply } => {
                let _ = reply.send(self.leave_address(cid, sealed, &from).await);
            }
            Command::SendFile { from, sent, reply } => {
                let _ = reply.send(self.take_file(from, sent).await);
            }
            Command::File { id, reply } => {
                let _ = reply.send(self.file(&id));
            }
            Command::Mail(reply) => {
                let _ = reply.send(self.mail_due());
            }
            Command::MailEnded { upto, how, reply } => {
                let _ = reply.send(self.mail_ended(upto, how).await);
            }
            Command::CustomerTyping(on) => self.customer_types(on),
            Command::CustomerSeen(seq) => self.customer_saw(seq),
            Command::CustomerLeft => self.customer_left(),
            Command::Watch { after, out, reply } => {
                let _ = reply.send(self.watched(after));
                let _ = out.try_send(Outbound::Presence(self.sockets.customers() > 0));
                self.sockets.add_watcher(out);
            }
            Command::Agent { agent, name, rank, request, reply } => {
                let _ = reply.send(self.serve_agent(agent, name, rank, request).await);
            }
            Command::Question(reply) => {
                let _ = reply.send(self.question());
            }
            Command::Typed { of, reply } => {
                let _ = reply.send(self.typed(of));
            }
            Command::Reveal { agent, of, placeholder, reply } => {
                let _ = reply.send(self.reveal(agent, of, placeholder).await);
            }
            Command::Place { placement, reply } => {
                let _ = reply.send(self.place(placement).await);
            }
            Command::AgentTyping { agent, on } => self.agent_types(&agent, on),
            Command::AgentGone(agent) => self.agent_gone(&agent).await,
            Command::Revoke(reply) => {
                let _ = reply.send(self.revoke().await);
            }
            Command::Erase(reply) => {
                let _ = reply.send(self.erase().await);
            }
            Command::Wake => {}
        }
    }

    fn watched(&self, after: usize) -> Watched {
        // Who knows of more than there is knows another store's.
        let entries = self.log.get(after..).unwrap_or(&self.log).to_vec();
        let ticket = (!self.tracker.state.with_people()).then(|| Box::new(self.ticket()));
        Watched { entries, ticket }
    }

    /// Nothing is left of the session; what else was asked of it is not answered.
    async fn erase(&mut self) -> Result<(), StoreError> {
        self.rooms.store.erase(self.tracker.session).await?;
        if self.tracker.state.with_people() {
            self.tracker.state = State::Closed;
            self.publish(None);
        }
        self.erased = true;
        Ok(())
    }

    pub async fn record(&mut self, events: Vec<Event>) -> Result<(), NotStored> {
        self.record_by(None, events).await
    }

    /// Makes events durable and shows them.
    pub async fn record_by(&mut self, agent: Option<AgentName>, events: Vec<Event>) -> Result<(), NotStored> {
        let mut draft = self.draft();
        self.fold(&mut draft, agent.as_ref(), events);
        self.keep(&draft).await?;
        self.show(draft);
        Ok(())
    }

    /// As `record`, with the acknowledgement sent between the store's answer and everything that follows.
    pub async fn record_acknowledged(
        &mut self,
        events: Vec<Event>,
        cid: Cid,
        from: &mpsc::Sender<Outbound>,
    ) -> Result<(), SayError> {
        let mut draft = self.draft();
        self.fold(&mut draft, None, events);
        self.keep(&draft).await.map_err(|_| SayError::NotStored)?;
        let seq = draft.records[0].seq.expect("what customers send is visible");
        let _ = from.try_send(Outbound::Ack { cid, seq });
        self.show(draft);
        Ok(())
    }

    /// An empty draft, which remembers how the session stands.
    pub fn draft(&self) -> Draft {
        Draft {
            records: Vec::new(),
            state: self.tracker.state,
            waiting_since: self.tracker.waiting_since,
            told: self.tracker.told,
            team: self.tracker.team.clone(),
            address: self.tracker.address,
        }
    }

    /// Folds events into the tracker. Until they are kept, nobody may see them.
    pub fn fold(&mut self, draft: &mut Draft, agent: Option<&AgentName>, events: Vec<Event>) {
        let at = self.rooms.now();
        for event in events {
            let tracker = &mut self.tracker;
            let record = Record {
                v: SCHEMA_VERSION,
                id: EventId::new(Ulid::new()),
                n: tracker.n + 1,
                seq: event.visible().then_some(tracker.seq + 1),
                at,
                owner: tracker.owner + u64::from(event.changes_hands()),
                bot: tracker.bot.clone(),
                session: tracker.session,
                channel: tracker.channel,
                agent: agent.cloned(),
                event,
            };
            tracker.apply(&record);
            draft.records.push(record);
        }
    }

    /// Makes a draft durable, or takes it back out of the tracker.
    pub async fn keep(&mut self, draft: &Draft) -> Result<(), NotStored> {
        let stored = self.rooms.store.append(&draft.records, self.tracker.head()).await;
        stored.map_err(|fault| {
            if !fault.is_final() {
                tracing::error!(session.id = %self.tracker.session, %fault, "an event was not stored");
            }
            self.tracker = Tracker::replay(&self.log).expect("the log begins with its start");
            NotStored
        })
    }

    pub fn show(&mut self, draft: Draft) {
        let waited = draft.waited();
        let for_post = draft.is_for_post(&self.tracker);
        for record in draft.records {
            let record = Arc::new(record);
            self.log.push(record.clone());
            if record.seq.is_some() {
                self.sockets.tell_customers(&Outbound::Record(record.clone()));
            }
            self.sockets.tell_watchers(&Outbound::Record(record));
        }
        if draft.state.with_people() || self.tracker.state.with_people() {
            self.publish(waited);
        }
        if for_post {
            self.tell_post();
        }
    }

    /// Puts the session on the desk as it stands.
    pub fn publish(&self, waited: Option<Waited>) {
        self.rooms.desk.publish(self.ticket(), waited, self.rooms.now());
    }

    fn ticket(&self) -> Ticket {
        Ticket::of(&self.tracker, &self.brain().bot, self.rooms.now())
    }

    pub fn bot_types(&mut self, on: bool) {
        self.sockets.tell_customers(&Outbound::Typing { from: Side::Bot, on });
    }

    pub fn brain(&self) -> Arc<Brain> {
        self.rooms.library.get(&self.tracker.bot).expect("a session is only opened for a known bot")
    }

    pub fn texts(&self) -> Texts {
        self.brain().bot.policy.texts(&self.tracker.locale).clone()
    }
}

/// Events that are folded but not yet durable.
pub struct Draft {
    records: Vec<Record>,
    /// The session's state, since when it waited and for which team, before them.
    state: State,
    waiting_since: Option<Timestamp>,
    told: Option<(u32, u32)>,
    team: Option<String>,
    address: Address,
}

impl Draft {
    /// Whether there is mail to send, or an address that is no longer needed.
    fn is_for_post(&self, after: &Tracker) -> bool {
        let owes = self.records.iter().any(|record| matches!(record.event, Event::MailOwed { .. }));
        owes || self.address == Address::Given && after.address != Address::Given
    }

    /// How long the customer waited, where one of the records ends that wait. A chat that goes from one agent to another
    /// says nothing of the queue.
    fn waited(&self) -> Option<Waited> {
        if !self.state.is_waiting() {
            return None;
        }
        let accepted = self.records.iter().find(|r| matches!(r.event, Event::AgentAccepted { .. }))?;
        let waited = accepted.at.duration_since(self.waiting_since?);
        let seconds = waited.as_secs().clamp(0, i64::from(u32::MAX)) as u32;
        let team = self.team.clone();
        Some(Waited { bot: accepted.bot.clone(), team, at: accepted.at, seconds, told: self.told })
    }
}
