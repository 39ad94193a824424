//! Contact details that customers typed: nowhere in plain words, and shown to the agent who has the chat alone.

use crate::support::{Agent, Customer, Server, Setup, admin_token, files_with, get, token};
use serde_json::{Value, json};

const RIGHT: &str = "a long password";
const EMAIL: &str = "quillfeather@fernhout.example";
const PHONE: &str = "06 12345678";
const NAME: &str = "Noor Jansen";
const IBAN: &str = "NL91ABNA0417164300";
const CARD: &str = "4111 1111 1111 1111";
const CID: &str = "cid-of-the-one-who-told";

/// A shop that keeps contact details, its people, and a customer who told everything and waits for a person.
async fn house(setup: Setup) -> (Server, Customer, u64) {
    for (role, name) in [("agent", "sanne"), ("agent", "sam"), ("supervisor", "super"), ("auditor", "auditor")] {
        setup.user_as(role, name, RIGHT, &[]);
    }
    let server = setup.start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let told = format!("my name is {NAME}, {EMAIL} or {PHONE}, card {CARD}, iban {IBAN}");
    let seq = customer.say_as(CID, &told).await.expect("it is taken");
    customer.hears_bot_on(seq).await;
    customer.choose("person", 0).await;
    customer.place().await;
    (server, customer, seq)
}

fn keeping() -> Setup {
    let (no, yes) = ("keep_contact_details = false", "keep_contact_details = true");
    Setup::edited(&[("intents/shop/policy.toml", no, yes)])
}

/// Asks for a value; the code where it is refused.
async fn reveals(agent: &mut Agent, session: &str, of: u64, placeholder: &str) -> Result<String, String> {
    let cid = format!("reveal-{placeholder}-{of}");
    let frame = json!({"type": "reveal", "cid": cid, "session": session, "of": of, "placeholder": placeholder});
    let ack = agent.socket.ask(&frame).await?;
    Ok(ack["value"].as_str().expect("an ack of a reveal has the value").to_string())
}

#[tokio::test]
async fn a_contact_detail_is_shown_to_the_agent_who_has_the_chat_and_to_nobody_else() {
    let (server, customer, seq) = house(keeping()).await;
    let session = customer.session();
    let mut sanne = Agent::sign_in_as(&server, "sanne", RIGHT).await;
    assert_eq!(reveals(&mut sanne, &session, seq, "[email:1]").await, Err("not_yours".into()), "before it is theirs");
    sanne.accept(&session).await;
    let said = sanne.entry("customer_said").await["event"].clone();
    assert_eq!(said["sealed"], json!(["[name:1]", "[email:1]", "[phone:1]"]), "{said}");
    assert!(said["text"].as_str().is_some_and(|text| text.contains("[card]") && text.contains("[iban:1]")), "{said}");
    for (placeholder, value) in [("[email:1]", EMAIL), ("[phone:1]", PHONE), ("[name:1]", NAME)] {
        assert_eq!(reveals(&mut sanne, &session, seq, placeholder).await.as_deref(), Ok(value));
        let told = sanne.entry("contact_revealed").await;
        assert_eq!((&told["agent"], &told["event"]["placeholder"]), (&json!("sanne"), &json!(placeholder)));
    }
    for (of, placeholder) in [(seq, "[iban:1]"), (seq, "[card]"), (seq, "[email:2]"), (seq + 1, "[email:1]"), (0, "")] {
        assert_eq!(reveals(&mut sanne, &session, of, placeholder).await, Err("not_found".into()), "{placeholder}");
    }
    for other in ["sam", "super", "admin"] {
        let password = if other == "admin" { crate::support::ADMIN_PASSWORD } else { RIGHT };
        let mut other = Agent::sign_in_as(&server, other, password).await;
        assert_eq!(reveals(&mut other, &session, seq, "[email:1]").await, Err("not_yours".into()));
    }
    let auditor = format!("Bearer {}", token(&server, "auditor", RIGHT).await);
    let entries = get(&server, &format!("/api/v1/sessions/{session}/entries"), &[("authorization", &auditor)]).await;
    assert!(entries.status == 200 && !entries.body.contains(EMAIL), "{}", entries.body);
    let audit = get(&server, "/api/v1/audit", &[("authorization", &auditor)]).await.json();
    let revealed = audit["entries"].as_array().expect("entries").iter().filter(|e| e["deed"] == "contact_revealed");
    let by: Vec<(&Value, &Value)> = revealed.map(|entry| (&entry["who"], &entry["on"])).collect();
    assert_eq!(by, [(&json!("sanne"), &json!(session)); 3], "each time, and nothing of what was refused");
    let shown: Vec<Value> = customer.events();
    assert!(!json!(shown).to_string().contains("sealed"), "customers hear nothing of it");
}

#[tokio::test]
async fn contact_details_are_on_the_disk_in_no_plain_words_and_go_with_the_session() {
    let (server, customer, seq) = house(keeping()).await;
    let session = customer.session();
    let none_on_disk = |data: &std::path::Path| {
        for value in [EMAIL, PHONE, NAME, IBAN, CARD, "4111111111111111"] {
            assert_eq!(files_with(data, value), [""; 0], "{value}");
        }
    };
    none_on_disk(server.data());
    assert!(![EMAIL, PHONE, NAME, IBAN, CARD].iter().any(|value| server.output().contains(value)), "nor in the logs");
    let server = server.kill().start();
    let mut sanne = Agent::sign_in_as(&server, "sanne", RIGHT).await;
    sanne.accept(&session).await;
    assert_eq!(reveals(&mut sanne, &session, seq, "[email:1]").await.as_deref(), Ok(EMAIL), "after a restart too");

    let bearer = format!("Bearer {}", admin_token(&server).await);
    let path = format!("/api/v1/sessions/{session}");
    let export = get(&server, &path, &[("authorization", &bearer)]).await;
    assert!(export.status == 200 && !export.body.contains(EMAIL) && !export.body.contains("sealed"), "{}", export.body);
    let whole = get(&server, &format!("{path}?contact_details=true"), &[("authorization", &bearer)]).await.json();
    let values: Vec<&Value> = whole["contact"].as_array().expect("contact").iter().map(|c| &c["value"]).collect();
    assert_eq!(values, [NAME, EMAIL, PHONE]);

    let setup = server.kill();
    let asked = setup.run(&["session", "export", &session, "--contact-details"], "");
    assert!(asked.code == 0 && asked.stdout.contains(EMAIL) && !asked.stdout.contains(IBAN), "{asked:?}");
    assert!(!setup.run(&["session", "export", &session], "").stdout.contains(EMAIL));
    none_on_disk(setup.data.path());
    assert!(!files_with(setup.data.path(), CID).is_empty(), "the message is kept, so that this test sees it");
    assert_eq!(setup.run(&["session", "erase", &session], "").code, 0);
    assert_eq!(files_with(setup.data.path(), CID), [""; 0], "and what is sealed with it");
}

#[tokio::test]
async fn nothing_is_kept_unless_the_policy_says_so() {
    let (server, customer, seq) = house(Setup::new()).await;
    let mut sanne = Agent::sign_in_as(&server, "sanne", RIGHT).await;
    sanne.accept(&customer.session()).await;
    let said = sanne.entry("customer_said").await["event"].clone();
    assert_eq!(said["sealed"], Value::Null, "{said}");
    assert_eq!(reveals(&mut sanne, &customer.session(), seq, "[email:1]").await, Err("not_found".into()));
}
