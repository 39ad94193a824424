//! What the bot does when. The rules run from most to least urgent, and their order is the policy:
//!
//! 1. people have the session: silence, but for a sure answer to who waits, where the policy says so
//! 2. the models are in trouble: a person
//! 3. the customer asks for a person: a person, at once
//! 4. a language the bot does not speak: say so, offer a person
//! 5. an intent that always needs a person
//! 6. one turn of fury, 7. repeated contact, 8. a low mood over turns, the escalation score, 9. the same request again
//! 10. an answer, a question back, or a miss; the third miss in a row is a person

use super::mood::{MoodPoint, curve, low_turns};
use super::tracker::Tracker;
use super::turn::Turn;
use crate::authoring::{Bot, Intent, Route};
use crate::domain::{CueKind, Decision, Locale, Reason, SentimentLabel, State, Tone, Understanding};
use std::collections::BTreeMap;

/// A decision, how it is to be said, and the mood it was made in.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    pub decision: Decision,
    pub tone: Tone,
    pub mood: f32,
}

/// The intent by which a customer asks for a person.
pub const TALK_TO_PERSON: &str = "talk_to_person";

/// The rule of a subject that no bot should answer.
const ALWAYS_A_PERSON: &str = "always_a_person";

/// What the policy looks at: a session as it stands, or as it might have stood.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub turns: &'a [Turn],
    pub state: State,
    /// Where the turns since the last return to the bot begin.
    pub returned_at_turn: Option<usize>,
    pub reason: Option<&'a Reason>,
    pub shown: &'a [(u64, String)],
    pub locale: &'a Locale,
}

impl<'a> From<&'a Tracker> for Scene<'a> {
    fn from(tracker: &'a Tracker) -> Self {
        let Tracker { turns, state, returned_at_turn, reason, shown, locale, .. } = tracker;
        Self { turns, state: *state, returned_at_turn: *returned_at_turn, reason: reason.as_ref(), shown, locale }
    }
}

/// Decides on the last understood turn. Total: every state and every understanding has a decision.
pub fn decide<'a>(scene: impl Into<Scene<'a>>, bot: &Bot) -> Verdict {
    let scene = scene.into();
    let curve = curve(scene.turns, bot.policy.mood.alpha);
    let mood = curve.last().map_or(0.0, |point| point.mood);
    let Some(heard) = scene.turns.iter().rev().find_map(|turn| turn.heard.as_ref()) else {
        return Verdict { decision: Decision::Silence, tone: Tone::Plain, mood };
    };
    let tone = if upset(&curve, heard, bot.policy.mood.upset) { Tone::Upset } else { Tone::Plain };
    let case = Case { scene, bot, heard, curve: &curve, tone };
    Verdict { decision: case.decide(), tone, mood }
}

/// A negative turn in a low mood, or a turn that is not positive after the mood was low already. One turn that only
/// leans to the negative upsets nobody.
fn upset(curve: &[MoodPoint], heard: &Understanding, limit: f32) -> bool {
    let low = |point: Option<&MoodPoint>| point.is_some_and(|point| point.mood <= limit);
    let before = curve.len().checked_sub(2).and_then(|place| curve.get(place));
    match heard.sentiment.label {
        SentimentLabel::Negative => low(curve.last()),
        SentimentLabel::Neutral => low(curve.last()) && low(before),
        SentimentLabel::Positive => false,
    }
}

/// Decides on a tapped choice.
pub fn decide_choice(tracker: &Tracker, bot: &Bot, choice: &str) -> Verdict {
    let mood = curve(&tracker.turns, bot.policy.mood.alpha).last().map_or(0.0, |point| point.mood);
    let tone = if mood <= bot.policy.mood.upset { Tone::Upset } else { Tone::Plain };
    let decision = match choice.split_once(':') {
        Some(("article", slug)) if answers_meanwhile(tracker.state, bot) => {
            Decision::Answer { article: slug.into(), intent: None, also: Vec::new() }
        }
        _ if tracker.state != State::Bot => Decision::Silence,
        None if choice == "person" => handoff("asked_for_person", NO_NUMBERS),
        None if choice == "none" => Decision::Rephrase,
        None if choice == "solved" => Decision::CarryOn,
        Some(("intent", name)) => match bot.intent(name) {
            Some(intent) => by_intent(intent),
            None => Decision::Rephrase,
        },
        Some(("article", slug)) => Decision::Answer { article: slug.into(), intent: None, also: Vec::new() },
        _ => Decision::Rephrase,
    };
    Verdict { decision, tone, mood }
}

