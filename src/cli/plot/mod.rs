//! Charts as SVG files: readable on light and dark pages, with a title and a text alternative.

mod panel;

pub use panel::{Axis, Panel, Scale};

use anyhow::{Context, Result};
use std::fmt::Write;
use std::path::Path;

/// Where a text stands to its point.
#[derive(Debug, Clone, Copy)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// A chart while it is drawn. Points are in pixels from the upper left corner; what things look like is the style sheet's.
pub struct Drawing {
    size: [f64; 2],
    title: String,
    told: String,
    body: String,
}

/// Both schemes in one file: a page that is dark shows the dark one.
const STYLE: &str = "\
svg{--paper:#fff;--ink:#1f2933;--quiet:#56616c;--rule:#e2e6ea;--frame:#8a949e;--main:#0b6e69;--second:#b4530a;\
--good:#7cc7bf;--bad:#e8893c}\
@media(prefers-color-scheme:dark){svg{--paper:#14191e;--ink:#eef1f4;--quiet:#aab5bf;--rule:#2b333b;--frame:#6d7883;\
--main:#4fc0b5;--second:#f0a35e;--good:#1d6a64;--bad:#a4480f}}\
text{font-family:system-ui,sans-serif;font-size:12px;fill:var(--quiet)}\
.title{font-size:18px;font-weight:600;fill:var(--ink)}.label{font-size:13px;fill:var(--ink)}.said{fill:var(--ink)}\
.paper{fill:var(--paper)}.rule{stroke:var(--rule)}.frame{stroke:var(--frame)}\
.main{stroke:var(--main);stroke-width:2;fill:none}.second{stroke:var(--second);stroke-width:2;fill:none;stroke-dasharray:6 4}\
.mark{stroke:var(--ink);stroke-dasharray:2 3}\
.dot{fill:var(--main)}.bar{fill:var(--main)}.gap{fill:var(--second);fill-opacity:.3;stroke:var(--second)}\
.good{fill:var(--good)}.bad{fill:var(--bad)}";

impl Drawing {
    /// `told` says in words what the chart shows, for those who cannot see it.
    pub fn new(size: [f64; 2], title: &str, told: &str) -> Self {
        let mut drawing = Self { size, title: title.into(), told: told.into(), body: String::new() };
        drawing.rect("paper", [0.0, 0.0], size);
        drawing.text("title", Anchor::Start, [24.0, 34.0], title);
        drawing
    }

    pub fn rect(&mut self, class: &str, [x, y]: [f64; 2], [width, height]: [f64; 2]) {
        self.put(format_args!(
            r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}"/>"#
        ));
    }

    /// A filled rectangle whose depth, 0..=1, says how much of something there is.
    pub fn shade(&mut self, class: &str, [x, y]: [f64; 2], [width, height]: [f64; 2], depth: f64) {
        self.put(format_args!(
            r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" fill-opacity="{depth:.2}"/>"#
        ));
    }

    pub fn line(&mut self, class: &str, [x1, y1]: [f64; 2], [x2, y2]: [f64; 2]) {
        self.put(format_args!(r#"<line class="{class}" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}"/>"#));
    }

    /// A line through all the points; those nearer than half a pixel to the one before are left out.
    pub fn curve(&mut self, class: &str, points: impl Iterator<Item = [f64; 2]>) {
        let points: Vec<String> = thinned(points).iter().map(|[x, y]| format!("{x:.1},{y:.1}")).collect();
        self.put(format_args!(r#"<polyline class="{class}" points="{}"/>"#, points.join(" ")));
    }

    pub fn dot(&mut self, class: &str, [x, y]: [f64; 2]) {
        self.put(format_args!(r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="4"/>"#));
    }

    pub fn text(&mut self, class: &str, anchor: Anchor, [x, y]: [f64; 2], words: &str) {
        let (anchor, words) = (anchor.name(), escaped(words));
        self.put(format_args!(r#"<text class="{class}" text-anchor="{anchor}" x="{x:.1}" y="{y:.1}">{words}</text>"#));
    }

    /// Text turned by `degrees` about its point; upwards is -90.
    pub fn turned(&mut self, class: &str, anchor: Anchor, [x, y]: [f64; 2], degrees: f64, words: &str) {
        let (anchor, words) = (anchor.name(), escaped(words));
        self.put(format_args!(
            r#"<text class="{class}" text-anchor="{anchor}" transform="translate({x:.1} {y:.1}) rotate({degrees})">{words}</text>"#
        ));
    }

    fn put(&mut self, element: std::fmt::Arguments) {
        writeln!(self.body, "{element}").expect("a string takes any text");
    }

    pub fn svg(&self) -> String {
        let ([width, height], title, told) = (self.size, escaped(&self.title), escaped(&self.told));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title told\">\n\
             <title id=\"title\">{title}</title>\n<desc id=\"told\">{told}</desc>\n<style>{STYLE}</style>\n{}</svg>\n",
            self.body
        )
    }

    pub fn write(&self, path: &Path) -> Result<()> {
        std::fs::write(path, self.svg()).with_context(|| format!("failed to draw {}", path.display()))
    }
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// As text of an XML document.
fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The points that differ on a screen: first, last, and those half a pixel or more from the one before.
fn thinned(points: impl Iterator<Item = [f64; 2]>) -> Vec<[f64; 2]> {
    let near = |a: [f64; 2], b: [f64; 2]| (a[0] - b[0]).abs() < 0.5 && (a[1] - b[1]).abs() < 0.5;
    let (mut kept, mut skipped): (Vec<[f64; 2]>, _) = (Vec::new(), None);
    for point in points {
        if kept.last().is_some_and(|last| near(*last, point)) {
            skipped = Some(point);
        } else {
            kept.push(point);
            skipped = None;
        }
    }
    kept.extend(skipped);
    kept
}

/// A share of 0..=1 as a percentage without decimals.
pub fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// So many of what one of is called `noun`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", thousands(count), if count == 1 { "" } else { "s" })
}

/// A count with a comma between thousands.
pub fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_file_stay_words() {
        let mut drawing = Drawing::new([100.0, 50.0], "a < b & c", "told <script>");
        drawing.text("said", Anchor::End, [1.0, 2.0], "<script>");
        let svg = drawing.svg();
        assert!(svg.contains("<title id=\"title\">a &lt; b &amp; c</title>"), "{svg}");
        assert!(!svg.contains("<script>"), "{svg}");
    }

    #[test]
    fn a_curve_keeps_its_ends_and_what_can_be_told_apart() {
        let points = [[0.0, 0.0], [0.2, 0.0], [0.7, 0.0], [0.8, 0.1]];
        assert_eq!(thinned(points.into_iter()), [[0.0, 0.0], [0.7, 0.0], [0.8, 0.1]]);
        assert_eq!(thinned([[3.0, 4.0]].into_iter()), [[3.0, 4.0]]);
        assert!(thinned(std::iter::empty()).is_empty());
    }

    #[test]
    fn counts_are_read_in_thousands() {
        assert_eq!([0, 999, 1000, 48_000, 1_234_567].map(thousands), ["0", "999", "1,000", "48,000", "1,234,567"]);
        assert_eq!([1, 1000].map(|n| counted(n, "message")), ["1 message", "1,000 messages"]);
    }
}
