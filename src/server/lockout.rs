//! Wrong passwords and codes, and how long who gave them has to wait. One who guesses is slowed down; the person whose name
//! is guessed is not, where they sign in from an address they have used before.

use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Rows kept before what no longer counts is dropped.
const ROWS: usize = 10_000;
/// Addresses remembered of one name.
const KNOWN_ADDRESSES: usize = 20;

/// Wrong attempts that cost nothing yet; after them the wait doubles from one second to the longest.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockoutRules {
    /// By one address at one name.
    pub free_attempts: u32,
    /// By one address, at whichever names.
    pub free_attempts_of_address: u32,
    /// At one name, from wherever.
    pub free_attempts_at_name: u32,
    pub longest_wait_s: u64,
}

/// Wrong attempts in a row, in memory.
pub struct Attempts {
    rules: LockoutRules,
    rows: Mutex<Rows>,
}

#[derive(Default)]
struct Rows {
    wrong: HashMap<Counted, (u32, Instant)>,
    /// Where each name has signed in from.
    known: HashMap<String, HashSet<IpAddr>>,
}

#[derive(PartialEq, Eq, Hash)]
enum Counted {
    Pair(String, IpAddr),
    Address(IpAddr),
    Name(String),
}

impl Attempts {
    pub fn new(rules: LockoutRules) -> Self {
        Self { rules, rows: Mutex::default() }
    }

    /// Seconds that this name has to wait when it is given from this address.
    pub fn wait(&self, name: &str, address: IpAddr, now: Instant) -> Option<u64> {
        let rows = self.rows.lock().expect("nothing panics while it holds the attempts");
        let address = network(address);
        let known = rows.known.get(name).is_some_and(|known| known.contains(&address));
        let rules = &self.rules;
        let counted = [
            Some((Counted::Pair(name.into(), address), rules.free_attempts)),
            Some((Counted::Address(address), rules.free_attempts_of_address)),
            (!known).then(|| (Counted::Name(name.into()), rules.free_attempts_at_name)),
        ];
        let waits = counted.into_iter().flatten().filter_map(|(counted, free)| {
            let (count, last) = rows.wrong.get(&counted)?;
            let left = delay(*count, free, rules.longest_wait_s).checked_sub(now.saturating_duration_since(*last))?;
            (!left.is_zero()).then(|| left.as_secs() + u64::from(left.subsec_nanos() > 0))
        });
        waits.max()
    }

    pub fn wrong(&self, name: &str, address: IpAddr, now: Instant) {
        let mut rows = self.rows.lock().expect("nothing panics while it holds the attempts");
        let address = network(address);
        if rows.wrong.len() > ROWS {
            let longest = Duration::from_secs(self.rules.longest_wait_s);
            rows.wrong.retain(|_, (_, last)| now.saturating_duration_since(*last) < longest);
        }
        for counted in [Counted::Pair(name.into(), address), Counted::Address(address), Counted::Name(name.into())] {
            let row = rows.wrong.entry(counted).or_insert((0, now));
            *row = (row.0.saturating_add(1), now);
        }
    }

    /// Their own mistakes are forgotten, those of others at their name are not.
    pub fn right(&self, name: &str, address: IpAddr) {
        let mut rows = self.rows.lock().expect("nothing panics while it holds the attempts");
        let address = network(address);
        rows.wrong.remove(&Counted::Pair(name.into(), address));
        rows.wrong.remove(&Counted::Address(address));
        let known = rows.known.entry(name.into()).or_default();
        if known.len() < KNOWN_ADDRESSES {
            known.insert(address);
        }
    }
}

/// The wait after the last of `count` wrong attempts.
fn delay(count: u32, free: u32, longest_s: u64) -> Duration {
    match count.checked_sub(free) {
        None => Duration::ZERO,
        Some(over) => Duration::from_secs(1_u64.checked_shl(over).unwrap_or(u64::MAX).min(longest_s)),
    }
}

/// One customer of a provider has a whole /64 of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: LockoutRules =
        LockoutRules { free_attempts: 5, free_attempts_of_address: 20, free_attempts_at_name: 50, longest_wait_s: 300 };

    fn address(n: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, n])
    }

    #[test]
    fn the_wait_doubles_up_to_the_longest() {
        for (count, seconds) in
            [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (13, 256), (14, 300), (80, 300), (u32::MAX, 300)]
        {
            assert_eq!(delay(count, 5, 300).as_secs(), seconds, "{count} wrong");
        }
    }

    #[test]
    fn who_guesses_one_name_waits_and_its_owner_elsewhere_does_not() {
        let (attempts, start) = (Attempts::new(RULES), Instant::now());
        (0..5).for_each(|_| attempts.wrong("noor", address(1), start));
        assert_eq!(attempts.wait("noor", address(1), start), Some(1));
        assert_eq!(attempts.wait("noor", address(2), start), None, "noor at home");
        assert_eq!(attempts.wait("sam", address(1), start), None, "another name of the office");
        assert_eq!(attempts.wait("noor", address(1), start + Duration::from_secs(1)), None);
        attempts.wrong("noor", address(1), start);
        assert_eq!(attempts.wait("noor", address(1), start), Some(2));
        attempts.right("noor", address(1));
        assert_eq!(attempts.wait("noor", address(1), start), None);
    }

    #[test]
    fn who_tries_many_names_from_one_address_waits_with_all_of_them() {
        let (attempts, start) = (Attempts::new(RULES), Instant::now());
        (0..20).for_each(|n| attempts.wrong(&format!("user-{n}"), address(1), start));
        assert_eq!(attempts.wait("noor", address(1), start), Some(1));
        assert_eq!(attempts.wait("noor", address(2), start), None);
    }

    #[test]
    fn a_name_guessed_from_everywhere_waits_except_where_its_owner_has_been() {
        let (attempts, start) = (Attempts::new(RULES), Instant::now());
        attempts.right("noor", address(200));
        (0..60).for_each(|n| attempts.wrong("noor", address(n), start));
        assert_eq!(attempts.wait("noor", address(100), start), Some(300));
        assert_eq!(attempts.wait("noor", address(200), start), None, "the owner's own address");
        assert_eq!(attempts.wait("sam", address(100), start), None);
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_address() {
        let (attempts, start) = (Attempts::new(RULES), Instant::now());
        for n in 0..5 {
            attempts.wrong("noor", format!("2001:db8::{n}").parse().expect("an address"), start);
        }
        assert_eq!(attempts.wait("noor", "2001:db8::ffff".parse().expect("an address"), start), Some(1));
        assert_eq!(attempts.wait("noor", "2001:db8:0:1::1".parse().expect("an address"), start), None);
    }
}
