//! One axis: where a value stands, where the ticks are, and what is written beside them.

/// An axis from `low` to `high`, linear or logarithmic.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    low: f64,
    high: f64,
    log: bool,
    whole: bool,
}

/// A labelled position on an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where it stands.
    pub value: f64,
    /// What is written there.
    pub label: String,
}

impl Axis {
    /// An axis over these values as they are; a little wider if they are all one.
    pub fn tight(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        if low < high {
            return Axis { low, high, log: false, whole: false };
        }
        let margin = if low == 0.0 { 1.0 } else { low.abs() * 0.1 };
        Axis { low: low - margin, high: high + margin, log: false, whole: false }
    }

    /// An axis over these values with some air above and below, but not across zero for the sake of air alone.
    pub fn airy(values: impl Iterator<Item = f64>) -> Self {
        let Axis { low, high, .. } = Axis::tight(values);
        let air = (high - low) * 0.06;
        let bottom = if low >= 0.0 && low < air { 0.0 } else { low - air };
        Axis { low: bottom, high: high + air, log: false, whole: false }
    }

    /// A logarithmic axis over these positive values, with some air.
    pub fn logarithmic(values: impl Iterator<Item = f64>) -> Self {
        let Axis { low, high, .. } = Axis::tight(values.map(f64::ln));
        let air = (high - low) * 0.06;
        Axis { low: (low - air).exp(), high: (high + air).exp(), log: true, whole: false }
    }

    /// The same axis with ticks at whole numbers only, for steps and epochs.
    pub fn whole(self) -> Self {
        Axis { whole: true, ..self }
    }

    /// The same axis, to the tick beyond its high end if that is near: 600 steps, averaged to points up to 597, are shown up to
    /// 600. `count` is that of [`ticks`](Self::ticks).
    pub fn to_tick(self, count: usize) -> Self {
        let step = self.step(count);
        let above = (self.high / step).ceil() * step;
        let near = above - self.high <= 0.04 * (self.high - self.low);
        Axis { high: if near { above } else { self.high }, ..self }
    }

    /// The same kind of axis over another range.
    pub fn over(self, (low, high): (f64, f64)) -> Self {
        Axis { low, high, ..self }
    }

    /// How far along the axis a value stands, from 0 to 1; what lies outside is put at the end.
    pub fn position(&self, value: f64) -> f64 {
        let scale = |v: f64| if self.log { v.ln() } else { v };
        ((scale(value) - scale(self.low)) / (scale(self.high) - scale(self.low))).clamp(0.0, 1.0)
    }

    /// About `count` ticks at round values.
    pub fn ticks(&self, count: usize) -> Vec<Tick> {
        if self.log && self.high / self.low > 20.0 {
            return self.log_ticks(count);
        }
        let step = self.step(count);
        let scientific = is_scientific(self.low.abs().max(self.high.abs()));
        let first = (self.low / step - 1e-9).ceil() as i64;
        let last = (self.high / step + 1e-9).floor() as i64;
        (first..=last)
            .map(|i| i as f64 * step)
            .map(|value| Tick { value, label: label(value, step, scientific) })
            .collect()
    }

    /// The distance between ticks of a linear axis.
    fn step(&self, count: usize) -> f64 {
        let step = round_step((self.high - self.low) / count.max(1) as f64);
        if self.whole { step.max(1.0) } else { step }
    }

    /// Powers of ten; every second or third one if there are many, and twice and five times them if there are few.
    fn log_ticks(&self, count: usize) -> Vec<Tick> {
        let (first, last) = (self.low.log10().floor() as i32, self.high.log10().ceil() as i32);
        let decades = (last - first) as usize;
        let factors: &[f64] = if decades * 2 <= count { &[1.0, 2.0, 5.0] } else { &[1.0] };
        let powers = (first..=last).step_by(decades.div_ceil(count.max(1)).max(1));
        let values = powers.flat_map(|power| factors.iter().map(move |factor| factor * 10f64.powi(power)));
        let inside = values.filter(|value| (self.low..=self.high).contains(value));
        inside.map(|value| Tick { value, label: label(value, value, is_scientific(value)) }).collect()
    }
}

