//! `record-curves`: the curves of records as an SVG of the page, with the band of the seeds.

use crate::markdown::inline_html;
use crate::{escape, quote};
use finetune::plot::{Axis, Series};
use finetune::records::Record;
use std::fmt::Write;

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 320.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 536.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 270.0;
const X_TICKS: usize = 5;

/// What the lines of the directive ask for.
#[derive(Default)]
struct Plot {
    title: String,
    caption: String,
    y_label: String,
    series: Vec<Series>,
    references: Vec<(String, f64)>,
    range: Option<(f64, f64)>,
    log: bool,
}

/// The picture, as a block of HTML.
///
/// # Errors
/// The first line of the directive that makes no sense, or names what no record has.
pub fn curves(arguments: &str, load: impl Fn(&str) -> Result<Record, String>) -> Result<String, String> {
    let plot = read(arguments, load)?;
    if plot.series.is_empty() {
        return Err("there is no `line: RECORD / TRAINING`".into());
    }
    Ok(format!("\n{}\n", draw(&plot)?))
}

fn read(arguments: &str, load: impl Fn(&str) -> Result<Record, String>) -> Result<Plot, String> {
    let lines: Vec<(&str, &str)> = arguments
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split_once(':').map(|(key, value)| (key.trim(), value.trim())))
        .map(|line| line.ok_or("every line is `key: value`".to_string()))
        .collect::<Result<_, _>>()?;
    let y = lines.iter().find(|line| line.0 == "y").ok_or("there is no `y: KEY`")?.1;
    let (key, scale) = match y.strip_suffix(", percent") {
        Some(key) => (key, 100.0),
        None => (y, 1.0),
    };
    let mut plot = Plot { y_label: if scale > 1.0 { format!("{key} (%)") } else { key.into() }, ..Plot::default() };
    for (name, value) in lines {
        match name {
            "y" => {}
            "title" => plot.title = value.into(),
            "caption" => plot.caption = value.into(),
            "y label" => plot.y_label = value.into(),
            "log" => plot.log = value == "yes",
            "range" => plot.range = Some(range(value)?),
            "line" => {
                let (record, training, label) = three(value)?;
                let found = load(record)?.curve(training, key);
                let series = found.ok_or_else(|| format!("{record} has no curve `{key}` of `{training}`"))?;
                plot.series.push(scaled(series, label, scale));
            }
            "reference" => {
                let (record, path, label) = three(value)?;
                plot.references.push((label.into(), scale * quote::mean(&load(record)?, path)?));
            }
            _ => return Err(format!("`{name}` is not one of title, caption, y, y label, line, reference, range, log")),
        }
    }
    Ok(plot)
}

/// `RECORD / NAME = LABEL`; the label is the name if there is none.
fn three(value: &str) -> Result<(&str, &str, &str), String> {
    let (record, rest) = value.split_once('/').ok_or_else(|| format!("`{value}` is not RECORD / NAME"))?;
    let (name, label) = rest.split_once('=').unwrap_or((rest, rest));
    Ok((record.trim(), name.trim(), label.trim()))
}

fn range(value: &str) -> Result<(f64, f64), String> {
    let numbers: Vec<f64> = value.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match numbers[..] {
        [low, high] if low < high => Ok((low, high)),
        _ => Err(format!("`{value}` is not a low and a high number")),
    }
}

fn scaled(series: Series, label: &str, scale: f64) -> Series {
    let points = series.points.iter().map(|&(x, y)| (x, scale * y)).collect();
    let spread = series.spread.iter().map(|y| scale * y).collect();
    Series { name: label.into(), points, spread, ..series }
}

fn draw(plot: &Plot) -> Result<String, String> {
    let ys = plot.series.iter().flat_map(|s| s.edge(-1.0).chain(s.edge(1.0))).map(|point| point.1);
    let ys = ys.chain(plot.references.iter().map(|reference| reference.1)).filter(|y| !plot.log || *y > 0.0);
    let ys: Vec<f64> = ys.collect();
    if ys.is_empty() || ys.iter().any(|y| !y.is_finite()) {
        return Err("there is nothing that can be drawn on this axis".into());
    }
    let y = if plot.log { Axis::logarithmic(ys.into_iter()) } else { Axis::airy(ys.into_iter()) };
    let y = plot.range.map_or(y, |range| y.over(range));
    let x = plot.series.iter().flat_map(|s| &s.points).map(|point| point.0);
    let x = Axis::tight(x.chain([0.0])).whole().to_tick(X_TICKS);
    let picture = Picture { x, y };
    let mut svg =
        format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">", escape(&title(plot)));
    svg += &picture.grid(&plot.y_label);
    plot.references.iter().enumerate().for_each(|(i, (_, value))| svg += &picture.reference(i, *value));
    plot.series.iter().enumerate().for_each(|(i, series)| svg += &picture.band(i, series));
    plot.series.iter().enumerate().for_each(|(i, series)| svg += &picture.line(i, series));
    Ok(format!("<figure class=\"curves\">{}{svg}</svg>{}</figure>", heading(plot), caption(plot)))
}

