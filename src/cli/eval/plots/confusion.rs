//! Which intents are taken for which: a heat map of those that are confused most, near each other those that are confused
//! with each other.

use crate::cli::eval::metrics::{self, Scored};
use crate::cli::plot::{Anchor, Drawing, counted};
use std::collections::BTreeMap;

/// Intents that are shown; more could not be read.
const MOST_LABELS: usize = 20;
/// Mistakes that are told in words.
const MOST_TOLD: usize = 10;
/// Characters of a label; the middle of a longer one is left out.
const LONGEST: usize = 34;
const CELL: f64 = 28.0;
/// Left of and above the cells, for the labels.
const MARGIN: [f64; 2] = [264.0, 300.0];
/// Right of and below the cells, for the column of what is not shown and the slanted labels above it.
const AFTER: [f64; 2] = [178.0, 62.0];
/// Least depth of a cell in which anything was counted.
const FAINTEST: f64 = 0.15;

/// Counts of some intents by the label they should have (rows) and the one that was predicted (columns).
#[derive(Debug, PartialEq)]
struct Matrix<'a> {
    labels: Vec<&'a str>,
    counts: Vec<Vec<usize>>,
    /// Of each row: predicted as an intent that is not shown.
    elsewhere: Vec<usize>,
    /// How many labels there are, shown or not.
    all: usize,
}

pub fn drawn(rows: &[Scored], source: &str) -> Drawing {
    let (matrix, mistakes) = (Matrix::of(rows), metrics::confusions(rows));
    let wrong: usize = mistakes.iter().map(|(_, n)| n).sum();
    let shown = match matrix.labels.len() {
        n if n < matrix.all => format!("the {n} most confused of {} labels", matrix.all),
        n => format!("all of {}", counted(n, "label")),
    };
    let summary = format!("{source}: {}, {}; {shown}", counted(rows.len(), "message"), counted(wrong, "mistake"));
    let size = CELL * matrix.labels.len() as f64;
    let whole = [(MARGIN[0] + size + AFTER[0]).max(640.0), MARGIN[1] + size + AFTER[1]];
    let mut drawing = Drawing::new(whole, "Which intents are taken for which", &told(&summary, &mistakes));
    drawing.text("tick", Anchor::Start, [24.0, 56.0], &summary);
    legend(&mut drawing);
    labels(&mut drawing, &matrix);
    cells(&mut drawing, &matrix);
    drawing
}

fn told(summary: &str, mistakes: &[((&str, &str), usize)]) -> String {
    let said = mistakes.iter().take(MOST_TOLD).map(|((truth, predicted), n)| format!("{truth} as {predicted}, {n}"));
    let said: Vec<String> = said.collect();
    if said.is_empty() {
        format!("{summary}.")
    } else {
        format!("{summary}. The most frequent mistakes: {}.", said.join("; "))
    }
}

fn legend(drawing: &mut Drawing) {
    for (class, x, words) in
        [("good", 24.0, "right"), ("bad", 90.0, "mistaken; the deeper, the larger its share of the row")]
    {
        drawing.rect(class, [x, 72.0], [14.0, 12.0]);
        drawing.text("tick", Anchor::Start, [x + 20.0, 82.5], words);
    }
}

fn labels(drawing: &mut Drawing, matrix: &Matrix) {
    let ([left, top], n) = (MARGIN, matrix.labels.len());
    let middle = |i: usize| (i as f64 + 0.5) * CELL;
    for (i, label) in matrix.labels.iter().enumerate() {
        let label = shortened(label);
        drawing.text("said", Anchor::End, [left - 8.0, top + middle(i) + 4.0], &label);
        drawing.turned("said", Anchor::Start, [left + middle(i) + 4.0, top - 8.0], -60.0, &label);
    }
    if matrix.elsewhere.iter().any(|n| *n > 0) {
        drawing.turned("tick", Anchor::Start, [left + middle(n) + 12.0, top - 8.0], -60.0, "others");
    }
    let size = CELL * n as f64;
    drawing.text("label", Anchor::Middle, [left + size / 2.0, top + size + 32.0], "predicted");
    drawing.turned("label", Anchor::Middle, [20.0, top + size / 2.0], -90.0, "labelled");
}