/// The 1, 2 or 5 times a power of ten that is nearest above `step`.
fn round_step(step: f64) -> f64 {
    let power = 10f64.powf(step.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= step * 0.999).unwrap_or(10.0);
    factor * power
}

/// Whether numbers of this size are easier to read as `5e-5` than written out.
fn is_scientific(size: f64) -> bool {
    !(0.01..1e7).contains(&size)
}

/// A value as people write it, to the precision of `step`: `0.25`, `12,000`, `5e-5`.
fn label(value: f64, step: f64, scientific: bool) -> String {
    let exponent = |v: f64| (v.abs().log10() + 1e-9).floor() as i32;
    if value.abs() < step / 2.0 {
        return "0".to_string();
    }
    if scientific {
        let digits = (exponent(value) - exponent(step)).max(0) as usize;
        return format!("{value:.digits$e}").replace('-', "−");
    }
    let decimals = (-exponent(step)).max(0) as usize;
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let sign = if value < 0.0 { "−" } else { "" };
    let fraction = fraction.map(|f| format!(".{f}")).unwrap_or_default();
    format!("{sign}{}{fraction}", thousands(whole))
}

/// Puts a comma between groups of three digits.
pub(super) fn thousands(digits: &str) -> String {
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: Axis, count: usize) -> Vec<String> {
        axis.ticks(count).into_iter().map(|tick| tick.label).collect()
    }

    fn linear(low: f64, high: f64) -> Axis {
        Axis { low, high, log: false, whole: false }
    }

    #[test]
    fn ticks_are_round_and_written_without_rounding_noise() {
        assert_eq!(labels(linear(0.0, 1.0), 5), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(linear(0.0, 10_000.0), 5), ["0", "2,000", "4,000", "6,000", "8,000", "10,000"]);
        assert_eq!(labels(linear(1.0, 3.0), 4), ["1.0", "1.5", "2.0", "2.5", "3.0"]);
        assert_eq!(labels(linear(1.0, 3.0).whole(), 4), ["1", "2", "3"]);
        assert_eq!(labels(linear(-0.07, 0.11), 4), ["−0.05", "0", "0.05", "0.10"]);
        assert_eq!(labels(linear(0.0, 5e-5), 5), ["0", "1e−5", "2e−5", "3e−5", "4e−5", "5e−5"]);
        assert_eq!(labels(linear(0.0, 2e-4), 4), ["0", "5e−5", "1.0e−4", "1.5e−4", "2.0e−4"]);
        assert_eq!(labels(linear(2.6931, 2.6937), 3), ["2.6932", "2.6934", "2.6936"]);
    }

    #[test]
    fn logarithmic_ticks_are_powers_of_ten() {
        let axis = |low, high| Axis { low, high, log: true, whole: false };
        assert_eq!(labels(axis(0.5, 2000.0), 5), ["1", "10", "100", "1,000"]);
        assert_eq!(labels(axis(0.9, 60.0), 6), ["1", "2", "5", "10", "20", "50"]);
        assert_eq!(labels(axis(1e-9, 1.0), 4), ["1e−9", "1e−6", "1e−3", "1"]);
        assert_eq!(labels(axis(2.0, 10.0), 4), ["2", "4", "6", "8", "10"]);
    }

    #[test]
    fn positions() {
        assert_eq!(linear(10.0, 30.0).position(15.0), 0.25);
        assert_eq!(linear(10.0, 30.0).position(99.0), 1.0);
        assert!((Axis { low: 1.0, high: 100.0, log: true, whole: false }.position(10.0) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn the_high_end_moves_to_a_tick_that_is_near() {
        assert_eq!(labels(linear(0.0, 597.0).to_tick(5), 5), ["0", "200", "400", "600"]);
        assert_eq!(linear(0.0, 560.0).to_tick(5).high, 560.0);
    }

    #[test]
    fn ranges_have_air_but_start_at_zero_where_they_are_near_it() {
        let axis = Axis::airy([0.0, 100.0].into_iter());
        assert_eq!((axis.low, axis.high), (0.0, 106.0));
        let axis = Axis::airy([50.0, 150.0].into_iter());
        assert_eq!((axis.low, axis.high), (44.0, 156.0));
        let axis = Axis::tight([5.0, 5.0].into_iter());
        assert_eq!((axis.low, axis.high), (4.5, 5.5));
    }
}
