//! One number of a record: where it stands, and how it is written.

use finetune::records::Record;
use finetune::train::Statistic;
use serde_json::{Value, json};

/// What a path leads to.
#[derive(Clone, Debug, PartialEq)]
enum Found {
    /// Measured over seeds.
    Statistic(Statistic),
    /// One number that was measured, or a mean.
    Number(f64),
    /// Anything that is written as it is: a setting, a name, a count.
    Text(String),
}

/// `PATH`, `PATH, FORMAT`, `PATH minus PATH, FORMAT` as text; `book/README.md` lists paths and formats.
pub fn quote(record: &Record, arguments: &str) -> Result<String, String> {
    let (path, format) = arguments.rsplit_once(", ").unwrap_or((arguments, ""));
    let found = match path.split_once(" minus ") {
        None => look_up(record, path.trim())?,
        Some((a, b)) => Found::Number(number(&look_up(record, a.trim())?)? - number(&look_up(record, b.trim())?)?),
    };
    write(&found, format.trim())
}

/// The mean of a number in a record, for a picture.
pub fn mean(record: &Record, path: &str) -> Result<f64, String> {
    number(&look_up(record, path)?)
}

fn number(found: &Found) -> Result<f64, String> {
    match found {
        Found::Statistic(statistic) => Ok(statistic.mean),
        Found::Number(number) => Ok(*number),
        Found::Text(text) => text.parse().map_err(|_| format!("`{text}` is no number")),
    }
}

fn look_up(record: &Record, path: &str) -> Result<Found, String> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    match first {
        "seeds" => Ok(Found::Text(seeds(record).to_string())),
        "rows" => row(record, rest),
        "curve" => curve(record, rest),
        "settings" => as_written(&record.runs[0].config["settings"], rest),
        "machine" => as_written(&json!(record.runs[0].machine), rest),
        _ => measured(record, path),
    }
}

/// How many seeds the table stands on.
pub fn seeds(record: &Record) -> usize {
    record.rows().iter().flat_map(|row| row.metrics.values()).map(|value| value.seeds).max().unwrap_or(0)
}

fn row(record: &Record, path: &str) -> Result<Found, String> {
    let (name, metric) = path.split_once('.').ok_or("write rows.ROW.METRIC")?;
    let names = || record.rows().iter().map(|row| row.name.clone()).collect::<Vec<_>>().join(", ");
    let row = record.row(name).ok_or_else(|| format!("there is no row `{name}`, but {}", names()))?;
    let metrics = || row.metrics.keys().cloned().collect::<Vec<_>>().join(", ");
    let found = row.metrics.get(metric).copied();
    found.map(Found::Statistic).ok_or_else(|| format!("row `{name}` has no metric `{metric}`, but {}", metrics()))
}

/// `fine-tuned.dev.accuracy.max`: the training, the key (with a dot in it, perhaps), and which point.
fn curve(record: &Record, path: &str) -> Result<Found, String> {
    let parts = path.split_once('.').and_then(|(name, rest)| Some((name, rest.rsplit_once('.')?)));
    let (name, (key, which)) = parts.ok_or("write curve.TRAINING.KEY.last")?;
    let points = record.curve(name, key).map(|curve| curve.points).unwrap_or_default();
    let highest = points.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let lowest = points.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let point = match which {
        "first" => points.first(),
        "last" => points.last(),
        "max" | "step of max" => highest,
        "min" | "step of min" => lowest,
        _ => return Err(format!("`{which}` is not first, last, max, min, step of max or step of min")),
    };
    let &(step, value) = point.ok_or_else(|| format!("there is no curve `{key}` of `{name}`"))?;
    Ok(if which.starts_with("step") { Found::Text(format!("{step:.0}")) } else { Found::Number(value) })
}

/// A setting, or a fact about the machine: as the file has it.
fn as_written(values: &Value, path: &str) -> Result<Found, String> {
    let value = path.split('.').fold(values, |value, key| &value[key]);
    match value {
        Value::Number(number) => Ok(Found::Text(exactly(number.as_f64().unwrap_or(f64::NAN)))),
        Value::String(text) => Ok(Found::Text(text.clone())),
        Value::Bool(yes) => Ok(Found::Text(yes.to_string())),
        _ => Err(format!("there is no `{path}` here: {}", keys(values))),
    }
}

