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
mod plane;
mod scatter;
mod series;

pub use axis::{Axis, Tick};
pub use bars::{Bar, BarPlot, bars};
pub use confusion::confusion_matrix;
pub use curves::{CurvePlot, curves, panels};
pub use heatmap::{HeatmapPlot, heatmap, heatmaps};
pub use plane::principal_plane;
pub use scatter::{Group, ScatterPlot, scatters};
pub use series::{Reference, Series, Style, percent, smooth};

#[cfg(test)]
mod tests {
    use std::path::Path;

    use ndarray::{Array2, array};

    use super::canvas::tests::look;
    use super::*;
    use crate::metrics::Confusion;
    use crate::{Error, Result};

    /// Draws into a new folder, and checks the file's size and that there is something on it.
    fn expect_picture(size: (u32, u32), draw: impl FnOnce(&Path) -> Result<()>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("picture.png");
        draw(&path).unwrap();
        let (width, height, colors) = look(&path);
        assert_eq!((width, height), size);
        assert!(colors > 20, "text and lines have many shades: {colors}");
    }

    /// Draws into a new folder, and checks the reason why not, and that nothing is left behind.
    fn expect_refusal(reason: &str, draw: impl FnOnce(&Path) -> Result<()>) {
        let folder = tempfile::tempdir().unwrap();
        let error = draw(&folder.path().join("picture.png")).unwrap_err();
        assert!(matches!(error, Error::Plot { .. }), "{error:?}");
        assert!(error.to_string().contains(reason), "{error}, expected {reason}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    fn loss() -> CurvePlot {
        let points: Vec<_> = (0..100).map(|step| (f64::from(step), 2.0 + 6.0 / f64::from(step + 1))).collect();
        CurvePlot {
            title: "Loss".to_string(),
            x_label: "step".to_string(),
            y_label: "loss (nats)".to_string(),
            series: vec![
                Series::new("training", Style::Raw, 0, points.clone()),
                Series::new("training, smoothed", Style::Smooth, 0, smooth(&points, 10)),
                Series::over_seeds(
                    "held out",
                    Style::Dev,
                    1,
                    &[vec![(0.0, 8.0), (99.0, 3.0)], vec![(0.0, 7.0), (99.0, 3.0)]],
                ),
            ],
            references: vec![Reference { name: "unigram".to_string(), y: 5.0 }],
            ..CurvePlot::default()
        }
    }

    fn with_points(points: &[(f64, f64)]) -> CurvePlot {
        CurvePlot { series: vec![Series::new("line", Style::Smooth, 0, points.to_vec())], ..loss() }
    }

    #[test]
    fn curves_are_drawn() {
        expect_picture((1600, 1000), |path| curves(path, &loss()));
        expect_picture((1600, 1000), |path| curves(path, &CurvePlot { log_y: true, ..loss() }));
        expect_picture((1600, 1000), |path| curves(path, &CurvePlot { y_range: Some((0.0, 5.0)), ..loss() }));
        expect_picture((1600, 1380), |path| panels(path, &[loss(), loss()]));
        expect_picture((1600, 1000), |path| curves(path, &with_points(&[(0.0, 0.0), (1.0, 0.0)])));
    }

    #[test]
    fn every_dash_and_marker_is_drawn() {
        let points = vec![(0.0, 0.0), (3.3, 1e9), (10.0, 2.0)];
        let line =
            |color| Series::new("line", if color < 4 { Style::Smooth } else { Style::Dev }, color, points.clone());
        expect_picture((1600, 1000), |path| curves(path, &CurvePlot { series: (0..8).map(line).collect(), ..loss() }));
    }

    #[test]
    fn a_single_look_is_a_marker() {
        let series = Series { spread: vec![0.1], ..Series::new("line", Style::Dev, 0, vec![(21.0, 0.5)]) };
        expect_picture((1600, 1000), |path| curves(path, &CurvePlot { series: vec![series], ..loss() }));
        expect_picture((1600, 1000), |path| curves(path, &with_points(&[(1.0, 2.0)])));
    }

    #[test]
    fn curves_refuse_what_cannot_be_drawn() {
        expect_refusal("has no series", |path| curves(path, &CurvePlot { series: vec![], ..loss() }));
        expect_refusal("line is empty", |path| curves(path, &with_points(&[])));
        expect_refusal("line holds NaN", |path| curves(path, &with_points(&[(1.0, 2.0), (2.0, f64::NAN)])));
        expect_refusal("line holds inf", |path| curves(path, &with_points(&[(1.0, 2.0), (f64::INFINITY, 2.0)])));
        let zero = CurvePlot { log_y: true, ..with_points(&[(1.0, 0.0), (2.0, 1.0)]) };
        expect_refusal("logarithmic", |path| curves(path, &zero));
        expect_refusal("is no range", |path| curves(path, &CurvePlot { y_range: Some((5.0, 1.0)), ..loss() }));
        expect_refusal("no chart", |path| panels(path, &[]));
        let mut uneven = with_points(&[(1.0, 2.0), (2.0, 3.0)]);
        uneven.series[0].spread = vec![1.0];
        expect_refusal("2 points but 1 spreads", |path| curves(path, &uneven));
    }

    #[test]
    fn a_path_that_cannot_be_written_is_named() {
        let in_the_way = tempfile::tempdir().unwrap();
        let error = curves(in_the_way.path(), &loss()).unwrap_err();
        assert!(matches!(error, Error::Io { .. }), "{error:?}");
        assert!(error.to_string().contains(&in_the_way.path().display().to_string()), "{error}");
    }

    #[test]
    fn confusion_matrices_are_drawn() {
        let confusion = Confusion::new(&[0, 1, 1, 0], &[0, 1, 0, 0], 2);
        let names = ["a".to_string(), "b".to_string()];
        expect_picture((900, 850), |path| confusion_matrix(path, &confusion, &names, "Title"));
        expect_refusal("1 labels for 2 classes", |path| confusion_matrix(path, &confusion, &names[..1], "Title"));
        let many: Vec<String> = (0..150).map(|class| format!("intent {class}")).collect(); // the picture stops growing
        let confusion = Confusion::new(&[3, 77, 149], &[3, 80, 149], 150);
        expect_picture((2757, 2817), |path| confusion_matrix(path, &confusion, &many, "Title"));
        let nothing = Confusion::new(&[], &[], 0);
        expect_refusal("0 labels for 0 classes", |path| confusion_matrix(path, &nothing, &[], "Title"));
    }

    #[test]
    fn heatmaps_are_drawn() {
        let names: Vec<String> = ["the", "mill", "turns"].map(String::from).to_vec();
        let (title, y_label, x_label, value_label) = ("Attention", "from", "to", "weight");
        let plot = HeatmapPlot { title, rows: &names[..2], columns: &names, y_label, x_label, value_label };
        let weights = array![[0.1, 0.2, 0.7], [0.0, 0.5, 0.5]];
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("heads.png");
        heatmaps(&path, &[("head 1".to_string(), weights.view()), ("head 2".to_string(), weights.view())], &plot)
            .unwrap();
        assert!(look(&path).0 >= 900 && look(&path).2 > 20);
        heatmap(&path, Array2::zeros((2, 3)).view(), &plot).unwrap(); // all equal is drawn too
        expect_refusal("(3, 2)", |path| heatmap(path, weights.t(), &plot));
        expect_refusal("NaN", |path| heatmap(path, array![[0.0, f32::NAN, 0.0], [0.0, 0.0, 0.0]].view(), &plot));
        expect_refusal("nothing", |path| heatmaps(path, &[], &plot));
    }

    #[test]
    fn bars_are_drawn() {
        let row = |mean, std| Bar { name: "fine-tuned".to_string(), mean, std };
        let reference = Some(Reference { name: "published".to_string(), y: 0.95 });
        let rows = vec![row(0.5, 0.0), row(-0.9, 0.02)];
        let plot = BarPlot { rows, reference, highlight: Some(1), decimals: 3, ..BarPlot::default() };
        expect_picture((1600, 510), |path| bars(path, &plot));
        expect_refusal("no bar", |path| bars(path, &BarPlot::default()));
        expect_refusal("NaN", |path| bars(path, &BarPlot { rows: vec![row(f64::NAN, 0.0)], ..BarPlot::default() }));
    }
}
