//! A shop with some of its people in, and a customer whom one of them has.

use crate::support::{Agent, Customer, Server, Setup};

pub const PASSWORD: &str = "a long password";

/// A chat of the shop that sanne has, with sam signed in beside her. `staff` are agents, each with the one bot they serve.
pub async fn house(staff: &[(&str, &str)]) -> (Server, Customer, Agent, Agent) {
    let (server, customer, sanne) = with_sanne(Setup::new(), staff).await;
    let sam = signs_in(&server, "sam").await;
    (server, customer, sanne, sam)
}

/// The same without sam, of a server that was set up before.
pub async fn with_sanne(setup: Setup, staff: &[(&str, &str)]) -> (Server, Customer, Agent) {
    for (name, bot) in staff {
        setup.user_as("agent", name, PASSWORD, &["--bot", bot]);
    }
    let server = setup.start();
    let mut customer = Customer::arrive(&server, "shop").await;
    customer.choose("person", 0).await;
    customer.place().await;
    let mut sanne = signs_in(&server, "sanne").await;
    sanne.accept(&customer.session()).await;
    customer.sees_state("agent").await;
    (server, customer, sanne)
}

pub async fn signs_in(server: &Server, name: &str) -> Agent {
    Agent::sign_in_as(server, name, PASSWORD).await
}