/// A number of `summary.json`: the middle one of the runs. A run that shared its machine with something else took longer, and
/// says nothing about the program.
fn measured(record: &Record, path: &str) -> Result<Found, String> {
    let mut found = Vec::new();
    for run in &record.runs {
        let summary = json!(run.summary);
        let value = path.split('.').fold(&summary, |value, key| &value[key]);
        found.push(value.as_f64().ok_or_else(|| format!("there is no number `{path}`: {}", keys(&summary)))?);
    }
    found.sort_by(f64::total_cmp);
    Ok(Found::Number(found[found.len() / 2]))
}

fn keys(value: &Value) -> String {
    value.as_object().map(|object| object.keys().cloned().collect::<Vec<_>>().join(", ")).unwrap_or_default()
}

fn write(found: &Found, format: &str) -> Result<String, String> {
    if let Found::Text(text) = found
        && format.is_empty()
    {
        return Ok(text.clone());
    }
    let value = number(found)?;
    let spread = match found {
        Found::Statistic(statistic) if statistic.seeds > 1 => Some(statistic.std),
        _ => None,
    };
    let text = match format {
        "" => plain(value),
        "spread" => with_spread(found),
        "percent" => format!("{:.1}%", 100.0 * value),
        "percent spread" => match spread {
            Some(std) => format!("{:.1} ± {:.1}%", 100.0 * value, 100.0 * std),
            None => format!("{:.1}%", 100.0 * value),
        },
        "points" => format!("{:.1}", 100.0 * value),
        _ => match format.parse::<usize>() {
            Ok(decimals @ 0..=6) => format!("{value:.decimals$}"),
            _ => return Err(format!("`{format}` is no format")),
        },
    };
    Ok(text.replace('-', "−"))
}

fn with_spread(found: &Found) -> String {
    match found {
        Found::Statistic(s) => statistic(s),
        Found::Number(value) => plain(*value),
        Found::Text(text) => text.clone(),
    }
}

/// `0.934 ± 0.008`, or `0.500` where only one seed was measured or all agree, as in the table of a program.
pub fn statistic(s: &Statistic) -> String {
    let decimals = if s.mean.abs() < 100.0 { 3 } else { 1 };
    let spread = if s.seeds > 1 && s.std > 0.0 { format!(" ± {:.decimals$}", s.std) } else { String::new() };
    plain(s.mean) + &spread
}

/// Three decimals, or one where the number is large; a tiny number with its power of ten.
fn plain(value: f64) -> String {
    let text = match value.abs() {
        0.0 => "0.000".into(),
        tiny if tiny < 0.0005 => format!("{value:.1e}"),
        large if large >= 100.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    };
    text.replace('-', "−")
}

/// A setting: all its digits, and `6e-4` as people type it.
fn exactly(value: f64) -> String {
    if value != 0.0 && value.abs() < 0.001 { format!("{value:e}") } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats() {
        let accuracy = Found::Statistic(Statistic { mean: 0.93449, std: 0.0081, seeds: 3 });
        for (format, expected) in [
            ("", "0.934"),
            ("spread", "0.934 ± 0.008"),
            ("percent", "93.4%"),
            ("percent spread", "93.4 ± 0.8%"),
            ("points", "93.4"),
            ("0", "1"),
            ("5", "0.93449"),
        ] {
            assert_eq!(write(&accuracy, format).unwrap(), expected);
        }
        assert!(write(&accuracy, "per cent").unwrap_err().contains("`per cent` is no format"));
        assert_eq!(write(&Found::Number(-0.14), "percent").unwrap(), "−14.0%");
        assert_eq!(write(&Found::Text("linux".into()), "").unwrap(), "linux");
        assert!(write(&Found::Text("linux".into()), "percent").is_err());
        assert_eq!((plain(1234.56), plain(-0.5), plain(0.00012)), ("1234.6".into(), "−0.500".into(), "1.2e−4".into()));
        assert_eq!((exactly(6e-4), exactly(512.0), exactly(0.0015)), ("6e-4".into(), "512".into(), "0.0015".into()));
        assert_eq!(statistic(&Statistic { mean: 0.5, std: 0.0, seeds: 3 }), "0.500");
        assert_eq!(statistic(&Statistic { mean: 1500.26, std: 12.33, seeds: 3 }), "1500.3 ± 12.3");
    }
}
