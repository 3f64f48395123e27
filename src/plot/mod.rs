//! The pictures of a run, as PNG files: training curves, confusion matrices, attention maps, bars.
//!
//! Every function draws in memory and then writes the file in one go. Colours are those of Okabe and Ito (2008), which
//! remain distinct to the colour-blind, and dashes or markers repeat what they say. The font is DejaVu Sans, compiled in.

mod axis;
mod bars;
mod canvas;
mod color;
mod confusion;
mod curves;
mod end_labels;
mod heatmap;
mod series;

pub use bars::{Bar, BarPlot, bars};
pub use confusion::confusion_matrix;
pub use curves::{CurvePlot, curves, panels};
pub use heatmap::{HeatmapPlot, heatmap, heatmaps};
pub use series::{Reference, Series, Style, smooth};
