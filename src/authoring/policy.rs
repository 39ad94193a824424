//! `policy.toml`: what one bot does when. Every number that tunes behaviour lives there, with its unit and reason.

use super::{Assign, CustomerRules, Finding, Hours, Idle, Queue, RatingRule, Routing, Targets, WrapUpCode, wrap_up};
use crate::domain::{Locale, Priority};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub brand: Brand,
    pub understanding: Thresholds,
    pub mood: MoodSettings,
    pub rules: Rules,
    #[serde(default)]
    pub privacy: Privacy,
    /// Of every team that has none of its own.
    pub hours: Hours,
    /// How waiting chats find an agent; without it agents choose from the queue themselves.
    #[serde(default)]
    pub routing: Option<Routing>,
    /// What who waits is given meanwhile.
    #[serde(default)]
    pub queue: Queue,
    /// Without it no chat ends by itself.
    #[serde(default)]
    pub idle: Option<Idle>,
    /// Which customers come earlier.
    #[serde(default)]
    pub customers: CustomerRules,
    /// Without it a rating is only kept.
    #[serde(default)]
    pub rating: Option<RatingRule>,
    /// How agents may say that a chat ended.
    #[serde(default = "wrap_up::usual")]
    pub wrap_up: Vec<WrapUpCode>,
    /// How soon customers are answered, by priority; one that is not named counts as `normal`.
    #[serde(default)]
    pub sla: BTreeMap<Priority, Targets>,
    pub teams: BTreeMap<String, Team>,
    /// Team of a ticket whose intent names none.
    pub default_team: String,
    pub texts: BTreeMap<Locale, Texts>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    pub name: String,
    pub accent: String,
    /// First is the default.
    pub locales: Vec<Locale>,
    pub tagline: BTreeMap<Locale, String>,
}

/// What is kept of customers. Nothing that is not asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Privacy {
    /// E-mail addresses, phone numbers and names that customers type, sealed, for the agent who has the chat.
    pub keep_contact_details: bool,
}

/// Probabilities and similarities, 0 to 1.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    pub sure: f32,
    pub maybe: f32,
    pub margin: f32,
    pub in_scope: f32,
    pub article_sure: f32,
    /// From this score on an article is suggested to an agent.
    pub article_suggest: f32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoodSettings {
    /// Weight of the newest turn, 0 to 1.
    pub alpha: f32,
    /// Mood at or below which the bot acknowledges before it answers, -1 to 1.
    pub upset: f32,
}