fn cells(drawing: &mut Drawing, matrix: &Matrix) {
    let ([left, top], n) = (MARGIN, matrix.labels.len());
    let size = CELL * n as f64;
    for i in 0..=n {
        let at = CELL * i as f64;
        drawing.line("rule", [left + at, top], [left + at, top + size]);
        drawing.line("rule", [left, top + at], [left + size, top + at]);
    }
    let deepest = matrix.worst_share();
    for row in 0..n {
        let total = matrix.total(row);
        for column in 0..n {
            let at = [left + CELL * column as f64, top + CELL * row as f64];
            cell(drawing, at, matrix.counts[row][column], total, if row == column { None } else { Some(deepest) });
        }
        let at = [left + size + 8.0, top + CELL * row as f64];
        cell(drawing, at, matrix.elsewhere[row], total, Some(deepest));
    }
}

/// A count with its share of the row; `deepest` is the share that is shown at full depth, none for what is right.
fn cell(drawing: &mut Drawing, [x, y]: [f64; 2], count: usize, total: usize, deepest: Option<f64>) {
    if count == 0 {
        return;
    }
    let (class, full) = deepest.map_or(("good", 1.0), |share| ("bad", share));
    let depth = (metrics::share(count, total) / full).clamp(FAINTEST, 1.0);
    drawing.shade(class, [x + 1.0, y + 1.0], [CELL - 2.0, CELL - 2.0], depth);
    drawing.text("said", Anchor::Middle, [x + CELL / 2.0, y + CELL / 2.0 + 4.0], &count.to_string());
}

impl<'a> Matrix<'a> {
    fn of(rows: &'a [Scored]) -> Self {
        let counts = metrics::per_label(rows);
        let all = counts.len();
        let mistakes = metrics::confusions(rows);
        let mut labels = side_by_side(&mistakes);
        if all <= MOST_LABELS || labels.is_empty() {
            let mut rest: Vec<&str> = counts.keys().copied().filter(|label| !labels.contains(label)).collect();
            rest.sort_by_key(|label| std::cmp::Reverse(counts[label].actual));
            labels.extend(rest);
        }
        labels.truncate(MOST_LABELS);
        let place: BTreeMap<&str, usize> = labels.iter().enumerate().map(|(i, label)| (*label, i)).collect();
        let mut matrix =
            Self { counts: vec![vec![0; labels.len()]; labels.len()], elsewhere: vec![0; labels.len()], labels, all };
        for row in rows {
            let Some(truth) = place.get(row.truth.as_str()) else { continue };
            match place.get(row.predicted.as_str()) {
                Some(predicted) => matrix.counts[*truth][*predicted] += 1,
                None => matrix.elsewhere[*truth] += 1,
            }
        }
        matrix
    }

    fn total(&self, row: usize) -> usize {
        self.counts[row].iter().sum::<usize>() + self.elsewhere[row]
    }

    /// The largest share of a row that is mistaken in one way.
    fn worst_share(&self) -> f64 {
        let shares = (0..self.labels.len()).flat_map(|row| {
            let wrong = self.counts[row].iter().enumerate().filter(move |(column, _)| *column != row).map(|(_, n)| *n);
            wrong.chain([self.elsewhere[row]]).map(move |n| metrics::share(n, self.total(row)))
        });
        shares.fold(0.0, f64::max)
    }
}

