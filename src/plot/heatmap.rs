//! Matrices as colours: who attends to whom.

use std::path::Path;

use ndarray::ArrayView2;

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, Drawn, Font, Stroke, TEXT, TITLE, draw, fit, refuse, widest};
use super::color::{GREY, INK, blues};
use crate::Result;

/// One or more matrices over the same rows and columns.
#[derive(Debug, Clone)]
pub struct HeatmapPlot<'a> {
    /// Above the picture.
    pub title: &'a str,
    /// A name for each row, such as the tokens that attend.
    pub rows: &'a [String],
    /// A name for each column, such as the tokens attended to.
    pub columns: &'a [String],
    /// What the rows are.
    pub y_label: &'a str,
    /// What the columns are.
    pub x_label: &'a str,
    /// What the values are; written at the colour bar.
    pub value_label: &'a str,
}

const WIDEST: f64 = 1600.0;
const TOP: f64 = 110.0;
const LONGEST_NAME: f64 = 200.0;
/// Room for the colour bar.
const BAR_ROOM: f64 = 220.0;
const CAPTION: f64 = 50.0;
/// The smallest font, which still reads when a page shows the picture at half its size.
const SMALLEST: f64 = 24.0;

/// Draws one matrix, `[rows, columns]`; see [`heatmaps`].
///
/// # Errors
/// As [`heatmaps`].
pub fn heatmap(path: &Path, matrix: ArrayView2<f32>, plot: &HeatmapPlot) -> Result<()> {
    heatmaps(path, &[(String::new(), matrix)], plot)
}

/// Draws several matrices, each `[rows, columns]` with its own caption, in one picture at most 1600 pixels wide with one colour
/// scale: the heads of an attention layer. Colours go from 0 (or the smallest value, if that is negative) to the largest
/// value. Where rows or columns are narrower than their names, only every second, third, … is named.
///
/// # Errors
/// [`Error::Plot`](crate::Error::Plot) if there is no matrix or an empty one, if a shape does not fit the names, or if a
/// value is not finite; [`Error::Io`](crate::Error::Io) if the file cannot be written.
pub fn heatmaps(path: &Path, matrices: &[(String, ArrayView2<f32>)], plot: &HeatmapPlot) -> Result<()> {
    let shape = (plot.rows.len(), plot.columns.len());
    check(matrices, shape).map_err(|reason| refuse(path, reason))?;
    let room = |names: &[String]| widest(names, TEXT, LONGEST_NAME).map_err(|r| refuse(path, r));
    let layout = Layout::new(matrices.len(), shape, (room(plot.rows)? + 24.0, room(plot.columns)? + 24.0));
    let values = || matrices.iter().flat_map(|(_, matrix)| matrix.iter().map(|&value| f64::from(value)));
    let scale = Axis::tight(values().chain([0.0]));
    draw(path, (layout.width(), layout.height()), |canvas| {
        canvas.text(&fit(plot.title, TITLE, layout.width() - 80.0)?, (40.0, 58.0), TITLE)?;
        for (i, (caption, matrix)) in matrices.iter().enumerate() {
            let corner = layout.corner(i);
            let middle = Font { anchor: Anchor::Middle, ..TEXT };
            let caption = fit(caption, middle, layout.panel.0)?;
            canvas.text(&caption, (corner.0 + layout.panel.0 / 2.0, corner.1 - 28.0), middle)?;
            for ((row, column), &value) in matrix.indexed_iter() {
                let (x, y) = (corner.0 + column as f64 * layout.cell, corner.1 + row as f64 * layout.cell);
                let color = blues(scale.position(f64::from(value)));
                canvas.rectangle((x, y), (x + layout.cell - 1.0, y + layout.cell - 1.0), color)?;
            }
            names(canvas, plot, &layout, corner, i % layout.across == 0)?;
        }
        color_bar(canvas, &scale, plot.value_label, &layout)?;
        let (start, end) = (layout.corner(0), layout.end());
        let bold = Font { anchor: Anchor::Middle, bold: true, ..TEXT };
        canvas.text(plot.x_label, ((start.0 + end.0) / 2.0, end.1 + layout.below + 36.0), bold)?;
        canvas.text(plot.y_label, (36.0, (start.1 + end.1) / 2.0), Font { upward: true, ..bold })
    })
}

fn check(matrices: &[(String, ArrayView2<f32>)], shape: (usize, usize)) -> std::result::Result<(), String> {
    if matrices.is_empty() || shape.0 == 0 || shape.1 == 0 {
        return Err("there is nothing in the matrix".to_string());
    }
    for (caption, matrix) in matrices {
        if matrix.dim() != shape {
            return Err(format!("matrix {caption} is {:?}, the names are for {shape:?}", matrix.dim()));
        }
        if let Some(value) = matrix.iter().find(|value| !value.is_finite()) {
            return Err(format!("matrix {caption} holds {value}"));
        }
    }
    Ok(())
}