/// Whether the customer waits for a person and the bot may answer meanwhile.
fn answers_meanwhile(state: State, bot: &Bot) -> bool {
    state.is_waiting() && bot.policy.queue.bot_answers
}

/// What an intent leads to by its route.
fn by_intent(intent: &Intent) -> Decision {
    match (&intent.route, &intent.article) {
        (Route::Answer, Some(article)) => {
            Decision::Answer { article: article.clone(), intent: Some(intent.name.clone()), also: Vec::new() }
        }
        _ if intent.name == TALK_TO_PERSON => handoff("asked_for_person", NO_NUMBERS),
        _ => handoff(ALWAYS_A_PERSON, NO_NUMBERS),
    }
}

const NO_NUMBERS: [(&str, f32); 0] = [];

fn handoff<S: Into<String>>(rule: &str, numbers: impl IntoIterator<Item = (S, f32)>) -> Decision {
    let numbers = numbers.into_iter().map(|(name, value)| (name.into(), (value * 1000.0).round() as i64));
    Decision::Handoff { reason: Reason { rule: rule.into(), numbers: numbers.collect::<BTreeMap<_, _>>() } }
}

/// One turn before the policy.
struct Case<'a> {
    scene: Scene<'a>,
    bot: &'a Bot,
    heard: &'a Understanding,
    curve: &'a [MoodPoint],
    tone: Tone,
}

