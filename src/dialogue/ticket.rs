//! What the agent gets: the session on one page, projected from its tracker.

use super::aside::Asking;
use super::counterfactual::{Counterfactual, counterfactual};
use super::explain::explain;
use super::mood::{MoodPoint, curve};
use super::sla::{Call, GoalNow, Standing, all_goals, goals};
use super::summary::summary;
use super::tracker::{Address, Tracker};
use super::turn::{Asked, Turn};
use crate::authoring::{AfterSilence, Bot, Routing, Silence, Targets, turn_of};
use crate::domain::{AgentName, BotId, Entity, Identity, Locale, Page, Priority, Reason, SessionId, State, Timestamp};
use jiff::SignedDuration;
use serde::Serialize;
use std::collections::BTreeMap;

/// Of a refusal, as a ticket quotes it.
const REFUSAL_CHARS: usize = 200;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ticket {
    pub session: SessionId,
    pub bot: BotId,
    pub state: State,
    pub locale: Locale,
    pub team: Option<String>,
    pub priority: Priority,
    pub waiting_since: Option<Timestamp>,
    pub agent: Option<AgentName>,
    pub accepted_at: Option<Timestamp>,
    /// The agent who is asked to take it.
    pub offer: Option<TicketOffer>,
    /// The agent who had it last.
    pub last_agent: Option<AgentName>,
    /// The customer came back after an end: whoever had it knows the story.
    pub came_back: bool,
    /// When people are back, where they were away as it began to wait.
    pub opens_at: Option<Timestamp>,
    /// How the policy's targets stand.
    pub sla: Vec<GoalNow>,
    /// A supervisor is called to it.
    pub call: Option<Call>,
    /// Until when its agent lets it rest.
    pub snoozed_until: Option<Timestamp>,
    /// When its agent is warned of a silence, and when it goes on without them.
    pub silence: Option<SilenceNow>,
    /// Its place in the queue, earlier first.
    pub turn: Option<Timestamp>,
    #[serde(skip)]
    pub declined: Vec<(AgentName, Timestamp)>,
    #[serde(skip)]
    pub routing: Option<Routing>,
    /// When one of the targets is due that is not noted as missed.
    #[serde(skip)]
    pub next_due: Option<Timestamp>,
    pub reason: TicketReason,
    pub summary: String,
    pub mood: Vec<MoodPoint>,
    pub intents: Vec<TicketIntent>,
    pub entities: Vec<Entity>,
    pub articles: Vec<ShownArticle>,
    /// What the customer did not want.
    pub refused: Vec<Refusal>,
    pub page: Page,
    /// The customer, where the host page's server said who it is.
    pub identity: Option<Identity>,
    /// The customer was asked for an e-mail address and has not given one.
    pub address_asked: bool,
    /// The answer goes by e-mail if the customer has left.
    pub by_mail: bool,
    /// Colleagues asked in notes.
    pub asked: Vec<Asking>,
    /// Messages of the customer since its agent took it or last answered.
    pub unread: u32,
    pub last: Option<LastLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TicketOffer {
    pub to: AgentName,
    pub expires_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TicketReason {
    pub rule: String,
    pub text: String,
    /// Thousandths, by name.
    pub numbers: BTreeMap<String, i64>,
    /// Of the decision.
    pub policy_version: String,
    pub counterfactual: Option<Counterfactual>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TicketIntent {
    pub seq: u64,
    pub intent: String,
    pub title: String,
    pub confidence: f32,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShownArticle {
    pub seq: u64,
    pub slug: String,
    pub title: String,
}

/// What the customer says in a message not to want.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refusal {
    pub seq: u64,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LastLine {
    pub from: &'static str,
    pub text: String,
    pub at: Timestamp,
}

impl Ticket {
    pub fn of(tracker: &Tracker, bot: &Bot, now: Timestamp) -> Self {
        let reason = tracker.reason.as_ref();
        let mood = curve(&tracker.turns, bot.policy.mood.alpha);
        let routing = bot.policy.routing(tracker.team.as_deref());
        let upset = mood.last().is_some_and(|point| point.mood <= bot.policy.mood.upset);
        let lifts = routing.filter(|_| upset).map_or(0, |routing| routing.upset_steps);
        let offer = tracker.offer.clone();
        let mut ticket = Self {
            session: tracker.session,
            bot: tracker.bot.clone(),
            state: tracker.state,
            locale: tracker.locale.clone(),
            team: tracker.team.clone(),
            priority: tracker.priority,
            waiting_since: tracker.waiting_since,
            agent: tracker.agent.as_ref().map(|(name, _)| name.clone()),
            accepted_at: tracker.accepted_at,
            offer: offer.map(|(to, expires_at)| TicketOffer { to, expires_at }),
            last_agent: tracker.last_agent.clone(),
            came_back: tracker.came_back,
            opens_at: tracker.opens_at,
            sla: goals_of(tracker, bot, now),
            call: tracker.call.clone(),
            snoozed_until: tracker.snoozed_until,
            silence: silence_of(tracker, bot),
            turn: tracker.waiting_since.map(|since| turn_of(since, tracker.priority, lifts, routing.as_ref())),
            declined: tracker.declined.clone(),
            routing,
            next_due: goals_to_note(tracker, bot, now).first().map(|goal| goal.due_at),
            reason: TicketReason {
                rule: reason.map_or_else(String::new, |r| r.rule.clone()),
                text: reason.map_or_else(String::new, explain),
                numbers: reason.map_or_else(BTreeMap::new, |r| r.numbers.clone()),
                policy_version: tracker.policy_version.clone().unwrap_or_else(|| bot.policy_version.clone()),
                counterfactual: counterfactual(tracker, bot),
            },
            summary: String::new(),
            mood,
            intents: intents(tracker, bot),
            entities: entities(tracker),
            articles: articles(tracker, bot),
            refused: refused(tracker),
            page: tracker.page.clone(),
            identity: tracker.identity.clone(),
            asked: tracker.aside.asked().to_vec(),
            unread: tracker.unread,
            address_asked: tracker.address == Address::Asked,
            by_mail: tracker.address == Address::Given,
            last: tracker.last.clone().map(|(from, text, at)| LastLine { from, text, at }),
        };
        ticket.summary = summary(&ticket);
        ticket
    }
}

/// How the policy's targets stand, where people have or had the session.
fn goals_of(tracker: &Tracker, bot: &Bot, now: Timestamp) -> Vec<GoalNow> {
    let hours = bot.policy.hours(tracker.team.as_deref());
    targets_of(tracker, bot)
        .map_or_else(Vec::new, |targets| goals(&tracker.waits, tracker.ended_at, targets, hours, now))
}

/// Who is to be called back, after a bad rating, was promised nothing.
fn targets_of<'a>(tracker: &Tracker, bot: &'a Bot) -> Option<&'a Targets> {
    let called_back = tracker.reason.as_ref().is_some_and(Reason::is_for_supervisors);
    bot.policy.targets(tracker.priority).filter(|_| !called_back)
}

/// Goals that are missed, or will be where nothing happens, and are not noted yet: the earliest first.
pub fn goals_to_note(tracker: &Tracker, bot: &Bot, now: Timestamp) -> Vec<GoalNow> {
    let hours = bot.policy.hours(tracker.team.as_deref());
    let targets = targets_of(tracker, bot).filter(|_| tracker.state.with_people());
    let mut goals =
        targets.map_or_else(Vec::new, |targets| all_goals(&tracker.waits, tracker.ended_at, targets, hours, now));
    goals.retain(|goal| goal.state != Standing::Hit && !tracker.missed.contains(&(goal.goal, goal.due_at)));
    goals.sort_by_key(|goal| goal.due_at);
    goals
}

/// A customer who waits for the answer of an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SilenceNow {
    pub warn_at: Timestamp,
    pub due_at: Timestamp,
    #[serde(skip)]
    pub then: AfterSilence,
}

/// By when the agent answers, where the policy minds it.
pub fn silence_of(tracker: &Tracker, bot: &Bot) -> Option<SilenceNow> {
    let since = tracker.unanswered_since()?;
    let Silence { warn_s, after_s, then } = bot.policy.routing(tracker.team.as_deref())?.silence?;
    let after = |seconds: u32| since.saturating_add(SignedDuration::from_secs(i64::from(seconds))).unwrap_or(since);
    Some(SilenceNow { warn_at: after(warn_s), due_at: after(after_s), then })
}

/// The top intent of each turn the bot took for one it knows.
fn intents(tracker: &Tracker, bot: &Bot) -> Vec<TicketIntent> {
    let maybe = bot.policy.understanding.maybe;
    // What is only refused is no subject.
    let refused = |turn: &Turn| turn.heard.as_ref().is_some_and(|heard| heard.refused);
    let said = tracker.turns.iter().filter(|turn| matches!(turn.asked, Asked::Said(_)) && !refused(turn));
    said.filter_map(|turn| {
        let heard = turn.heard.as_ref().filter(|heard| heard.in_scope >= bot.policy.understanding.in_scope)?;
        let top = heard.intents.first().filter(|top| top.confidence >= maybe)?;
        let title = bot.intent(&top.intent)?.title.get(bot.policy.default_locale())?;
        Some(TicketIntent {
            seq: turn.seq,
            intent: top.intent.clone(),
            title: title.clone(),
            confidence: top.confidence,
        })
    })
    .collect()
}

fn entities(tracker: &Tracker) -> Vec<Entity> {
    let mut out: Vec<Entity> = Vec::new();
    for entity in tracker.turns.iter().filter_map(|turn| turn.heard.as_ref()).flat_map(|heard| &heard.entities) {
        if !out.iter().any(|known| known.kind == entity.kind && known.value == entity.value) {
            out.push(entity.clone());
        }
    }
    out
}

fn articles(tracker: &Tracker, bot: &Bot) -> Vec<ShownArticle> {
    let title = |slug: &str| bot.article(slug, &tracker.locale).map_or_else(|| slug.to_string(), |a| a.title.clone());
    let cited = |slug: &str| bot.article(slug, &tracker.locale).is_none_or(|a| a.cite);
    let shown = tracker.shown.iter().filter(|(_, slug)| cited(slug));
    shown.map(|(seq, slug)| ShownArticle { seq: *seq, slug: slug.clone(), title: title(slug) }).collect()
}

/// Said in words, or tapped as "none of these".
fn refused(tracker: &Tracker) -> Vec<Refusal> {
    let refusal = |turn: &Turn| {
        let text = turn.refused.as_ref()?.chars().take(REFUSAL_CHARS).collect();
        Some(Refusal { seq: turn.seq, text })
    };
    tracker.turns.iter().filter_map(refusal).collect()
}
