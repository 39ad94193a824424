//! What the host page tells of a customer: who it is, where they are, what they are about to buy.

use serde::{Deserialize, Serialize};

/// The host page a chat was opened on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    #[serde(default)]
    pub url: String,
    #[serde(default)]
    pub title: String,
    /// What the customer is about to buy, where the page says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cart: Option<Cart>,
}

/// A shopping cart, in the words of the host page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    pub items: Vec<CartItem>,
    /// With its currency.
    #[serde(default)]
    pub total: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartItem {
    pub title: String,
    #[serde(default = "one")]
    pub quantity: u32,
    /// Of one, with its currency.
    #[serde(default)]
    pub price: String,
}

fn one() -> u32 {
    1
}

/// Who a customer is, by the word of the host page's server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The customer's id at the host.
    pub sub: String,
    /// A name for agents to see.
    #[serde(default)]
    pub name: Option<String>,
    /// What the customer is to the host, such as `gold`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
}
