//! The open sockets of a session. A slow one is dropped and resumes; nobody else waits for it.

use super::command::Outbound;
use std::collections::VecDeque;
use std::io;
use tokio::sync::mpsc;

pub struct Sockets {
    customers: Vec<Queue>,
    watchers: Vec<mpsc::Sender<Outbound>>,
    /// Bytes that may wait for one customer's socket, about; one frame may be larger. Frames are counted by its channel.
    most_bytes: usize,
}

/// What waits for a customer's socket.
struct Queue {
    out: mpsc::Sender<Outbound>,
    /// Of the frames that were sent last, oldest first: those that still wait are among them.
    sizes: VecDeque<usize>,
    bytes: usize,
}

impl Queue {
    fn new(out: mpsc::Sender<Outbound>) -> Self {
        Self { out, sizes: VecDeque::new(), bytes: 0 }
    }

    /// Whether it was taken.
    fn tell(&mut self, what: &Outbound, size: usize, most_bytes: usize) -> bool {
        let waiting = self.out.max_capacity() - self.out.capacity();
        while self.sizes.len() > waiting {
            self.bytes -= self.sizes.pop_front().unwrap_or_default();
        }
        if !self.sizes.is_empty() && self.bytes + size > most_bytes {
            return false;
        }
        self.sizes.push_back(size);
        self.bytes += size;
        self.out.try_send(what.clone()).is_ok()
    }
}

impl Sockets {
    pub fn new(most_bytes: usize) -> Self {
        Self { customers: Vec::new(), watchers: Vec::new(), most_bytes }
    }

    /// Customers connected right now.
    pub fn customers(&mut self) -> usize {
        self.customers.retain(|queue| !queue.out.is_closed());
        self.customers.len()
    }

    pub fn none(&mut self) -> bool {
        self.watchers.retain(|out| !out.is_closed());
        self.customers() == 0 && self.watchers.is_empty()
    }

    pub fn add_customer(&mut self, out: mpsc::Sender<Outbound>) {
        self.customers.push(Queue::new(out));
    }

    /// Watching twice from one socket is watching once.
    pub fn add_watcher(&mut self, out: mpsc::Sender<Outbound>) {
        self.watchers.retain(|known| !known.same_channel(&out));
        self.watchers.push(out);
    }

    pub fn drop_customers(&mut self) {
        self.customers.clear();
    }

    pub fn tell_customers(&mut self, what: &Outbound) {
        if self.customers.is_empty() {
            return;
        }
        let (size, most_bytes) = (size_of(what), self.most_bytes);
        self.customers.retain_mut(|queue| queue.tell(what, size, most_bytes));
    }

    pub fn tell_watchers(&mut self, what: &Outbound) {
        self.watchers.retain(|out| out.try_send(what.clone()).is_ok());
    }
}

/// About the bytes of its frame.
fn size_of(what: &Outbound) -> usize {
    let Outbound::Record(record) = what else { return 0 };
    let mut counted = Counted(0);
    // A count does not fail.
    let _ = serde_json::to_writer(&mut counted, record);
    counted.0
}

struct Counted(usize);

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::command::Side;

    const TYPING: Outbound = Outbound::Typing { from: Side::Bot, on: true };

    #[test]
    fn one_that_reads_too_little_is_dropped_and_the_others_hear_everything() {
        let mut sockets = Sockets::new(1000);
        let (slow, _unread) = mpsc::channel(3);
        let (fast, mut read) = mpsc::channel(3);
        sockets.add_customer(slow);
        sockets.add_customer(fast);
        for _ in 0..10 {
            sockets.tell_customers(&TYPING);
            assert!(read.try_recv().is_ok());
        }
        assert_eq!(sockets.customers(), 1);
    }

    #[test]
    fn what_waits_is_bounded_in_bytes_and_what_was_read_waits_no_more() {
        let (out, mut read) = mpsc::channel(100);
        let mut queue = Queue::new(out);
        assert!(queue.tell(&TYPING, 5000, 1000), "one frame may be larger");
        assert!(!queue.tell(&TYPING, 1, 1000));
        read.try_recv().expect("it waits");
        assert!((0..10).all(|_| queue.tell(&TYPING, 100, 1000)));
        assert!(!queue.tell(&TYPING, 1, 1000));
        read.try_recv().expect("it waits");
        assert!(queue.tell(&TYPING, 100, 1000));
        assert_eq!(queue.bytes, 1000);
    }
}
