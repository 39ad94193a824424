//! The real server from outside, by theme: every test starts the binary and talks to it as customers and agents do.

#[path = "../support/mod.rs"]
mod support;

mod attacks;
mod bad_input;
mod command_line;
mod connections;
mod contact;
mod content;
mod crash;
mod delivery;
mod drill;
mod earlier;
mod faults;
mod files;
mod frames;
mod handoff;
mod house;
mod hub;
mod identity;
mod idle;
mod limits;
mod mail;
mod mentions;
mod moves;
mod offers;
mod oidc;
mod personal_data;
mod power;
mod privacy;
mod promises;
mod roles;
mod second_factor;
mod shutdown;
mod sign_in;
mod store_commands;
mod story;
mod suggest;
mod supervision;
mod tls;
mod tokens;
mod translate;
mod users;
mod waiting;
