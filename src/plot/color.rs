//! The colours, chosen once for every picture.

use plotters::style::RGBColor;

/// Okabe and Ito's palette, strongest contrast to white first.
const PALETTE: [RGBColor; 7] = [
    RGBColor(0, 114, 178),   // blue
    RGBColor(213, 94, 0),    // vermilion
    RGBColor(0, 158, 115),   // bluish green
    RGBColor(204, 121, 167), // reddish purple
    RGBColor(230, 159, 0),   // orange
    RGBColor(86, 180, 233),  // sky blue
    RGBColor(0, 0, 0),       // black
];

/// Text.
pub(super) const INK: RGBColor = RGBColor(34, 34, 34);
/// What is less important than the data: baselines, ticks.
pub(super) const GREY: RGBColor = RGBColor(102, 102, 102);
/// The grid behind the data.
pub(super) const GRID: RGBColor = RGBColor(226, 226, 226);
pub(super) const WHITE: RGBColor = RGBColor(255, 255, 255);

/// One hue from near white to dark blue, evenly darker from stop to stop (ColorBrewer's "Blues").
const BLUES: [RGBColor; 6] = [
    RGBColor(247, 251, 255),
    RGBColor(208, 225, 242),
    RGBColor(148, 196, 223),
    RGBColor(74, 152, 201),
    RGBColor(23, 100, 171),
    RGBColor(8, 48, 107),
];

/// The palette's colour of this index; after the last comes the first.
pub(super) fn palette(index: usize) -> RGBColor {
    PALETTE[index % PALETTE.len()]
}

/// The colour `share` of the way from `a` to `b`.
pub(super) fn mix(a: RGBColor, b: RGBColor, share: f64) -> RGBColor {
    let channel = |a: u8, b: u8| (f64::from(a) + share * (f64::from(b) - f64::from(a))).round() as u8;
    RGBColor(channel(a.0, b.0), channel(a.1, b.1), channel(a.2, b.2))
}

/// The colour of `share`, from 0 (light) to 1 (dark).
pub(super) fn blues(share: f64) -> RGBColor {
    let position = share.clamp(0.0, 1.0) * (BLUES.len() - 1) as f64;
    let stop = (position as usize).min(BLUES.len() - 2);
    mix(BLUES[stop], BLUES[stop + 1], position - stop as f64)
}

/// Black or white: whichever can be read on a cell of `blues(share)`.
pub(super) fn text_on_blues(share: f64) -> RGBColor {
    if share > 0.5 { WHITE } else { INK }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blues_go_from_light_to_dark_through_the_stops() {
        assert_eq!(blues(0.0), BLUES[0]);
        assert_eq!(blues(0.4), BLUES[2]);
        assert_eq!(blues(7.0), BLUES[5]);
        // Halfway between the last two stops: (23 + 8) / 2, (100 + 48) / 2, (171 + 107) / 2, rounded.
        assert_eq!(blues(0.9), RGBColor(16, 74, 139));
    }
}