/// The rules' settings; their order is fixed in `dialogue::policy`, most urgent first.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub one_bad_turn: OneBadTurn,
    pub low_mood: LowMood,
    pub repeated_contact: RepeatedContact,
    pub escalation: EscalationRule,
    pub same_request_again: SameRequest,
    pub repeated_misses: RepeatedMisses,
    pub cooldown: Cooldown,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneBadTurn {
    pub enabled: bool,
    /// Valence of one turn, -1 to 1.
    pub below: f32,
    /// Probability that the turn is negative, 0 to 1.
    pub confidence: f32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LowMood {
    pub enabled: bool,
    pub below: f32,
    /// Consecutive customer turns.
    pub turns: u32,
    /// Mood above which the count starts again: hysteresis.
    pub release: f32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatedContact {
    pub enabled: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EscalationRule {
    pub enabled: bool,
    /// Probability that a person should take over, by the session so far, 0 to 1.
    pub score: f32,
    /// Understood customer turns before it may trip.
    pub turns: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SameRequest {
    pub enabled: bool,
    /// How often the same intent comes within `window` customer turns.
    pub times: u32,
    pub window: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatedMisses {
    pub enabled: bool,
    /// Consecutive turns that were not understood.
    pub misses: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cooldown {
    /// Customer turns after a return to the bot in which mood, repeats and misses do not hand off again.
    pub turns: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    pub name: BTreeMap<Locale, String>,
    #[serde(default)]
    pub priority: Priority,
    #[serde(default)]
    pub hours: Option<Hours>,
    /// Where the team's chats find their agents otherwise than the bot's.
    #[serde(default)]
    pub assign: Option<Assign>,
}

/// Everything the bot says that is not an article. `{topic}` and `{name}` are filled in
/// where they make sense;
/// where there are several wordings, one is drawn per turn.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    pub greeting: String,
    /// Ids of intents offered as choices under the greeting.
    pub starters: Vec<String>,
    /// Before an answer to a customer who is upset: own the problem, name it.
    pub acknowledge: Vec<String>,
    /// What `{topic}` says where no intent was recognised.
    pub topic_default: String,
    /// After an answer to a customer who is upset: two ways on.
    pub ways_on: Vec<String>,
    pub clarify: Vec<String>,
    pub rephrase: Vec<String>,
    pub offer_person: Vec<String>,
    pub carry_on: Vec<String>,
    /// After an answer, where the message asked for something else too; `{topic}` is the title of that intent.
    #[serde(default)]
    pub also: Vec<String>,
    pub language_not_spoken: String,
    /// What happens next, by rule id; `default` where a rule has no text of its own.
    pub handoff: BTreeMap<String, Vec<String>>,
    pub handoff_closed: String,
    pub agent_joined: String,
    pub agent_left: String,
    /// The customer has the chat on one more device.
    pub device_joined: String,
    /// The agent did not answer, and somebody else takes over.
    pub agent_silent: String,
    pub back_to_bot: String,
    pub left_queue: String,
    /// Around an answer that the bot gives to a customer who waits for a person.
    pub waiting_answer: String,
    pub waiting_question: String,
    /// While an e-mail address is asked for, and once it is there.
    pub address_ask: String,
    pub address_thanks: String,
    /// Around agents' answers that go by e-mail; `{brand}` is filled in.
    pub mail_subject: String,
    pub mail_opening: String,
    pub mail_closing: String,
    /// For a file among them; `{file}` is filled in.
    pub mail_file: String,
    /// A customer sent a file, and only the bot is there.
    pub file_unread: String,
    pub survey: String,
    pub ended: String,
    /// To a customer who does not write any more, and as the chat ends; `[idle]` needs them.
    #[serde(default)]
    pub idle_warning: String,
    #[serde(default)]
    pub idle_closed: String,
    /// After a rating that supervisors follow up.
    pub follow_up: String,
    /// Labels of choices.
    pub label_person: String,
    pub label_none_of_these: String,
    pub label_solved: String,
    pub label_leave_queue: String,
    pub label_keep_waiting: String,
}

impl Policy {
    pub fn parse(file: &str, text: &str) -> Result<Self, Finding> {
        let policy: Self = toml::from_str(text).map_err(|fault| Finding::toml(file, text, &fault))?;
        policy.validate().map_err(|(key, message)| Finding::at_key(file, text, key, message))?;
        Ok(policy)
    }

    pub fn default_locale(&self) -> &Locale {
        &self.brand.locales[0]
    }

    /// The texts of `locale`, or of the default locale where the bot does not speak it.
    pub fn texts(&self, locale: &Locale) -> &Texts {
        self.texts.get(locale).unwrap_or_else(|| &self.texts[self.default_locale()])
    }

    /// The hours of a team, or of the bot where the team has none.
    pub fn hours(&self, team: Option<&str>) -> &Hours {
        let team = team.and_then(|team| self.teams.get(team));
        team.and_then(|team| team.hours.as_ref()).unwrap_or(&self.hours)
    }

    /// How a team's waiting chats find an agent.
    pub fn routing(&self, team: Option<&str>) -> Option<Routing> {
        let routing = self.routing?;
        let own = team.and_then(|team| self.teams.get(team)?.assign);
        Some(Routing { assign: own.unwrap_or(routing.assign), ..routing })
    }

    pub fn targets(&self, priority: Priority) -> Option<&Targets> {
        self.sla.get(&priority).or_else(|| self.sla.get(&Priority::Normal))
    }

    fn validate(&self) -> Result<(), (&'static str, String)> {
        if self.brand.locales.is_empty() {
            return Err(("locales", "locales names no language".into()));
        }
        for locale in &self.brand.locales {
            if !self.texts.contains_key(locale) {
                return Err(("texts", format!("texts for locale {locale} are missing")));
            }
        }
        if !self.teams.contains_key(&self.default_team) {
            return Err(("default_team", format!("default_team {} is not among the teams", self.default_team)));
        }
        if let Some(rule) = &self.rating {
            if !self.teams.contains_key(&rule.team) {
                return Err(("team", format!("team {} of [rating] is not among the teams", rule.team)));
            }
            if !(1..=5).contains(&rule.follow_up_at_most) {
                return Err((
                    "follow_up_at_most",
                    format!("follow_up_at_most is {}, not 1 to 5", rule.follow_up_at_most),
                ));
            }
        }
        let teams = self.teams.values().filter_map(|team| team.hours.as_ref());
        if let Some(fault) = teams.chain([&self.hours]).find_map(Hours::fault) {
            return Err(("hours", fault));
        }
        if let Some(fault) = self.routing.and_then(|routing| routing.fault()) {
            return Err(fault);
        }
        if let Some(fault) = self.sla.values().find_map(Targets::fault) {
            return Err(fault);
        }
        if let Some(fault) = wrap_up::fault(&self.wrap_up) {
            return Err(fault);
        }
        if let Some(fault) = self.idle.and_then(|idle| idle.fault()) {
            return Err(fault);
        }
        self.numbers_in_range()?;
        self.wordings_present()
    }

    fn numbers_in_range(&self) -> Result<(), (&'static str, String)> {
        let u = &self.understanding;
        let unit = [
            ("sure", u.sure),
            ("maybe", u.maybe),
            ("margin", u.margin),
            ("in_scope", u.in_scope),
            ("article_sure", u.article_sure),
            ("article_suggest", u.article_suggest),
            ("alpha", self.mood.alpha),
            ("score", self.rules.escalation.score),
            ("confidence", self.rules.one_bad_turn.confidence),
        ];
        let signed = [
            ("upset", self.mood.upset),
            ("below", self.rules.one_bad_turn.below),
            ("below", self.rules.low_mood.below),
            ("release", self.rules.low_mood.release),
        ];
        for (key, value) in unit {
            if !(0.0..=1.0).contains(&value) {
                return Err((key, format!("{key} is {value}, not between 0 and 1")));
            }
        }
        for (key, value) in signed {
            if !(-1.0..=1.0).contains(&value) {
                return Err((key, format!("{key} is {value}, not between -1 and 1")));
            }
        }
        if self.rules.low_mood.release < self.rules.low_mood.below {
            return Err(("release", "release lies below the threshold it should release from".into()));
        }
        Ok(())
    }

    fn wordings_present(&self) -> Result<(), (&'static str, String)> {
        for (locale, texts) in &self.texts {
            let lists = [
                ("acknowledge", &texts.acknowledge),
                ("ways_on", &texts.ways_on),
                ("clarify", &texts.clarify),
                ("rephrase", &texts.rephrase),
                ("offer_person", &texts.offer_person),
                ("carry_on", &texts.carry_on),
            ];
            for (key, list) in lists {
                if list.is_empty() {
                    return Err((key, format!("{key} for locale {locale} has no wording")));
                }
            }
            if let Some(key) = self.idle.and_then(|_| Idle::text_missing(texts)) {
                return Err((key, format!("[idle] needs {key} for locale {locale}")));
            }
            if texts.handoff.get("default").is_none_or(Vec::is_empty) {
                return Err(("handoff", format!("handoff for locale {locale} has no default wording")));
            }
        }
        Ok(())
    }
}
