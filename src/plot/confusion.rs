//! Which classes a classifier takes for which.

use std::path::Path;

use super::axis::thousands;
use super::canvas::{Anchor, Canvas, Drawn, Font, TEXT, TITLE, draw, refuse};
use super::color::{blues, text_on_blues};
use crate::Result;
use crate::metrics::Confusion;

const TOP: f64 = 120.0;
const LONGEST_LABEL: f64 = 300.0;
const CELL: Font = Font { anchor: Anchor::Middle, ..TEXT };

/// Draws a confusion matrix: gold classes as rows, predicted ones as columns; in each cell the count, and its share of the
/// row, which is also the cell's darkness. The picture grows with the number of classes, from about 1000 pixels.
///
/// # Errors
/// [`Error::Plot`](crate::Error::Plot) if there is no class, or not one label a class; [`Error::Io`](crate::Error::Io) if
/// the file cannot be written.
pub fn confusion_matrix(path: &Path, confusion: &Confusion, labels: &[String], title: &str) -> Result<()> {
    let classes = confusion.classes();
    if classes == 0 || labels.len() != classes {
        return Err(refuse(path, format!("{} labels for {classes} classes", labels.len())));
    }
    let cell = (800.0 / classes as f64).clamp(84.0, 290.0);
    let side = cell * classes as f64;
    // Every label is allowed its longest; the room is measured on the page, so the page is as wide as it may have to be.
    let left = 90.0 + LONGEST_LABEL;
    let below = if cell < 150.0 { LONGEST_LABEL } else { 60.0 };
    let size = (left + side + 60.0, TOP + side + below + 90.0);
    draw(path, size, |canvas| {
        canvas.text(&canvas.fit(title, TITLE, size.0 - 80.0)?, (40.0, 58.0), TITLE)?;
        for (row, label) in labels.iter().enumerate() {
            let y = TOP + (row as f64 + 0.5) * cell;
            let label = canvas.fit(label, TEXT, LONGEST_LABEL - 20.0)?;
            canvas.text(&label, (left - 18.0, y), Font { anchor: Anchor::End, ..TEXT })?;
            for column in 0..classes {
                draw_cell(canvas, confusion, (row, column), (left + column as f64 * cell, y - cell / 2.0), cell)?;
            }
        }
        for (column, label) in labels.iter().enumerate() {
            let x = left + (column as f64 + 0.5) * cell;
            if cell < 150.0 {
                let label = canvas.fit(label, TEXT, LONGEST_LABEL - 20.0)?;
                let upward = Font { anchor: Anchor::End, upward: true, ..TEXT };
                canvas.text(&label, (x, TOP + side + 18.0), upward)?;
            } else {
                canvas.text(&canvas.fit(label, TEXT, cell - 14.0)?, (x, TOP + side + 36.0), CELL)?;
            }
        }
        let bold = Font { bold: true, ..CELL };
        canvas.text("predicted", (left + side / 2.0, size.1 - 46.0), bold)?;
        canvas.text("gold", (40.0, TOP + side / 2.0), Font { upward: true, ..bold })
    })
}

/// One cell, its count, and where there is room its share of the row.
fn draw_cell(canvas: &Canvas, confusion: &Confusion, index: (usize, usize), corner: (f64, f64), cell: f64) -> Drawn {
    let count = confusion.counts[index];
    let share = count as f64 / confusion.counts.row(index.0).sum().max(1) as f64;
    canvas.rectangle((corner.0 + 1.0, corner.1 + 1.0), (corner.0 + cell - 1.0, corner.1 + cell - 1.0), blues(share))?;
    let center = (corner.0 + cell / 2.0, corner.1 + cell / 2.0);
    let small = Font { size: (cell * 0.2).clamp(24.0, 34.0), color: text_on_blues(share), ..CELL };
    let large = Font { size: small.size * 1.3, bold: true, ..small };
    let apart = small.size * 0.68;
    canvas.text(&thousands(&count.to_string()), (center.0, center.1 - apart), large)?;
    canvas.text(&format!("{:.0}%", share * 100.0), (center.0, center.1 + apart), small)
}
