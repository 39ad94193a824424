//! The documents and the code say the same, both ways. What answers and frames hold is compared in `tests/support/`.

use super::super::agent_wire::AgentClientFrame;
use super::super::link::{Incoming, parse};
use super::super::own_password::NewPassword;
use super::super::tokens::NewToken;
use super::super::users::{NewUser, UserChange};
use super::super::wire::ClientFrame;
use super::*;
use crate::domain::{Channel, Event, Priority, State, Work};
use crate::store::{Deed, Role, Scope};
use proptest::prelude::*;
use regex::Regex;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::LazyLock;

type Names = BTreeSet<String>;

fn openapi() -> Value {
    serde_json::from_str(OPENAPI).expect("docs/openapi.json is JSON")
}

fn asyncapi() -> Value {
    serde_json::from_str(ASYNCAPI).expect("docs/asyncapi.json is JSON")
}

fn names<'a>(all: impl IntoIterator<Item = &'a str>) -> Names {
    all.into_iter().map(str::to_string).collect()
}

fn keys(object: &Value) -> Names {
    object.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
}

/// What serde would have taken in the place of `odd`, by its own words.
fn expected<T: DeserializeOwned>(odd: Value) -> Names {
    let fault = serde_json::from_value::<T>(odd).err().expect("it is taken by nothing").to_string();
    let quoted: Vec<&str> = fault.split('`').skip(1).step_by(2).collect();
    names(quoted.into_iter().skip(1))
}

#[test]
fn every_route_is_documented_and_what_is_documented_is_served() {
    let served = routes().served.into_iter().chain(uploads().served).map(|(method, path)| format!("{method} {path}"));
    let documented = openapi()["paths"].as_object().expect("paths").clone();
    let documented = documented
        .iter()
        .flat_map(|(path, of)| keys(of).into_iter().map(move |m| format!("{} {path}", m.to_uppercase())));
    assert_eq!(served.collect::<Names>(), documented.collect::<Names>());
}

#[test]
fn every_list_of_words_is_whole() {
    fn check<T: DeserializeOwned>(schema: &str) {
        let known = openapi()["components"]["schemas"][schema]["enum"].as_array().expect(schema).clone();
        assert_eq!(expected::<T>(json!("?")), names(known.iter().filter_map(Value::as_str)), "{schema}");
    }
    check::<Role>("Role");
    check::<Scope>("Scope");
    check::<Deed>("Deed");
    check::<State>("State");
    check::<Priority>("Priority");
    check::<Channel>("Channel");
    let events = openapi()["components"]["schemas"]["EventType"]["enum"].as_array().expect("events").clone();
    assert_eq!(expected::<Event>(json!({"type": "?"})), names(events.iter().filter_map(Value::as_str)));
}

#[test]
fn bodies_have_the_documented_fields() {
    fn check<T: DeserializeOwned>(schema: &str) {
        let known = keys(&openapi()["components"]["schemas"][schema]["properties"]);
        assert_eq!(expected::<T>(json!({"?": 0})), known, "{schema}");
    }
    check::<NewUser>("NewUser");
    check::<UserChange>("UserChange");
    check::<NewToken>("NewToken");
    check::<NewPassword>("NewPassword");
    check::<Work>("Work");
}

/// The messages of a channel that one side sends, by name.
fn messages(channel: &str, side: &str) -> Vec<(String, Value)> {
    let all = asyncapi()["channels"][channel]["messages"].as_object().expect("messages").clone();
    all.into_iter().filter_map(|(key, message)| Some((key.strip_prefix(side)?.to_string(), message))).collect()
}

/// Names of the fields of a frame as it is in the code, by its `Debug`.
fn fields(frame: &impl Debug, kind: &str) -> Names {
    let text = format!("{frame:#?}");
    let inner = if kind == "hello" && text.contains("Hello(") { 8 } else { 4 };
    let field = Regex::new(&format!(r"(?m)^ {{{inner}}}(\w+):")).expect("a pattern");
    let mut found: Names = field.captures_iter(&text).map(|found| found[1].to_string()).collect();
    // Renamed and flattened by serde.
    if kind == "choose" && found.remove("to") {
        found.insert("ref".into());
    }
    if found.remove("correction") {
        found.extend(names(["intent", "sentiment", "hand_off"]));
    }
    found
}

