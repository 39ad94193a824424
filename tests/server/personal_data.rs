//! What is held on one customer: shown on demand, erased on demand or by age, and then nowhere.

use crate::support::{Agent, Customer, Disk, Ran, Server, Setup, files_with, get, online};

const WORD: &str = "quillfeather";
const DAY_S: i64 = 24 * 3600;

#[track_caller]
fn ok(ran: Ran) -> String {
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.stdout
}

/// Someone who said the word to the bot and to an agent, who wrote it down too.
async fn tells(server: &Server, word: &str) -> Customer {
    let mut agent = Agent::sign_in(server).await;
    let mut customer = Customer::arrive(server, "shop").await;
    let asked = customer.say(&format!("do you sell a {word}?")).await;
    customer.hears_bot_on(asked).await;
    customer.choose("person", 0).await;
    customer.place().await;
    agent.accept(&customer.session()).await;
    agent.says(&format!("a {word}, certainly")).await;
    agent.notes(&format!("wants a {word}")).await;
    customer.hears_agent().await;
    customer
}

#[tokio::test]
async fn an_erased_session_leaves_no_byte_beside_a_running_server() {
    let server = Server::start();
    let mut customer = tells(&server, WORD).await;
    let stays = tells(&server, "xylophonist").await;
    let session = customer.session();
    let exported: serde_json::Value =
        serde_json::from_str(&ok(online(&server, &["session", "export", &session]).await)).expect("one JSON document");
    assert_eq!(exported["session"], session.as_str());
    assert_eq!(exported["events"].as_array().map(Vec::len), exported["head"]["n"].as_u64().map(|n| n as usize));
    assert!(exported.to_string().matches(WORD).count() >= 3, "{exported}");
    assert!(!files_with(server.data(), WORD).is_empty(), "it is kept, so that this test sees it");

    let mut agent = Agent::sign_in(&server).await;
    agent.watch(&session).await;
    ok(online(&server, &["session", "erase", &session]).await);
    assert_eq!(files_with(server.data(), WORD), [""; 0]);
    assert!(!server.output().contains(WORD), "nor in the logs");
    agent.gone(&session).await;
    agent.available(true, 1).await;
    assert_ne!(customer.socket.closed().await, 1000, "who was connected is cut off");
    let mut back = Customer::knock_again(&server, &customer).await;
    assert_eq!(back.error().await, "unauthorized", "the chat is gone");
    let again = online(&server, &["session", "export", &session]).await;
    assert!(again.code == 2 && again.stderr.contains("there is no such chat"), "{again:?}");

    let listed = std::fs::read_to_string(server.data().join("erased.jsonl")).expect("erasures are listed");
    let entry: serde_json::Value = serde_json::from_str(listed.trim()).expect("one line");
    assert_eq!((&entry["session"], &entry["by"]), (&session.as_str().into(), &"admin".into()));
    let setup = server.kill();
    assert_eq!(files_with(setup.data.path(), WORD), [""; 0]);
    ok(setup.run(&["store", "check"], ""));
    let held = ok(setup.run(&["session", "export", &stays.session()], ""));
    assert!(held.contains("xylophonist"), "others are untouched");
}

#[tokio::test]
async fn an_erased_session_does_not_come_back_with_an_older_backup() {
    let server = Server::start();
    let (gone, stays) = (tells(&server, WORD).await, tells(&server, "xylophonist").await);
    let setup = server.kill();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("baton.backup").display().to_string();
    let later = folder.path().join("later.backup").display().to_string();
    ok(setup.run(&["store", "backup", "--to", &file], ""));
    ok(setup.run(&["session", "erase", &gone.session()], ""));
    assert_eq!(files_with(setup.data.path(), WORD), [""; 0]);
    ok(setup.run(&["store", "backup", "--to", &later], ""));
    assert!(std::fs::read(&later).expect("a backup").windows(WORD.len()).all(|part| part != WORD.as_bytes()));
    let list = setup.data.path().join("erased.jsonl").display().to_string();

    // In the same data folder, with the list elsewhere, and with what a later backup knew.
    let same = setup;
    std::fs::remove_dir_all(same.data.path().join("store")).expect("the store can be lost");
    let given = Setup::bare();
    let carried = Setup::bare();
    ok(carried.run(&["store", "restore", "--from", &later], ""));
    std::fs::remove_dir_all(carried.data.path().join("store")).expect("the store can be lost");
    for (setup, more) in [(&same, &[][..]), (&given, &["--erased", &list]), (&carried, &[])] {
        let said = ok(setup.run(&[&["store", "restore", "--from", &file], more].concat(), ""));
        assert!(said.contains("1 erased sessions were left out"), "{said}");
        assert_eq!(files_with(setup.data.path(), WORD), [""; 0]);
        ok(setup.run(&["session", "export", &stays.session()], ""));
        let unknown = setup.run(&["session", "export", &gone.session()], "");
        assert!(unknown.code == 2 && unknown.stderr.contains("nothing is held on it"), "{unknown:?}");
    }
}

