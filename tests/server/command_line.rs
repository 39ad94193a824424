//! What is wrong at the start is said in one line that names the thing; the exit code tells refused (1) from broken (2).

use crate::support::{Ran, Server, Setup, baton, copy_folder};
use std::net::TcpListener;
use std::path::Path;

/// The command failed with `code` and says all of `words` on standard error.
#[track_caller]
fn fails(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, code, "{ran:?}");
    for word in words {
        assert!(ran.stderr.contains(word), "{word:?} is not in {}", ran.stderr);
    }
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("the file can be written");
    path.display().to_string()
}

#[test]
fn a_port_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    fails(&baton(&["serve", "--listen", &address]), 2, &["failed to listen on", &address]);
}

#[test]
fn a_data_folder_has_one_process_at_a_time() {
    let server = Server::start();
    let folder = server.data().join("store").display().to_string();
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["user", "list"]] {
        fails(&server.run(command, ""), 2, &[&folder, "another process has it open"]);
    }
}

#[test]
fn an_altered_model_file_is_refused_by_name() {
    let mut setup = Setup::new();
    let folder = setup.data.path().join("model");
    copy_folder("models/minilm".as_ref(), &folder);
    let weights = folder.join("model.safetensors");
    let mut bytes = std::fs::read(&weights).expect("the weights can be read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&weights, bytes).expect("the weights can be written");
    setup.configure(&format!("[content]\nmodel = {folder:?}"));
    let said = ["failed to verify", "model.safetensors", "sha256"];
    fails(&setup.run(&["serve", "--listen", "127.0.0.1:0"], ""), 2, &said);
}

#[test]
fn a_missing_model_is_named() {
    let setup = Setup::with("[content]\nmodel = \"models/no-such-model\"");
    fails(&setup.run(&["serve", "--listen", "127.0.0.1:0"], ""), 2, &["failed to read", "models/no-such-model"]);
}

#[test]
fn a_broken_intent_file_is_refused_with_its_line() {
    let mut setup = Setup::new();
    let intents = setup.data.path().join("intents");
    copy_folder("intents".as_ref(), &intents);
    setup.configure(&format!("[content]\nintents = {intents:?}"));
    let file = intents.join("shop/invoice.yaml");
    let text = std::fs::read_to_string(&file).expect("the intent can be read");
    for (from, to) in [("route: answer", "route: dance"), ("route: answer", "route: [answer"), ("team:", "taem:")] {
        let line = text.lines().position(|line| line.starts_with(from)).expect("the intent has such a line") + 1;
        std::fs::write(&file, text.replacen(from, to, 1)).expect("the intent can be written");
        let place = format!("{}:{line}", file.display());
        let serve = setup.run(&["serve", "--listen", "127.0.0.1:0"], "");
        fails(&serve, 1, &["bot shop has errors"]);
        let check = setup.run(&["check"], "");
        fails(&check, 1, &["error"]);
        let of_file = |text: &str| text.lines().any(|line| line.starts_with(&place) && line.contains("error"));
        let bracket = to.contains('[');
        assert!(bracket || (of_file(&serve.stderr) && of_file(&check.stdout)), "{place} in {serve:?} and {check:?}");
        let named = |text: &str| text.contains(&format!("{}:", file.display()));
        assert!(named(&serve.stderr) && named(&check.stdout), "{serve:?} and {check:?}");
    }
}

#[test]
fn an_unknown_setting_is_refused_by_name_and_file() {
    let setup = Setup::with("[server]\nlissten = \"127.0.0.1:0\"");
    for command in ["serve", "check"] {
        fails(&setup.run(&[command], ""), 2, &["lissten", "baton.toml"]);
    }
}

#[test]
fn settings_that_are_no_settings_are_refused_by_file() {
    let setup = Setup::with("[server\nlisten");
    fails(&setup.run(&["check"], ""), 2, &["baton.toml"]);
    fails(&baton(&["--config", "no-such-file.toml", "check"]), 2, &["failed to read no-such-file.toml"]);
}

#[test]
fn a_short_password_is_refused() {
    let setup = Setup::new();
    let arguments = ["user", "add", "noor", "--role", "agent", "--password-stdin"];
    fails(&setup.run(&arguments, "1234567\n"), 2, &["shorter than 12 characters"]);
    assert!(!setup.run(&["user", "list"], "").stdout.contains("noor"), "nobody was added");
    setup.user("noor", "a password of noor", &["shop"]);
    let listed = setup.run(&["user", "list"], "").stdout;
    assert!(listed.contains("noor") && listed.contains("shop"), "{listed}");
}

#[test]
fn the_shipped_content_passes_its_check() {
    let ran = baton(&["check"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains("shop: ") && ran.stdout.contains("bank: "), "{}", ran.stdout);
}

#[test]
fn a_malformed_csv_is_refused_with_its_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let good = write(folder.path(), "good.csv", "text,label\nhello,greeting\nwhere is it,track\n");
    for (name, text, line) in [
        ("empty-label.csv", "text,label\nhello,greeting\nwhere is it,\n", 3),
        ("empty-text.csv", "text,label\n,greeting\n", 2),
        ("too-many-fields.csv", "text,label\nhello,greeting\nwell, where is it,track\n", 3),
        ("no-columns.csv", "words,topic\nhello,greeting\n", 1),
    ] {
        let bad = write(folder.path(), name, text);
        let ran = baton(&["eval", "intents", "--train", &bad, "--test", &good]);
        fails(&ran, 2, &[&format!("{bad}:{line}")]);
        assert_eq!(ran.stdout, "", "no result is printed");
    }
    fails(&baton(&["eval", "intents", "--train", &good, "--test", "no-such.csv"]), 2, &["no-such.csv"]);
    let span = "{\"text\":\"Anna\",\"spans\":[{\"type\":\"PERSON\",\"start\":2,\"end\":9}]}\n";
    let bad = write(folder.path(), "span.jsonl", span);
    fails(&baton(&["eval", "redact", "--test", &bad]), 2, &[&format!("{bad}:1"), "2..9"]);
}

#[test]
fn an_evaluation_prints_exactly_one_json_object() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let faq = "{\"faq_id\":1,\"question\":\"when are you open\",\"answer\":\"from nine\"}\n\
               {\"faq_id\":2,\"question\":\"how do I return it\",\"answer\":\"with the label\"}\n";
    let faq = write(folder.path(), "faq.jsonl", faq);
    let queries = write(folder.path(), "queries.csv", "query,faq_id\nat what time do you open,1\nreturns,2\n");
    let felt = write(folder.path(), "felt.csv", "text,label\nthis is awful,negative\nthank you so much,positive\n");
    let personal = "{\"text\":\"I am Anna\",\"spans\":[{\"type\":\"PERSON\",\"start\":5,\"end\":9}]}\n\
                    {\"text\":\"in 2026\",\"spans\":[{\"type\":\"DATE_TIME\",\"start\":3,\"end\":7}]}\n";
    let personal = write(folder.path(), "personal.jsonl", personal);
    for arguments in [
        &["eval", "redact", "--test", &personal, "--json"][..],
        &["eval", "faq", "--faq", &faq, "--queries", &queries, "--json"],
        &["eval", "sentiment", "--test", &felt, "--json"],
    ] {
        let ran = baton(arguments);
        assert_eq!(ran.code, 0, "{ran:?}");
        let result: serde_json::Value = serde_json::from_str(&ran.stdout).expect("one JSON value");
        assert_eq!(result["n"], 2, "{result}");
    }
}

