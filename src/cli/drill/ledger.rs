//! What one customer's side of a chat was promised and shown, held against the log that the server has in the end.

use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// A message whose sender got an acknowledgement.
#[derive(Debug, Clone)]
pub struct Promise {
    pub cid: String,
    pub seq: u64,
}

/// What a customer's side wrote down.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Ids in the order in which they were first sent.
    pub sent: Vec<String>,
    pub promises: Vec<Promise>,
    /// Every event as it was shown, in that order.
    pub shown: Vec<Value>,
}

/// What went wrong, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Faults {
    pub lost: usize,
    pub duplicated: usize,
    pub reordered: usize,
}

impl Ledger {
    /// Compares with the whole log as a fresh window is shown it.
    pub fn against(&self, log: &[Value]) -> Faults {
        let cids: Vec<&str> = log.iter().filter_map(|event| event["cid"].as_str()).collect();
        let causes: Vec<u64> = log.iter().filter_map(|event| event["cause_seq"].as_u64()).collect();
        let by_seq: HashMap<u64, &Value> =
            log.iter().filter_map(|event| event["seq"].as_u64().map(|seq| (seq, event))).collect();
        let kept = |promise: &&Promise| by_seq.get(&promise.seq).is_some_and(|e| e["cid"] == promise.cid.as_str());
        let vanished = self.shown.iter().filter(|event| by_seq.get(&seq(event)) != Some(event)).count();
        let unkept = self.promises.iter().filter(|promise| !kept(promise)).count();
        let disordered = |seqs: Vec<u64>| seqs.windows(2).filter(|pair| pair[1] != pair[0] + 1).count();
        let place: HashMap<&str, usize> = self.sent.iter().enumerate().map(|(i, cid)| (cid.as_str(), i)).collect();
        let own: Vec<usize> = cids.iter().filter_map(|cid| place.get(cid).copied()).collect();
        Faults {
            lost: unkept + vanished,
            duplicated: repeated(&cids) + repeated(&causes),
            reordered: disordered(log.iter().map(seq).collect())
                + disordered(self.shown.iter().map(seq).collect())
                + own.windows(2).filter(|pair| pair[1] < pair[0]).count(),
        }
    }
}

fn seq(event: &Value) -> u64 {
    event["seq"].as_u64().unwrap_or_default()
}

pub fn repeated<T: std::hash::Hash + Eq>(all: &[T]) -> usize {
    all.len() - all.iter().collect::<HashSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(seq: u64, cid: &str) -> Value {
        json!({"seq": seq, "cid": cid})
    }

    fn replied(seq: u64, cause: u64) -> Value {
        json!({"seq": seq, "cause_seq": cause})
    }

    fn check(log: &[Value], lost: usize, duplicated: usize, reordered: usize) {
        let promise = |cid: &str, seq| Promise { cid: cid.into(), seq };
        let ledger = Ledger {
            sent: vec!["a".into(), "b".into()],
            promises: vec![promise("a", 1), promise("b", 3)],
            shown: vec![said(1, "a"), replied(2, 1), said(3, "b")],
        };
        assert_eq!(ledger.against(log), Faults { lost, duplicated, reordered }, "{log:?}");
    }

    #[test]
    fn every_way_to_break_a_promise_is_counted() {
        check(&[said(1, "a"), replied(2, 1), said(3, "b"), replied(4, 3)], 0, 0, 0);
        // The second message is gone: its promise, and what was shown of it.
        check(&[said(1, "a"), replied(2, 1)], 2, 0, 0);
        check(&[said(1, "a"), replied(2, 1), said(3, "b"), said(4, "b")], 0, 1, 0);
        check(&[said(1, "a"), replied(2, 1), said(3, "b"), replied(4, 1)], 0, 1, 0);
        check(&[said(1, "a"), replied(2, 1), said(3, "b"), replied(5, 3)], 0, 0, 1);
        // Under each other's numbers: two promises and two shown events are not what they were, and the order is wrong.
        check(&[said(1, "b"), replied(2, 1), said(3, "a")], 4, 0, 1);
    }
}
