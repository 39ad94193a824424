//! What refusing costs: at every threshold, the share of strange messages that is refused against what is left of the others.

use crate::cli::eval::judged::{Judged, Judgement};
use crate::cli::eval::metrics;
use crate::cli::plot::{Anchor, Axis, Drawing, Panel, counted, percent, thousands};

const SIZE: [f64; 2] = [800.0, 540.0];
const PANEL: [[f64; 2]; 2] = [[84.0, 100.0], [690.0, 370.0]];
/// Labels of thresholds on the curve are at least so many pixels apart.
const APART: f64 = 34.0;
/// Where the words beside the marks stand, as a share of the panel's height, from the first mark on down.
const WORDS_FROM: f64 = 0.34;
const WORDS_STEP: f64 = 0.09;

/// What one threshold gives, each a share.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Point {
    threshold: f32,
    /// Of the messages that belong to no intent: refused.
    refused: f64,
    /// Of the others: not refused.
    kept: f64,
    /// Of the others: not refused and given the right intent.
    right: f64,
}

pub fn drawn(judgement: &Judgement, source: &str, marks: &[(&str, f32)]) -> Drawing {
    let curve = curve(judgement);
    let scopes: Vec<(f32, bool)> =
        judgement.rows.iter().map(|row| (row.in_scope, !judgement.is_outside(row))).collect();
    let outside = scopes.iter().filter(|(_, inside)| !inside).count();
    let summary = format!(
        "{source}: {} in scope, {} out of scope, AUROC {:.3}",
        counted(scopes.len() - outside, "message"),
        thousands(outside),
        metrics::auc(&scopes)
    );
    let marked: Vec<(&str, Point)> = marks.iter().map(|(name, t)| (*name, at(judgement, *t))).collect();
    let mut drawing = Drawing::new(SIZE, "What refusing costs", &told(&summary, judgement, &marked));
    drawing.text("tick", Anchor::Start, [24.0, 56.0], &summary);
    let [place, size] = PANEL;
    let across = Axis::shares("refused of the messages out of scope");
    let panel = Panel { at: place, size, across, up: Axis::shares("of the messages in scope") };
    panel.draw(&mut drawing);
    legend(&mut drawing);
    drawing.curve("second", curve.iter().map(|p| panel.point(p.refused, p.kept)));
    drawing.curve("main", curve.iter().map(|p| panel.point(p.refused, p.right)));
    tenths(&mut drawing, &panel, judgement);
    for (i, (name, point)) in marked.iter().enumerate() {
        mark(&mut drawing, &panel, name, point, WORDS_FROM - WORDS_STEP * i as f64);
    }
    drawing
}

/// Marks and tenths in words.
fn told(summary: &str, judgement: &Judgement, marked: &[(&str, Point)]) -> String {
    let marks = marked.iter().map(|(name, point)| format!("{name} {}", said(point)));
    let tenths = (1..10).map(|i| at(judgement, i as f32 / 10.0)).map(|point| format!("threshold {}", said(&point)));
    format!("{summary}. {}.", marks.chain(tenths).collect::<Vec<_>>().join("; "))
}

fn said(point: &Point) -> String {
    let Point { threshold, refused, kept, right } = *point;
    format!("{threshold:.2}: refuses {}, keeps {}, right {}", percent(refused), percent(kept), percent(right))
}

fn legend(drawing: &mut Drawing) {
    for (class, x, words) in [("main", 84.0, "kept and given the right intent"), ("second", 336.0, "kept")] {
        drawing.line(class, [x, 80.0], [x + 28.0, 80.0]);
        drawing.text("tick", Anchor::Start, [x + 36.0, 84.5], words);
    }
    drawing.dot("dot", [432.0, 80.0]);
    drawing.text("tick", Anchor::Start, [444.0, 84.5], "threshold");
}

/// Dots on the lower curve at thresholds of tenths, named where there is room.
fn tenths(drawing: &mut Drawing, panel: &Panel, judgement: &Judgement) {
    let mut last: Option<[f64; 2]> = None;
    for i in 1..10 {
        let point = at(judgement, i as f32 / 10.0);
        let [x, y] = panel.point(point.refused, point.right);
        drawing.dot("dot", [x, y]);
        if last.is_none_or(|[lx, ly]| (x - lx).hypot(y - ly) >= APART) {
            drawing.text("tick", Anchor::End, [x - 7.0, y + 16.0], &format!("{:.1}", point.threshold));
            last = Some([x, y]);
        }
    }
}

