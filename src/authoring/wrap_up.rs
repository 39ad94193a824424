//! How chats end, as agents say it: `[[wrap_up]]` in `policy.toml`.

use crate::domain::Locale;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrapUpCode {
    /// What the log keeps.
    pub code: String,
    /// What consoles show, by their language.
    pub name: BTreeMap<Locale, String>,
}

/// Where a policy names none.
pub(super) fn usual() -> Vec<WrapUpCode> {
    [
        ("solved", "Solved", "Opgelost"),
        ("answered", "Question answered", "Vraag beantwoord"),
        ("followup", "Needs follow-up", "Krijgt een vervolg"),
        ("no_answer", "Customer went silent", "Klant reageerde niet meer"),
        ("other", "Other", "Anders"),
    ]
    .map(|(code, en, nl)| WrapUpCode {
        code: code.into(),
        name: [("en".into(), en.to_string()), ("nl".into(), nl.to_string())].into(),
    })
    .into()
}

pub(super) fn fault(codes: &[WrapUpCode]) -> Option<(&'static str, String)> {
    if codes.is_empty() {
        return Some(("wrap_up", "wrap_up names no code, so that no chat could be resolved".into()));
    }
    let mut known = BTreeSet::new();
    codes.iter().find_map(|WrapUpCode { code, name }| {
        let nameless = name.is_empty() || name.values().any(|name| name.trim().is_empty());
        if code.trim().is_empty() || nameless {
            return Some(("code", format!("wrap-up code `{code}` needs a code and a name in each language it has")));
        }
        (!known.insert(code)).then(|| ("code", format!("wrap-up code `{code}` is there twice")))
    })
}
