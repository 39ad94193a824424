//! The figures of the evaluation commands, each by its textbook definition.

use std::collections::BTreeMap;

/// One prediction against the truth.
#[derive(Debug, Clone)]
pub struct Scored {
    pub truth: String,
    pub predicted: String,
    /// Probability of the prediction.
    pub confidence: f32,
}

pub fn accuracy(rows: &[Scored]) -> f64 {
    share(rows.iter().filter(|r| r.truth == r.predicted).count(), rows.len())
}

pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Counts of a label: true positives, predicted, actual.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Counts {
    pub hit: usize,
    pub predicted: usize,
    pub actual: usize,
}

impl Counts {
    pub fn precision(self) -> f64 {
        share(self.hit, self.predicted)
    }
    pub fn recall(self) -> f64 {
        share(self.hit, self.actual)
    }
    pub fn f1(self) -> f64 {
        share(2 * self.hit, self.predicted + self.actual)
    }
}

/// Recall counting `beta` times as much as precision (van Rijsbergen 1979).
pub fn f_beta(counts: Counts, beta: f64) -> f64 {
    let (precision, recall, square) = (counts.precision(), counts.recall(), beta * beta);
    let below = square * precision + recall;
    if below == 0.0 { 0.0 } else { (1.0 + square) * precision * recall / below }
}

pub fn per_label(rows: &[Scored]) -> BTreeMap<&str, Counts> {
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    for row in rows {
        counts.entry(&row.truth).or_default().actual += 1;
        counts.entry(&row.predicted).or_default().predicted += 1;
        if row.truth == row.predicted {
            counts.entry(&row.truth).or_default().hit += 1;
        }
    }
    counts
}

/// Mistakes as (truth, predicted) with how often each was made, the most frequent first.
pub fn confusions(rows: &[Scored]) -> Vec<((&str, &str), usize)> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for row in rows.iter().filter(|r| r.truth != r.predicted) {
        *counts.entry((&row.truth, &row.predicted)).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts
}

/// Mean F1 over the labels that occur in the truth.
pub fn macro_f1(rows: &[Scored]) -> f64 {
    mean(per_label(rows).values().filter(|c| c.actual > 0).map(|c| c.f1()))
}

pub fn macro_recall(rows: &[Scored]) -> f64 {
    mean(per_label(rows).values().filter(|c| c.actual > 0).map(|c| c.recall()))
}

pub fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0), |(sum, n), v| (sum + v, n + 1));
    if n == 0 { 0.0 } else { sum / f64::from(n) }
}

/// Matthews correlation for many classes (Gorodkin 2004).
pub fn mcc(rows: &[Scored]) -> f64 {
    let n = rows.len() as f64;
    let correct = rows.iter().filter(|r| r.truth == r.predicted).count() as f64;
    let counts = per_label(rows);
    let both: f64 = counts.values().map(|c| c.predicted as f64 * c.actual as f64).sum();
    let predicted: f64 = counts.values().map(|c| (c.predicted as f64).powi(2)).sum();
    let actual: f64 = counts.values().map(|c| (c.actual as f64).powi(2)).sum();
    let below = ((n * n - predicted) * (n * n - actual)).sqrt();
    if below == 0.0 { 0.0 } else { (correct * n - both) / below }
}

/// Predictions of like confidence.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bin {
    pub n: usize,
    pub right: usize,
    /// Sum of the confidences.
    pub sure: f64,
    /// Variance that the number of right ones would have if each confidence were the true probability.
    variance: f64,
}

/// Ten bins of confidence, from 0 to 1.
pub fn bins(rows: &[Scored]) -> [Bin; 10] {
    let mut bins = [Bin::default(); 10];
    for row in rows {
        let (bin, p) = (&mut bins[((row.confidence * 10.0) as usize).min(9)], f64::from(row.confidence));
        bin.n += 1;
        bin.right += usize::from(row.truth == row.predicted);
        bin.sure += p;
        bin.variance += p * (1.0 - p);
    }
    bins
}

/// Expected calibration error over ten bins of confidence (Guo et al. 2017).
pub fn ece(rows: &[Scored]) -> f64 {
    bins(rows).iter().map(|bin| (bin.sure - bin.right as f64).abs()).sum::<f64>() / rows.len().max(1) as f64
}

/// What [`ece`] stays below in 95 of 100 tests if every confidence is the true probability: few rows never give 0. How many
/// of a bin are right is taken as normal; the distance of a normal variable from its mean has the mean `2/pi` under the root
/// and the variance `1 - 2/pi`, both of its deviation. Simulations of ten sets gave the same within 0.004.
pub fn ece_by_chance(rows: &[Scored]) -> f64 {
    use std::f64::consts::FRAC_2_PI;
    let variances = bins(rows).map(|bin| bin.variance);
    let mean = variances.iter().map(|variance| (variance * FRAC_2_PI).sqrt()).sum::<f64>();
    let deviation = (variances.iter().sum::<f64>() * (1.0 - FRAC_2_PI)).sqrt();
    (mean + NINETY_FIVE * deviation) / rows.len().max(1) as f64
}

