//! A table as bars: the same number for several methods.

use std::path::Path;

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, Drawn, Font, Stroke, TEXT, TITLE, draw, fit, refuse, text_width, widest};
use super::color::{GREY, GRID, INK, WHITE, mix, palette};
use super::series::Reference;
use crate::Result;

/// One bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// At the left of the bar.
    pub name: String,
    /// Its length.
    pub mean: f64,
    /// Half the length of its error bar, such as a standard deviation over seeds; 0 for none.
    pub std: f64,
}

/// A chart of horizontal bars.
#[derive(Debug, Clone, Default)]
pub struct BarPlot {
    /// Above the chart.
    pub title: String,
    /// What the bars measure, with its unit.
    pub x_label: String,
    /// The bars from top to bottom.
    pub rows: Vec<Bar>,
    /// Which of them the others are compared with: it is the strongest in colour.
    pub highlight: Option<usize>,
    /// A dashed line across all bars, such as a published result.
    pub reference: Option<Reference>,
    /// Digits after the point in the values beside the bars.
    pub decimals: usize,
}

const WIDTH: f64 = 1600.0;
const ROW: f64 = 110.0;
const THICKNESS: f64 = 66.0;
const LONGEST_NAME: f64 = 400.0;

/// Draws the bars, 1600 pixels wide and as high as they are many. They start at zero, always.
///
/// # Errors
/// [`Error::Plot`](crate::Error::Plot) if there is no bar or a value is not finite; [`Error::Io`](crate::Error::Io) if the
/// file cannot be written.
pub fn bars(path: &Path, plot: &BarPlot) -> Result<()> {
    if plot.rows.is_empty() {
        return Err(refuse(path, "there is no bar"));
    }
    let numbers = plot.rows.iter().flat_map(|row| [row.mean, row.std]).chain(plot.reference.iter().map(|line| line.y));
    if let Some(value) = numbers.clone().find(|value| !value.is_finite()) {
        return Err(refuse(path, format!("a bar or its reference is {value}")));
    }
    let ends = plot.rows.iter().flat_map(|row| [row.mean - row.std, row.mean + row.std]);
    let axis = Axis::tight(ends.chain(plot.reference.iter().map(|line| line.y)).chain([0.0]));
    let top = if plot.reference.is_some() { 150.0 } else { 100.0 };
    let bottom = top + ROW * plot.rows.len() as f64;
    draw(path, (WIDTH, bottom + 140.0), |canvas| {
        let bold = Font { bold: true, ..TEXT };
        let values: Vec<String> = plot.rows.iter().map(|row| value_label(row, plot.decimals)).collect();
        let left = widest(plot.rows.iter().map(|row| &row.name), bold, LONGEST_NAME)? + 70.0;
        let right = WIDTH - widest(&values, bold, LONGEST_NAME)? - 60.0;
        let px = |value: f64| left + axis.position(value) * (right - left);
        canvas.text(&fit(&plot.title, TITLE, WIDTH - 80.0)?, (40.0, 52.0), TITLE)?;
        let middle = Font { anchor: Anchor::Middle, ..TEXT };
        for tick in axis.ticks(6) {
            let x = px(tick.value);
            canvas.line(&[(x, top), (x, bottom)], Stroke { color: GRID, width: 2.0, dashes: &[] })?;
            canvas.text(&tick.label, (x, bottom + 34.0), middle)?;
        }
        canvas.text(&plot.x_label, ((left + right) / 2.0, bottom + 98.0), middle)?;
        if let Some(reference) = &plot.reference {
            let x = px(reference.y);
            canvas.line(&[(x, top - 14.0), (x, bottom)], Stroke { color: GREY, width: 3.0, dashes: &[14.0, 9.0] })?;
            let half = text_width(&reference.name, middle)? / 2.0;
            canvas.text(&reference.name, (x.max(40.0 + half).min(WIDTH - 30.0 - half), top - 40.0), middle)?;
        }
        for (i, row) in plot.rows.iter().enumerate() {
            let y = top + (i as f64 + 0.5) * ROW;
            let bold = plot.highlight == Some(i);
            let color = if bold { palette(0) } else { mix(palette(0), WHITE, 0.5) };
            let name = fit(&row.name, TEXT, LONGEST_NAME)?;
            canvas.text(&name, (left - 20.0, y), Font { anchor: Anchor::End, bold, ..TEXT })?;
            canvas.rectangle((px(0.0), y - THICKNESS / 2.0), (px(row.mean), y + THICKNESS / 2.0), color)?;
            let (low, high) = (px(row.mean - row.std), px(row.mean + row.std));
            if row.std > 0.0 {
                error_bar(canvas, (low, high), y)?;
            }
            let font = Font { bold, ..TEXT };
            let start = high.max(px(0.0)) + 14.0;
            let end = start + text_width(&values[i], font)? + 8.0;
            canvas.rectangle((start, y - 22.0), (end, y + 22.0), WHITE)?; // keeps the grid out of the numbers
            canvas.text(&values[i], (start + 4.0, y), font)?;
        }
        canvas.line(&[(px(0.0), top), (px(0.0), bottom)], Stroke { color: GREY, width: 2.0, dashes: &[] })
    })
}

/// `0.943 ± 0.008`, or the mean alone where there is no spread.
fn value_label(row: &Bar, decimals: usize) -> String {
    let spread = if row.std > 0.0 { format!(" ± {:.decimals$}", row.std) } else { String::new() };
    format!("{:.decimals$}{spread}", row.mean).replace('-', "−")
}

/// A line from end to end with a stop at each.
fn error_bar(canvas: &Canvas, (low, high): (f64, f64), y: f64) -> Drawn {
    let stroke = Stroke { color: INK, width: 3.0, dashes: &[] };
    canvas.line(&[(low, y), (high, y)], stroke)?;
    canvas.line(&[(low, y - 12.0), (low, y + 12.0)], stroke)?;
    canvas.line(&[(high, y - 12.0), (high, y + 12.0)], stroke)
}
