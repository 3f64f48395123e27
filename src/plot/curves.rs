//! Lines over steps or epochs: loss, score, learning rate.

use std::path::Path;

use super::axis::{Axis, Tick};
use super::canvas::{Anchor, Canvas, Drawn, Font, Stroke, TEXT, TITLE, draw, fit, refuse, widest, wrap};
use super::color::{GREY, GRID, WHITE, mix, palette};
use super::end_labels::spread_out;
use super::series::{Reference, Series, Style};
use crate::Result;

/// A chart of lines.
#[derive(Debug, Clone, Default)]
pub struct CurvePlot {
    /// Above the chart.
    pub title: String,
    /// What x is, with its unit.
    pub x_label: String,
    /// What y is, with its unit.
    pub y_label: String,
    /// The lines, drawn in this order.
    pub series: Vec<Series>,
    /// Baselines.
    pub references: Vec<Reference>,
    /// Whether y is logarithmic; all values must then be positive.
    pub log_y: bool,
    /// The lowest and highest y shown. `None` shows everything; what lies outside is drawn at the edge.
    pub y_range: Option<(f64, f64)>,
}

const WIDTH: f64 = 1600.0;
const FIRST_HEIGHT: f64 = 750.0;
const LATER_HEIGHT: f64 = 330.0;
const TOP: f64 = 110.0;
const GAP: f64 = 50.0;
const BOTTOM: f64 = 140.0;
const LABEL_WIDTH: f64 = 300.0;
const LINE_HEIGHT: f64 = 40.0;
const BEFORE_LABEL: f64 = 32.0;
const SWATCH: f64 = 56.0;
const REFERENCE: Stroke = Stroke { color: GREY, width: 3.0, dashes: &[14.0, 9.0] };

/// Draws one chart, 1600 by 1000 pixels.
///
/// # Errors
/// [`Error::Plot`](crate::Error::Plot) if a series is empty or has values that are not finite (or, on a logarithmic axis,
/// not positive), or if `y_range` is no range; [`Error::Io`](crate::Error::Io) if the file cannot be written.
pub fn curves(path: &Path, plot: &CurvePlot) -> Result<()> {
    panels(path, std::slice::from_ref(plot))
}

/// Draws several charts below each other over the same x axis, such as the loss and the learning rate. The first is the
/// largest and gives the title, the last gives the x label.
///
/// # Errors
/// As [`curves`], for each of them.
pub fn panels(path: &Path, plots: &[CurvePlot]) -> Result<()> {
    plots.iter().try_for_each(check).map_err(|reason| refuse(path, reason))?;
    let all_x = plots.iter().flat_map(|plot| &plot.series).flat_map(|series| &series.points).map(|point| point.0);
    let x = Axis::tight(all_x.clone());
    let x = if all_x.into_iter().all(|x| x.fract() == 0.0) { x.whole() } else { x };
    let later = plots.len().saturating_sub(1) as f64;
    let height = TOP + FIRST_HEIGHT + later * (LATER_HEIGHT + GAP) + BOTTOM;
    let (Some(first), Some(last)) = (plots.first(), plots.last()) else {
        return Err(refuse(path, "there is no chart"));
    };
    draw(path, (WIDTH, height), |canvas| {
        let axes: Vec<Axis> = plots.iter().map(y_axis).collect();
        let left = left_margin(&axes)?;
        let right = WIDTH - right_margin(plots)?;
        canvas.text(&fit(&first.title, TITLE, WIDTH - left - 40.0)?, (left, 58.0), TITLE)?;
        let mut top = TOP;
        for (i, (plot, &y)) in plots.iter().zip(&axes).enumerate() {
            let bottom = top + if i == 0 { FIRST_HEIGHT } else { LATER_HEIGHT };
            let panel = Panel { canvas, x, y, left, right, top, bottom };
            panel.grid(i + 1 == plots.len())?;
            panel.data(plot)?;
            panel.labels(plot)?;
            top = bottom + GAP;
        }
        let middle = Font { anchor: Anchor::Middle, ..TEXT };
        canvas.text(&last.x_label, ((left + right) / 2.0, height - 42.0), middle)
    })
}

