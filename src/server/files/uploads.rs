//! How many files may come in, and how fast: by sender, which is an address for customers and a name for agents, and at all.

use super::FileSettings;
use crate::server::limits::Bucket;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// Senders that are remembered before those at rest are forgotten.
const SENDERS: usize = 10_000;
const SECONDS: f64 = 60.0;

pub struct Uploads {
    rows: Arc<Mutex<Rows>>,
    settings: FileSettings,
}

#[derive(Default)]
struct Rows {
    open: usize,
    senders: HashMap<String, Sender>,
}

struct Sender {
    open: usize,
    files: Bucket,
}

/// A place for one file that comes in; given back when dropped.
pub struct Place {
    rows: Arc<Mutex<Rows>>,
    sender: String,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPlace {
    /// The sender is too fast.
    TooFast,
    /// Too many come in at the moment.
    Busy,
}

impl Uploads {
    pub fn new(settings: FileSettings) -> Self {
        Self { rows: Arc::default(), settings }
    }

    pub fn enter(&self, sender: &str, now: Instant) -> Result<Place, NoPlace> {
        let mut rows = self.rows.lock().expect("nothing panics while it holds the uploads");
        if rows.senders.len() > SENDERS {
            rows.senders.retain(|_, sender| sender.open > 0);
        }
        let FileSettings { per_minute, burst, at_once, at_once_per_sender, .. } = self.settings;
        if rows.open >= at_once {
            return Err(NoPlace::Busy);
        }
        let fresh = || Sender { open: 0, files: Bucket::new(per_minute / SECONDS, f64::from(burst), now) };
        let row = rows.senders.entry(sender.to_owned()).or_insert_with(fresh);
        if row.open >= at_once_per_sender || !row.files.take(now) {
            return Err(NoPlace::TooFast);
        }
        row.open += 1;
        rows.open += 1;
        Ok(Place { rows: self.rows.clone(), sender: sender.to_owned() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut rows = self.rows.lock().expect("nothing panics while it holds the uploads");
        rows.open -= 1;
        if let Some(row) = rows.senders.get_mut(&self.sender) {
            row.open -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn uploads() -> Uploads {
        Uploads::new(FileSettings {
            file_mb: 1,
            files_per_session: 1,
            session_mb: 1,
            per_minute: 60.0,
            burst: 3,
            at_once: 3,
            at_once_per_sender: 2,
            upload_s: 1,
            free_mb: 0,
            scan: Vec::new(),
            scan_s: 1,
            scans_at_once: 1,
        })
    }

    #[test]
    fn a_sender_has_so_many_places_and_all_have_so_many() {
        let (uploads, now) = (uploads(), Instant::now());
        let enter = |sender: &str| uploads.enter(sender, now);
        let (one, two) = (enter("a"), enter("a"));
        assert!(one.is_ok() && two.is_ok());
        assert_eq!(enter("a").err(), Some(NoPlace::TooFast));
        let third = enter("b");
        assert_eq!(enter("c").err(), Some(NoPlace::Busy));
        drop((one, third));
        assert!(enter("c").is_ok() && enter("a").is_ok());
    }

    #[test]
    fn a_sender_has_a_burst_and_then_a_rate() {
        let (uploads, now) = (uploads(), Instant::now());
        assert!((0..3).all(|_| uploads.enter("a", now).is_ok()));
        assert_eq!(uploads.enter("a", now).err(), Some(NoPlace::TooFast));
        assert!(uploads.enter("a", now + Duration::from_millis(1100)).is_ok());
    }
}
