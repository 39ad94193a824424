//! Replays every golden conversation against the shipped model, content and policy.

use baton::app;
use baton::cli::eval::golden::Golden;
use baton::config::{Config, read_bot};
use baton::domain::BotId;
use baton::session::Library;
use std::path::Path;
use std::sync::Arc;

/// A fixed day, so that dates in the conversations mean the same tomorrow.
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 21);

fn play(bot: &str) {
    let mut config = Config::load(None).expect("the shipped settings");
    config.server.data = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden");
    let id = BotId::new(bot);
    let files = read_bot(&config.content, &id).expect("the shipped content");
    let bot_files = app::checked(&id, &files).expect("the shipped content passes its own check");
    let (nlu, library) = (Arc::new(app::load_models(&config).expect("the shipped model")), Library::default());
    app::learn(&nlu, &library, vec![bot_files]).expect("the shipped content can be learnt");
    let golden = Golden::read_folder(&Path::new("tests/golden").join(bot)).expect("golden conversations");
    assert!(golden.len() >= 20, "{} conversations are fewer than promised", golden.len());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut faults = Vec::new();
    for conversation in &golden {
        faults.extend(runtime.block_on(conversation.play(&nlu, &library, &id, TODAY)).expect("it plays"));
    }
    assert!(faults.is_empty(), "{} of {bot}'s turns came otherwise:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn shop_conversations_go_as_written() {
    play("shop");
}

#[test]
fn bank_conversations_go_as_written() {
    play("bank");
}