/// Deviations above the mean below which 95 % of a normal variable lie.
const NINETY_FIVE: f64 = 1.645;

/// Area under the ROC curve of `scores` for the positives, ties counted half (Mann-Whitney).
pub fn auc(scores: &[(f32, bool)]) -> f64 {
    let mut sorted = scores.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let positives = sorted.iter().filter(|(_, positive)| *positive).count();
    let negatives = sorted.len() - positives;
    if positives == 0 || negatives == 0 {
        return 0.0;
    }
    let (mut wins, mut below, mut start) = (0.0, 0, 0);
    while start < sorted.len() {
        let end = start + sorted[start..].iter().take_while(|(score, _)| *score == sorted[start].0).count();
        let up = sorted[start..end].iter().filter(|(_, positive)| *positive).count();
        let down = end - start - up;
        wins += up as f64 * (below as f64 + down as f64 / 2.0);
        below += down;
        start = end;
    }
    wins / (positives as f64 * negatives as f64)
}

/// Share of the positives among the `part` of all that score highest.
pub fn recall_at(scores: &[(f32, bool)], part: f64) -> f64 {
    let mut sorted = scores.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let flagged = (sorted.len() as f64 * part).round() as usize;
    let positives = |rows: &[(f32, bool)]| rows.iter().filter(|(_, positive)| *positive).count();
    share(positives(&sorted[..flagged]), positives(&sorted))
}

/// Value at quantile `q` of unsorted times.
pub fn quantile(times: &[f64], q: f64) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = ((sorted.len() as f64 * q) as usize).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(truth: &str, predicted: &str, confidence: f32) -> Scored {
        Scored { truth: truth.into(), predicted: predicted.into(), confidence }
    }

    #[test]
    fn a_small_table_has_the_figures_worked_out_by_hand() {
        let rows = [row("a", "a", 0.9), row("a", "b", 0.6), row("b", "b", 0.8), row("b", "b", 0.7)];
        assert_eq!(accuracy(&rows), 0.75);
        assert!((macro_f1(&rows) - (2.0 / 3.0 + 0.8) / 2.0).abs() < 1e-9);
        assert!((macro_recall(&rows) - 0.75).abs() < 1e-9);
        assert!((mcc(&rows) - 0.577_350_269).abs() < 1e-6, "{}", mcc(&rows));
        assert!((ece(&rows) - (0.1 + 0.6 + 0.2 + 0.3) / 4.0).abs() < 1e-6, "{}", ece(&rows));
    }

    #[test]
    fn chance_alone_gives_few_rows_an_error_and_many_hardly_one() {
        let rows = |n: usize| vec![row("a", "a", 0.8); n];
        // Of a hundred at 0.8 the right ones have a deviation of 4: on average 3.19 off, 95 % of the time less than 7.16.
        assert!((ece_by_chance(&rows(100)) - 0.071_6).abs() < 1e-4, "{}", ece_by_chance(&rows(100)));
        assert!((ece_by_chance(&rows(10_000)) - 0.1 * ece_by_chance(&rows(100))).abs() < 1e-6);
        assert_eq!(ece_by_chance(&[]), 0.0);
    }

    #[test]
    fn bins_hold_what_is_as_sure() {
        let bins = bins(&[row("a", "a", 0.95), row("a", "b", 1.0), row("a", "a", 0.1)]);
        assert_eq!((bins[9].n, bins[9].right, bins[1].n, bins[0].n), (2, 1, 1, 0));
        assert!((bins[9].sure - 1.95).abs() < 1e-6, "{:?}", bins[9]);
    }

    #[test]
    fn auc_counts_ties_half() {
        assert_eq!(auc(&[(0.1, false), (0.9, true)]), 1.0);
        assert_eq!(auc(&[(0.9, false), (0.1, true)]), 0.0);
        assert_eq!(auc(&[(0.5, false), (0.5, true)]), 0.5);
        assert_eq!(auc(&[(0.5, true)]), 0.0);
    }

    #[test]
    fn f2_leans_to_recall() {
        let counts = |hit, predicted, actual| Counts { hit, predicted, actual };
        assert!((f_beta(counts(8, 10, 16), 2.0) - 5.0 * 0.8 * 0.5 / (4.0 * 0.8 + 0.5)).abs() < 1e-9);
        assert!(f_beta(counts(8, 16, 10), 2.0) > f_beta(counts(8, 10, 16), 2.0));
        assert_eq!(f_beta(Counts::default(), 2.0), 0.0);
    }

    #[test]
    fn recall_among_the_highest() {
        let scores: Vec<(f32, bool)> = (0..20).map(|i| (i as f32, i == 19 || i == 3)).collect();
        assert_eq!(recall_at(&scores, 0.1), 0.5);
        assert_eq!(recall_at(&scores, 1.0), 1.0);
        assert_eq!(recall_at(&[], 0.1), 0.0);
    }

    #[test]
    fn quantiles_of_nothing_are_zero() {
        assert_eq!(quantile(&[], 0.5), 0.0);
        assert_eq!(quantile(&[3.0, 1.0, 2.0], 0.5), 2.0);
    }
}