/// A line down from the kept, with the threshold's name and what it gives, `height` up the panel.
fn mark(drawing: &mut Drawing, panel: &Panel, name: &str, point: &Point, height: f64) {
    let ([x, top], [_, bottom]) = (panel.point(point.refused, point.kept), panel.point(point.refused, 0.0));
    drawing.line("mark", [x, top], [x, bottom]);
    let [_, y] = panel.point(0.0, height);
    let (anchor, x) = if point.refused > 0.5 { (Anchor::End, x - 10.0) } else { (Anchor::Start, x + 10.0) };
    drawing.text("said", anchor, [x, y], &format!("{name} {}", said(point)));
}

/// What a threshold gives.
fn at(judgement: &Judgement, threshold: f32) -> Point {
    let (outside, inside): (Vec<&Judged>, Vec<&Judged>) =
        judgement.rows.iter().partition(|row| judgement.is_outside(row));
    let kept: Vec<&Judged> = inside.iter().copied().filter(|row| row.in_scope >= threshold).collect();
    let refused = outside.iter().filter(|row| row.in_scope < threshold).count();
    Point {
        threshold,
        refused: metrics::share(refused, outside.len()),
        kept: metrics::share(kept.len(), inside.len()),
        right: metrics::share(kept.iter().filter(|row| row.top == row.truth).count(), inside.len()),
    }
}

/// From refusing nothing to refusing everything, a point for each threshold that changes anything.
fn curve(judgement: &Judgement) -> Vec<Point> {
    let mut rows: Vec<&Judged> = judgement.rows.iter().collect();
    rows.sort_by(|a, b| a.in_scope.total_cmp(&b.in_scope));
    let start = at(judgement, 0.0);
    let outside = rows.iter().filter(|row| judgement.is_outside(row)).count();
    let (each_out, each_in) = (metrics::share(1, outside), metrics::share(1, rows.len() - outside));
    let mut points = vec![start];
    for same in rows.chunk_by(|a, b| a.in_scope == b.in_scope) {
        let mut point = *points.last().expect("it has a start");
        for row in same {
            // The next threshold refuses all that look like this.
            point.threshold = row.in_scope.next_up();
            match (judgement.is_outside(row), row.top == row.truth) {
                (true, _) => point.refused += each_out,
                (false, right) => {
                    point.kept -= each_in;
                    point.right -= if right { each_in } else { 0.0 };
                }
            }
        }
        points.push(point);
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judgement() -> Judgement {
        let row = |truth: &str, top: &str, in_scope| Judged {
            truth: truth.into(),
            top: top.into(),
            confidence: 0.5,
            in_scope,
        };
        let rows = vec![
            row("none", "a", 0.1),
            row("a", "b", 0.3),
            row("none", "b", 0.3),
            row("a", "a", 0.6),
            row("b", "b", 0.7),
            row("b", "b", 0.9),
        ];
        Judgement { rows, oos: Some("none".into()), threshold: 0.5 }
    }

    #[test]
    fn each_threshold_that_changes_anything_has_its_point() {
        let found: Vec<[f64; 3]> = curve(&judgement()).iter().map(|p| [p.refused, p.kept, p.right]).collect();
        let expected = [
            [0.0, 1.0, 0.75],
            [0.5, 1.0, 0.75],
            [1.0, 0.75, 0.75],
            [1.0, 0.5, 0.5],
            [1.0, 0.25, 0.25],
            [1.0, 0.0, 0.0],
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_curve_passes_through_what_each_threshold_gives() {
        let judgement = judgement();
        for point in curve(&judgement).iter().skip(1) {
            assert_eq!(at(&judgement, point.threshold), *point);
        }
    }

    #[test]
    fn thresholds_are_marked_and_told() {
        let svg = drawn(&judgement(), "set/dev.csv", &[("built-in threshold", 0.5), ("tuned threshold", 0.25)]).svg();
        let built_in = "built-in threshold 0.50: refuses 100 %, keeps 75 %, right 75 %";
        assert_eq!(svg.matches(built_in).count(), 2, "in the chart and in words: {svg}");
        assert!(svg.contains("tuned threshold 0.25: refuses 50 %, keeps 100 %, right 75 %"), "{svg}");
        assert!(svg.contains("4 messages in scope, 2 out of scope, AUROC 0.938"), "{svg}");
    }
}