/// Each documented frame, and each example of it without one of its fields, is taken or not as it is written there.
fn check_frames<F: DeserializeOwned + Debug>(channel: &str) {
    let documented = messages(channel, "client.");
    let known: Names = documented.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(expected::<F>(json!({"type": "?"})), known, "{channel}");
    for (kind, message) in documented {
        let example = &message["examples"][0]["payload"];
        let read: F = serde_json::from_value(example.clone()).unwrap_or_else(|fault| panic!("{example}: {fault}"));
        let schema = &message["payload"];
        let mut fields = fields(&read, &kind);
        fields.insert("type".into());
        // Every welcome is complete, so what a console last knew is read by nobody.
        if channel == "agent" && kind == "hello" {
            fields.insert("last_rev".into());
        }
        assert_eq!(fields, keys(&schema["properties"]), "{channel}: the fields of {kind}");
        let required = names(schema["required"].as_array().expect("required").iter().filter_map(Value::as_str));
        for field in keys(example) {
            let mut without = example.clone();
            without.as_object_mut().expect("an object").remove(&field);
            let taken = serde_json::from_value::<F>(without).is_ok();
            assert_eq!(taken, !required.contains(&field), "{channel}: {kind} without {field}");
        }
    }
}

#[test]
fn frames_of_customers_and_agents_are_read_as_documented() {
    check_frames::<ClientFrame>("chat");
    check_frames::<AgentClientFrame>("agent");
}

/// A documented example of each frame.
static EXAMPLES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let all = ["chat", "agent"].into_iter().flat_map(|channel| messages(channel, "client."));
    all.map(|(_, message)| message["examples"][0]["payload"].clone()).collect()
});

/// Whatever the text is: a taken frame is an object with a documented type, and what is refused has no long id.
fn is_taken_or_refused(text: &str) {
    let read: Option<Value> = serde_json::from_str(text).ok();
    let known = |value: &Value| EXAMPLES.iter().any(|example| example["type"] == value["type"]);
    match (parse::<ClientFrame>(text), parse::<AgentClientFrame>(text)) {
        (Incoming::Bad(cid), Incoming::Bad(same)) => {
            assert_eq!(cid, same);
            assert!(cid.is_none_or(|cid| cid.as_str().len() <= 64), "{text:?}");
        }
        _ => assert!(read.is_some_and(|value| value.is_object() && known(&value)), "{text:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_frame_of_anything_is_taken_or_refused(text in "\\PC{0,200}") {
        is_taken_or_refused(&text);
    }

    #[test]
    fn a_frame_with_something_else_in_it_is_taken_or_refused(
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        other in prop_oneof!["\\PC{0,80}".prop_map(Value::from), any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from), Just(Value::Null), Just(json!([])), Just(json!({"queue": true}))],
        twice in any::<bool>(),
    ) {
        let mut frame = EXAMPLES[which.index(EXAMPLES.len())].clone();
        let fields: Vec<String> = keys(&frame).into_iter().collect();
        let field = &fields[at.index(fields.len())];
        let whole = frame.to_string();
        frame[field] = other.clone();
        is_taken_or_refused(&frame.to_string());
        if twice {
            is_taken_or_refused(&format!("{{{}:{other},{}", json!(field), &whole[1..]));
        }
    }

    #[test]
    fn a_frame_that_is_cut_or_spoilt_is_taken_or_refused(
        which in any::<prop::sample::Index>(),
        slips in crate::authoring::tests::spoilt::slips(),
    ) {
        let frame = EXAMPLES[which.index(EXAMPLES.len())].to_string();
        is_taken_or_refused(&crate::authoring::tests::spoilt::spoil(&frame, &slips));
    }
}

#[test]
fn a_frame_as_deep_as_it_is_long_is_refused() {
    for open in ["[", "{\"a\":", "{\"type\":\"say\",\"cid\":["] {
        is_taken_or_refused(&open.repeat(60_000));
    }
}

#[test]
fn every_frame_that_the_server_makes_is_documented_and_no_other() {
    let kind = Regex::new(r#"(?:"type": "|"type", json!\("|\["type"\] = json!\(")(\w+)""#).expect("a pattern");
    let made = |sources: &[&str]| -> Names {
        sources.iter().flat_map(|code| kind.captures_iter(code).map(|found| found[1].to_string())).collect()
    };
    let documented = |channel| messages(channel, "server.").into_iter().map(|(name, _)| name).collect::<Names>();
    let (wire, link) = (include_str!("../wire.rs"), include_str!("../link.rs"));
    let customers =
        [wire, link, include_str!("../customer.rs"), include_str!("../arrival.rs"), include_str!("../moves.rs")];
    assert_eq!(made(&customers), documented("chat"));
    let agents = [include_str!("../agent_wire.rs"), include_str!("../agent.rs"), link];
    let with_errors: Names = made(&agents).into_iter().chain(["error".to_string()]).collect();
    assert_eq!(with_errors, documented("agent"));
}

#[test]
fn every_reference_leads_somewhere() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let (rest, sockets) = (openapi(), asyncapi());
    for own in [&rest, &sockets] {
        let mut found = Vec::new();
        references(own, &mut found);
        assert!(found.len() > 20, "references are found");
        for reference in found {
            let (file, path) = reference.split_once('#').expect("a reference has a path");
            let document = if file.is_empty() { own } else { &rest };
            assert!(file.is_empty() || file == "/openapi.json", "{reference}");
            assert!(document.pointer(path).is_some(), "{reference} leads nowhere");
        }
    }
}