/// Refuses what cannot be drawn.
fn check(plot: &CurvePlot) -> std::result::Result<(), String> {
    if plot.series.is_empty() {
        return Err(format!("the chart of {} has no series", plot.y_label));
    }
    for Series { name, points, spread, .. } in &plot.series {
        if points.is_empty() {
            return Err(format!("series {name} is empty"));
        }
        if !spread.is_empty() && spread.len() != points.len() {
            return Err(format!("series {name} has {} points but {} spreads", points.len(), spread.len()));
        }
        let numbers = points.iter().flat_map(|&(x, y)| [x, y]).chain(spread.iter().copied());
        if let Some(value) = numbers.into_iter().find(|v| !v.is_finite()) {
            return Err(format!("series {name} holds {value}"));
        }
    }
    if let Some(reference) = plot.references.iter().find(|reference| !reference.y.is_finite()) {
        return Err(format!("baseline {} is {}", reference.name, reference.y));
    }
    if plot.log_y && all_y(plot).any(|y| y <= 0.0) {
        return Err(format!("a logarithmic axis cannot show that {} is 0 or less", plot.y_label));
    }
    match plot.y_range {
        Some((low, high)) if !(low < high && (high - low).is_finite() && (low > 0.0 || !plot.log_y)) => {
            Err(format!("{low} to {high} is no range for {}", plot.y_label))
        }
        _ => Ok(()),
    }
}

/// Every y that must find its place on the axis.
fn all_y(plot: &CurvePlot) -> impl Iterator<Item = f64> {
    let with_band = |series: &Series| -> Vec<f64> {
        let edges: &[f64] = if plot.log_y { &[1.0] } else { &[-1.0, 1.0] }; // the lower one may reach zero: it is cut off
        let edges = edges.iter().flat_map(|&sign| series.edge(sign));
        series.points.iter().copied().chain(edges).map(|point| point.1).collect()
    };
    let lines: Vec<f64> = plot.series.iter().flat_map(with_band).collect();
    lines.into_iter().chain(plot.references.iter().map(|reference| reference.y))
}

fn y_axis(plot: &CurvePlot) -> Axis {
    let axis = if plot.log_y { Axis::logarithmic(all_y(plot)) } else { Axis::airy(all_y(plot)) };
    plot.y_range.map_or(axis, |range| axis.over(range))
}

fn y_ticks(axis: &Axis, height: f64) -> Vec<Tick> {
    axis.ticks((height / 100.0) as usize)
}

/// Room for the widest tick label and the turned y label.
fn left_margin(axes: &[Axis]) -> Drawn<f64> {
    let labels: Vec<String> = axes.iter().flat_map(|axis| y_ticks(axis, FIRST_HEIGHT)).map(|tick| tick.label).collect();
    Ok(widest(&labels, TEXT, LABEL_WIDTH)? + 110.0)
}

/// Room for the names at the lines' ends.
fn right_margin(plots: &[CurvePlot]) -> Drawn<f64> {
    let series = plots.iter().flat_map(|plot| &plot.series).map(|series| &series.name);
    let references = plots.iter().flat_map(|plot| &plot.references).map(|reference| &reference.name);
    let mut lines = Vec::new();
    for name in series.chain(references) {
        lines.extend(wrap(name, TEXT, LABEL_WIDTH)?);
    }
    Ok(widest(&lines, TEXT, LABEL_WIDTH)? + BEFORE_LABEL + SWATCH + 40.0)
}

/// How the line of a series is drawn.
fn stroke(series: &Series) -> Stroke {
    const DASHES: [&[f64]; 4] = [&[], &[22.0, 9.0], &[6.0, 7.0], &[22.0, 8.0, 5.0, 8.0]];
    let color = palette(series.color);
    match series.style {
        Style::Raw => Stroke { color: mix(color, WHITE, 0.65), width: 1.5, dashes: &[] },
        Style::Smooth => Stroke { color, width: 5.0, dashes: DASHES[series.color % DASHES.len()] },
        Style::Dev => Stroke { color, width: 3.5, dashes: &[] },
    }
}

