//! Points: predicted against true numbers, or sentences on a map.

use std::path::Path;

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, Drawn, Font, Stroke, TEXT, TITLE, draw, fit, refuse, widest};
use super::color::{GREY, GRID, INK, palette};
use crate::Result;

/// Points that belong together.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// In the legend; nothing if empty.
    pub name: String,
    /// Where the points are.
    pub points: Vec<(f64, f64)>,
}

/// A chart of points. Groups differ in colour and in the shape of their markers.
#[derive(Debug, Clone, Default)]
pub struct ScatterPlot {
    /// Above the chart.
    pub title: String,
    /// What x is; without one there are no numbers at the axis either.
    pub x_label: String,
    /// What y is; likewise.
    pub y_label: String,
    /// The points.
    pub groups: Vec<Group>,
    /// Whether to draw the line on which x and y are the same; then both axes show the same range.
    pub diagonal: bool,
}

const WIDTH: f64 = 1600.0;
const TOP: f64 = 100.0;
const BOTTOM: f64 = 770.0;
const GAP: f64 = 60.0;
const LEGEND: f64 = 320.0;

/// Draws charts side by side, 1600 pixels wide, with one legend for all: their groups are the same.
///
/// # Errors
/// [`Error::Plot`](crate::Error::Plot) if a chart has no points or one is not finite; [`Error::Io`](crate::Error::Io) if the
/// file cannot be written.
pub fn scatters(path: &Path, plots: &[ScatterPlot]) -> Result<()> {
    for plot in plots {
        let mut points = plot.groups.iter().flat_map(|group| &group.points).peekable();
        if points.peek().is_none() {
            return Err(refuse(path, format!("the chart {:?} has no points", plot.title)));
        }
        if let Some((x, y)) = points.find(|(x, y)| !x.is_finite() || !y.is_finite()) {
            return Err(refuse(path, format!("the chart {:?} has a point at {x}, {y}", plot.title)));
        }
    }
    let Some(first) = plots.first() else { return Err(refuse(path, "there is no chart")) };
    let labels = if first.x_label.is_empty() { 40.0 } else { 130.0 };
    draw(path, (WIDTH, BOTTOM + labels), |canvas| {
        let right = WIDTH - 40.0 - legend(canvas, first)?;
        let width = (right - 40.0 + GAP) / plots.len() as f64 - GAP;
        for (i, plot) in plots.iter().enumerate() {
            panel(canvas, plot, 40.0 + i as f64 * (width + GAP), width)?;
        }
        Ok(())
    })
}

/// Draws the names of the groups at the right, and returns how wide they are.
fn legend(canvas: &Canvas, plot: &ScatterPlot) -> Drawn<f64> {
    let names: Vec<String> = plot.groups.iter().map(|group| group.name.clone()).collect();
    let text = widest(&names, TEXT, LEGEND)?;
    if text == 0.0 {
        return Ok(0.0);
    }
    let left = WIDTH - 40.0 - text;
    for (i, name) in names.iter().enumerate() {
        let y = TOP + 30.0 + 56.0 * i as f64;
        canvas.marker((left - 26.0, y), i, palette(i))?;
        canvas.text(&fit(name, TEXT, LEGEND)?, (left, y), TEXT)?;
    }
    Ok(text + 80.0)
}

fn panel(canvas: &Canvas, plot: &ScatterPlot, left: f64, width: f64) -> Drawn {
    let points = || plot.groups.iter().flat_map(|group| &group.points);
    let (xs, ys) = (points().map(|point| point.0), points().map(|point| point.1));
    let (x, y) = match plot.diagonal {
        true => (Axis::airy(xs.clone().chain(ys.clone())), Axis::airy(xs.chain(ys))),
        false => (Axis::airy(xs), Axis::airy(ys)),
    };
    let ticks = y.ticks(6);
    let labels: Vec<String> = ticks.iter().map(|tick| tick.label.clone()).collect();
    let margin = if plot.y_label.is_empty() { 0.0 } else { widest(&labels, TEXT, 200.0)? + 80.0 };
    let (left, right) = (left + margin, left + width);
    let px = |value: f64| left + x.position(value) * (right - left);
    let py = |value: f64| BOTTOM - y.position(value) * (BOTTOM - TOP);
    canvas.text(&fit(&plot.title, TITLE, right - left)?, (left, 52.0), TITLE)?;

    let line = Stroke { color: GRID, width: 2.0, dashes: &[] };
    let middle = Font { anchor: Anchor::Middle, ..TEXT };
    if !plot.x_label.is_empty() {
        for tick in x.ticks(6) {
            canvas.line(&[(px(tick.value), TOP), (px(tick.value), BOTTOM)], line)?;
            canvas.text(&tick.label, (px(tick.value), BOTTOM + 34.0), middle)?;
        }
        canvas.text(&plot.x_label, ((left + right) / 2.0, BOTTOM + 88.0), middle)?;
    }
    if !plot.y_label.is_empty() {
        for tick in ticks {
            canvas.line(&[(left, py(tick.value)), (right, py(tick.value))], line)?;
            canvas.text(&tick.label, (left - 16.0, py(tick.value)), Font { anchor: Anchor::End, ..TEXT })?;
        }
        canvas.text(&plot.y_label, (left - margin + 20.0, (TOP + BOTTOM) / 2.0), Font { upward: true, ..middle })?;
    }
    let frame = Stroke { color: GREY, ..line };
    canvas.line(&[(left, TOP), (left, BOTTOM), (right, BOTTOM)], frame)?;
    for (i, group) in plot.groups.iter().enumerate() {
        group.points.iter().try_for_each(|&(x, y)| canvas.marker((px(x), py(y)), i, palette(i)))?;
    }
    if plot.diagonal {
        canvas.line(&[(left, BOTTOM), (right, TOP)], Stroke { color: INK, width: 4.0, dashes: &[14.0, 9.0] })?;
    }
    Ok(())
}
