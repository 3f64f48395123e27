//! Which classes a classifier takes for which.

use std::path::Path;

use super::axis::thousands;
use super::canvas::{Anchor, Canvas, Drawn, Font, TEXT, TITLE, draw, fit, refuse, widest};
use super::color::{blues, text_on_blues};
use crate::Result;
use crate::metrics::Confusion;

const TOP: f64 = 120.0;
const LONGEST_LABEL: f64 = 300.0;
/// The smallest cell that has room for its numbers.
const READABLE: f64 = 84.0;
/// The longest side that the matrix has: beyond thirty classes, cells get smaller and have no numbers.
const LONGEST_SIDE: f64 = 30.0 * READABLE;
const CELL: Font = Font { anchor: Anchor::Middle, ..TEXT };

/// Draws a confusion matrix: gold classes as rows, predicted ones as columns; in each cell the count, and its share of the
/// row, which is also the cell's darkness. The picture grows with the number of classes, from 900 pixels to about 3000; in the
/// cells of more than thirty classes there are no numbers.
///
/// # Errors
/// [`Error::Plot`](crate::Error::Plot) if there is no class, or not one label a class; [`Error::Io`](crate::Error::Io) if
/// the file cannot be written.
pub fn confusion_matrix(path: &Path, confusion: &Confusion, labels: &[String], title: &str) -> Result<()> {
    let classes = confusion.classes();
    if classes == 0 || labels.len() != classes {
        return Err(refuse(path, format!("{} labels for {classes} classes", labels.len())));
    }
    let cell = (800.0 / classes as f64).clamp(READABLE, 290.0).min(LONGEST_SIDE / classes as f64);
    let text = Font { size: TEXT.size.min(0.9 * cell), ..TEXT };
    let label_width = widest(labels, text, LONGEST_LABEL).map_err(|reason| refuse(path, reason))?;
    let side = cell * classes as f64;
    let upward = label_width > cell - 14.0; // the columns' labels, where they are too long to stand side by side
    let left = 110.0 + label_width;
    let below = if upward { label_width + 20.0 } else { 60.0 };
    let size = ((left + side + 60.0).max(900.0), TOP + side + below + 90.0);
    draw(path, size, |canvas| {
        canvas.text(&fit(title, TITLE, size.0 - 80.0)?, (40.0, 58.0), TITLE)?;
        for (i, label) in labels.iter().enumerate() {
            let label = fit(label, text, LONGEST_LABEL)?;
            let middle = (i as f64 + 0.5) * cell;
            canvas.text(&label, (left - 18.0, TOP + middle), Font { anchor: Anchor::End, ..text })?;
            if upward {
                let font = Font { anchor: Anchor::End, upward, ..text };
                canvas.text(&label, (left + middle, TOP + side + 18.0), font)?;
            } else {
                canvas.text(&label, (left + middle, TOP + side + 36.0), Font { anchor: Anchor::Middle, ..text })?;
            }
        }
        for (row, column) in (0..classes).flat_map(|row| (0..classes).map(move |column| (row, column))) {
            let corner = (left + column as f64 * cell, TOP + row as f64 * cell);
            draw_cell(canvas, confusion, (row, column), corner, cell)?;
        }
        let bold = Font { bold: true, ..CELL };
        canvas.text("predicted", (left + side / 2.0, size.1 - 46.0), bold)?;
        canvas.text("gold", (40.0, TOP + side / 2.0), Font { upward: true, ..bold })
    })
}

/// One cell, and where there is room its count and its share of the row.
fn draw_cell(canvas: &Canvas, confusion: &Confusion, index: (usize, usize), corner: (f64, f64), cell: f64) -> Drawn {
    let count = confusion.counts[index];
    let share = count as f64 / confusion.counts.row(index.0).sum().max(1) as f64;
    canvas.rectangle((corner.0 + 1.0, corner.1 + 1.0), (corner.0 + cell - 1.0, corner.1 + cell - 1.0), blues(share))?;
    if cell < READABLE {
        return Ok(());
    }
    let center = (corner.0 + cell / 2.0, corner.1 + cell / 2.0);
    let small = Font { size: (cell * 0.2).clamp(24.0, 34.0), color: text_on_blues(share), ..CELL };
    let large = Font { size: small.size * 1.3, bold: true, ..small };
    let apart = small.size * 0.68;
    canvas.text(&thousands(&count.to_string()), (center.0, center.1 - apart), large)?;
    canvas.text(&format!("{:.0}%", share * 100.0), (center.0, center.1 + apart), small)
}
