//! A run's curves, thin enough to be kept.

use crate::train::{Line, curve};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Training by training (`fine-tuned, seed 0`), key by key (`loss`, `dev.accuracy`): the points (step, value).
pub type Curves = BTreeMap<String, BTreeMap<String, Vec<(f64, f64)>>>;

/// The most points that a thinned curve has.
pub const POINTS: usize = 100;

/// What a line of `metrics.jsonl` says beside its curves.
const NOT_A_CURVE: [&str; 3] = ["run", "step", "tokens_per_second"];

/// The curves in the lines of `metrics.jsonl`. A curve of more than [`POINTS`] points is cut into stretches of equal
/// length, and each stretch becomes one point: the mean step and the mean value.
pub fn thin(lines: &[Line]) -> Curves {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in lines {
        if let Some(run) = line.get("run").and_then(Value::as_str) {
            keys.entry(run.to_string()).or_default().extend(line.iter().flat_map(keys_of));
        }
    }
    let curves = |run: &str, keys: BTreeSet<String>| {
        keys.into_iter().map(|key| (key.clone(), average(&curve(lines, run, &key)))).collect()
    };
    keys.into_iter().map(|(run, keys)| (run.clone(), curves(&run, keys))).collect()
}

/// `loss` for a number, `dev.loss` and `dev.accuracy` for an object of two.
fn keys_of((key, value): (&String, &Value)) -> Vec<String> {
    match value {
        _ if NOT_A_CURVE.contains(&key.as_str()) => Vec::new(),
        Value::Object(inner) => inner.keys().map(|name| format!("{key}.{name}")).collect(),
        _ => vec![key.clone()],
    }
}

fn average(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mean = |stretch: &[(f64, f64)]| {
        let n = stretch.len() as f64;
        let (x, y) = stretch.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0, y + point.1));
        (five_digits(x / n), five_digits(y / n))
    };
    points.chunks(points.len().div_ceil(POINTS).max(1)).map(mean).collect()
}

/// As many digits as a picture can show.
fn five_digits(value: f64) -> f64 {
    format!("{value:.4e}").parse().unwrap_or(value)
}

/// One training a line, so that the file can be looked at.
pub(super) fn to_text(curves: &Curves) -> String {
    let line = |(run, keys)| format!("{}: {}", Value::from(run), serde_json::json!(keys));
    let lines: Vec<String> = curves.iter().map(|(run, keys)| line((run.as_str(), keys))).collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn line(value: Value) -> Line {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn long_curves_are_averaged_and_short_ones_kept() {
        let mut lines: Vec<Line> = (1..=250)
            .map(|step| line(json!({"run": "a", "step": step, "loss": 2.0 * f64::from(step), "tokens_per_second": 9})))
            .collect();
        lines[249].insert("dev".into(), json!({"accuracy": 0.912345678}));
        lines.push(line(json!({"run": "b", "step": 1, "loss": 7.0})));
        let curves = thin(&lines);
        assert_eq!(curves["a"].keys().collect::<Vec<_>>(), ["dev.accuracy", "loss"]);
        // 250 points make stretches of 3: steps 1, 2, 3 become step 2; step 250 stands alone.
        assert_eq!(curves["a"]["loss"].len(), 84);
        assert_eq!((curves["a"]["loss"][0], curves["a"]["loss"][83]), ((2.0, 4.0), (250.0, 500.0)));
        assert_eq!(curves["a"]["dev.accuracy"], [(250.0, 0.91235)]);
        assert_eq!(curves["b"]["loss"], [(1.0, 7.0)]);
        assert_eq!(serde_json::from_str::<Curves>(&to_text(&curves)).unwrap(), curves);
    }
}
