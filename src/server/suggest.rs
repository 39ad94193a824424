//! Articles that may answer what a customer waits for: found as the bot finds them, for the agent who is about to write.

use super::office::{Office, Refusal, not_found};
use crate::domain::SessionId;
use crate::session::Command;
use serde::Serialize;
use tokio::sync::oneshot;

/// What may be told, by `of` the message it answers.
#[derive(Debug, Default, Serialize)]
pub(super) struct Suggested {
    /// `seq` of the customer's message; none where nothing waits for an agent.
    pub of: Option<u64>,
    pub articles: Vec<Suggestion>,
}

#[derive(Debug, Serialize)]
pub(super) struct Suggestion {
    pub id: String,
    pub title: String,
    pub body: String,
}

impl Office {
    /// Only what customers may be shown today, in their language.
    pub(super) async fn suggest(&self, session: SessionId) -> Result<Suggested, Refusal> {
        let rooms = &self.doors.registry.rooms;
        let bot = self.may_see(session).await?;
        let brain = rooms.library.get(&bot).ok_or_else(not_found)?;
        let (reply, answer) = oneshot::channel();
        self.reach(session, Command::Question(reply)).await?;
        let Ok(Some(question)) = answer.await else { return Ok(Suggested::default()) };
        let found = rooms.nlu.find_articles(&brain, &question.said, &question.locale, rooms.today()).await;
        let (locale, found) = found.map_err(|_| Refusal("busy", "nothing can be searched at the moment".into()))?;
        let near = found.into_iter().filter(|hit| hit.score >= brain.bot.policy.understanding.article_suggest);
        let articles = near.filter_map(|hit| {
            let article = brain.bot.article(&hit.article, &locale)?;
            Some(Suggestion { id: hit.article, title: article.title.clone(), body: article.body.clone() })
        });
        Ok(Suggested { of: Some(question.of), articles: articles.collect() })
    }
}
