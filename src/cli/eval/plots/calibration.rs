//! How often the likeliest intent is right, over how sure the bot is of it.

use crate::cli::eval::metrics::{self, Bin, Scored};
use crate::cli::plot::{Anchor, Axis, Drawing, Panel, Scale, counted, thousands};

const SIZE: [f64; 2] = [800.0, 620.0];
/// Pixels of the two panels: the shares above, how many messages below.
const SHARES: [[f64; 2]; 2] = [[84.0, 100.0], [690.0, 300.0]];
const COUNTS: [[f64; 2]; 2] = [[84.0, 462.0], [690.0, 90.0]];
/// Pixels between a bar and the edge of its bin.
const GAP: f64 = 4.0;

pub fn drawn(rows: &[Scored], source: &str) -> Drawing {
    let bins = metrics::bins(rows);
    let (error, chance) = (metrics::ece(rows), metrics::ece_by_chance(rows));
    let summary = format!(
        "{source}: {}, expected calibration error {error:.3} (by chance up to {chance:.3})",
        counted(rows.len(), "message")
    );
    let mut drawing = Drawing::new(SIZE, "How sure it is, and how often it is right", &told(&summary, &bins));
    drawing.text("tick", Anchor::Start, [24.0, 56.0], &summary);
    legend(&mut drawing);
    shares(&mut drawing, &bins);
    counts(&mut drawing, &bins);
    drawing
}

/// The bins in words.
fn told(summary: &str, bins: &[Bin]) -> String {
    let said = bins.iter().enumerate().filter(|(_, bin)| bin.n > 0).map(|(i, bin)| {
        let (sure, right) = means(bin);
        format!("{} to {} %: {}, said {sure:.2}, right {right:.2}", i * 10, i * 10 + 10, counted(bin.n, "message"))
    });
    format!("{summary}. By confidence, {}.", said.collect::<Vec<_>>().join("; "))
}

/// Mean confidence and share of right ones of a bin that holds any.
fn means(bin: &Bin) -> (f64, f64) {
    (bin.sure / bin.n as f64, bin.right as f64 / bin.n as f64)
}

fn legend(drawing: &mut Drawing) {
    for (class, at, words) in [("bar", 84.0, "right"), ("gap", 160.0, "from there to what it said of itself")] {
        drawing.rect(class, [at, 74.0], [14.0, 12.0]);
        drawing.text("tick", Anchor::Start, [at + 20.0, 84.5], words);
    }
    drawing.line("mark", [404.0, 80.0], [430.0, 80.0]);
    drawing.text("tick", Anchor::Start, [438.0, 84.5], "as sure as right");
}

fn shares(drawing: &mut Drawing, bins: &[Bin]) {
    let [at, size] = SHARES;
    let panel = Panel { at, size, across: tenths(""), up: Axis::shares("right") };
    panel.draw(drawing);
    for (i, bin) in bins.iter().enumerate().filter(|(_, bin)| bin.n > 0) {
        let (sure, right) = means(bin);
        between(drawing, &panel, "bar", i, [0.0, right]);
        between(drawing, &panel, "gap", i, [right.min(sure), right.max(sure)]);
    }
    drawing.line("mark", panel.point(0.0, 0.0), panel.point(1.0, 1.0));
}

fn counts(drawing: &mut Drawing, bins: &[Bin]) {
    let [at, size] = COUNTS;
    let most = bins.iter().map(|bin| bin.n).max().unwrap_or(0).max(1) as f64;
    let up = Axis { label: "messages".into(), range: [0.0, most], scale: Scale::Linear, ticks: Vec::new() };
    let panel = Panel { at, size, across: tenths("probability that it gives its likeliest intent"), up };
    panel.draw(drawing);
    for (i, bin) in bins.iter().enumerate() {
        between(drawing, &panel, "bar", i, [0.0, bin.n as f64]);
        let [x, y] = panel.point(i as f64 / 10.0 + 0.05, bin.n as f64);
        drawing.text("said", Anchor::Middle, [x, y - 5.0], &thousands(bin.n));
    }
}

/// A bar over one bin.
fn between(drawing: &mut Drawing, panel: &Panel, class: &str, bin: usize, [low, high]: [f64; 2]) {
    let [left, top] = panel.point(bin as f64 / 10.0, high);
    let [right, bottom] = panel.point((bin + 1) as f64 / 10.0, low);
    drawing.rect(class, [left + GAP, top], [right - left - 2.0 * GAP, bottom - top]);
}

fn tenths(label: &str) -> Axis {
    Axis { ticks: (0..=10).map(|i| (f64::from(i) / 10.0, format!("{} %", i * 10))).collect(), ..Axis::shares(label) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(predicted: &str, confidence: f32) -> Scored {
        Scored { truth: "a".into(), predicted: predicted.into(), confidence }
    }

    #[test]
    fn bars_reach_what_was_right_and_the_gap_what_was_said() {
        let svg = drawn(&[row("a", 0.95), row("b", 0.95)], "set/dev.csv").svg();
        // Half of 300 pixels from the bottom at 400; from there to .95, which is at 115; in the tenth of ten bins of 69.
        assert!(svg.contains(r#"<rect class="bar" x="709.0" y="250.0" width="61.0" height="150.0"/>"#), "{svg}");
        assert!(svg.contains(r#"<rect class="gap" x="709.0" y="115.0" width="61.0" height="135.0"/>"#), "{svg}");
        assert!(svg.contains("90 to 100 %: 2 messages, said 0.95, right 0.50."), "{svg}");
        assert!(svg.contains("expected calibration error 0.450"), "{svg}");
    }

    #[test]
    fn nothing_measured_is_an_empty_chart() {
        let svg = drawn(&[], "set/dev.csv").svg();
        assert!(svg.contains("0 messages") && !svg.contains("NaN"), "{svg}");
    }
}
