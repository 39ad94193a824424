//! The power goes while customers talk. Whatever was acknowledged had been synced, and is there afterwards, once.
//!
//! More runs: `BATON_POWER_RUNS=50 cargo test --test server power::`. A run is repeated by its `BATON_POWER_SEED`.

use crate::crash::{Count, Talker};
use crate::support::{Customer, Disk, Keeps, Setup};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{variable} is a number")))
}

#[tokio::test]
async fn what_was_acknowledged_survives_every_loss_of_power() {
    let runs = number("BATON_POWER_RUNS").unwrap_or(4);
    let seed = number("BATON_POWER_SEED").unwrap_or_else(|| rand::random_range(0..1_000_000));
    println!("BATON_POWER_SEED={seed}");
    let mut chance = StdRng::seed_from_u64(seed);
    let mut setup = Setup::new();
    let mut talkers: Vec<Talker> = Vec::new();
    let (mut acknowledged, mut lost) = (0, 0);
    for run in 0..runs {
        let disk = Disk::under(&setup.data.path().join("store"));
        let server = setup.on(disk.variables()).start();
        for talker in &mut talkers {
            talker.check(&server).await;
            talker.customer.resume(&server).await;
        }
        while talkers.len() < 4 {
            talkers.push(Talker::arrive(&server).await);
        }
        let count = Count::default();
        let wanted = chance.random_range(1..30);
        let [one, two, three, four] = &mut talkers[..] else { panic!("there are four") };
        let killed = async {
            count.reaches(wanted).await;
            server.kill()
        };
        let _ = tokio::join!(killed, one.talk(&count), two.talk(&count), three.talk(&count), four.talk(&count));
        acknowledged += wanted;
        setup = Setup::new();
        let keeps = if run % 4 == 0 { Keeps::Nothing } else { Keeps::Some };
        lost += disk.after_power_loss(&setup.data.path().join("store"), keeps, seed + run);
    }
    let server = setup.start();
    for talker in &mut talkers {
        talker.check(&server).await;
    }
    println!(
        "{runs} losses of power, {acknowledged} acknowledged messages and more, {lost} writes that were not synced"
    );
    assert!(lost > 0, "something was lost each time, else nothing was tried");
}

/// The disk answers syncs and does nothing: what was acknowledged is lost, and the test above would see it.
#[tokio::test]
async fn without_syncs_what_was_acknowledged_is_lost() {
    let setup = Setup::new();
    let disk = Disk::under(&setup.data.path().join("store"));
    let server = setup.on(disk.lying()).start();
    let mut customer = Customer::arrive(&server, "shop").await;
    customer.say("what are your opening hours").await;
    drop(server.kill());
    let setup = Setup::new();
    disk.after_power_loss(&setup.data.path().join("store"), Keeps::Nothing, 1);
    let server = setup.start();
    let mut back = Customer::knock_again(&server, &customer).await;
    assert_eq!(back.error().await, "unauthorized", "the chat is gone");
}
