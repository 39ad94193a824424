//! Translation for agents, by a command of the operator's: of a customer's message into the agent's language, and of a draft
//! into the customer's. The command gets what the log holds after redaction, or a draft without secrets, and nothing else.

use super::Doors;
use super::hook::Hook;
use super::office::{Office, Refusal, not_found};
use crate::domain::{Locale, SessionId};
use crate::session::{Command, Question};
use crate::text::without_secrets;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::oneshot;

/// A translation is at most so many times as long as the longest message.
const LONGEST: usize = 4;

/// Units are in the names; reasons are in `baton.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TranslateSettings {
    #[serde(default)]
    pub command: Vec<String>,
    #[serde(default = "ten")]
    pub limit_s: u64,
    #[serde(default = "four")]
    pub at_once: usize,
}

fn ten() -> u64 {
    10
}

fn four() -> usize {
    4
}

/// The commands, by bot.
pub struct Translators(BTreeMap<String, Hook>);

impl Translators {
    pub fn of<'a>(bots: impl Iterator<Item = (&'a String, &'a TranslateSettings)>) -> Self {
        let hook = |settings: &TranslateSettings| {
            Hook::of(&settings.command, Duration::from_secs(settings.limit_s), settings.at_once)
        };
        Self(bots.filter_map(|(bot, settings)| Some((bot.clone(), hook(settings)?))).collect())
    }

    /// The bots whose agents have translation.
    pub fn bots(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }
}

/// A text in another language.
#[derive(Debug, Serialize)]
pub(super) struct Translated {
    pub text: String,
    /// None where it is not known: the command has found it out, or not.
    pub from: Option<Locale>,
    pub to: Locale,
}

/// What the command answers.
#[derive(Deserialize)]
struct Answer {
    text: String,
}

impl Office {
    /// What the customer said at `of`, in the language of the agent.
    pub(super) async fn translate(&self, session: SessionId, of: u64, to: Locale) -> Result<Translated, Refusal> {
        is_tag(&to)?;
        let bot = self.may_see(session).await?;
        let question = self.typed(session, Some(of)).await?.ok_or_else(not_found)?;
        // Short messages are taken for the language of the chat; who asks for a translation cannot read it.
        let from = Some(question.locale).filter(|from| *from != to);
        self.doors.translate(bot.as_str(), question.said.as_str(), from, to).await
    }

    /// A draft in the language that the customer wrote last.
    pub(super) async fn translate_draft(
        &self,
        session: SessionId,
        text: &str,
        from: Locale,
    ) -> Result<Translated, Refusal> {
        is_tag(&from)?;
        if let Some(refusal) = self.fault_of(text) {
            return Err(refusal);
        }
        let bot = self.may_see(session).await?;
        let to = self.typed(session, None).await?.ok_or_else(not_found)?.locale;
        self.doors.translate(bot.as_str(), &without_secrets(text), Some(from), to).await
    }

    async fn typed(&self, session: SessionId, of: Option<u64>) -> Result<Option<Question>, Refusal> {
        let (reply, answer) = oneshot::channel();
        self.reach(session, Command::Typed { of, reply }).await?;
        Ok(answer.await.ok().flatten())
    }
}

/// Longest tag that RFC 5646 wants everybody to take.
const TAG: usize = 35;

fn is_tag(locale: &Locale) -> Result<(), Refusal> {
    let text = locale.as_str();
    let fits = (2..=TAG).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    fits.then_some(()).ok_or_else(|| Refusal("bad_frame", "a language is a tag such as en".into()))
}

impl Doors {
    async fn translate(&self, bot: &str, text: &str, from: Option<Locale>, to: Locale) -> Result<Translated, Refusal> {
        let none = || Refusal("not_found", format!("bot {bot} has no translation"));
        let hook = self.translators.0.get(bot).ok_or_else(none)?;
        if from.as_ref() == Some(&to) {
            return Ok(Translated { text: text.into(), from, to });
        }
        let asked = json!({"text": text, "from": from, "to": to}).to_string();
        let said = match hook.run(Vec::new(), asked.into_bytes()).await {
            Ok(ran) if ran.code == Some(0) => {
                serde_json::from_slice(&ran.stdout).map_err(|_| "answers no {text}".into())
            }
            Ok(ran) => Err(format!("ends with {:?}", ran.code)),
            Err(fault) => Err(format!("failed to {fault}")),
        };
        let most = self.limits().message_chars.saturating_mul(LONGEST);
        let fits = |text: &str| !text.trim().is_empty() && text.chars().count() <= most;
        match said {
            Ok(Answer { text }) if fits(&text) => Ok(Translated { text, from, to }),
            Ok(_) => Err(self.not_translated(bot, "answers nothing, or too much")),
            Err(fault) => Err(self.not_translated(bot, &fault)),
        }
    }

    /// Of what was said, nothing stands in the log.
    fn not_translated(&self, bot: &str, fault: &str) -> Refusal {
        tracing::error!(bot, fault, "the command that translates did not");
        Refusal("not_translated", "it could not be translated now".into())
    }
}
