//! An e-mail with what agents answered to a customer who was away.

use crate::authoring::Bot;
use crate::domain::{Event, Locale, Record, Timestamp};
use std::borrow::Borrow;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The newest message in it, by `seq`.
    pub upto: u64,
    /// When the oldest was said.
    pub since: Timestamp,
    pub subject: String,
    pub body: String,
}

/// The agents' messages and files of `log` that are `owed`, in their order; `None` where nothing is.
pub fn letter(log: &[impl Borrow<Record>], owed: &[u64], bot: &Bot, locale: &Locale) -> Option<Letter> {
    let (texts, brand) = (bot.policy.texts(locale), &bot.policy.brand.name);
    let upto = owed.iter().copied().max()?;
    let (mut name, mut answers, mut since) = ("", Vec::new(), Timestamp::MAX);
    for record in log.iter().map(Borrow::borrow) {
        match &record.event {
            Event::AgentAccepted { name: accepted } => name = accepted,
            Event::AgentSaid { text, .. } if record.seq.is_some_and(|seq| owed.contains(&seq)) => {
                since = since.min(record.at);
                answers.push(format!("{name}:\n{text}"));
            }
            Event::AgentSentFile { file, .. } if record.seq.is_some_and(|seq| owed.contains(&seq)) => {
                since = since.min(record.at);
                answers.push(format!("{name}:\n{}", texts.mail_file.replace("{file}", file.name.as_str())));
            }
            _ => {}
        }
    }
    let (opening, closing) = (&texts.mail_opening, &texts.mail_closing);
    let body = format!("{opening}\n\n{}\n\n{closing}", answers.join("\n\n")).replace("{brand}", brand);
    Some(Letter { upto, since, subject: texts.mail_subject.replace("{brand}", brand), body })
}
