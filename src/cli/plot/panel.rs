//! A rectangle with two axes: where a pair of values lies in it, its grid, ticks and labels.

use super::{Anchor, Drawing, percent};

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    Linear,
    Logarithmic,
}

/// The values along one side.
pub struct Axis {
    pub label: String,
    /// From the lowest to the highest; above 0 on a logarithmic scale.
    pub range: [f64; 2],
    pub scale: Scale,
    /// Values with a line of the grid, and what is written there.
    pub ticks: Vec<(f64, String)>,
}

pub struct Panel {
    /// The upper left corner.
    pub at: [f64; 2],
    pub size: [f64; 2],
    pub across: Axis,
    pub up: Axis,
}

impl Axis {
    /// Shares of a whole, 0 to 1, in percent.
    pub fn shares(label: &str) -> Self {
        let ticks = (0..=5).map(|i| f64::from(i) / 5.0).map(|share| (share, percent(share)));
        Self { label: label.into(), range: [0.0, 1.0], scale: Scale::Linear, ticks: ticks.collect() }
    }

    /// How far along the axis a value lies, 0..=1; what is outside its range is at its end.
    fn along(&self, value: f64) -> f64 {
        let place = |v: f64| if self.scale == Scale::Logarithmic { v.ln() } else { v };
        let [from, to] = self.range;
        let value = value.clamp(from, to);
        if from == to { 0.0 } else { (place(value) - place(from)) / (place(to) - place(from)) }
    }
}

impl Panel {
    /// Where a pair of values lies, in pixels.
    pub fn point(&self, across: f64, up: f64) -> [f64; 2] {
        let [x, y] = self.at;
        let [width, height] = self.size;
        [x + width * self.across.along(across), y + height * (1.0 - self.up.along(up))]
    }

    /// Grid, ticks and the labels of both axes.
    pub fn draw(&self, on: &mut Drawing) {
        let ([x, y], [width, height]) = (self.at, self.size);
        for (value, words) in &self.across.ticks {
            let [at, _] = self.point(*value, self.up.range[0]);
            on.line("rule", [at, y], [at, y + height]);
            on.text("tick", Anchor::Middle, [at, y + height + 18.0], words);
        }
        for (value, words) in &self.up.ticks {
            let [_, at] = self.point(self.across.range[0], *value);
            on.line("rule", [x, at], [x + width, at]);
            on.text("tick", Anchor::End, [x - 8.0, at + 4.0], words);
        }
        on.line("frame", [x, y], [x, y + height]);
        on.line("frame", [x, y + height], [x + width, y + height]);
        on.text("label", Anchor::Middle, [x + width / 2.0, y + height + 42.0], &self.across.label);
        on.turned("label", Anchor::Middle, [x - 56.0, y + height / 2.0], -90.0, &self.up.label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(scale: Scale) -> Panel {
        let up = Axis { label: "ms".into(), range: [1.0, 100.0], scale, ticks: Vec::new() };
        Panel { at: [50.0, 10.0], size: [200.0, 100.0], across: Axis::shares("share"), up }
    }

    #[test]
    fn values_lie_where_they_belong() {
        for (scale, across, up, point) in [
            (Scale::Linear, 0.0, 1.0, [50.0, 110.0]),
            (Scale::Linear, 1.0, 100.0, [250.0, 10.0]),
            (Scale::Linear, 0.5, 50.5, [150.0, 60.0]),
            (Scale::Logarithmic, 0.5, 10.0, [150.0, 60.0]),
            (Scale::Logarithmic, 2.0, 1000.0, [250.0, 10.0]),
        ] {
            let found = panel(scale).point(across, up);
            assert!(found.iter().zip(point).all(|(f, p)| (f - p).abs() < 1e-9), "{found:?} for {across}, {up}");
        }
    }

    #[test]
    fn a_range_of_one_value_divides_by_nothing() {
        let mut panel = panel(Scale::Linear);
        panel.up.range = [3.0, 3.0];
        assert_eq!(panel.point(0.0, 3.0), [50.0, 110.0]);
    }

    #[test]
    fn both_axes_are_named() {
        let mut drawing = Drawing::new([300.0, 200.0], "Title", "told");
        panel(Scale::Linear).draw(&mut drawing);
        let svg = drawing.svg();
        for words in [">ms<", ">share<", ">20 %<"] {
            assert!(svg.contains(words), "{words} in {svg}");
        }
    }
}
