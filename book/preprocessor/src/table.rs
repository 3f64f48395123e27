//! The table of a record, as a table, as bars, and as JSON for a widget.

use crate::escape;
use crate::quote::{mean, seeds, statistic};
use finetune::records::Record;
use finetune::train::Row;
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// The rows of a record as a Markdown table, and where they were measured. `metrics` are separated by commas; empty means
/// all.
pub fn table(record: &Record, metrics: &str) -> Result<String, String> {
    let rows = record.rows();
    let metrics = columns(&rows, metrics)?;
    let mut text = format!("\n| | {} |\n|---|{}\n", metrics.join(" | "), "--:|".repeat(metrics.len()));
    for row in &rows {
        let cell = |metric: &String| row.metrics.get(metric).map(statistic).unwrap_or_default();
        let cells: Vec<String> = metrics.iter().map(cell).collect();
        let _ = writeln!(text, "| {} | {} |", row.name, cells.join(" | "));
    }
    Ok(format!("{text}\n{}\n", measured(record)))
}

/// The metrics that were asked for, or all there are.
fn columns(rows: &[Row], metrics: &str) -> Result<Vec<String>, String> {
    let mut all: Vec<String> = rows.iter().flat_map(|row| row.metrics.keys().cloned()).collect();
    all.sort();
    all.dedup();
    if metrics.is_empty() {
        return Ok(all);
    }
    let asked: Vec<String> = metrics.split(',').map(|metric| metric.trim().to_string()).collect();
    match asked.iter().find(|metric| !all.contains(metric)) {
        Some(missing) => Err(format!("no row has a metric `{missing}`, but {}", all.join(", "))),
        None => Ok(asked),
    }
}

/// The line below a table: the seeds, the command, the machine. Of several runs the command is that of the first; the others
/// differ from it in their seed.
fn measured(record: &Record) -> String {
    let seconds = mean(record, "seconds").unwrap_or(f64::NAN); // every summary has it
    let others = record.runs[1..].iter().map(|run| format!("<code>--seed {}</code>", run.config["settings"]["seed"]));
    let others = others.collect::<Vec<_>>().join(" and ");
    let seeds = match (seeds(record), record.runs.len()) {
        (1, _) => "One seed".to_string(),
        (n, 1) => format!("Mean ± standard deviation of {n} seeds"),
        (n, runs) => format!("Mean ± standard deviation of {n} networks, from {runs} runs"),
    };
    let machine = record.runs[0].machine.as_ref().map(|m| {
        let Machine { command, threads, cpu, rustc } = Machine::of(m);
        let more = if others.is_empty() { String::new() } else { format!(" and the same with {others}") };
        format!("; <code>{command}</code>{more}, {seconds:.0} s on {threads} threads of {cpu}, {rustc}")
    });
    format!("<p class=\"measured\">{seeds}{}.</p>", machine.unwrap_or_default())
}

/// What is said of a machine, as HTML.
struct Machine {
    command: String,
    threads: usize,
    cpu: String,
    rustc: String,
}

impl Machine {
    fn of(machine: &finetune::records::Machine) -> Self {
        let rustc = machine.rustc.split(" (").next().unwrap_or_default();
        Self {
            command: escape(&machine.command),
            threads: machine.threads,
            cpu: escape(&machine.cpu),
            rustc: escape(rustc),
        }
    }
}

/// A metric of every row as a bar from zero, with a mark of one standard deviation.
pub fn bars(record: &Record, metric: &str) -> Result<String, String> {
    const OURS: &str = "fine-tuned"; // the row that the others are compared with
    let rows = record.rows();
    let metric = columns(&rows, metric)?.into_iter().next().ok_or("the record has no metric")?;
    let found: Vec<_> = rows.iter().filter_map(|row| Some((&row.name, *row.metrics.get(&metric)?))).collect();
    let lowest = found.iter().map(|(_, value)| value.mean).fold(0.0, f64::min);
    let highest = found.iter().map(|(_, value)| value.mean + value.std).fold(0.0, f64::max);
    let highest = if (0.5..=1.0).contains(&highest) { 1.0 } else { highest }; // a share is seen against the whole
    let percent = |x: f64| 100.0 * ((x - lowest) / (highest - lowest)).clamp(0.0, 1.0);
    let place = |a: f64, b: f64| {
        let (left, right) = (percent(a.min(b)), percent(a.max(b)));
        format!("style=\"left:{left:.1}%;width:{:.1}%\"", right - left)
    };
    let mut html = format!("<figure class=\"bars\" role=\"img\" aria-label=\"{} of every row\">", escape(&metric));
    for (name, value) in &found {
        let class = if *name == OURS { " class=\"ours\"" } else { "" };
        let bar = place(0.0, value.mean);
        let mark = match value.std > 0.0 {
            true => format!("<i {}></i>", place(value.mean - value.std, value.mean + value.std)),
            false => String::new(),
        };
        let (name, number) = (escape(name), statistic(value));
        let _ = write!(html, "<div{class}><b>{name}</b><span><u {bar}></u>{mark}</span><em>{number}</em></div>");
    }
    let spread = if found.iter().any(|(_, value)| value.std > 0.0) { ", and one standard deviation" } else { "" };
    Ok(format!("\n{html}<figcaption>{} of every row{spread}</figcaption></figure>\n", escape(&capitalized(&metric))))
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Records as JSON in the page: rows, settings, and of every curve the points `[step, mean, standard deviation]`.
pub fn json(records: impl Iterator<Item = Result<Record, String>>) -> Result<String, String> {
    let mut all = Map::new();
    for record in records {
        let record = record?;
        let rows: Map<String, Value> = record.rows().into_iter().map(|row| (row.name, json!(row.metrics))).collect();
        let curves: Map<String, Value> =
            record.trainings().into_iter().map(|name| (name.clone(), curves(&record, &name))).collect();
        let settings = record.runs[0].settings();
        all.insert(record.name.clone(), json!({"rows": rows, "settings": settings, "curves": curves}));
    }
    if all.is_empty() {
        return Err("name at least one record".into());
    }
    let text = Value::Object(all).to_string().replace('<', "\\u003c");
    Ok(format!("\n<script type=\"application/json\" data-records>{text}</script>\n"))
}

fn curves(record: &Record, name: &str) -> Value {
    let digits = |value: f64| format!("{value:.3e}").parse().unwrap_or(value);
    let points = |key: &String| {
        let curve = record.curve(name, key)?;
        let points = curve.points.iter().zip(&curve.spread);
        Some(points.map(|(&(x, y), &std)| [x, digits(y), digits(std)]).collect::<Vec<_>>())
    };
    let keys = record.keys(name).into_iter().map(|key| (key.clone(), json!(points(&key))));
    Value::Object(keys.collect())
}
