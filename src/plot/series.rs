//! The lines of a chart.

use crate::metrics::mean_and_std;

/// One line of a chart.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// What is written at the end of the line; nothing if empty.
    pub name: String,
    /// How it is drawn.
    pub style: Style,
    /// Which colour of the palette, dash and marker; series that belong together share it.
    pub color: usize,
    /// The points, by rising x.
    pub points: Vec<(f64, f64)>,
    /// Half the height of a translucent band around each point, such as a standard deviation; empty for no band.
    pub spread: Vec<f64>,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    /// Thin and pale: every single measurement, such as the loss of each step.
    Raw,
    /// Strong: what the eye should follow, such as a smoothed loss.
    #[default]
    Smooth,
    /// Markers joined by a line: the few values measured now and then, such as a score on the dev set.
    Dev,
}

/// A dashed horizontal line with its name: a baseline to compare with.
#[derive(Debug, Clone)]
pub struct Reference {
    /// What is written at the line.
    pub name: String,
    /// Where it is.
    pub y: f64,
}

impl Series {
    /// A line without a band.
    pub fn new(name: impl Into<String>, style: Style, color: usize, points: Vec<(f64, f64)>) -> Self {
        Series { name: name.into(), style, color, points, spread: Vec::new() }
    }

    /// The mean of several runs' points with a band of one standard deviation: what happens over random seeds.
    ///
    /// The runs are taken point by point, at the first run's x, as far as the shortest goes.
    pub fn over_seeds(name: impl Into<String>, style: Style, color: usize, runs: &[Vec<(f64, f64)>]) -> Self {
        let length = runs.iter().map(Vec::len).min().unwrap_or(0);
        let (mut points, mut spread) = (Vec::new(), Vec::new());
        for i in 0..length {
            let values: Vec<f64> = runs.iter().map(|run| run[i].1).collect();
            let (mean, std) = mean_and_std(&values);
            points.push((runs[0][i].0, mean));
            spread.push(std);
        }
        Series { spread, ..Series::new(name, style, color, points) }
    }

    /// The upper (`sign` 1) or lower (-1) edge of the band. Where no point is below zero, what is measured cannot be, and then
    /// neither is the band, though the mean less a standard deviation may be.
    pub fn edge(&self, sign: f64) -> impl DoubleEndedIterator<Item = (f64, f64)> {
        let lowest = if self.points.iter().all(|point| point.1 >= 0.0) { 0.0 } else { f64::NEG_INFINITY };
        self.points.iter().zip(&self.spread).map(move |(&(x, y), s)| (x, (y + sign * s).max(lowest)))
    }
}

/// The exponential moving average of the points' y: `m ← m + (y - m) · 2 / (span + 1)`, an average over about the last
/// `span` points.
///
/// It starts from zero and is divided by `1 - (1 - 2 / (span + 1))^t`, the share of the weights that belongs to real
/// points (the bias correction of Adam), so that the first points are not pulled towards zero.
pub fn smooth(points: &[(f64, f64)], span: usize) -> Vec<(f64, f64)> {
    let alpha = 2.0 / (span.max(1) as f64 + 1.0);
    let (mut average, mut missing) = (0.0, 1.0);
    let next = |&(x, y): &(f64, f64)| {
        average += alpha * (y - average);
        missing *= 1.0 - alpha;
        (x, average / (1.0 - missing))
    };
    points.iter().map(next).collect()
}

/// Fractions as percentages: each y times 100.
pub fn percent(points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    points.into_iter().map(|(x, y)| (x, 100.0 * y)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smoothing_by_hand() {
        // Span 3: alpha 1/2. The average goes 2, 3, 5.5; the corrections are 1/2, 3/4, 7/8.
        let smoothed = smooth(&[(0.0, 4.0), (1.0, 4.0), (2.0, 8.0)], 3);
        assert_eq!(smoothed, [(0.0, 4.0), (1.0, 4.0), (2.0, 5.5 / 0.875)]);
        // Span 1, and 0 which means the same, change nothing.
        assert_eq!(smooth(&[(0.0, 4.0), (1.0, 7.0)], 1), [(0.0, 4.0), (1.0, 7.0)]);
        assert_eq!(smooth(&[(0.0, 4.0), (1.0, 7.0)], 0), [(0.0, 4.0), (1.0, 7.0)]);
        assert!(smooth(&[], 10).is_empty());
    }

    #[test]
    fn seeds_give_a_mean_and_a_band() {
        let runs =
            [vec![(1.0, 2.0), (2.0, 8.0), (3.0, 9.0)], vec![(1.0, 4.0), (2.0, 8.0)], vec![(1.0, 6.0), (2.0, 8.0)]];
        let series = Series::over_seeds("accuracy", Style::Dev, 0, &runs);
        assert_eq!(series.points, [(1.0, 4.0), (2.0, 8.0)]);
        assert_eq!(series.spread, [2.0, 0.0]);
        assert!(Series::over_seeds("accuracy", Style::Dev, 0, &[]).points.is_empty());
    }

    #[test]
    fn a_band_stays_above_zero_where_its_points_do() {
        let series = |y| Series { spread: vec![2.0], ..Series::new("", Style::Dev, 0, vec![(5.0, y)]) };
        let edges = |y| (series(y).edge(-1.0).next(), series(y).edge(1.0).next());
        assert_eq!(edges(0.5), (Some((5.0, 0.0)), Some((5.0, 2.5))));
        assert_eq!(edges(-0.5), (Some((5.0, -2.5)), Some((5.0, 1.5))));
    }
}
