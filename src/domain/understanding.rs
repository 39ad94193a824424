//! What the models made of one utterance.

use super::Locale;
use serde::{Deserialize, Serialize};

/// The whole result of one turn's understanding. Trouble is a value: it never fails.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Understanding {
    pub language: Locale,
    /// Whether the language is one that the bot speaks.
    pub spoken: bool,
    /// Most likely first; confidences are calibrated probabilities and sum to at most 1.
    pub intents: Vec<RankedIntent>,
    /// The likeliest intents of the other requests in the message, where it holds several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<RankedIntent>,
    /// The customer said what they do not want, and nothing else: what the intents say is refused.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refused: bool,
    /// 0..=1: how much the utterance resembles anything this bot was taught.
    pub in_scope: f32,
    /// Most relevant first, in the language of the customer.
    pub articles: Vec<RankedArticle>,
    pub entities: Vec<Entity>,
    pub sentiment: Sentiment,
    pub cues: Vec<Cue>,
    /// Emotion and urgency; `None` where no model tells them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feeling: Option<Feeling>,
    /// Whether a person should take over, by the whole session so far; `None` where no model judges it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalation: Option<Escalation>,
    pub trouble: Option<Trouble>,
}

impl Understanding {
    /// What judging a later turn of the session needs to know of this one.
    pub fn felt(&self) -> Option<Felt> {
        let signs = self.escalation.as_ref()?.signs;
        Some(Felt { valence: self.sentiment.valence, cues: self.cues.iter().map(|cue| cue.kind).collect(), signs })
    }
}

/// How much speaks for a person to take over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Escalation {
    /// 0..=1: probability.
    pub score: f32,
    /// What speaks for it, the strongest first.
    pub causes: Vec<Cause>,
    pub signs: Signs,
}

/// One share of an escalation score, in logits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    pub kind: CauseKind,
    pub weight: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CauseKind {
    /// What was said over the session.
    Words,
    /// What was said last.
    LastWords,
    /// How bad the turns were, and the worst of them.
    Tone,
    /// Turns get worse.
    Trend,
    /// The chat is long.
    Length,
    /// Swearing, threats, repeated contact and the like.
    Cues,
}

impl CauseKind {
    /// As the wire and the reasons write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::LastWords => "last_words",
            Self::Tone => "tone",
            Self::Trend => "trend",
            Self::Length => "length",
            Self::Cues => "cues",
        }
    }
}

/// The parts of one turn in the escalation scores of the turns after it, in logits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Signs {
    /// Of the vector, as one of many, as the last one, as the worst one.
    pub mean: f32,
    pub last: f32,
    pub worst: f32,
    /// Of the n-grams, over the session and over its last turns, before they are divided by the length.
    pub words: f32,
    pub recent: f32,
    /// Square of the n-grams' length.
    pub length: f32,
}

/// What judging needs to know of a turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Felt {
    pub valence: f32,
    pub cues: Vec<CueKind>,
    pub signs: Signs,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankedIntent {
    pub intent: String,
    pub confidence: f32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankedArticle {
    pub article: String,
    /// 0..=1, meaning and words fused.
    pub score: f32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    pub kind: EntityKind,
    /// Normalised: digits of an order number, `129.95 EUR`, `2026-11-21`.
    pub value: String,
    /// As the customer typed it.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    OrderNumber,
    Amount,
    Date,
    LastFour,
    Product,
}

/// What an agent says a message should have been understood as. What is left out was right.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The right intent, or `none` where no intent of the bot fits.
    #[serde(default)]
    pub intent: Option<String>,
    #[serde(default)]
    pub sentiment: Option<SentimentLabel>,
    /// Whether a person should have had the chat at this message.
    #[serde(default)]
    pub hand_off: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sentiment {
    pub label: SentimentLabel,
    /// -1 (very negative) to 1 (very positive), cues counted in.
    pub valence: f32,
    /// 0..=1: how strongly it is said.
    pub intensity: f32,
    /// 0..=1: probability of the label.
    pub confidence: f32,
}

impl Sentiment {
    pub const NEUTRAL: Self = Self { label: SentimentLabel::Neutral, valence: 0.0, intensity: 0.0, confidence: 0.0 };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentimentLabel {
    Negative,
    Neutral,
    Positive,
}

/// How a message was meant.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Feeling {
    pub emotion: Emotion,
    /// 0..=1: probability of the emotion.
    pub confidence: f32,
    pub urgency: Urgency,
    /// 0..=1: probability of the urgency.
    pub urgency_confidence: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Emotion {
    Anger,
    Frustration,
    Disappointment,
    Worry,
    Confusion,
    Sadness,
    Relief,
    Gratitude,
    Joy,
    Neutral,
}

impl Emotion {
    pub const ALL: [Self; 10] = [
        Self::Anger,
        Self::Frustration,
        Self::Disappointment,
        Self::Worry,
        Self::Confusion,
        Self::Sadness,
        Self::Relief,
        Self::Gratitude,
        Self::Joy,
        Self::Neutral,
    ];
}

/// High where money or access is being lost now, or a deadline is today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    Low,
    Normal,
    High,
}

impl Urgency {
    pub const ALL: [Self; 3] = [Self::Low, Self::Normal, Self::High];
}

/// Something a support desk listens for, with the words that showed it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cue {
    pub kind: CueKind,
    pub words: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CueKind {
    /// Words in capitals.
    Capitals,
    /// `!!!`, `???`.
    RepeatedPunctuation,
    /// "I already called twice", "third time I ask".
    RepeatedContact,
    /// Asks for a person in so many words.
    AsksForPerson,
    /// Swears or insults.
    Swearing,
    /// Lawyer, regulator, press, leaving for a competitor.
    Threat,
    /// Now, urgent, today.
    Urgency,
    /// "Still", "waiting for three weeks".
    LongWait,
    Thanks,
}

impl CueKind {
    pub const ALL: [Self; 9] = [
        Self::Capitals,
        Self::RepeatedPunctuation,
        Self::RepeatedContact,
        Self::AsksForPerson,
        Self::Swearing,
        Self::Threat,
        Self::Urgency,
        Self::LongWait,
        Self::Thanks,
    ];
}

/// Why a turn could not be understood; the policy hands off on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The encoder failed or gave nothing usable.
    Model,
    /// Too many turns were waiting for the encoder.
    Busy,
}
