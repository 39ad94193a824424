//! The power goes while customers talk. Whatever was acknowledged had been synced, and is there afterwards, once.
//!
//! More runs: `BATON_POWER_RUNS=50 cargo test --test server power::`. A run is repeated by its `BATON_POWER_SEED`.

use crate::crash::{Count, Talker};
use crate::files::{customers_copy, file_of, sends};
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

/// A file is acknowledged once its bytes, its name and its event are at rest.
#[tokio::test]
async fn a_file_that_was_acknowledged_survives_a_loss_of_power() {
    for (run, keeps) in [Keeps::Nothing, Keeps::Some, Keeps::Some].into_iter().enumerate() {
        let (id, bytes, customer, setup) = file_then_power_loss(Disk::variables, keeps, run as u64).await;
        let server = setup.start();
        let mut back = customer.second_window(&server).await;
        let pass = back.pass().await;
        assert_eq!(customers_copy(&server, &pass, &id).await.bytes, bytes, "run {run}");
    }
}

/// On a disk that lies the same file is gone, as the test above would see.
#[tokio::test]
async fn without_syncs_a_file_that_was_acknowledged_is_lost() {
    let (id, _, customer, setup) = file_then_power_loss(Disk::lying, Keeps::Nothing, 1).await;
    let file = setup.data.path().join("files").join(customer.session()).join(id);
    assert!(!file.exists());
}

/// A customer sends a file over two sectors long, and the power goes as soon as it was acknowledged; what is left of the
/// whole data folder is another server's.
async fn file_then_power_loss(
    of: impl Fn(&Disk) -> Vec<(&'static str, String)>,
    keeps: Keeps,
    seed: u64,
) -> (String, Vec<u8>, Customer, Setup) {
    let setup = Setup::new();
    let disk = Disk::under(setup.data.path());
    let server = setup.on(of(&disk)).start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let pass = customer.pass().await;
    let bytes = [b"%PDF-1.7\n".as_slice(), &[7; 3000]].concat();
    let id = file_of(&sends(&server, &pass, "one", "receipt.pdf", &bytes).await);
    drop(server.kill());
    let setup = Setup::new();
    disk.after_power_loss(setup.data.path(), keeps, seed);
    (id, bytes, customer, setup)
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