/// The labels of the most frequent mistakes, each group of those that are confused with each other side by side.
fn side_by_side<'a>(mistakes: &[((&'a str, &'a str), usize)]) -> Vec<&'a str> {
    let mut pairs: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for ((a, b), n) in mistakes {
        *pairs.entry((*a.min(b), *a.max(b))).or_default() += n;
    }
    let mut pairs: Vec<((&str, &str), usize)> = pairs.into_iter().collect();
    pairs.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let mut groups: Vec<Vec<&str>> = Vec::new();
    let mut shown = 0;
    for ((a, b), _) in pairs {
        let group = |label: &str| groups.iter().position(|group| group.contains(&label));
        let (of_a, of_b) = (group(a), group(b));
        let new = usize::from(of_a.is_none()) + usize::from(of_b.is_none());
        if shown + new > MOST_LABELS {
            continue;
        }
        shown += new;
        match (of_a, of_b) {
            (None, None) => groups.push(vec![a, b]),
            (Some(group), None) => groups[group].push(b),
            (None, Some(group)) => groups[group].push(a),
            (Some(first), Some(second)) if first != second => {
                let joined = groups.remove(first.max(second));
                groups[first.min(second)].extend(joined);
            }
            (Some(_), Some(_)) => {}
        }
    }
    groups.concat()
}

/// At most [`LONGEST`] characters, the middle of a longer label left out.
fn shortened(label: &str) -> String {
    let chars: Vec<char> = label.chars().collect();
    if chars.len() <= LONGEST {
        return label.into();
    }
    let half = (LONGEST - 1) / 2;
    let (start, end) = (&chars[..half], &chars[chars.len() - half..]);
    start.iter().chain(&['…']).chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(of: &[(&str, &str, usize)]) -> Vec<Scored> {
        let row =
            |truth: &str, predicted: &str| Scored { truth: truth.into(), predicted: predicted.into(), confidence: 0.5 };
        of.iter().flat_map(|(truth, predicted, n)| vec![row(truth, predicted); *n]).collect()
    }

    #[test]
    fn what_is_confused_stands_side_by_side_and_all_of_few_intents_are_shown() {
        let rows = rows(&[("a", "a", 5), ("a", "z", 3), ("z", "a", 1), ("b", "y", 2), ("c", "c", 9)]);
        let matrix = Matrix::of(&rows);
        assert_eq!(matrix.labels, ["a", "z", "b", "y", "c"]);
        assert_eq!(matrix.counts[0], [5, 3, 0, 0, 0]);
        assert_eq!((matrix.total(0), matrix.all), (8, 5));
        assert_eq!(matrix.worst_share(), 1.0);
    }

    #[test]
    fn of_many_intents_only_the_most_confused_are_shown() {
        let names: Vec<String> = (0..150).map(|i| format!("intent {i}")).collect();
        let mut all: Vec<(&str, &str, usize)> = names.iter().map(|name| (name.as_str(), name.as_str(), 10)).collect();
        all.extend((0..12).map(|i| (names[2 * i].as_str(), names[2 * i + 1].as_str(), 20 - i)));
        all.push((names[0].as_str(), names[149].as_str(), 1));
        let rows = rows(&all);
        let matrix = Matrix::of(&rows);
        assert_eq!((matrix.labels.len(), matrix.all), (MOST_LABELS, 150));
        assert_eq!(&matrix.labels[..2], ["intent 0", "intent 1"]);
        assert!(!matrix.labels.contains(&"intent 22"), "its mistakes are the fewest: {:?}", matrix.labels);
        assert_eq!((matrix.elsewhere[0], matrix.total(0)), (1, 31));
        let svg = drawn(&rows, "set/dev.csv").svg();
        assert!(svg.contains("the 20 most confused of 150 labels"), "{svg}");
        assert!(svg.contains("The most frequent mistakes: intent 0 as intent 1, 20; "), "{svg}");
    }

    #[test]
    fn a_bot_without_mistakes_shows_its_intents() {
        let svg = drawn(&rows(&[("a", "a", 2), ("b", "b", 1)]), "set/dev.csv").svg();
        assert!(svg.contains("3 messages, 0 mistakes; all of 2 labels") && !svg.contains("NaN"), "{svg}");
    }

    #[test]
    fn a_long_label_keeps_its_ends() {
        assert_eq!(shortened("card_arrival"), "card_arrival");
        let long = "balance_not_updated_after_cheque_or_cash_deposit";
        assert_eq!(shortened(long), "balance_not_upda…_or_cash_deposit");
    }
}
