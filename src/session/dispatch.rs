//! Brings waiting chats and agents together: whenever something changes at the desk, what the routing says is done.

use super::command::{Command, Placement};
use super::registry::Registry;
use crate::domain::OfferEnd;
use crate::handoff::Move;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::oneshot;

/// Wait before another try where the store refused.
const AGAIN: Duration = Duration::from_secs(1);

/// Runs as long as the registry. Between two changes it sleeps until the first offer expires.
pub async fn dispatch(registry: Weak<Registry>) {
    let Some(mut changes) = registry.upgrade().map(|registry| registry.rooms.desk.changes()) else { return };
    loop {
        changes.mark_unchanged();
        let Some(registry) = registry.upgrade() else { return };
        let now = registry.rooms.now();
        let plan = registry.rooms.desk.plan(now);
        let done = carry_out(&registry, plan.moves).await;
        let pause = match plan.look_again {
            _ if !done => Some(AGAIN),
            Some(at) => Some(Duration::try_from(at.duration_since(registry.rooms.now())).unwrap_or_default()),
            None => None,
        };
        drop(registry);
        let asleep = async {
            match pause {
                Some(pause) => tokio::time::sleep(pause).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            changed = changes.changed() => if changed.is_err() { return },
            () = asleep => {}
        }
    }
}

/// Asks every session at once; false where one could not store it.
async fn carry_out(registry: &Arc<Registry>, moves: Vec<Move>) -> bool {
    let mut answers = Vec::new();
    for one in moves {
        let mut silent = None;
        let (session, placement) = match one {
            Move::Offer { session, agent, expires_at } => (session, Placement::Offer { to: agent, expires_at }),
            Move::Assign { session, agent } => {
                let Some(colleague) = registry.rooms.desk.colleague(&agent) else { continue };
                (session, Placement::Assign { to: agent, name: colleague.name })
            }
            Move::Withdraw { session, agent, why } => {
                silent = Some(agent.clone()).filter(|_| why == OfferEnd::Silent);
                (session, Placement::EndOffer { to: agent, why })
            }
            Move::Wake { session } => (session, Placement::Wake),
            Move::EndSilence { session } => (session, Placement::EndSilence),
            Move::CheckGoals { session } => (session, Placement::CheckGoals),
            Move::Call { session, agent } => (session, Placement::Call { to: agent }),
            Move::CountAway { agent } => {
                registry.rooms.desk.count_away(&agent);
                continue;
            }
        };
        let (reply, answer) = oneshot::channel();
        // A session that cannot be reached is not on the desk any more.
        if registry.send(session, Command::Place { placement, reply }).await.is_ok() {
            answers.push((answer, silent));
        }
    }
    let mut all = true;
    for (answer, silent) in answers {
        let done = answer.await;
        // An end that could not be stored comes round again, and counts once.
        if let (Ok(Ok(())), Some(agent)) = (&done, silent) {
            registry.rooms.desk.was_silent(&agent);
        }
        all &= !matches!(done, Ok(Err(_)));
    }
    all
}