impl Case<'_> {
    fn decide(&self) -> Decision {
        self.people()
            .or_else(|| self.model_trouble())
            .or_else(|| self.asked_for_person())
            .or_else(|| self.other_language())
            .or_else(|| self.always_a_person())
            .or_else(|| self.escalate())
            .or_else(|| self.answer())
            .unwrap_or_else(|| self.miss())
    }

    fn people(&self) -> Option<Decision> {
        if self.scene.state == State::Bot {
            return None;
        }
        Some(self.meanwhile().unwrap_or(Decision::Silence))
    }

    /// A new answer for a customer who waits and is not upset: never a question, small talk or another handoff, and
    /// never where the subject itself needs a person.
    fn meanwhile(&self) -> Option<Decision> {
        let needs_a_person = |reason: &Reason| reason.rule == ALWAYS_A_PERSON || reason.is_for_supervisors();
        let subject_needs_a_person = self.scene.reason.is_some_and(needs_a_person);
        let bad_moment = subject_needs_a_person
            || self.heard.trouble.is_some()
            || !self.heard.spoken
            || self.tone == Tone::Upset
            || self.cue(CueKind::AsksForPerson);
        if bad_moment || !answers_meanwhile(self.scene.state, self.bot) {
            return None;
        }
        self.answer().filter(|decision| match decision {
            Decision::Answer { article, .. } => {
                let known = self.scene.shown.iter().any(|(_, shown)| shown == article);
                !known && self.bot.article(article, self.scene.locale).is_some_and(|article| article.cite)
            }
            _ => false,
        })
    }

    fn model_trouble(&self) -> Option<Decision> {
        self.heard.trouble.as_ref().map(|_| handoff("model_trouble", NO_NUMBERS))
    }

    fn asked_for_person(&self) -> Option<Decision> {
        let cue = self.cue(CueKind::AsksForPerson);
        let intent = self.sure_intent().is_some_and(|intent| intent.name == TALK_TO_PERSON);
        (cue || intent).then(|| handoff("asked_for_person", NO_NUMBERS))
    }

    fn other_language(&self) -> Option<Decision> {
        (!self.heard.spoken).then_some(Decision::OtherLanguage)
    }

    fn always_a_person(&self) -> Option<Decision> {
        let first = self.sure_intent().zip(self.heard.intents.first().map(|top| top.confidence));
        let all = first.into_iter().chain(self.also());
        let (intent, confidence) = all.into_iter().find(|(intent, _)| intent.route == Route::Handoff)?;
        let limit = intent.threshold.unwrap_or(self.bot.policy.understanding.sure);
        Some(handoff(ALWAYS_A_PERSON, [("confidence", confidence), ("confidence_limit", limit)]))
    }

    /// The rules that wait after an agent has returned the session.
    fn escalate(&self) -> Option<Decision> {
        if self.cooling_down() {
            return None;
        }
        self.one_bad_turn()
            .or_else(|| self.repeated_contact())
            .or_else(|| self.low_mood())
            .or_else(|| self.escalation())
            .or_else(|| self.same_request_again())
    }

    fn one_bad_turn(&self) -> Option<Decision> {
        let rule = &self.bot.policy.rules.one_bad_turn;
        let felt = &self.heard.sentiment;
        let tripped = rule.enabled
            && felt.label == SentimentLabel::Negative
            && felt.valence <= rule.below
            && felt.confidence >= rule.confidence;
        let numbers = [
            ("valence", felt.valence),
            ("valence_limit", rule.below),
            ("confidence", felt.confidence),
            ("confidence_limit", rule.confidence),
        ];
        tripped.then(|| handoff("one_bad_turn", numbers))
    }

    fn repeated_contact(&self) -> Option<Decision> {
        let enabled = self.bot.policy.rules.repeated_contact.enabled;
        let tripped =
            enabled && self.cue(CueKind::RepeatedContact) && self.heard.sentiment.label != SentimentLabel::Positive;
        tripped.then(|| handoff("repeated_contact", [("valence", self.heard.sentiment.valence)]))
    }

    fn low_mood(&self) -> Option<Decision> {
        let rule = &self.bot.policy.rules.low_mood;
        let mood = self.curve.last()?.mood;
        let turns = low_turns(self.curve, rule.below, rule.release);
        let tripped = rule.enabled && mood <= rule.below && turns >= rule.turns;
        let numbers =
            [("mood", mood), ("mood_limit", rule.below), ("turns", turns as f32), ("turns_limit", rule.turns as f32)];
        tripped.then(|| handoff("low_mood", numbers))
    }

    /// What the escalation head makes of the whole session; its causes go with the reason.
    fn escalation(&self) -> Option<Decision> {
        let rule = &self.bot.policy.rules.escalation;
        let judged = self.heard.escalation.as_ref()?;
        let turns = self.turns_since_return().filter(|turn| turn.heard.is_some()).count();
        let calm = self.heard.sentiment.label == SentimentLabel::Positive;
        let tripped = rule.enabled && !calm && judged.score >= rule.score && turns >= rule.turns as usize;
        let numbers = [("score".to_string(), judged.score), ("score_limit".to_string(), rule.score)];
        let causes = judged.causes.iter().map(|cause| (format!("cause_{}", cause.kind.as_str()), cause.weight));
        tripped.then(|| handoff("escalation", numbers.into_iter().chain(causes)))
    }

    fn same_request_again(&self) -> Option<Decision> {
        let rule = &self.bot.policy.rules.same_request_again;
        let intent = self.sure_intent().filter(|intent| !self.is_small_talk(intent))?;
        let window = self.turns_since_return().rev().take(rule.window as usize);
        let sure = |turn: &Turn| turn.heard.as_ref().and_then(|heard| self.sure_of(heard)).map(|i| &i.name);
        let times = window.filter(|turn| sure(turn) == Some(&intent.name)).count();
        let tripped = rule.enabled && times >= rule.times as usize;
        let numbers = [("times", times as f32), ("times_limit", rule.times as f32), ("window", rule.window as f32)];
        tripped.then(|| handoff("same_request_again", numbers))
    }

    /// A sure intent or article, or a question which of two.
    fn answer(&self) -> Option<Decision> {
        if self.heard.refused {
            return Some(Decision::CarryOn);
        }
        if let Some(choice) = self.two_close() {
            return Some(choice);
        }
        if let Some(intent) = self.sure_intent() {
            let brush_off = self.tone == Tone::Upset && self.is_small_talk(intent);
            return Some(if brush_off { Decision::OfferPerson } else { self.with_others(by_intent(intent)) });
        }
        let (best, limits) = (self.heard.articles.first()?, &self.bot.policy.understanding);
        let sure = best.score >= limits.article_sure && self.heard.in_scope >= limits.in_scope;
        sure.then(|| Decision::Answer { article: best.article.clone(), intent: None, also: Vec::new() })
    }

    fn two_close(&self) -> Option<Decision> {
        let limits = &self.bot.policy.understanding;
        let [first, second, ..] = &self.heard.intents[..] else { return None };
        let close = first.confidence - second.confidence < limits.margin && second.confidence >= limits.maybe;
        let names = vec![first.intent.clone(), second.intent.clone()];
        (close && self.heard.in_scope >= limits.in_scope).then_some(Decision::Clarify { intents: names })
    }

    /// Nothing fits: ask once, then offer, then hand over.
    fn miss(&self) -> Decision {
        let rule = &self.bot.policy.rules.repeated_misses;
        let earlier = self.turns_since_return().rev().skip(1);
        let misses = 1 + earlier.take_while(|turn| turn.decision.as_ref().is_some_and(is_miss)).count();
        if rule.enabled && misses >= rule.misses as usize && !self.cooling_down() {
            let numbers = [("misses", misses as f32), ("misses_limit", rule.misses as f32)];
            return handoff("repeated_misses", numbers);
        }
        if misses > 1 || self.tone == Tone::Upset { Decision::OfferPerson } else { Decision::Rephrase }
    }

    fn sure_intent(&self) -> Option<&Intent> {
        self.sure_of(self.heard)
    }

    /// The sure intents of the other requests in the message, each with its confidence.
    fn also(&self) -> impl Iterator<Item = (&Intent, f32)> {
        let limit = self.bot.policy.understanding.sure;
        let known =
            self.heard.also.iter().filter_map(|ranked| Some((self.bot.intent(&ranked.intent)?, ranked.confidence)));
        let sure = known.filter(move |(intent, confidence)| *confidence >= intent.threshold.unwrap_or(limit));
        sure.filter(|(intent, _)| !self.is_small_talk(intent))
    }

    /// An answer that also offers what else was asked for.
    fn with_others(&self, decision: Decision) -> Decision {
        match decision {
            Decision::Answer { article, intent, .. } => {
                Decision::Answer { article, intent, also: self.also().map(|(intent, _)| intent.name.clone()).collect() }
            }
            other => other,
        }
    }

    /// The top intent, where it is sure enough and the utterance is the bot's to answer.
    fn sure_of(&self, heard: &Understanding) -> Option<&Intent> {
        let top = heard.intents.first()?;
        let intent = self.bot.intent(&top.intent)?;
        let limits = &self.bot.policy.understanding;
        let sure = top.confidence >= intent.threshold.unwrap_or(limits.sure);
        (sure && !heard.refused && heard.in_scope >= limits.in_scope).then_some(intent)
    }

    fn is_small_talk(&self, intent: &Intent) -> bool {
        self.bot.is_small_talk(&intent.name, self.scene.locale)
    }

    fn cue(&self, kind: CueKind) -> bool {
        self.heard.cues.iter().any(|cue| cue.kind == kind)
    }

    fn turns_since_return(&self) -> impl DoubleEndedIterator<Item = &Turn> {
        self.scene.turns[self.scene.returned_at_turn.unwrap_or(0)..].iter()
    }

    fn cooling_down(&self) -> bool {
        let turns = self.bot.policy.rules.cooldown.turns as usize;
        self.scene.returned_at_turn.is_some() && self.turns_since_return().count() <= turns
    }
}

fn is_miss(decision: &Decision) -> bool {
    matches!(decision, Decision::Rephrase | Decision::OfferPerson)
}