#[tokio::test]
async fn a_session_past_its_retention_is_erased_and_a_younger_one_is_not() {
    let setup = Setup::with("[bots.shop]\nretention_days = 30\n");
    let disk = Disk::under(&setup.data.path().join("store"));
    let server = setup.start();
    let old = tells(&server, WORD).await;
    let mut of_bank = Customer::arrive(&server, "bank").await;
    let asked = of_bank.say("is the xylophonist in?").await;
    of_bank.hears_bot_on(asked).await;
    let setup = server.kill();

    disk.clock_is_off_by(29 * DAY_S);
    let server = setup.on(disk.variables()).start();
    let young = tells(&server, "marimbaist").await;
    assert!(!files_with(server.data(), WORD).is_empty(), "29 days are not 30");
    let setup = server.kill();

    disk.clock_is_off_by(31 * DAY_S);
    let server = setup.on(disk.variables()).start();
    server.logs("sessions past their retention were erased").await;
    assert_eq!(files_with(server.data(), WORD), [""; 0]);
    for kept in ["marimbaist", "xylophonist"] {
        assert!(!files_with(server.data(), kept).is_empty(), "{kept} is young, or of a bot that keeps for ever");
    }
    let mut back = Customer::knock_again(&server, &old).await;
    assert_eq!(back.error().await, "unauthorized");
    Customer::knock_again(&server, &young).await.expect("the welcome", |frame| frame["type"] == "welcome").await;
    let listed = std::fs::read_to_string(server.data().join("erased.jsonl")).expect("erasures are listed");
    assert!(
        listed.lines().count() == 1 && listed.contains("\"retention\"") && listed.contains(&old.session()),
        "{listed}"
    );
}

#[tokio::test]
async fn a_clock_that_jumps_while_the_server_runs_erases_nothing_by_age() {
    let setup = Setup::with("[bots.shop]\nretention_days = 30\n[store]\nsweep_s = 1\n");
    let disk = Disk::under(&setup.data.path().join("store"));
    let server = setup.on(disk.variables()).start();
    let mut customer = tells(&server, WORD).await;
    disk.clock_is_off_by(31 * DAY_S);
    server.logs("the clock has jumped").await;
    customer.resume(&server).await;
    assert!(!files_with(server.data(), WORD).is_empty() && !server.data().join("erased.jsonl").exists());
}

#[tokio::test]
async fn a_store_that_has_grown_compacts_itself_and_the_chat_goes_on() {
    let setup = Setup::with("[store]\nsweep_s = 1\ncompact_growth_mb = 0\n");
    let server = setup.start();
    server.logs("the store was compacted").await;
    let mut customer = tells(&server, WORD).await;
    customer.resume(&server).await;
    assert!(!files_with(server.data(), WORD).is_empty());
}

#[tokio::test]
async fn an_erasure_that_was_cut_short_comes_to_its_end_after_the_start() {
    let server = Server::start();
    let customer = tells(&server, WORD).await;
    let setup = server.kill();
    let entry =
        format!("{{\"session\":\"{}\",\"at\":\"2026-11-21T10:00:00Z\",\"by\":\"admin\"}}\n", customer.session());
    std::fs::write(setup.data.path().join("erased.jsonl"), entry).expect("the list can be written");
    let server = setup.start();
    server.logs("sessions past their retention were erased").await;
    assert_eq!(files_with(server.data(), WORD), [""; 0]);
}

#[tokio::test]
async fn only_an_administrator_sees_or_erases_what_is_held() {
    let setup = Setup::new();
    setup.user("noor", "correct horse", &["shop"]);
    let server = setup.start();
    let customer = Customer::arrive(&server, "shop").await;
    let path = format!("/api/v1/sessions/{}", customer.session());
    let noor = crate::support::token(&server, "noor", "correct horse").await;
    let bearer = format!("Bearer {noor}");
    for path in [&*path, "/api/v1/store/backup"] {
        assert_eq!(get(&server, path, &[("authorization", "Bearer 0")]).await.status, 401, "{path}");
        assert_eq!(get(&server, path, &[("authorization", &bearer)]).await.status, 403, "{path}");
    }
    let nobodys = online(&server, &["session", "erase", "01ARZ3NDEKTSV4RRFFQ69G5FAV"]).await;
    assert!(nobodys.code == 2 && nobodys.stderr.contains("there is no such chat"), "{nobodys:?}");
    let no_id = online(&server, &["session", "erase", "everything"]).await;
    assert!(no_id.code == 2 && no_id.stderr.contains("it is no session's id"), "{no_id:?}");
    assert!(!server.data().join("erased.jsonl").exists(), "nothing was erased");
}
