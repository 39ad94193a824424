//! A session as it stands: the fold of its events.

mod steps;
mod views;

use super::aside::Aside;
use super::files::FilesSent;
use super::sent::Sent;
use super::sla::{Call, Wait};
use super::turn::{Asked, Turn};
use crate::domain::{
    AgentName, BotId, Channel, Choice, Decision, Event, Goal, Identity, Locale, OfferEnd, Page, Priority, Reason,
    Record, Requeue, SessionId, State, Timestamp,
};
use crate::text::Before;
use std::borrow::Borrow;

/// Whether the customer has left an e-mail address for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    Unknown,
    Asked,
    Given,
}

/// Devices that a session may be moved to; the first of more than these is forgotten.
const DEVICES: usize = 8;

#[derive(Debug, Clone)]
pub struct Tracker {
    pub session: SessionId,
    pub bot: BotId,
    pub channel: Channel,
    pub state: State,
    pub owner: u64,
    pub n: u64,
    pub seq: u64,
    pub locale: Locale,
    pub page: Page,
    /// Nobody's where access was revoked.
    pub token_hash: Option<String>,
    /// Of the devices it was moved to, the last ones.
    pub devices: Vec<String>,
    pub identity: Option<Identity>,
    pub turns: Vec<Turn>,
    /// The customer came back after an end.
    pub came_back: bool,
    /// Whether a bad rating was followed up: that happens once.
    pub followed_up: bool,
    /// The agent who has it, with the name customers see.
    pub agent: Option<(AgentName, String)>,
    pub waiting_since: Option<Timestamp>,
    pub reason: Option<Reason>,
    /// Of the policy that decided on the last handoff.
    pub policy_version: Option<String>,
    pub team: Option<String>,
    pub priority: Priority,
    pub position: Option<u32>,
    /// The agent who is asked to take it, and until when.
    pub offer: Option<(AgentName, Timestamp)>,
    /// Who did not want it since it waits, and when.
    pub declined: Vec<(AgentName, Timestamp)>,
    /// When people are back, where they were away as it began to wait.
    pub opens_at: Option<Timestamp>,
    /// The agent who had it last, also after the end.
    pub last_agent: Option<AgentName>,
    pub accepted_at: Option<Timestamp>,
    /// The customer's waits for a person's answer since the handoff.
    pub waits: Vec<Wait>,
    /// Targets that were missed, with the moment they were due.
    pub missed: Vec<(Goal, Timestamp)>,
    /// A supervisor is called to it.
    pub call: Option<Call>,
    /// The waiting time the customer was told first, in seconds at p50 and p90.
    pub told: Option<(u32, u32)>,
    pub updated_at: Timestamp,
    /// Articles shown: `seq` of the reply and slug.
    pub shown: Vec<(u64, String)>,
    /// Until when its agent lets it rest.
    pub snoozed_until: Option<Timestamp>,
    pub address: Address,
    /// Colleagues asked in notes, while people have it.
    pub aside: Aside,
    /// Messages of the customer since its agent took it or last answered.
    pub unread: u32,
    /// Agents' messages that still go by e-mail, by `seq`.
    pub mail_owed: Vec<u64>,
    pub customer_files: FilesSent,
    pub agent_files: FilesSent,
    /// Where the turns since the last return to the bot begin.
    pub returned_at_turn: Option<usize>,
    /// Where the turns since it last began to wait begin.
    waits_from_turn: usize,
    /// When the customer, who had not written for long, was asked whether they are still there.
    pub idle_warned: Option<Timestamp>,
    /// When people were done with it, while nothing follows.
    pub ended_at: Option<Timestamp>,
    /// How its agent said that it ended: code and note.
    pub wrapped_up: Option<(String, Option<String>)>,
    /// The customer's last rating, 1 to 5.
    pub rating: Option<u8>,
    /// From whom and when the last visible message came.
    pub last: Option<(&'static str, String, Timestamp)>,
    /// The article that an agent returned it to the bot with, by the `seq` of the return, until the bot has said it.
    bidden: Option<(u64, String)>,
    sent: Sent,
    offered: Vec<Choice>,
    before: Before,
}

impl Tracker {
    /// Folds a session's whole log; `None` where it does not begin with its start.
    pub fn replay(records: &[impl Borrow<Record>]) -> Option<Self> {
        let (first, rest) = records.split_first()?;
        let mut tracker = Self::start(first.borrow())?;
        rest.iter().for_each(|record| tracker.apply(record.borrow()));
        Some(tracker)
    }

