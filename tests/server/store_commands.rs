//! `baton store`: check, backup, restore and compact, on a stopped store and beside a running server.

use crate::support::{Agent, Customer, Disk, KILLED, Keeps, Ran, Server, Setup, copy_folder, get, online};
use serde_json::json;
use std::path::Path;

const QUESTION: &str = "what are your opening hours";

/// A server with three chats: answered, waiting for a person, ended.
async fn server_with_chats() -> (Server, [Customer; 3]) {
    let server = Server::start();
    let mut customers = [
        Customer::arrive(&server, "shop").await,
        Customer::arrive(&server, "shop").await,
        Customer::arrive(&server, "bank").await,
    ];
    let [answered, waiting, ended] = &mut customers;
    let seq = answered.say(QUESTION).await;
    answered.hears_bot_on(seq).await;
    waiting.choose("person", 0).await;
    waiting.place().await;
    ended.end().await;
    ended.event("bot", "survey").await;
    (server, customers)
}

#[track_caller]
fn ok(ran: Ran) -> String {
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.stdout
}

fn text(path: &Path) -> &str {
    path.to_str().expect("paths here are text")
}

/// The customer's whole chat as another window gets it.
async fn whole_chat(server: &Server, customer: &Customer) -> Vec<serde_json::Value> {
    let mut window = customer.second_window(server).await;
    let head = window.welcome["head_seq"].as_u64().expect("a head");
    while window.socket.shown < head {
        window.socket.next("the whole chat").await;
    }
    window.events()
}

#[tokio::test]
async fn a_sound_store_is_told_to_be_one_with_its_counts() {
    let (server, _) = server_with_chats().await;
    let locked = server.run(&["store", "check"], "");
    assert!(locked.code == 2 && locked.stderr.contains("stop the server"), "{locked:?}");
    let setup = server.kill();
    let said = ok(setup.run(&["store", "check"], ""));
    assert!(said.contains("3 sessions (1 with people)") && said.contains(" 0 faults"), "{said}");
    let nothing = Setup::new().run(&["store", "check"], "");
    assert!(nothing.code == 2 && nothing.stderr.contains("failed to find a store at"), "{nothing:?}");
}

#[tokio::test]
async fn a_backup_of_a_running_server_is_restored_and_clients_start_over() {
    let (server, [mut customer, waiting, _]) = server_with_chats().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("baton.backup");
    let said = ok(online(&server, &["store", "backup", "--to", text(&file)]).await);
    assert!(said.contains("baton.backup holds"), "{said}");
    let known = whole_chat(&server, &customer).await;
    let lost = customer.say("this comes after the backup").await;
    customer.hears_bot_on(lost).await;
    let occupied = server.kill().run(&["store", "restore", "--from", text(&file)], "");
    assert!(occupied.code == 1 && occupied.stderr.contains("it holds a store already"), "{occupied:?}");

    let setup = Setup::new();
    let said = ok(setup.run(&["store", "restore", "--from", text(&file)], ""));
    assert!(said.contains("3 sessions (1 with people)"), "{said}");
    ok(setup.run(&["store", "check"], ""));
    let server = setup.start();
    let store = customer.welcome["store"].clone();
    let mut back = Customer::knock_again(&server, &customer).await;
    back.expect("a reset", |frame| frame["type"] == "reset").await;
    let welcome = back.expect("the welcome", |frame| frame["type"] == "welcome").await;
    assert_ne!(welcome["store"], store, "a restored store has an id of its own");
    while back.shown < known.len() as u64 {
        back.next("the chat from its start").await;
    }
    assert_eq!(back.log, known, "as it was when the backup was made");
    customer.welcome = welcome;
    let mut known_now = Customer::knock_again(&server, &customer).await;
    assert_eq!(known_now.expect("the first word", |_| true).await["type"], "welcome", "no reset a second time");
    assert_eq!(Agent::sign_in(&server).await.listed("queue"), [waiting.session()]);
}

#[tokio::test]
async fn a_backup_of_a_stopped_store_that_is_damaged_restores_nothing() {
    let (server, _) = server_with_chats().await;
    let setup = server.kill();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("baton.backup");
    ok(setup.run(&["store", "backup", "--to", text(&file)], ""));
    let whole = std::fs::read(&file).expect("the backup can be read");
    let mut damaged = whole.clone();
    damaged[whole.len() / 2] ^= 1;
    let empty = Setup::new();
    for (bytes, why) in [(&damaged[..], "checksum"), (&whole[..whole.len() - 1], "cut off"), (b"hello", "no backup")] {
        std::fs::write(&file, bytes).expect("the file can be written");
        let refused = empty.run(&["store", "restore", "--from", text(&file)], "");
        assert!(refused.code == 1 && refused.stderr.contains(why), "{why}: {refused:?}");
        let left: Vec<_> = std::fs::read_dir(empty.data.path().join("store")).expect("the folder").flatten().collect();
        assert!(left.iter().all(|entry| !entry.path().is_dir()), "no rows are left: {left:?}");
    }
    std::fs::write(&file, &whole).expect("the file can be written");
    ok(empty.run(&["store", "restore", "--from", text(&file)], ""));
}

