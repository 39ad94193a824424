//! What the browser tests play with: a real server, a real browser, other people's pages, and the people at both ends.

pub mod browser;
pub mod crowd;
pub mod host_page;
pub mod page;
pub mod people;
pub mod screen;
pub mod server;

use std::io::{BufRead, BufReader, Read};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Longest wait for anything a person would wait for.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// The first line of a program's output that `pick` takes something from. The rest is read and dropped.
pub fn first_line<T: Send + 'static>(
    what: &str,
    output: impl Read + Send + 'static,
    patience: Duration,
    pick: impl Fn(&str) -> Option<T> + Send + 'static,
) -> T {
    let (found, result) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Some(picked) = pick(&line) {
                // Nobody listens any more once the first is found.
                let _ = found.send(picked);
            }
        }
    });
    let began = Instant::now();
    result.recv_timeout(patience).unwrap_or_else(|_| panic!("waited {} s for {what}", began.elapsed().as_secs()))
}
