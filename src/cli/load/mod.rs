//! What load tools share: a server as a process of its own, and customers that speak the wire protocol.

mod customer;
mod server;
mod socket;
mod staff;

pub use customer::{Customer, Reply};
pub use server::{Place, Target, copy_files};
pub use socket::{Door, Gone, PATIENCE, connect, handshake, own_address, read, send};
pub use staff::sign_in;