#[test]
fn an_evaluation_draws_its_plots_and_says_which_it_cannot_draw() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let taught =
        "text,label\nwhere is my parcel,track\nhas it been sent,track\nI want my money back,refund\nrefund me,refund\n";
    let train = write(folder.path(), "train.csv", taught);
    let inside = write(folder.path(), "inside.csv", "text,label\nwhere is it,track\nmy money,refund\n");
    let both = write(folder.path(), "both.csv", "text,label\nwhere is it,track\nhow old is the moon,oos\n");
    let draw = |test: &str, rest: &[&str], to: &str| {
        let to = folder.path().join(to);
        let arguments = ["eval", "intents", "--train", &train, "--test", test, "--json", "--plot"];
        let ran = baton(&[&arguments[..], &[to.to_str().expect("a plain path")], rest].concat());
        let mut drawn: Vec<String> = std::fs::read_dir(&to)
            .map(|files| files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect())
            .unwrap_or_default();
        drawn.sort();
        (ran, drawn)
    };
    let (ran, drawn) = draw(&both, &["--oos", "oos"], "all/of/them");
    assert_eq!(
        (ran.code, &drawn[..]),
        (0, &["calibration.svg", "confusion.svg", "out-of-scope.svg"].map(String::from)[..])
    );
    let svg = std::fs::read_to_string(folder.path().join("all/of/them/out-of-scope.svg")).expect("it was drawn");
    assert!(svg.contains("1 message in scope, 1 out of scope") && svg.contains("built-in threshold 0.50"), "{svg}");
    for (rest, why) in [(&[][..], "--oos does not say"), (&["--oos", "oos"], "no tested message is labelled oos")] {
        let (ran, drawn) = draw(&inside, rest, &format!("{}", rest.len()));
        assert_eq!((ran.code, &drawn[..]), (0, &["calibration.svg", "confusion.svg"].map(String::from)[..]));
        assert!(ran.stderr.contains("out-of-scope.svg is not drawn") && ran.stderr.contains(why), "{}", ran.stderr);
        serde_json::from_str::<serde_json::Value>(&ran.stdout).expect("standard output is one JSON value all the same");
    }
    let (ran, _) = draw(&inside, &[], "inside.csv");
    fails(&ran, 2, &["failed to make the folder", "inside.csv"]);
}
