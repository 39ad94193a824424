//! What a bot made of labelled messages, and the figures of it.

use super::metrics::{self, Scored};
use crate::cli::report::Report;

/// One message with its label and what the bot made of it.
#[derive(Debug, Clone)]
pub struct Judged {
    pub truth: String,
    /// The likeliest intent, refused or not.
    pub top: String,
    /// Probability of the likeliest intent.
    pub confidence: f32,
    /// 0..=1: how much it resembles what the bot was taught.
    pub in_scope: f32,
}

/// Judged messages, and from when on the bot refuses.
pub struct Judgement {
    pub rows: Vec<Judged>,
    /// The label of messages that belong to no intent, which a refusal predicts; nothing is refused without one.
    pub oos: Option<String>,
    /// Below this `in_scope` a message is refused.
    pub threshold: f32,
}

impl Judgement {
    /// Every message with what is predicted, refusals counted.
    pub fn scored(&self) -> Vec<Scored> {
        let refused = |row: &Judged| self.oos.clone().filter(|_| row.in_scope < self.threshold);
        let predicted = |row: &Judged| refused(row).unwrap_or_else(|| row.top.clone());
        let scored =
            |row: &Judged| Scored { truth: row.truth.clone(), predicted: predicted(row), confidence: row.confidence };
        self.rows.iter().map(scored).collect()
    }

    /// The ranking alone, of messages that have an intent: calibration is of this.
    pub fn ranked(&self) -> Vec<Scored> {
        let inside = self.rows.iter().filter(|row| !self.is_outside(row));
        let scored =
            |row: &Judged| Scored { truth: row.truth.clone(), predicted: row.top.clone(), confidence: row.confidence };
        inside.map(scored).collect()
    }

    pub fn is_outside(&self, row: &Judged) -> bool {
        self.oos.as_ref() == Some(&row.truth)
    }

    pub fn put(&self, report: &mut Report) {
        let rows = self.scored();
        let (outside, inside): (Vec<Scored>, Vec<Scored>) =
            rows.iter().cloned().partition(|row| self.oos.as_ref() == Some(&row.truth));
        let scopes: Vec<(f32, bool)> = self.rows.iter().map(|row| (row.in_scope, !self.is_outside(row))).collect();
        let ranked = self.ranked();
        report.count("n", rows.len());
        report.figure("accuracy", metrics::accuracy(&rows));
        report.figure("macro_f1", metrics::macro_f1(&rows));
        report.figure("in_scope_accuracy", metrics::accuracy(&inside));
        report.figure("oos_recall", metrics::accuracy(&outside));
        report.figure("oos_auroc", metrics::auc(&scopes));
        report.figure("mcc", metrics::mcc(&rows));
        report.figure("ece", metrics::ece(&ranked));
        report.figure("ece_by_chance", metrics::ece_by_chance(&ranked));
        report.figure("threshold", f64::from(self.threshold));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(truth: &str, top: &str, in_scope: f32) -> Judged {
        Judged { truth: truth.into(), top: top.into(), confidence: 0.75, in_scope }
    }

    fn report(oos: Option<&str>) -> Report {
        let rows =
            vec![judged("a", "a", 0.9), judged("b", "b", 0.2), judged("none", "a", 0.3), judged("none", "b", 0.8)];
        let mut report = Report::default();
        Judgement { rows, oos: oos.map(String::from), threshold: 0.5 }.put(&mut report);
        report
    }

    #[test]
    fn refusals_count_where_a_label_stands_for_them() {
        let report = report(Some("none"));
        let figures =
            ["accuracy", "in_scope_accuracy", "oos_recall", "oos_auroc", "ece"].map(|name| report.number(name));
        // Two of four; one of the two that have an intent; one of the two that have none. Calibration is of the ranking.
        assert_eq!(figures, [0.5, 0.5, 0.5, 0.5, 0.25].map(Some));
    }

    #[test]
    fn without_such_a_label_nothing_is_refused() {
        let report = report(None);
        let figures = ["accuracy", "in_scope_accuracy", "oos_recall"].map(|name| report.number(name));
        assert_eq!(figures, [0.5, 0.5, 0.0].map(Some));
    }
}
