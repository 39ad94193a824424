//! Logs: a readable message and fields, to standard error. Never a customer's words: what they type reaches a log only
//! as a count or an id.

use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// What the first two log below `warn` holds whole frames, with customers' words in them. What goes wrong in sled, the
/// store says itself, once.
const NEVER_FRAMES: [&str; 3] = ["tungstenite=warn", "tokio_tungstenite=warn", "sled=off"];

/// Starts logging at `info`, or as `BATON_LOG` says (`debug`, `baton=debug`, ...).
pub fn start() {
    let filter = EnvFilter::try_from_env("BATON_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let filter = NEVER_FRAMES.into_iter().fold(filter, |filter, limit| {
        filter.add_directive(limit.parse().expect("a directive as in the documentation"))
    });
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
}