    /// Begins with the `SessionStarted` record.
    pub fn start(first: &Record) -> Option<Self> {
        let Event::SessionStarted { locale, page, token_hash } = &first.event else { return None };
        Some(Self {
            session: first.session,
            bot: first.bot.clone(),
            channel: first.channel,
            state: State::Bot,
            owner: first.owner,
            n: first.n,
            seq: 0,
            locale: locale.clone(),
            page: page.clone(),
            token_hash: Some(token_hash.clone()),
            devices: Vec::new(),
            identity: None,
            turns: Vec::new(),
            came_back: false,
            followed_up: false,
            agent: None,
            waiting_since: None,
            reason: None,
            policy_version: None,
            team: None,
            priority: Priority::Normal,
            position: None,
            offer: None,
            declined: Vec::new(),
            opens_at: None,
            last_agent: None,
            accepted_at: None,
            waits: Vec::new(),
            missed: Vec::new(),
            call: None,
            told: None,
            updated_at: first.at,
            shown: Vec::new(),
            snoozed_until: None,
            address: Address::Unknown,
            aside: Aside::default(),
            unread: 0,
            mail_owed: Vec::new(),
            customer_files: FilesSent::default(),
            agent_files: FilesSent::default(),
            returned_at_turn: None,
            waits_from_turn: 0,
            idle_warned: None,
            ended_at: None,
            wrapped_up: None,
            rating: None,
            last: None,
            bidden: None,
            sent: Sent::default(),
            offered: Vec::new(),
            before: Before::default(),
        })
    }

    pub fn apply(&mut self, record: &Record) {
        self.n = record.n;
        self.owner = record.owner;
        // What the desk notes by itself, perhaps long after, keeps no chat longer.
        if !matches!(record.event, Event::GoalMissed { .. } | Event::SupervisorCalled { .. }) {
            self.updated_at = record.at;
        }
        if let Some(seq) = record.seq {
            self.seq = seq;
        }
        self.sent.note(&record.event, record.seq.unwrap_or(self.seq));
        self.fold(record);
    }

