//! The figures a bot had when its `expected.toml` was last committed, and how far each may fall back.

use crate::cli::report::Report;
use anyhow::{Context, Result, anyhow};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// Figures of which more is better, by their name in the report.
    #[serde(default)]
    at_least: BTreeMap<String, Bound>,
    /// Figures of which less is better.
    #[serde(default)]
    at_most: BTreeMap<String, Bound>,
}

/// A committed figure and how much worse it may be, both in the figure's own unit.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bound {
    value: f64,
    tolerance: f64,
}

/// Figures are rounded to four decimals; a difference below that is none.
const ROUNDING: f64 = 1e-9;

impl Expected {
    /// `None` where the bot has no such file.
    pub fn read(path: &Path) -> Result<Option<Self>> {
        if !path.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(path).with_context(|| format!("failed to read {}", path.display()))?;
        let expected = toml::from_str(&text).with_context(|| format!("failed to use {}", path.display()))?;
        Ok(Some(expected))
    }

    /// A sentence for each figure that fell back by more than its tolerance.
    pub fn fallen(&self, report: &Report) -> Result<Vec<String>> {
        let better_up = self.at_least.iter().map(|(name, bound)| (name, bound, 1.0));
        let better_down = self.at_most.iter().map(|(name, bound)| (name, bound, -1.0));
        let mut fallen = Vec::new();
        for (name, bound, sign) in better_up.chain(better_down) {
            let found = report
                .number(name)
                .ok_or_else(|| anyhow!("failed to compare {name}: the report has no such figure"))?;
            if sign * (found - bound.value) < -bound.tolerance - ROUNDING {
                fallen.push(format!("{name} is {found}, was {} and may be {} worse", bound.value, bound.tolerance));
            }
        }
        Ok(fallen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fallen(accuracy: f64, faults: usize) -> Vec<String> {
        let expected: Expected = toml::from_str(
            "at_least.accuracy = { value = 0.95, tolerance = 0.01 }\nat_most.faults = { value = 0, tolerance = 1 }",
        )
        .expect("a file of two figures");
        let mut report = Report::default();
        report.figure("accuracy", accuracy);
        report.count("faults", faults);
        expected.fallen(&report).expect("both figures are there")
    }

    #[test]
    fn only_a_figure_beyond_its_tolerance_has_fallen() {
        assert_eq!(fallen(0.95, 0), [""; 0]);
        assert_eq!(fallen(0.94, 1), [""; 0]);
        assert_eq!(fallen(0.9399, 1), ["accuracy is 0.9399, was 0.95 and may be 0.01 worse"]);
        assert_eq!(fallen(0.99, 2), ["faults is 2, was 0 and may be 1 worse"]);
    }

    #[test]
    fn a_figure_that_is_not_reported_is_named() {
        let expected: Expected = toml::from_str("at_least.charm = { value = 1, tolerance = 0 }").expect("one figure");
        assert!(expected.fallen(&Report::default()).expect_err("no charm").to_string().contains("charm"));
    }
}
