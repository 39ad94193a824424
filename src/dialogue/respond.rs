//! From a decision to words: approved articles, the bot's own texts, choices and sources.

use super::policy::Verdict;
use super::tracker::Tracker;
use crate::authoring::{Article, Bot, Texts};
use crate::domain::{Choice, Decision, Event, Locale, Priority, Reason, Source, State, Timestamp, Tone};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::fmt::Write;

/// The first words of a session.
pub fn greet(bot: &Bot, locale: &Locale) -> Event {
    let texts = bot.policy.texts(locale);
    let choices = texts.starters.iter().filter_map(|name| intent_choice(bot, name, locale)).collect();
    Event::Greeted { text: texts.greeting.clone(), choices }
}

/// What is recorded for a verdict on the message with `cause_seq`: nothing for silence, a reply, or a reply and a
/// place in the queue.
pub fn respond(verdict: &Verdict, tracker: &Tracker, bot: &Bot, cause_seq: u64, moment: Moment) -> Vec<Event> {
    let texts = bot.policy.texts(&tracker.locale);
    let reply = Reply { bot, tracker, texts, tone: verdict.tone, cause_seq, moment };
    match &verdict.decision {
        Decision::Silence => Vec::new(),
        Decision::Answer { article, .. } if tracker.state.is_waiting() => reply.meanwhile(article),
        Decision::Answer { article, intent, also } => vec![reply.answer(article, intent.as_deref(), also)],
        Decision::Clarify { intents } => vec![reply.clarify(intents)],
        Decision::Rephrase => vec![reply.plain(&reply.texts.rephrase, Vec::new())],
        Decision::OfferPerson => vec![reply.plain(&reply.texts.offer_person, vec![reply.person()])],
        Decision::OtherLanguage => {
            vec![reply.say(reply.texts.language_not_spoken.clone(), vec![reply.person()], Vec::new())]
        }
        Decision::CarryOn => vec![reply.plain(&reply.texts.carry_on, Vec::new())],
        Decision::Handoff { reason } => reply.hand_off(reason),
    }
}

/// An article as an agent has the bot say it; `None` where it may not be shown to customers today.
pub fn say_article(slug: &str, tracker: &Tracker, bot: &Bot, cause_seq: u64, moment: Moment) -> Option<Event> {
    let texts = bot.policy.texts(&tracker.locale);
    let reply = Reply { bot, tracker, texts, tone: Tone::Plain, cause_seq, moment };
    reply.article(slug)?;
    Some(reply.answer(slug, None, &[]))
}

/// What a rating leads to beside being kept: once in a closed chat, a ticket for the supervisors.
pub fn follow_up(score: u8, tracker: &Tracker, bot: &Bot, now: Timestamp) -> Vec<Event> {
    let rule = bot.policy.rating.as_ref();
    let rule = rule.filter(|rule| score <= rule.follow_up_at_most);
    let Some(rule) = rule.filter(|_| tracker.state == State::Closed && !tracker.followed_up) else { return Vec::new() };
    let numbers = [("rating", score), ("rating_limit", rule.follow_up_at_most)];
    let numbers = numbers.into_iter().map(|(name, value)| (name.into(), i64::from(value) * 1000)).collect();
    let reason = Reason { rule: Reason::LOW_RATING.into(), numbers };
    let priority = bot.policy.teams.get(&rule.team).map(|team| team.priority).unwrap_or_default();
    let priority = priority.raised(steps_of(tracker, bot));
    let opens_at = bot.policy.hours(Some(&rule.team)).opens_at(now);
    let text = bot.policy.texts(&tracker.locale).follow_up.clone();
    vec![Event::Queued { reason, team: Some(rule.team.clone()), priority, opens_at }, Event::Noticed { text }]
}

/// What a reply takes from outside: the time, by which articles come and go and people are there or away, and a draw
/// among wordings.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub now: Timestamp,
    pub draw: u64,
}

impl Moment {
    /// Noon of a day, in UTC.
    pub fn on(day: Date, draw: u64) -> Self {
        let noon = TimeZone::UTC.to_timestamp(day.at(12, 0, 0, 0));
        Self { now: noon.expect("UTC has every noon of the calendar"), draw }
    }

    fn today(&self) -> Date {
        self.now.to_zoned(TimeZone::UTC).date()
    }
}

struct Reply<'a> {
    bot: &'a Bot,
    tracker: &'a Tracker,
    texts: &'a Texts,
    tone: Tone,
    cause_seq: u64,
    moment: Moment,
}

