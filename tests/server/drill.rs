//! The drill itself: bad links, and a server that is killed under way.

use crate::support::baton;
use serde_json::Value;

#[test]
fn a_drill_with_kills_loses_doubles_and_reorders_nothing() {
    let ran = baton(&["drill", "--customers", "20", "--minutes", "1", "--kill", "--kill-every", "6", "--json"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("no report: {ran:?}"));
    assert_eq!(ran.code, 0, "{report}");
    for fault in ["lost", "duplicated", "reordered", "torn"] {
        assert_eq!(report[fault], 0, "{report}");
    }
    for used in ["kills", "reconnects", "acked", "said_by_agents"] {
        assert!(report[used].as_u64() > Some(0), "nothing was put to the test: {report}");
    }
    assert_eq!(report["acked"], report["sent"], "what was sent is acknowledged in the end: {report}");
}
