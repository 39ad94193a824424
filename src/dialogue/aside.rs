//! Colleagues who are asked something in a private note, by `@name`, and answer by a note.

use crate::domain::{AgentName, Timestamp};
use serde::Serialize;

/// Colleagues that one note may ask.
const AT_MOST: usize = 10;

/// A colleague who was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asking {
    pub agent: AgentName,
    pub by: AgentName,
    pub at: Timestamp,
    /// They have written a note since.
    pub answered: bool,
}

/// Everybody who was asked while people have the session, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aside(Vec<Asking>);

impl Aside {
    /// A note answers what its author was asked, and asks those it mentions.
    pub fn note(&mut self, by: &AgentName, mentions: &[AgentName], at: Timestamp) {
        self.0.iter_mut().filter(|asking| asking.agent == *by).for_each(|asking| asking.answered = true);
        for agent in mentions {
            self.0.retain(|asking| asking.agent != *agent);
            self.0.push(Asking { agent: agent.clone(), by: by.clone(), at, answered: false });
        }
    }

    /// Who was asked takes part from then on.
    pub fn takes_part(&self, agent: &AgentName) -> bool {
        self.0.iter().any(|asking| asking.agent == *agent)
    }

    pub fn asked(&self) -> &[Asking] {
        &self.0
    }
}

/// The names behind `@` in a note, each once. An e-mail address is none; names from a provider hold another `@`.
pub fn mentions(text: &str) -> Vec<AgentName> {
    let fits = |c: char| c.is_ascii_alphanumeric() || "._-|@".contains(c);
    let mut found: Vec<AgentName> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let begins = text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric() && !fits(before));
        let rest = &text[at + 1..];
        let name = rest[..rest.find(|c| !fits(c)).unwrap_or(rest.len())].trim_end_matches(['.', '-', '@']);
        let name = AgentName::from(name);
        if begins && !name.as_str().is_empty() && !found.contains(&name) && found.len() < AT_MOST {
            found.push(name);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found = mentions(text);
        assert_eq!(found.iter().map(AgentName::as_str).collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn names_behind_an_at_are_mentions() {
        check("@sanne can you look?", &["sanne"]);
        check("Ask @sam, @noor-b or (@lee_2).", &["sam", "noor-b", "lee_2"]);
        check("twice @sam and @sam", &["sam"]);
        check("ends with @j.smith.", &["j.smith"]);
        check("mail noor@fernhout.example or a.b@c", &[]);
        check("@noor@id.example, and @google|17@id.example.", &["noor@id.example", "google|17@id.example"]);
        check("@ alone, @@, @é and @", &[]);
        check("née @sam", &["sam"]);
        check(
            &(0..40).map(|n| format!("@a{n} ")).collect::<String>(),
            &["a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9"],
        );
    }

    #[test]
    fn a_note_of_who_was_asked_answers() {
        let (ann, bob, cas): (AgentName, AgentName, AgentName) = ("ann".into(), "bob".into(), "cas".into());
        let mut aside = Aside::default();
        let open = |aside: &Aside| -> Vec<String> {
            aside.asked().iter().filter(|a| !a.answered).map(|a| format!("{} by {}", a.agent, a.by)).collect()
        };
        aside.note(&ann, &[bob.clone(), cas.clone()], Timestamp::MIN);
        assert_eq!(open(&aside), ["bob by ann", "cas by ann"]);
        aside.note(&bob, std::slice::from_ref(&ann), Timestamp::MIN);
        assert_eq!(open(&aside), ["cas by ann", "ann by bob"]);
        assert!(aside.takes_part(&bob), "who has answered may say more");
        aside.note(&ann, &[bob], Timestamp::MIN);
        assert_eq!(open(&aside), ["cas by ann", "bob by ann"]);
    }
}
