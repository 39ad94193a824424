//! Latency by percentile, drawn as SVG.

use super::timings::Timings;
use crate::cli::plot::{Axis, Drawing, Panel, Scale};
use anyhow::Result;
use std::path::Path;

const SIZE: [f64; 2] = [800.0, 420.0];
/// Milliseconds below which nothing is told apart.
const LEAST_MS: f64 = 0.5;

/// Draws milliseconds over the share of turns that were faster.
pub fn latency(path: &Path, title: &str, timings: &Timings) -> Result<()> {
    drawn(title, timings).write(path)
}

fn drawn(title: &str, timings: &Timings) -> Drawing {
    let at = |q: f64| format!("{:.1} ms", timings.at(q));
    let told =
        format!("Half of the turns took at most {}, 95 % {}, 99 % {}, all {}.", at(0.5), at(0.95), at(0.99), at(1.0));
    let slowest = timings.at(1.0).max(1.0) * 1.1;
    let across = Axis::shares("turns that were at most this slow");
    let up = Axis {
        label: "milliseconds".into(),
        range: [LEAST_MS, slowest],
        scale: Scale::Logarithmic,
        ticks: ticks(slowest),
    };
    let panel = Panel { at: [84.0, 56.0], size: [690.0, 300.0], across, up };
    let mut drawing = Drawing::new(SIZE, title, &told);
    panel.draw(&mut drawing);
    let points = (0..=1000).map(|i| f64::from(i) / 1000.0).map(|q| panel.point(q, timings.at(q)));
    drawing.curve("main", points);
    drawing
}

/// 1, 2, 5, 10, 20, 50 ... up to the highest.
fn ticks(highest: f64) -> Vec<(f64, String)> {
    let values = (0..9).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * 10_f64.powi(power)));
    values.take_while(|ms| *ms <= highest).map(|ms| (ms, format!("{ms}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plot_names_its_axes_and_a_bad_path_is_named() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("latency.svg");
        let timings = Timings::new((1..=100).map(f64::from).collect());
        latency(&path, "Latency", &timings).expect("drawn");
        let text = std::fs::read_to_string(&path).expect("an SVG");
        assert!(text.starts_with("<svg") && text.contains("milliseconds") && text.contains("polyline"), "{text}");
        assert!(text.contains("99 % 100.0 ms"), "it is told in words: {text}");
        let nowhere = folder.path().join("no/such/folder.svg");
        let fault = latency(&nowhere, "Latency", &timings).expect_err("there is no such folder");
        assert!(fault.to_string().contains("no/such/folder.svg"), "{fault}");
    }

    #[test]
    fn ticks_reach_as_far_as_the_slowest_turn() {
        let values: Vec<f64> = ticks(60.0).into_iter().map(|(ms, _)| ms).collect();
        assert_eq!(values, [1.0, 2.0, 5.0, 10.0, 20.0, 50.0]);
    }
}