    fn fold(&mut self, record: &Record) {
        let (at, seq) = (record.at, self.seq);
        match &record.event {
            Event::SessionStarted { .. } | Event::Noticed { .. } => {}
            Event::Corrected { .. } | Event::ContactRevealed { .. } => {}
            Event::CustomerIdentified { identity } => self.identity = Some(identity.clone()),
            Event::AccessRevoked => {
                self.token_hash = None;
                self.devices.clear();
            }
            Event::DeviceJoined { token_hash } => {
                self.devices.push(token_hash.clone());
                let too_many = self.devices.len().saturating_sub(DEVICES);
                self.devices.drain(..too_many);
            }
            Event::Snoozed { until } => self.snoozed_until = Some(*until),
            Event::Woke => self.snoozed_until = None,
            Event::AddressAsked { .. } => self.address = Address::Asked,
            Event::AddressGiven { .. } => self.address = Address::Given,
            Event::MailOwed { of } => self.mail_owed.push(*of),
            Event::MailEnded { upto, .. } => self.mail_owed.retain(|seq| seq > upto),
            Event::NoteAdded { mentions, .. } => {
                if let Some(by) = &record.agent {
                    self.aside.note(by, mentions, at);
                }
            }
            Event::CustomerRated { score, .. } => self.rating = Some(*score),
            Event::SurveyOffered { .. } => {}
            Event::IdleWarned { .. } => self.idle_warned = Some(at),
            Event::Greeted { text, choices } => {
                self.offered.clone_from(choices);
                self.last = Some(("bot", text.clone(), at));
            }
            Event::CustomerSaid { text, .. } => {
                self.customer_spoke(at, text.as_str());
                self.turn(seq, at, Asked::Said(text.clone()));
            }
            Event::CustomerSentFile { file, .. } => {
                self.customer_spoke(at, file.name.as_str());
                self.unread += u32::from(self.agent.is_some());
                self.customer_files.add(file);
                self.last = Some(("customer", file.name.to_string(), at));
            }
            Event::CustomerChose { choice, label, .. } => {
                self.turn(seq, at, Asked::Chose { choice: choice.clone(), label: label.clone() });
            }
            Event::Understood { of, heard } => {
                if heard.spoken {
                    self.locale.clone_from(&heard.language);
                }
                self.on_turn(*of, |turn| turn.heard = Some(heard.clone()));
            }
            Event::Decided { of, decision, versions, .. } => {
                if matches!(decision, Decision::Handoff { .. }) {
                    self.policy_version = Some(versions.policy.clone());
                }
                self.on_turn(*of, |turn| {
                    turn.decision = Some(decision.clone());
                    // Who waits is owed nothing by the bot beyond its decision.
                    turn.answered |= *decision == Decision::Silence || turn.state.is_waiting();
                });
            }
            Event::BotReplied { cause_seq, text, choices, .. } => {
                self.on_turn(*cause_seq, |turn| turn.answered = true);
                self.note_article(*cause_seq, seq);
                self.offered.clone_from(choices);
                self.last = Some(("bot", text.clone(), at));
            }
            Event::Queued { reason, team, priority, opens_at } => {
                self.wait();
                (self.ended_at, self.wrapped_up) = (None, None);
                self.waiting_since = Some(at);
                self.opens_at = *opens_at;
                self.waits = vec![(at, None)];
                self.missed.clear();
                self.call = None;
                self.told = None;
                self.followed_up |= reason.is_for_supervisors();
                self.reason = Some(reason.clone());
                self.team.clone_from(team);
                self.priority = *priority;
            }
            Event::Offered { to, expires_at } => {
                self.state = State::Offered;
                self.offer = Some((to.clone(), *expires_at));
            }
            Event::OfferEnded { to, why, .. } => {
                self.state = State::Queued;
                self.offer = None;
                if *why != OfferEnd::Withdrawn {
                    self.declined.push((to.clone(), at));
                }
            }
            Event::QueueMoved { position, wait_p50_s, wait_p90_s, .. } => {
                self.position = Some(*position);
                self.told = self.told.or(wait_p50_s.zip(*wait_p90_s));
            }
            Event::GoalMissed { goal, due_at } => self.missed.push((*goal, *due_at)),
            Event::SupervisorCalled { goal, to } => {
                let since = self.call.as_ref().map_or(at, |call| call.since);
                self.call = Some(Call { goal: *goal, since, to: to.clone() });
            }
            Event::SupervisorCame => self.call = None,
            Event::AgentAccepted { name } => {
                self.state = State::Agent;
                self.position = None;
                self.offer = None;
                self.agent = record.agent.clone().map(|agent| (agent, name.clone()));
                self.last_agent.clone_from(&record.agent);
                self.accepted_at = Some(at);
                self.unread = 0;
            }
            Event::AgentSaid { text, .. } => self.agent_spoke(at, text),
            Event::AgentSentFile { file, .. } => {
                self.agent_files.add(file);
                self.agent_spoke(at, file.name.as_str());
            }
            Event::WrappedUp { code, note } => {
                self.state = State::WrapUp;
                self.wrapped_up = Some((code.clone(), note.clone()));
            }
            Event::Requeued { team, why, opens_at, .. } => {
                let had = self.agent.clone().map(|(agent, _)| agent);
                self.wait();
                // Who passes it on or leaves it, and from whom a supervisor takes it, does not get it back at once.
                let passed_on = match why {
                    Requeue::Transferred => had.into_iter().chain(record.agent.clone()).collect(),
                    Requeue::AgentSilent => had.into_iter().collect(),
                    Requeue::AgentGone => Vec::new(),
                };
                self.declined = passed_on.into_iter().map(|agent| (agent, at)).collect();
                self.declined.dedup();
                if team.is_some() {
                    self.team.clone_from(team);
                    self.opens_at = *opens_at;
                }
            }
            Event::ReturnedToBot { .. } | Event::QueueLeft | Event::Reopened => {
                if let Event::ReturnedToBot { article: Some(article), .. } = &record.event {
                    self.bidden = Some((seq, article.clone()));
                }
                self.came_back = matches!(record.event, Event::Reopened);
                self.leave_people(State::Bot);
                self.waits.clear();
                self.missed.clear();
                self.ended_at = None;
                self.returned_at_turn = Some(self.turns.len());
            }
            Event::Resolved | Event::CustomerEnded { .. } | Event::IdleClosed => {
                self.ended_at = self.state.with_people().then_some(at);
                self.leave_people(State::Closed);
            }
        }
    }
}
