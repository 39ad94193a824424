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
    /// 0..=1: how much the utterance resembles anything this bot was taught.
    pub in_scope: f32,
    /// Most relevant first, in the language of the customer.
    pub articles: Vec<RankedArticle>,
    pub entities: Vec<Entity>,
    pub sentiment: Sentiment,
    pub cues: Vec<Cue>,
    pub trouble: Option<Trouble>,
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

/// Why a turn could not be understood; the policy hands off on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The encoder failed or gave nothing usable.
    Model,
    /// Too many turns were waiting for the encoder.
    Busy,
}
