//! Latency by percentile, drawn as SVG.

use super::timings::Timings;
use anyhow::{Result, anyhow};
use plotters::prelude::*;
use std::path::Path;

const SIZE: (u32, u32) = (800, 420);
const LINE: RGBColor = RGBColor(11, 110, 105);

/// Draws milliseconds over the share of turns that were faster.
pub fn latency(path: &Path, title: &str, timings: &Timings) -> Result<()> {
    draw(path, title, timings).map_err(|fault| anyhow!("failed to draw {}: {fault}", path.display()))
}

fn draw(path: &Path, title: &str, timings: &Timings) -> Result<(), Box<dyn std::error::Error>> {
    let slowest = timings.at(1.0).max(1.0);
    let root = SVGBackend::new(path, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .caption(title, ("sans-serif", 18))
        .margin(14)
        .x_label_area_size(40)
        .y_label_area_size(60)
        .build_cartesian_2d(0.0..100.0, (0.5..slowest * 1.1).log_scale())?;
    chart
        .configure_mesh()
        .x_desc("percent of turns that were at most this slow")
        .y_desc("milliseconds")
        .y_label_formatter(&|ms| if *ms < 10.0 { format!("{ms:.1}") } else { format!("{ms:.0}") })
        .draw()?;
    let points = (0..=1000).map(|i| (f64::from(i) / 10.0, timings.at(f64::from(i) / 1000.0).max(0.5)));
    chart.draw_series(LineSeries::new(points, LINE.stroke_width(2)))?;
    root.present()?;
    Ok(())
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
        let nowhere = folder.path().join("no/such/folder.svg");
        let fault = latency(&nowhere, "Latency", &timings).expect_err("there is no such folder");
        assert!(fault.to_string().contains("no/such/folder.svg"), "{fault}");
    }
}