impl Reply<'_> {
    fn answer(&self, slug: &str, intent: Option<&str>, also: &[String]) -> Event {
        let Some(article) = self.article(slug) else {
            return self.plain(&self.texts.offer_person, vec![self.person()]);
        };
        let sources = if article.cite {
            vec![Source { id: article.slug.clone(), title: article.title.clone() }]
        } else {
            Vec::new()
        };
        if self.tone == Tone::Upset && article.cite {
            let topic = intent.map_or(self.texts.topic_default.as_str(), |name| self.topic(name));
            let opening = self.pick(&self.texts.acknowledge).replace("{topic}", topic);
            let text = format!("{opening}\n\n{}\n\n{}", article.body, self.pick(&self.texts.ways_on));
            let solved = Choice { id: "solved".into(), label: self.texts.label_solved.clone() };
            return self.say(text, self.others(also).chain([solved, self.person()]).collect(), sources);
        }
        let others: Vec<Choice> = self.others(also).collect();
        let mut text = article.body.clone();
        if let (false, [first, ..]) = (self.texts.also.is_empty(), &others[..]) {
            let _ = write!(text, "\n\n{}", self.pick(&self.texts.also).replace("{topic}", &first.label));
        }
        let next = if others.is_empty() { self.related(article) } else { others };
        self.say(text, next, sources)
    }

    /// What else the message asked for, to be tapped.
    fn others(&self, also: &[String]) -> impl Iterator<Item = Choice> {
        also.iter().filter_map(|name| intent_choice(self.bot, name, &self.tracker.locale))
    }

    /// For a customer who waits for a person; nothing where the article is not there today.
    fn meanwhile(&self, slug: &str) -> Vec<Event> {
        let Some(article) = self.article(slug) else { return Vec::new() };
        let text = format!("{}\n\n{}\n\n{}", self.texts.waiting_answer, article.body, self.texts.waiting_question);
        let choices = vec![
            Choice { id: "solved".into(), label: self.texts.label_solved.clone() },
            Choice { id: "keep_waiting".into(), label: self.texts.label_keep_waiting.clone() },
        ];
        vec![self.say(text, choices, vec![Source { id: article.slug.clone(), title: article.title.clone() }])]
    }

    fn clarify(&self, intents: &[String]) -> Event {
        let locale = &self.tracker.locale;
        let mut choices: Vec<Choice> =
            intents.iter().filter_map(|name| intent_choice(self.bot, name, locale)).collect();
        choices.push(Choice { id: "none".into(), label: self.texts.label_none_of_these.clone() });
        self.plain(&self.texts.clarify, choices)
    }

    fn hand_off(&self, reason: &Reason) -> Vec<Event> {
        let (team, priority) = self.team();
        let hours = self.bot.policy.hours(Some(&team));
        let (open, opens_at) = (hours.is_open(self.moment.now), hours.opens_at(self.moment.now));
        let words = if open {
            self.passing_on(reason)
        } else {
            self.say(self.texts.handoff_closed.clone(), Vec::new(), Vec::new())
        };
        vec![words, Event::Queued { reason: reason.clone(), team: Some(team), priority, opens_at }]
    }

    fn passing_on(&self, reason: &Reason) -> Event {
        let wordings = self.texts.handoff.get(&reason.rule).unwrap_or(&self.texts.handoff["default"]);
        self.plain(wordings, Vec::new())
    }

    /// Team and priority come from the intent that was last sure enough to matter.
    fn team(&self) -> (String, Priority) {
        let heard = self.tracker.turns.iter().rev().filter_map(|turn| turn.heard.as_ref());
        let maybe = self.bot.policy.understanding.maybe;
        let mut intents = heard
            .filter_map(|heard| heard.intents.first())
            .filter(|top| top.confidence >= maybe)
            .filter_map(|top| self.bot.intent(&top.intent));
        let intent = intents.find(|intent| intent.article.is_some() || intent.team.is_some());
        let team = intent.and_then(|intent| intent.team.clone()).unwrap_or(self.bot.policy.default_team.clone());
        let floor = self.bot.policy.teams.get(&team).map(|team| team.priority).unwrap_or_default();
        let priority = intent.map_or(floor, |intent| intent.priority.max(floor));
        (team, priority.raised(steps_of(self.tracker, self.bot)))
    }

    /// Up to two sensible next steps that were not shown yet.
    fn related(&self, article: &Article) -> Vec<Choice> {
        let unseen = |slug: &&String| !self.tracker.shown.iter().any(|(_, shown)| shown == *slug);
        let next = article.related.iter().filter(unseen).filter_map(|slug| self.article(slug));
        next.take(2).map(|a| Choice { id: format!("article:{}", a.slug), label: a.title.clone() }).collect()
    }

    fn topic(&self, intent: &str) -> &str {
        let intent = self.bot.intent(intent);
        intent.and_then(|i| i.topic.get(&self.tracker.locale)).map_or(&self.texts.topic_default, String::as_str)
    }

    /// The article in the customer's language, if it may be shown to customers today.
    fn article(&self, slug: &str) -> Option<&Article> {
        let article = self.bot.article(slug, &self.tracker.locale);
        let article = article.or_else(|| self.bot.article(slug, self.bot.policy.default_locale()));
        article.filter(|article| article.shown_on(self.moment.today()))
    }

    fn person(&self) -> Choice {
        Choice { id: "person".into(), label: self.texts.label_person.clone() }
    }

    fn pick<'t>(&self, wordings: &'t [String]) -> &'t str {
        &wordings[(self.moment.draw % wordings.len() as u64) as usize]
    }

    fn plain(&self, wordings: &[String], choices: Vec<Choice>) -> Event {
        self.say(self.pick(wordings).to_string(), choices, Vec::new())
    }

    fn say(&self, text: String, choices: Vec<Choice>, sources: Vec<Source>) -> Event {
        Event::BotReplied { cause_seq: self.cause_seq, text, choices, sources }
    }
}

/// Steps of priority that the customer's tier is worth.
fn steps_of(tracker: &Tracker, bot: &Bot) -> u32 {
    let tier = tracker.identity.as_ref().and_then(|identity| identity.tier.as_ref());
    tier.and_then(|tier| bot.policy.customers.tiers.get(tier)).copied().unwrap_or_default()
}

fn intent_choice(bot: &Bot, name: &str, locale: &Locale) -> Option<Choice> {
    let label = bot.intent(name)?.title.get(locale)?;
    Some(Choice { id: format!("intent:{name}"), label: label.clone() })
}
