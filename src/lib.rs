//! Baton: a customer-service chat server that knows when to pass the baton to a person.
//!
//! Rooms look down, never up; `ARCHITECTURE.md` draws the floors.

pub mod app;
pub mod authoring;
pub mod cli;
pub mod config;
pub mod dialogue;
pub mod domain;
pub mod handoff;
pub mod nlu;
pub mod server;
pub mod session;
pub mod store;
pub mod telemetry;
pub mod text;
