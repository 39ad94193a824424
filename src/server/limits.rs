//! How fast and how many: a token bucket for a socket, counts for an address.

use super::Limits;
use crate::domain::AgentName;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// Refills at `per_s` up to `burst`.
pub struct Bucket {
    tokens: f64,
    per_s: f64,
    burst: f64,
    filled_at: Instant,
}

impl Bucket {
    pub fn new(per_s: f64, burst: f64, now: Instant) -> Self {
        Self { tokens: burst, per_s, burst, filled_at: now }
    }

    /// Whether there is one to take.
    pub fn has(&mut self, now: Instant) -> bool {
        let passed = now.saturating_duration_since(self.filled_at).as_secs_f64();
        self.tokens = (self.tokens + passed * self.per_s).min(self.burst);
        self.filled_at = now;
        self.tokens >= 1.0
    }

    /// Takes one; false when there is none.
    pub fn take(&mut self, now: Instant) -> bool {
        let enough = self.has(now);
        if enough {
            self.tokens -= 1.0;
        }
        enough
    }
}

/// How fast a customer's socket sends.
pub struct Pace {
    messages: Bucket,
    signals: Bucket,
    strikes: u32,
}

/// The last of them ends the socket.
const STRIKES: u32 = 3;

impl Pace {
    pub fn new(limits: &Limits, now: Instant) -> Self {
        Self {
            messages: Bucket::new(limits.messages_per_s, f64::from(limits.messages_burst), now),
            signals: Bucket::new(limits.signals_per_s, f64::from(limits.signals_burst), now),
            strikes: 0,
        }
    }

    /// Whether it may send one more message, or whatever else is work.
    pub fn may_say(&mut self, now: Instant) -> bool {
        self.messages.take(now)
    }

    /// Whether it may send one more of what costs next to nothing.
    pub fn may_signal(&mut self, now: Instant) -> bool {
        self.signals.take(now)
    }

    /// It was too fast once more; whether that was once too often.
    pub fn strike(&mut self) -> bool {
        self.strikes += 1;
        self.strikes >= STRIKES
    }
}

/// Frames by the agent's name, over all of their consoles.
pub struct Accounts {
    rows: Mutex<HashMap<AgentName, Bucket>>,
    per_s: f64,
    burst: f64,
}

impl Accounts {
    pub fn new(per_s: f64, burst: u32) -> Self {
        Self { rows: Mutex::default(), per_s, burst: f64::from(burst) }
    }

    /// Whether the agent may send one more.
    pub fn take(&self, agent: &AgentName, now: Instant) -> bool {
        let mut rows = self.rows.lock().expect("nothing panics while it holds the accounts");
        let fresh = || Bucket::new(self.per_s, self.burst, now);
        rows.entry(agent.clone()).or_insert_with(fresh).take(now)
    }
}

/// Sockets and upgrades by address.
pub struct Addresses {
    rows: Arc<Mutex<HashMap<IpAddr, Row>>>,
    sockets: usize,
    upgrades_per_s: f64,
}

struct Row {
    open: usize,
    upgrades: Bucket,
}

/// A socket's place; given back when dropped.
pub struct Place {
    rows: Arc<Mutex<HashMap<IpAddr, Row>>>,
    address: IpAddr,
}

impl Addresses {
    /// Each address may have `sockets` open, and open `upgrades_per_s` of them a second.
    pub fn new(sockets: usize, upgrades_per_s: f64) -> Self {
        Self { rows: Arc::default(), sockets, upgrades_per_s }
    }

    /// A place for one more socket of `address`, unless it has too many or opens them too fast.
    pub fn enter(&self, address: IpAddr, now: Instant) -> Option<Place> {
        let mut rows = self.rows.lock().expect("nothing panics while it holds the addresses");
        if rows.len() > 10_000 {
            rows.retain(|_, row| row.open > 0);
        }
        let fresh = || Row { open: 0, upgrades: Bucket::new(self.upgrades_per_s, self.upgrades_per_s.max(1.0), now) };
        let row = rows.entry(address).or_insert_with(fresh);
        if row.open >= self.sockets || !row.upgrades.take(now) {
            return None;
        }
        row.open += 1;
        Some(Place { rows: self.rows.clone(), address })
    }
}

impl Place {
    pub fn address(&self) -> IpAddr {
        self.address
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut rows = self.rows.lock().expect("nothing panics while it holds the addresses");
        if let Some(row) = rows.get_mut(&self.address) {
            row.open = row.open.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_bucket_gives_its_burst_and_then_its_rate() {
        let start = Instant::now();
        let mut bucket = Bucket::new(5.0, 20.0, start);
        assert_eq!((0..30).filter(|_| bucket.take(start)).count(), 20);
        let later = start + Duration::from_secs(1);
        assert_eq!((0..30).filter(|_| bucket.take(later)).count(), 5);
    }

    #[test]
    fn an_account_has_one_rate_for_all_its_consoles() {
        let (accounts, now) = (Accounts::new(1.0, 2), Instant::now());
        let [noor, sam] = ["noor", "sam"].map(AgentName::new);
        assert_eq!([&noor, &noor, &noor, &sam].map(|agent| accounts.take(agent, now)), [true, true, false, true]);
    }

    #[test]
    fn a_place_is_given_back() {
        let addresses = Addresses::new(1, 10.0);
        let (here, now) = (IpAddr::from([127, 0, 0, 1]), Instant::now());
        let place = addresses.enter(here, now);
        assert!(place.is_some() && addresses.enter(here, now).is_none());
        drop(place);
        assert!(addresses.enter(here, now).is_some());
    }
}