/// One chart on the page.
struct Panel<'a, 'c> {
    canvas: &'a Canvas<'c>,
    x: Axis,
    y: Axis,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Panel<'_, '_> {
    fn px(&self, x: f64) -> f64 {
        self.left + self.x.position(x) * (self.right - self.left)
    }

    fn py(&self, y: f64) -> f64 {
        self.bottom - self.y.position(y) * (self.bottom - self.top)
    }

    fn grid(&self, x_labels: bool) -> Drawn {
        let line = Stroke { color: GRID, width: 2.0, dashes: &[] };
        for tick in self.x.ticks(((self.right - self.left) / 180.0) as usize) {
            let x = self.px(tick.value);
            self.canvas.line(&[(x, self.top), (x, self.bottom)], line)?;
            if x_labels {
                let font = Font { anchor: Anchor::Middle, ..TEXT };
                self.canvas.text(&tick.label, (x, self.bottom + 34.0), font)?;
            }
        }
        for tick in y_ticks(&self.y, self.bottom - self.top) {
            let y = self.py(tick.value);
            self.canvas.line(&[(self.left, y), (self.right, y)], line)?;
            self.canvas.text(&tick.label, (self.left - 16.0, y), Font { anchor: Anchor::End, ..TEXT })?;
        }
        let axis = Stroke { color: GREY, ..line };
        self.canvas.line(&[(self.left, self.top), (self.left, self.bottom), (self.right, self.bottom)], axis)
    }

    fn data(&self, plot: &CurvePlot) -> Drawn {
        for series in plot.series.iter().filter(|series| !series.spread.is_empty()) {
            let around = series.edge(1.0).chain(series.edge(-1.0).rev());
            let around: Vec<_> = around.map(|(x, y)| (self.px(x), self.py(y))).collect();
            self.canvas.polygon(&around, palette(series.color), 0.22)?;
        }
        for reference in &plot.references {
            let y = self.py(reference.y);
            self.canvas.line(&[(self.left, y), (self.right, y)], REFERENCE)?;
        }
        for series in &plot.series {
            let points: Vec<_> = series.points.iter().map(|&(x, y)| (self.px(x), self.py(y))).collect();
            self.canvas.line(&points, stroke(series))?;
            if series.style == Style::Dev && points.len() <= 60 {
                points.iter().try_for_each(|&at| self.canvas.marker(at, series.color, palette(series.color)))?;
            }
        }
        Ok(())
    }

    /// The y label at the left, and at the right each line's name with a sample of the line.
    fn labels(&self, plot: &CurvePlot) -> Drawn {
        let middle = (self.top + self.bottom) / 2.0;
        let font = Font { anchor: Anchor::Middle, upward: true, ..TEXT };
        let y_label = fit(&plot.y_label, font, self.bottom - self.top + GAP)?;
        self.canvas.text(&y_label, (34.0, middle), font)?;

        let lines = plot.series.iter().map(|series| {
            let end = series.points.last().map_or(0.0, |point| point.1);
            (&series.name, end, stroke(series), (series.style == Style::Dev).then_some(series.color))
        });
        let baselines = plot.references.iter().map(|reference| (&reference.name, reference.y, REFERENCE, None));
        let (mut names, mut wanted, mut heights) = (Vec::new(), Vec::new(), Vec::new());
        for (name, end, stroke, marker) in lines.chain(baselines) {
            let text = wrap(name, TEXT, LABEL_WIDTH)?;
            if text.is_empty() {
                continue;
            }
            wanted.push(self.py(end));
            heights.push(text.len() as f64 * LINE_HEIGHT + 10.0);
            names.push((text, stroke, marker));
        }
        let centers = spread_out(&wanted, &heights, self.top - 25.0, self.bottom + 25.0);
        for ((text, stroke, marker), center) in names.into_iter().zip(centers) {
            let start = self.right + BEFORE_LABEL;
            let stroke = Stroke { width: stroke.width.max(3.0), ..stroke };
            self.canvas.line(&[(start, center), (start + SWATCH, center)], stroke)?;
            if let Some(index) = marker {
                self.canvas.marker((start + SWATCH / 2.0, center), index, stroke.color)?;
            }
            let first = center - (text.len() as f64 - 1.0) / 2.0 * LINE_HEIGHT;
            for (i, line) in text.iter().enumerate() {
                self.canvas.text(line, (start + SWATCH + 14.0, first + i as f64 * LINE_HEIGHT), TEXT)?;
            }
        }
        Ok(())
    }
}
