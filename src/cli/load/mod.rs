//! What load tools share: a server as a process of its own, and customers that speak the wire protocol.

mod customer;
mod server;

pub use customer::{Customer, Gone, Reply};
pub use server::Target;
