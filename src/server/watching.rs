//! Which sessions' logs a console follows: each once, however often it is opened.

use crate::domain::SessionId;
use crate::session::Outbound;
use std::collections::HashMap;
use tokio::sync::mpsc;

/// Changes that may wait for a console before it has to start over.
pub const CONSOLE_QUEUE: usize = 1024;

/// What a session says; nothing from one that says no more.
pub type Heard = (SessionId, Option<Outbound>);

pub struct Watching {
    /// Sessions alone keep these open: one drops a console that falls behind.
    places: HashMap<SessionId, mpsc::WeakSender<Outbound>>,
    heard: mpsc::Sender<Heard>,
}

/// The other end of a place that is not followed yet.
pub struct Unheard(mpsc::WeakSender<Outbound>, mpsc::Receiver<Outbound>);

impl Watching {
    pub fn new() -> (Self, mpsc::Receiver<Heard>) {
        let (heard, hearing) = mpsc::channel(CONSOLE_QUEUE);
        (Self { places: HashMap::new(), heard }, hearing)
    }

    /// The console's place in the session: the one it has, or a new one with its other end.
    pub fn place(&self, session: SessionId) -> (mpsc::Sender<Outbound>, Option<Unheard>) {
        if let Some(out) = self.places.get(&session).and_then(mpsc::WeakSender::upgrade) {
            return (out, None);
        }
        let (out, inbox) = mpsc::channel(CONSOLE_QUEUE);
        let unheard = Unheard(out.downgrade(), inbox);
        (out, Some(unheard))
    }

    /// The session has taken the place: from now on what it says is heard, up to its last word.
    pub fn follow(&mut self, session: SessionId, Unheard(out, mut inbox): Unheard) {
        self.places.insert(session, out);
        let heard = self.heard.clone();
        tokio::spawn(async move {
            loop {
                let what = inbox.recv().await;
                let last = what.is_none();
                if heard.send((session, what)).await.is_err() || last {
                    return;
                }
            }
        });
    }

    pub fn forget(&mut self, session: SessionId) {
        self.places.remove(&session);
    }
}
