//! `baton eval escalation`: who should have been passed to a person, and how early that shows.

use super::data::{Session, read_sessions};
use super::metrics::{self, Scored};
use crate::cli::report::Report;
use crate::config::Config;
use crate::domain::{Escalation, Felt};
use crate::nlu::{EscalationHead, Listener, load_encoder};
use anyhow::{Context, Result};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct EvalEscalation {
    /// One session a line, or a CSV with text and the label as 0 or 1, one turn a session.
    #[arg(long, value_name = "JSONL|CSV")]
    test: PathBuf,
    /// Key or column that says whether it escalated.
    #[arg(long, default_value = "escalate")]
    label: String,
    #[arg(long, value_name = "NAME|FOLDER")]
    model: Option<PathBuf>,
    #[arg(long)]
    json: bool,
    /// Score at which a session counts as flagged.
    #[arg(long, value_name = "SCORE", default_value_t = FLAGGED)]
    flag_from: f32,
}

/// Score at which a session counts as flagged: best macro F1 on a fifth of the own messages that was held out.
const FLAGGED: f32 = 0.3;

/// What came of one session.
struct Outcome {
    escalated: bool,
    /// After the last turn.
    score: f32,
    /// The first turn, from 1, at which it was flagged.
    flagged_at: Option<usize>,
}

impl EvalEscalation {
    pub fn run(self, config: &Config) -> Result<()> {
        let folder = crate::cli::model_folder(config, self.model);
        let encoder = load_encoder(&folder)?;
        let head = EscalationHead::read(&folder)?.with_context(|| {
            format!("failed to find an escalation head in {}; run baton model fit-heads", folder.display())
        })?;
        let sessions = read_sessions(&self.test, &self.label)?;
        let heard = super::listen(&Listener::read(&folder)?, &*encoder, &sessions)?;
        let outcomes: Vec<Outcome> = sessions
            .iter()
            .zip(heard)
            .map(|(session, turns)| {
                let mut before: Vec<Felt> = Vec::new();
                let judged = turns.iter().map(|said| {
                    let judged: Escalation = head.judge(&before, said);
                    before.push(Felt { valence: said.valence, cues: said.cues.clone(), signs: judged.signs });
                    judged.score
                });
                outcome(session, &judged.collect::<Vec<f32>>(), self.flag_from)
            })
            .collect();
        report(&outcomes, self.flag_from).print(self.json);
        Ok(())
    }
}

fn outcome(session: &Session, scores: &[f32], flag_from: f32) -> Outcome {
    Outcome {
        escalated: session.escalated,
        score: scores.last().copied().unwrap_or_default(),
        flagged_at: scores.iter().position(|score| *score >= flag_from).map(|turn| turn + 1),
    }
}

fn report(outcomes: &[Outcome], flag_from: f32) -> Report {
    let name = |escalated: bool| if escalated { "escalate".to_string() } else { "carry_on".to_string() };
    let scored =
        |o: &Outcome| Scored { truth: name(o.escalated), predicted: name(o.score >= flag_from), confidence: o.score };
    let rows: Vec<Scored> = outcomes.iter().map(scored).collect();
    let ranked: Vec<(f32, bool)> = outcomes.iter().map(|o| (o.score, o.escalated)).collect();
    let caught = outcomes.iter().filter(|o| o.escalated).filter_map(|o| o.flagged_at);
    let mut report = Report::default();
    report.count("n", outcomes.len());
    report.count("positives", outcomes.iter().filter(|o| o.escalated).count());
    report.figure("auc", metrics::auc(&ranked));
    report.figure("f1", metrics::per_label(&rows).get("escalate").map_or(0.0, |counts| counts.f1()));
    report.figure("macro_f1", metrics::macro_f1(&rows));
    report.figure("recall_at_10pct_flagged", metrics::recall_at(&ranked, 0.1));
    report.figure("mean_turn_flagged", metrics::mean(caught.map(|turn| turn as f64)));
    report
}