/// Where the panels are.
struct Layout {
    /// Panels side by side, and below each other.
    across: usize,
    down: usize,
    /// The side of a cell.
    cell: f64,
    /// Width and height of a panel's cells.
    panel: (f64, f64),
    /// Room for the names at the left of the cells, and for those below.
    beside: f64,
    below: f64,
}

impl Layout {
    const LEFT: f64 = 70.0;
    const BETWEEN: f64 = 30.0;

    /// As many panels side by side as make the cells largest, in a picture not much higher than wide.
    fn new(panels: usize, (rows, columns): (usize, usize), (beside, below): (f64, f64)) -> Self {
        let fit = |across: usize| {
            let down = panels.div_ceil(across);
            let width = (WIDEST - Self::LEFT - beside - BAR_ROOM) / across as f64 - Self::BETWEEN;
            let height = 1200.0 / down as f64 - CAPTION - below;
            let cell = (width / columns as f64).min(height / rows as f64).clamp(2.0, 110.0);
            Layout { across, down, cell, panel: (cell * columns as f64, cell * rows as f64), beside, below }
        };
        (2..=panels).map(fit).fold(fit(1), |best, other| if other.cell > best.cell { other } else { best })
    }

    /// The upper left corner of a panel's cells.
    fn corner(&self, panel: usize) -> (f64, f64) {
        let (across, down) = ((panel % self.across) as f64, (panel / self.across) as f64);
        let x = Self::LEFT + self.beside + across * (self.panel.0 + Self::BETWEEN);
        (x, TOP + CAPTION + down * (self.panel.1 + self.below + CAPTION))
    }

    /// The lower right corner of the last panel's cells.
    fn end(&self) -> (f64, f64) {
        let last = self.corner(self.across * self.down - 1);
        (last.0 + self.panel.0, last.1 + self.panel.1)
    }

    fn width(&self) -> f64 {
        (self.end().0 + BAR_ROOM).max(900.0)
    }

    fn height(&self) -> f64 {
        self.end().1.max(500.0) + self.below + 90.0
    }
}

/// The names of the columns below a panel, and of the rows at the left of the leftmost ones.
fn names(canvas: &Canvas, plot: &HeatmapPlot, layout: &Layout, corner: (f64, f64), leftmost: bool) -> Drawn {
    let font = Font { size: (layout.cell * 0.85).clamp(SMALLEST, TEXT.size), anchor: Anchor::End, ..TEXT };
    let every = (SMALLEST * 0.95 / layout.cell).ceil().max(1.0) as usize;
    for (column, name) in plot.columns.iter().enumerate().step_by(every) {
        let x = corner.0 + (column as f64 + 0.5) * layout.cell;
        let name = fit(name, font, LONGEST_NAME)?;
        canvas.text(&name, (x, corner.1 + layout.panel.1 + 12.0), Font { upward: true, ..font })?;
    }
    for (row, name) in plot.rows.iter().enumerate().step_by(every).filter(|_| leftmost) {
        let y = corner.1 + (row as f64 + 0.5) * layout.cell;
        canvas.text(&fit(name, font, LONGEST_NAME)?, (corner.0 - 12.0, y), font)?;
    }
    Ok(())
}

/// The scale at the right: colours, ticks, and what they mean.
fn color_bar(canvas: &Canvas, scale: &Axis, label: &str, layout: &Layout) -> Drawn {
    let (left, top) = (layout.end().0 + 50.0, layout.corner(0).1);
    let (right, bottom) = (left + 36.0, top + layout.panel.1.max(400.0));
    let steps = 256;
    let y = |share: f64| bottom - share * (bottom - top);
    for step in 0..steps {
        let share = |step: i32| f64::from(step) / f64::from(steps);
        canvas.rectangle((left, y(share(step + 1))), (right, y(share(step))), blues(share(step)))?;
    }
    for tick in scale.ticks(5) {
        let at = y(scale.position(tick.value));
        canvas.line(&[(right, at), (right + 8.0, at)], Stroke { color: GREY, width: 2.0, dashes: &[] })?;
        canvas.text(&tick.label, (right + 14.0, at), Font { color: INK, size: 30.0, ..TEXT })?;
    }
    canvas.text(&fit(label, TEXT, BAR_ROOM - 60.0)?, (left, top - 28.0), TEXT)
}