#[tokio::test]
async fn a_compaction_beside_a_running_server_takes_less_and_loses_nothing() {
    let (server, [mut customer, ..]) = server_with_chats().await;
    for _ in 0..15 {
        customer
            .socket
            .ask(&json!({"type": "rate", "cid": crate::support::fresh_cid(), "score": 5}))
            .await
            .expect("taken");
    }
    let before = whole_chat(&server, &customer).await;
    let said = ok(online(&server, &["store", "compact"]).await);
    let sizes: Vec<u64> = said.split(' ').filter_map(|word| word.parse().ok()).collect();
    assert!(matches!(sizes[..], [before, after] if after < before), "{said}");
    assert_eq!(whole_chat(&server, &customer).await, before);
    let seq = customer.say("can I pay with paypal?").await;
    customer.hears_bot_on(seq).await;
    let after = whole_chat(&server, &customer).await;

    let setup = server.kill();
    ok(setup.run(&["store", "check"], ""));
    ok(setup.run(&["store", "compact"], ""));
    let server = setup.start();
    assert_eq!(whole_chat(&server, &customer).await, after);
    assert_eq!(get(&server, "/readyz", &[]).await.status, 200);
}

/// Killed before each of its changes to the disk, and with the power gone at that moment too.
#[tokio::test]
async fn a_compaction_that_is_killed_at_any_step_leaves_a_whole_store() {
    let (server, _) = server_with_chats().await;
    let whole = server.kill();
    let wanted = ok(whole.run(&["store", "check"], ""));
    let mut killed = 0;
    for step in 1.. {
        let setup = Setup::bare();
        let store = setup.data.path().join("store");
        copy_folder(&whole.data.path().join("store"), &store);
        let disk = Disk::under(&store);
        let ran = setup.run_with(&["store", "compact"], "", &as_texts(&disk.stopping_at(step)));
        if ran.code == 0 {
            break;
        }
        assert_eq!(ran.code, KILLED, "{ran:?}");
        killed += 1;
        assert_eq!(ok(setup.run(&["store", "check"], "")), wanted, "killed at step {step}");
        for (keeps, seed) in [(Keeps::Nothing, 0), (Keeps::Some, step as u64)] {
            let after = Setup::bare();
            disk.after_power_loss(&after.data.path().join("store"), keeps, seed);
            assert_eq!(ok(after.run(&["store", "check"], "")), wanted, "power lost at step {step}, seed {seed}");
        }
    }
    println!("killed at {killed} steps");
    assert!(killed > 20, "killed at {killed} steps alone");
}

fn as_texts<'a>(variables: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    variables.iter().map(|(name, value)| (*name, &**value)).collect()
}

/// A damaged place in the files is found by the check or by the server; it never goes by as a smaller, sound store.
#[tokio::test]
async fn a_damaged_file_is_never_taken_for_a_sound_store() {
    let (server, customers) = server_with_chats().await;
    let whole = server.kill();
    let wanted = ok(whole.run(&["store", "check"], ""));
    let log = std::fs::read(whole.data.path().join("store/db")).expect("the log can be read");
    let used = log.iter().rposition(|byte| *byte != 0).expect("something was written") + 1;
    let mut found = 0;
    for part in 0..24 {
        let setup = Setup::bare();
        let store = setup.data.path().join("store");
        copy_folder(&whole.data.path().join("store"), &store);
        let mut bytes = log.clone();
        let at = used * part / 24;
        bytes[at..(at + 16).min(used)].fill(0xa5);
        std::fs::write(store.join("db"), bytes).expect("the log can be written");
        let ran = setup.run(&["store", "check"], "");
        if ran.code == 0 {
            assert_eq!(ran.stdout, wanted, "damage at byte {at} is not seen");
        } else {
            found += 1;
            assert!(ran.code == 1, "damage at byte {at}: {ran:?}");
        }
    }
    drop(customers);
    assert!(found > 12, "only {found} of 24 damaged places were found");
}
