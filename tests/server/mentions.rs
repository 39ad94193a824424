//! Colleagues who are asked in a private note, answer by one, and are seen to by their consoles.

use crate::house::{house, signs_in};
use crate::support::Agent;
use serde_json::{Value, json};

const STAFF: &[(&str, &str)] = &[("sanne", "shop"), ("sam", "shop"), ("lee", "shop"), ("bo", "bank")];

/// The next ticket of the session for which `wanted` holds.
async fn ticket(agent: &mut Agent, session: &str, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let fits = |f: &Value| f["type"] == "ticket" && f["ticket"]["session"] == session && wanted(&f["ticket"]);
    agent.socket.expect(what, fits).await["ticket"].clone()
}

fn names(ticket: &Value) -> Vec<(String, bool)> {
    let row = |ask: &Value| (ask["agent"].as_str().expect("a name").into(), ask["answered"] == true);
    ticket["asked"].as_array().expect("who was asked").iter().map(row).collect()
}

#[tokio::test]
async fn a_colleague_asked_in_a_note_is_told_reads_along_and_answers_by_note() {
    let (server, mut customer, mut sanne, mut sam) = house(STAFF).await;
    let session = customer.session();
    let note = json!({"type": "note", "text": "I know more"});
    assert_eq!(sam.tries(&session, note.clone()).await, Err("not_yours".into()), "nobody asked");

    sanne.notes("@sam and @bo and @nobody, mail a@lee.example: is this one of yours? @sanne").await;
    let asked = ticket(&mut sam, &session, "to be asked", |t| t["asked"] != json!([])).await;
    assert_eq!(names(&asked), [("sam".into(), false)], "who serves the bot, and exists, and is somebody else");
    assert_eq!(asked["asked"][0]["by"], "sanne");

    sam.watch(&session).await;
    let said = sam.entry("note_added").await;
    assert_eq!(said["event"]["mentions"], json!(["sam"]));
    sam.notes("Yes, give it to me.").await;
    let answered = ticket(&mut sanne, &session, "the answer", |t| t["asked"][0]["answered"] == true).await;
    assert_eq!(names(&answered), [("sam".into(), true)]);
    sam.notes("Or keep it.").await;
    let words = json!({"type": "say", "text": "Hello from me"});
    assert_eq!(sam.tries(&session, words).await, Err("not_yours".into()), "a note is all they may write");
    let mut lee = signs_in(&server, "lee").await;
    assert_eq!(lee.tries(&session, note.clone()).await, Err("not_yours".into()), "whom nobody asked");

    sanne.resolve().await;
    customer.sees_state("closed").await;
    assert_eq!(sam.tries(&session, note).await, Err("not_yours".into()), "with the chat it is over");
    let shown = json!(customer.events()).to_string();
    assert!(!shown.contains("one of yours") && !shown.contains("give it to me"), "{shown}");
}

#[tokio::test]
async fn who_was_asked_while_away_finds_it_also_after_a_crash() {
    let (server, customer, mut sanne, sam) = house(STAFF).await;
    drop(sam);
    sanne.notes("@sam can you look?").await;
    sanne.entry("note_added").await;
    let server = server.kill().start();
    let sam = signs_in(&server, "sam").await;
    let rows =
        [&sam.welcome["queue"], &sam.welcome["mine"]].into_iter().flat_map(|list| list.as_array().expect("a list"));
    let found = rows.into_iter().find(|row| row["session"] == *customer.session()).expect("the chat is there");
    assert_eq!(names(found), [("sam".into(), false)]);
}

#[tokio::test]
async fn everybody_who_serves_the_bot_is_offered_also_who_was_never_here() {
    let staff = [STAFF, &[("kim", "bank")]].concat();
    let (server, _customer, sanne, _sam) = house(&staff).await;
    let offered = |agent: &Agent| -> Vec<String> {
        let rows = agent.welcome["staff"].as_array().expect("the staff").iter();
        rows.map(|row| row["agent"].as_str().expect("a name").to_string()).collect()
    };
    assert_eq!(offered(&sanne), ["admin", "lee", "sam"], "not herself, nor those of the bank");
    let bo = signs_in(&server, "bo").await;
    assert_eq!(offered(&bo), ["admin", "kim"]);
    let admin = Agent::sign_in(&server).await;
    assert_eq!(offered(&admin), ["bo", "kim", "lee", "sam", "sanne"]);
    let lee = admin.welcome["staff"].as_array().expect("the staff").iter().find(|row| row["agent"] == "lee");
    assert_eq!(lee, Some(&json!({"agent": "lee", "name": "lee", "bots": ["shop"]})));
}

#[tokio::test]
async fn what_the_customer_says_counts_until_it_is_answered() {
    let (_server, mut customer, mut sanne, _sam) = house(STAFF).await;
    let session = customer.session();
    customer.say("hello?").await;
    customer.say("are you there?").await;
    ticket(&mut sanne, &session, "two unread messages", |t| t["unread"] == 2).await;
    sanne.says("Yes.").await;
    ticket(&mut sanne, &session, "nothing unread", |t| t["unread"] == 0 && t["last"]["text"] == "Yes.").await;
}