fn title(plot: &Plot) -> String {
    if plot.title.is_empty() { plot.y_label.clone() } else { plot.title.clone() }
}

/// The title, and the names of the lines beside samples of them, if there are several. They are HTML: text in the picture
/// shrinks with it.
fn heading(plot: &Plot) -> String {
    let mut html = String::new();
    if !plot.title.is_empty() {
        let _ = write!(html, "<strong>{}</strong>", escape(&plot.title));
    }
    if plot.series.len() + plot.references.len() == 1 {
        return html;
    }
    html += "<div class=\"legend\">";
    let sample = |class: &str, name: &str| {
        format!("<span><svg viewBox=\"0 0 30 8\"><path class=\"{class}\" d=\"M0 4H30\"/></svg>{}</span>", escape(name))
    };
    for (i, series) in plot.series.iter().enumerate() {
        html += &sample(&format!("line l{i}"), &series.name);
    }
    for (i, (name, _)) in plot.references.iter().enumerate() {
        html += &sample(&format!("reference r{i}"), name);
    }
    html + "</div>"
}

fn caption(plot: &Plot) -> String {
    if plot.caption.is_empty() {
        String::new()
    } else {
        format!("<figcaption>{}</figcaption>", inline_html(&plot.caption))
    }
}

/// Where values stand in the picture.
struct Picture {
    x: Axis,
    y: Axis,
}

impl Picture {
    fn at(&self, (x, y): (f64, f64)) -> String {
        let (x, y) = (self.x.position(x), self.y.position(y));
        format!("{:.1} {:.1}", LEFT + x * (RIGHT - LEFT), BOTTOM - y * (BOTTOM - TOP))
    }

    fn grid(&self, y_label: &str) -> String {
        let mut svg = String::new();
        for tick in self.y.ticks(5) {
            let y = BOTTOM - self.y.position(tick.value) * (BOTTOM - TOP);
            let _ = write!(svg, "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/>");
            let _ = write!(
                svg,
                "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                LEFT - 6.0,
                y + 5.0,
                tick.label
            );
        }
        let _ = write!(svg, "<path class=\"axis\" d=\"M{LEFT} {BOTTOM}H{RIGHT}\"/>");
        for tick in self.x.ticks(X_TICKS) {
            let x = LEFT + self.x.position(tick.value) * (RIGHT - LEFT);
            let _ = write!(svg, "<path class=\"axis\" d=\"M{x:.1} {BOTTOM}v5\"/>");
            let _ =
                write!(svg, "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>", BOTTOM + 21.0, tick.label);
        }
        let middle = (LEFT + RIGHT) / 2.0;
        let _ = write!(svg, "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">training step</text>", HEIGHT - 6.0);
        let (label, middle) = (escape(y_label), (TOP + BOTTOM) / 2.0);
        let _ = write!(
            svg,
            "<text transform=\"translate(15 {middle}) rotate(-90)\" class=\"side\" text-anchor=\"middle\">{label}</text>"
        );
        svg
    }

    fn reference(&self, i: usize, value: f64) -> String {
        let y = BOTTOM - self.y.position(value) * (BOTTOM - TOP);
        format!("<path class=\"reference r{i}\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/>")
    }

    fn band(&self, i: usize, series: &Series) -> String {
        if series.spread.iter().all(|&spread| spread == 0.0) {
            return String::new();
        }
        let around: Vec<String> = series.edge(1.0).chain(series.edge(-1.0).rev()).map(|point| self.at(point)).collect();
        format!("<path class=\"band l{i}\" d=\"M{}Z\"/>", around.join("L"))
    }

    fn line(&self, i: usize, series: &Series) -> String {
        let points: Vec<String> = series.points.iter().map(|&point| self.at(point)).collect();
        format!("<path class=\"line l{i}\" d=\"M{}\"/>", points.join("L"))
    }
}
