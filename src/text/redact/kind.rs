//! The kinds of value that redaction takes out, and which of them are secrets.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalKind {
    Card,
    Cvv,
    Pin,
    Password,
    /// A one-time code, such as one sent by SMS.
    Code,
    Iban,
    Email,
    Ip,
    Phone,
    /// US social security number.
    Ssn,
    /// Dutch citizen service number.
    Bsn,
    DriverLicense,
    Passport,
    BirthDate,
    Address,
    Postcode,
    Name,
}

impl PersonalKind {
    /// The word in the placeholder, the same as on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Cvv => "cvv",
            Self::Pin => "pin",
            Self::Password => "password",
            Self::Code => "code",
            Self::Iban => "iban",
            Self::Email => "email",
            Self::Ip => "ip",
            Self::Phone => "phone",
            Self::Ssn => "ssn",
            Self::Bsn => "bsn",
            Self::DriverLicense => "driver_license",
            Self::Passport => "passport",
            Self::BirthDate => "birth_date",
            Self::Address => "address",
            Self::Postcode => "postcode",
            Self::Name => "name",
        }
    }

    /// How to reach the customer. Only this may be kept, sealed, for the agent who has the chat.
    pub fn is_contact(self) -> bool {
        matches!(self, Self::Email | Self::Phone | Self::Name)
    }

    /// Secrets are destroyed; nobody, not even the agent, sees them again.
    pub fn is_secret(self) -> bool {
        matches!(self, Self::Card | Self::Cvv | Self::Pin | Self::Password | Self::Code)
    }
}
