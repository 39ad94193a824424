//! Encoder passes side by side: one worker a core, one thread a pass, a bounded queue in front, and the vectors of the
//! texts that came last, for all sessions.

use super::cache::{Key, key};
use super::{Encoder, ModelError};
use quick_cache::sync::Cache;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

/// A sentence vector of unit length, shared between caches and callers.
pub type Vector = Arc<[f32]>;

struct Job {
    text: String,
    answer: oneshot::Sender<Result<Vector, ModelError>>,
}

/// Hands texts to the workers. Dropping it stops them.
pub struct Pool {
    encoder: Arc<dyn Encoder>,
    jobs: SyncSender<Job>,
    recent: Option<Cache<Key, Vector>>,
}

impl Pool {
    /// Starts `workers` threads over one encoder; at most `waiting` texts queue up, more are refused as busy. The vectors
    /// of about `remembered` texts are kept.
    pub fn start(encoder: Arc<dyn Encoder>, workers: usize, waiting: usize, remembered: usize) -> Self {
        let (jobs, inbox) = sync_channel(waiting);
        let inbox = Arc::new(Mutex::new(inbox));
        for _ in 0..workers.max(1) {
            let (encoder, inbox) = (encoder.clone(), inbox.clone());
            // A one-thread pool around each worker keeps the matrix products of one pass on one core.
            let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("threads can be started");
            std::thread::spawn(move || one.install(|| work(&*encoder, &inbox)));
        }
        Self { encoder, jobs, recent: (remembered > 0).then(|| Cache::new(remembered)) }
    }

    /// The vector of `text`, or [`ModelError::Busy`] at once when the queue is full.
    pub async fn encode(&self, text: &str) -> Result<Vector, ModelError> {
        let Some(recent) = &self.recent else { return self.pass(text).await };
        // By hash: what customers typed is not kept here.
        let key = key(text);
        if let Some(vector) = recent.get(&key) {
            return Ok(vector);
        }
        let vector = self.pass(text).await?;
        recent.insert(key, vector.clone());
        Ok(vector)
    }

    /// [`Encoder::pieces`]: needs no pass, so it is not queued for.
    pub fn pieces(&self, text: &str) -> f32 {
        self.encoder.pieces(text)
    }

    async fn pass(&self, text: &str) -> Result<Vector, ModelError> {
        let text = text.to_string();
        let (answer, answered) = oneshot::channel();
        self.jobs.try_send(Job { text, answer }).map_err(|refused| match refused {
            TrySendError::Full(_) => ModelError::Busy,
            TrySendError::Disconnected(_) => ModelError::Pass("the encoder's workers have stopped".into()),
        })?;
        answered.await.map_err(|_| ModelError::Pass("the encoder's worker stopped in the middle".into()))?
    }
}

fn work(encoder: &dyn Encoder, inbox: &Mutex<Receiver<Job>>) {
    loop {
        let next = inbox.lock().expect("no worker panics while it holds the queue").recv();
        let Ok(job) = next else { return };
        if job.answer.is_closed() {
            continue;
        }
        let pass = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| encoder.encode(&job.text)));
        let vector = pass.unwrap_or_else(|_| Err(ModelError::Pass("the forward pass panicked".into())));
        // The one who asked may have gone meanwhile; then nobody needs the answer.
        let _ = job.answer.send(vector.map(Into::into));
    }
}

/// Encodes many texts at once, outside the queue: content at start, files of an evaluation. Keeps the order.
pub fn encode_all(
    encoder: &dyn Encoder,
    texts: &[String],
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Vector>, ModelError> {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let done: Mutex<Vec<Option<Result<Vector, ModelError>>>> = Mutex::new(texts.iter().map(|_| None).collect());
    let workers = std::thread::available_parallelism().map_or(1, Into::into);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("threads can be started");
            let (next, done) = (&next, &done);
            scope.spawn(move || {
                one.install(|| {
                    loop {
                        let i = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        let Some(text) = texts.get(i) else { return };
                        let vector = encoder.encode(text).map(Vector::from);
                        done.lock().expect("no worker panics while it holds the list")[i] = Some(vector);
                        progress(i + 1);
                    }
                })
            });
        }
    });
    let done = done.into_inner().expect("no worker panics while it holds the list");
    done.into_iter().map(|v| v.expect("every text was taken by a worker")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlu::counting::Counting;

    #[tokio::test]
    async fn a_text_that_came_lately_needs_no_pass() {
        for (remembered, passes) in [(0, 3), (10, 2)] {
            let encoder = Arc::new(Counting::default());
            let pool = Pool::start(encoder.clone(), 1, 4, remembered);
            for text in ["where is my order", "hello", "where is my order"] {
                assert_eq!(pool.encode(text).await.expect("a vector")[0], text.len() as f32);
            }
            assert_eq!(encoder.passes(), passes, "{remembered} remembered");
        }
    }
}
