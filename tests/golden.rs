//! Replays every golden conversation against the shipped model, content and policy, and holds the figures of both bots
//! against those committed in `tests/golden/<bot>/expected.toml`.

use std::path::Path;
use std::process::Command;

/// A fixed day, so that dates in the conversations mean the same tomorrow.
const TODAY: &str = "2026-11-21";

fn evaluate(bot: &str) {
    let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("golden-{bot}"));
    assert!(Path::new("tests/golden").join(bot).join("expected.toml").exists(), "nothing is expected of {bot}");
    let ran = Command::new(env!("CARGO_BIN_EXE_baton"))
        .args(["eval", "bot", bot, "--today", TODAY, "--data"])
        .arg(data)
        .output()
        .expect("baton runs");
    let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{out}\n{err}");
}

#[test]
fn shop_is_as_good_as_committed() {
    evaluate("shop");
}

#[test]
fn bank_is_as_good_as_committed() {
    evaluate("bank");
}
