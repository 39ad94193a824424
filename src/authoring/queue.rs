//! What a customer who waits for a person is given meanwhile, and what a bad rating leads to: `[queue]` and `[rating]` in
//! `policy.toml`; and which customers come earlier: `[customers]`.

use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Queue {
    /// Whether the bot says an answer that it is sure of. The place in the queue stays.
    #[serde(default)]
    pub bot_answers: bool,
    /// Who has a chat that a person had ended when its customer writes again.
    #[serde(default)]
    pub reopens_with: Reopens,
    /// Whether an e-mail address for the answer is asked for while people are away.
    #[serde(default)]
    pub address_when_closed: bool,
    /// Seconds of usual wait, or of a rest, from which it is asked for, too; 0 for never.
    #[serde(default)]
    pub address_over_s: u32,
}

/// Who has a chat again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reopens {
    /// The bot, and whoever had it first if it goes to people again.
    #[default]
    Bot,
    /// Whoever had it, if they are there, else the queue.
    People,
}

/// A rating this low or lower opens a ticket for the supervisors.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingRule {
    /// 1 to 5.
    pub follow_up_at_most: u8,
    /// The team it goes to.
    pub team: String,
}

/// Customers whom the host page's server names as of a tier.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerRules {
    /// The claim of the customer's token that names the tier.
    #[serde(default = "tier_claim")]
    pub claim: String,
    /// Steps of priority by tier.
    #[serde(default)]
    pub tiers: BTreeMap<String, u32>,
}

impl Default for CustomerRules {
    fn default() -> Self {
        Self { claim: tier_claim(), tiers: BTreeMap::new() }
    }
}

fn tier_claim() -> String {
    "tier".into()
}
