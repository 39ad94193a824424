//! `replies.toml`: sentences that agents send again and again, by name, with variables.

use super::Finding;
use super::source::key_line;
use crate::domain::Locale;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What stands between braces in a reply. Entities are filled in with what the customer mentioned last.
const VARIABLES: [&str; 6] = ["agent", "brand", "order_number", "amount", "date", "product"];

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    pub title: BTreeMap<Locale, String>,
    pub text: BTreeMap<Locale, String>,
}

/// Replies by name, as agents find them after `/`.
pub type Replies = BTreeMap<String, Reply>;

pub(super) fn read(file: &str, text: &str, locales: &[Locale], findings: &mut Vec<Finding>) -> Replies {
    match toml::from_str::<Replies>(text) {
        Ok(replies) => {
            let faults = replies.iter().flat_map(|(name, reply)| faults(name, reply, locales));
            findings.extend(
                faults.map(|(name, message, advice)| Finding::error(file, key_line(text, name), message, advice)),
            );
            replies
        }
        Err(fault) => {
            findings.push(Finding::toml(file, text, &fault));
            Replies::new()
        }
    }
}

fn faults<'a>(name: &'a str, reply: &Reply, locales: &[Locale]) -> Vec<(&'a str, String, String)> {
    let texts = [("title", &reply.title), ("text", &reply.text)];
    let missing = texts.into_iter().flat_map(|(key, texts)| {
        let empty = |locale: &&Locale| texts.get(*locale).is_none_or(|text| text.trim().is_empty());
        locales.iter().filter(empty).map(move |locale| {
            (name, format!("{key} of reply `{name}` for locale {locale} is missing"), format!("add `{locale} = ...`"))
        })
    });
    let unknown = reply.text.values().flat_map(|text| variables(text)).filter(|named| !VARIABLES.contains(named));
    let unknown = unknown.map(|named| {
        let advice = format!("use one of {}", VARIABLES.join(", "));
        (name, format!("reply `{name}` names the variable `{named}`, which does not exist"), advice)
    });
    missing.chain(unknown).collect()
}

/// What stands between braces.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(named, _)| named)
}
