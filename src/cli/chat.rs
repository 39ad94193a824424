//! `baton chat`: a bot in the terminal, with what it understood and why it decided under each answer.

use crate::app;
use crate::config::{Config, read_bot};
use crate::dialogue::explain;
use crate::domain::{BotId, Decision, Event, Locale, RankedIntent};
use crate::session::{Library, Rehearsal, Rehearsed};
use anyhow::{Context, Result};
use std::io::{BufRead, IsTerminal, Write};
use std::sync::Arc;

#[derive(clap::Args)]
pub struct Chat {
    bot: String,
    /// Language to begin in; the bot's first one if left out.
    #[arg(long)]
    locale: Option<String>,
}

impl Chat {
    pub fn run(self, config: Config) -> Result<()> {
        let id = BotId::new(self.bot);
        let bot = app::checked(&id, &read_bot(&config.content, &id)?)?;
        let locale = self.locale.map_or(bot.policy.default_locale().clone(), Locale::new);
        let (nlu, library) = (Arc::new(app::load_models(&config)?), Library::default());
        app::learn(&nlu, &library, vec![bot])?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.context("failed to start the async runtime")?;
        let (mut rehearsal, greeting) =
            Rehearsal::start(nlu, &library, &id, &locale, super::today()).context("the bot was just learnt")?;
        show(&greeting);
        let interactive = std::io::stdin().is_terminal();
        loop {
            if interactive {
                print!("> ");
                std::io::stdout().flush().context("failed to write to standard output")?;
            }
            let mut line = String::new();
            if std::io::stdin().lock().read_line(&mut line).context("failed to read standard input")? == 0 {
                return Ok(());
            }
            if line.trim().is_empty() {
                continue;
            }
            let came = runtime.block_on(rehearsal.say(line.trim(), rand::random()));
            came.replies.iter().for_each(show);
            println!("{}\n", thought(&came));
        }
    }
}

fn show(event: &Event) {
    let (text, choices) = match event {
        Event::Greeted { text, choices } => (text, choices),
        Event::BotReplied { text, choices, .. } => (text, choices),
        _ => return,
    };
    println!("{text}");
    for choice in choices {
        println!("  [{}]", choice.label);
    }
}

/// Language, intents, entities, sentiment, mood and decision, on a few dim lines.
fn thought(came: &Rehearsed) -> String {
    let heard = &came.heard;
    let ranked = |all: &[RankedIntent]| -> String {
        all.iter().map(|one| format!("{} {:.2}", one.intent, one.confidence)).collect::<Vec<_>>().join(", ")
    };
    let refused = if heard.refused { "   refused" } else { "" };
    let articles: Vec<String> = heard.articles.iter().map(|a| format!("{} {:.2}", a.article, a.score)).collect();
    let entities: Vec<String> = heard.entities.iter().map(|e| format!("{:?} {}", e.kind, e.value)).collect();
    let cues: Vec<String> = heard.cues.iter().map(|cue| format!("{:?} ({})", cue.kind, cue.words)).collect();
    let why = match &came.verdict.decision {
        Decision::Handoff { reason } => format!("handoff by {}: {}", reason.rule, explain(reason)),
        other => other.to_string(),
    };
    let mut lines = vec![
        format!("heard     {}", came.said),
        format!("language  {}   in scope {:.2}", heard.language, heard.in_scope),
        format!("intents   {}{refused}", ranked(&heard.intents)),
        format!("articles  {}", articles.join(", ")),
    ];
    if !heard.also.is_empty() {
        lines.push(format!("also      {}", ranked(&heard.also)));
    }
    if !entities.is_empty() {
        lines.push(format!("entities  {}", entities.join(", ")));
    }
    if !cues.is_empty() {
        lines.push(format!("cues      {}", cues.join(", ")));
    }
    let felt = &heard.sentiment;
    lines.push(format!(
        "sentiment {:.2} ({:?}, {:.2})   mood {:.2}",
        felt.valence, felt.label, felt.confidence, came.verdict.mood
    ));
    lines.push(format!("decision  {why}"));
    let dim = std::io::stdout().is_terminal();
    let paint = |line: String| if dim { format!("\x1b[2m  {line}\x1b[0m") } else { format!("  {line}") };
    lines.into_iter().map(paint).collect::<Vec<_>>().join("\n")
}
