//! The open sockets of a session. A slow one is dropped and resumes; nobody else waits for it.

use super::command::Outbound;
use tokio::sync::mpsc;

#[derive(Default)]
pub struct Sockets {
    customers: Vec<mpsc::Sender<Outbound>>,
    watchers: Vec<mpsc::Sender<Outbound>>,
}

impl Sockets {
    /// Customers connected right now.
    pub fn customers(&mut self) -> usize {
        self.customers.retain(|out| !out.is_closed());
        self.customers.len()
    }

    pub fn none(&mut self) -> bool {
        self.watchers.retain(|out| !out.is_closed());
        self.customers() == 0 && self.watchers.is_empty()
    }

    pub fn add_customer(&mut self, out: mpsc::Sender<Outbound>) {
        self.customers.push(out);
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
        self.customers.retain(|out| out.try_send(what.clone()).is_ok());
    }

    pub fn tell_watchers(&mut self, what: &Outbound) {
        self.watchers.retain(|out| out.try_send(what.clone()).is_ok());
    }
}
