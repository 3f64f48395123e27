//! A white page to draw on, and the way from there to a PNG file.
//!
//! All positions and lengths are in pixels of the final picture, from the upper left corner. The page itself is twice as
//! large in each direction; averaging its 2×2 blocks at the end is what makes edges smooth.

use std::path::Path;
use std::sync::Once;

use plotters::coord::Shift;
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle};
use plotters::prelude::{BitMapBackend, DrawingArea, IntoDrawingArea};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, FontTransform, RGBColor, TextStyle, register_font};

use super::color::{INK, WHITE};
use crate::files::write_atomically;
use crate::{Error, Result};

const OVERSAMPLING: u32 = 2;
const FONT: &str = "DejaVu Sans";

/// What a drawing step returns: its value, or the drawing library's reason.
pub(super) type Drawn<T = ()> = std::result::Result<T, String>;

/// Where a text stands relative to the point it is given; vertically, it is centred there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Font {
    pub size: f64,
    pub bold: bool,
    pub color: RGBColor,
    pub anchor: Anchor,
    /// Turned by a quarter, to be read from below.
    pub upward: bool,
}

pub(super) const TEXT: Font = Font { size: 34.0, bold: false, color: INK, anchor: Anchor::Start, upward: false };
pub(super) const TITLE: Font = Font { size: 42.0, bold: true, ..TEXT };

/// How a line looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stroke {
    pub color: RGBColor,
    pub width: f64,
    /// Lengths of dash, gap, dash, gap, …; empty for a solid line.
    pub dashes: &'static [f64],
}

/// The page.
pub(super) struct Canvas<'a> {
    area: DrawingArea<BitMapBackend<'a>, Shift>,
}

/// Draws a picture and writes it to `path`.
pub(super) fn draw(path: &Path, (width, height): (f64, f64), picture: impl FnOnce(&Canvas) -> Drawn) -> Result<()> {
    match render(width.ceil() as u32, height.ceil() as u32, picture) {
        Ok(png) => write_atomically(path, &png),
        Err(reason) => Err(refuse(path, reason)),
    }
}

/// The error that says why a picture cannot be drawn.
pub(super) fn refuse(path: &Path, reason: impl Into<String>) -> Error {
    Error::Plot { path: path.to_path_buf(), reason: reason.into() }
}

fn render(width: u32, height: u32, picture: impl FnOnce(&Canvas) -> Drawn) -> Drawn<Vec<u8>> {
    register_fonts();
    let size = (width * OVERSAMPLING, height * OVERSAMPLING);
    let mut page = vec![255; size.0 as usize * size.1 as usize * 3];
    {
        let canvas = Canvas { area: BitMapBackend::with_buffer(&mut page, size).into_drawing_area() };
        picture(&canvas)?;
        canvas.area.present().map_err(|e| e.to_string())?;
    }
    encode(&downsample(&page, width as usize, height as usize), width, height).map_err(|e| e.to_string())
}

/// Each pixel becomes the mean of its block on the page.
fn downsample(page: &[u8], width: usize, height: usize) -> Vec<u8> {
    let n = OVERSAMPLING as usize;
    let mut pixels = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            for channel in 0..3 {
                let at = |dx, dy| usize::from(page[((y * n + dy) * width * n + x * n + dx) * 3 + channel]);
                let sum: usize = (0..n).flat_map(|dy| (0..n).map(move |dx| (dx, dy))).map(|(dx, dy)| at(dx, dy)).sum();
                pixels.push((sum / (n * n)) as u8);
            }
        }
    }
    pixels
}

fn encode(pixels: &[u8], width: u32, height: u32) -> std::result::Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

fn on_page(length: f64) -> i32 {
    (length * f64::from(OVERSAMPLING)).round() as i32
}

fn point((x, y): (f64, f64)) -> (i32, i32) {
    (on_page(x), on_page(y))
}

impl<'a> Canvas<'a> {
    /// Writes one line of text; its capitals are centred on the height of `at`.
    pub fn text(&self, text: &str, at: (f64, f64), font: Font) -> Drawn {
        let back = match font.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => text_width(text, font)? / 2.0,
            Anchor::End => text_width(text, font)?,
        };
        // plotters puts the baseline half a font size below its origin, and DejaVu's capitals are 0.63 of that size high.
        let up = (0.5 - 0.63 / 2.0) * font.size;
        let origin = if font.upward { (at.0 - up, at.1 + back) } else { (at.0 - back, at.1 - up) };
        self.area.draw_text(text, &text_style(font), point(origin)).map_err(|e| e.to_string())
    }

    /// A line through all points, with round joints.
    pub fn line(&self, points: &[(f64, f64)], stroke: Stroke) -> Drawn {
        let style = stroke.color.stroke_width(on_page(stroke.width).max(1) as u32);
        for (a, b) in dash(points, stroke.dashes) {
            self.draw(&PathElement::new([point(a), point(b)], style))?;
        }
        if stroke.dashes.is_empty() && stroke.width > 2.0 {
            points.iter().try_for_each(|&at| self.disk(at, stroke.width / 2.0, stroke.color))?;
        }
        Ok(())
    }

    /// A filled rectangle between two corners.
    pub fn rectangle(&self, corner: (f64, f64), opposite: (f64, f64), color: RGBColor) -> Drawn {
        self.draw(&Rectangle::new([point(corner), point(opposite)], color.filled()))
    }

    /// A filled polygon that lets `1 - opacity` of what is below shine through.
    pub fn polygon(&self, corners: &[(f64, f64)], color: RGBColor, opacity: f64) -> Drawn {
        let corners: Vec<_> = corners.iter().map(|&corner| point(corner)).collect();
        self.draw(&Polygon::new(corners, color.mix(opacity).filled()))
    }

    /// A filled circle.
    pub fn disk(&self, center: (f64, f64), radius: f64, color: RGBColor) -> Drawn {
        self.draw(&Circle::new(point(center), on_page(radius), color.filled()))
    }

    /// A marker with a white rim. Its shape goes by `index`: circle, square, triangle, diamond.
    pub fn marker(&self, at: (f64, f64), index: usize, color: RGBColor) -> Drawn {
        for (r, color) in [(11.0, WHITE), (8.0, color)] {
            let around = |corners: &[(f64, f64)]| -> Vec<_> {
                corners.iter().map(|(x, y)| (at.0 + r * x, at.1 + r * y)).collect()
            };
            match index % 4 {
                0 => self.disk(at, r, color)?,
                1 => self.polygon(&around(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]), color, 1.0)?,
                2 => self.polygon(&around(&[(0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)]), color, 1.0)?,
                _ => self.polygon(&around(&[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)]), color, 1.0)?,
            }
        }
        Ok(())
    }

    fn draw<'e, E>(&self, element: &'e E) -> Drawn
    where
        &'e E: PointCollection<'e, (i32, i32)>,
        E: Drawable<BitMapBackend<'a>>,
    {
        self.area.draw(element).map_err(|e| e.to_string())
    }
}

/// The width of a text, in pixels.
pub(super) fn text_width(text: &str, font: Font) -> Drawn<f64> {
    register_fonts();
    let level = Font { upward: false, ..font }; // the width along the text, whichever way it runs
    let (width, _) = text_style(level).font.box_size(text).map_err(|e| e.to_string())?;
    Ok(f64::from(width) / f64::from(OVERSAMPLING))
}

/// The width of the longest of these texts, but at most `limit`.
pub(super) fn widest<'t>(texts: impl IntoIterator<Item = &'t String>, font: Font, limit: f64) -> Drawn<f64> {
    texts.into_iter().try_fold(0.0, |widest: f64, text| Ok(widest.max(text_width(text, font)?).min(limit)))
}

/// The text, or as much of its start as fits into `width` with an ellipsis.
pub(super) fn fit(text: &str, font: Font, width: f64) -> Drawn<String> {
    if text_width(text, font)? <= width {
        return Ok(text.to_string());
    }
    let mut kept = String::new();
    for c in text.chars() {
        if text_width(&format!("{kept}{c}…"), font)? > width {
            break;
        }
        kept.push(c);
    }
    Ok(kept.trim_end().to_string() + "…")
}

/// The text broken between words into lines of at most `width`; a longer word is cut off.
pub(super) fn wrap(text: &str, font: Font, width: f64) -> Drawn<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match (lines.last_mut(), longer) {
            (Some(line), Some(longer)) if text_width(&longer, font)? <= width => *line = longer,
            _ => lines.push(fit(word, font, width)?),
        }
    }
    Ok(lines)
}

/// Makes the embedded fonts known to plotters, once. Should they ever be damaged, its text functions return that error.
fn register_fonts() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for (style, bytes) in [(FontStyle::Normal, dejavu::sans::regular()), (FontStyle::Bold, dejavu::sans::bold())] {
            let _ = register_font(FONT, style, bytes);
        }
    });
}

fn text_style(font: Font) -> TextStyle<'static> {
    let style = if font.bold { FontStyle::Bold } else { FontStyle::Normal };
    let transform = if font.upward { FontTransform::Rotate270 } else { FontTransform::None };
    let size = font.size * f64::from(OVERSAMPLING);
    let font_on_page = FontDesc::new(FontFamily::Name(FONT), size, style).transform(transform);
    TextStyle { color: font.color.to_backend_color(), ..TextStyle::from(font_on_page) }
}

/// The pieces of a line that are drawn: all of them, or every other stretch of the dash pattern along its length.
fn dash(points: &[(f64, f64)], dashes: &[f64]) -> Vec<((f64, f64), (f64, f64))> {
    let segments = points.windows(2).map(|pair| (pair[0], pair[1]));
    if dashes.is_empty() {
        return segments.collect();
    }
    let mut pieces = Vec::new();
    let (mut stretch, mut left) = (0, dashes[0]); // even stretches are drawn, odd ones are gaps
    for ((ax, ay), (bx, by)) in segments {
        let length = (bx - ax).hypot(by - ay);
        let along = |distance: f64| (ax + (bx - ax) * distance / length, ay + (by - ay) * distance / length);
        let mut done = 0.0;
        while done < length {
            let end = done + left;
            if stretch % 2 == 0 {
                pieces.push((along(done), along(end.min(length))));
            }
            if end > length {
                left = end - length; // the stretch goes on round the corner
                break;
            }
            done = end;
            stretch = (stretch + 1) % dashes.len();
            left = dashes[stretch];
        }
    }
    pieces
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Decodes a PNG file: width, height, and how many different colours it has.
    pub fn look(path: &Path) -> (u32, u32, usize) {
        let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
        let mut reader = png::Decoder::new(file).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let colors: std::collections::HashSet<&[u8]> = pixels.chunks_exact(3).collect();
        (info.width, info.height, colors.len())
    }

    #[test]
    fn dashes_follow_the_line_round_a_corner() {
        // 3 drawn, 2 not, along 4 to the right and 3 down: 0..3 is drawn, 3..5 is a gap that ends 1 after the corner.
        let pieces = dash(&[(0.0, 0.0), (4.0, 0.0), (4.0, 3.0)], &[3.0, 2.0]);
        assert_eq!(pieces, [((0.0, 0.0), (3.0, 0.0)), ((4.0, 1.0), (4.0, 3.0))]);
        assert_eq!(dash(&[(0.0, 0.0), (4.0, 0.0)], &[]), [((0.0, 0.0), (4.0, 0.0))]);
    }

    #[test]
    fn downsampling_takes_the_mean_of_each_block() {
        let page: Vec<u8> = [[0, 40, 7], [100, 40, 7], [50, 40, 7], [50, 80, 7]].concat();
        assert_eq!(downsample(&page, 1, 1), [50, 50, 7]);
    }

    #[test]
    fn a_turned_text_is_as_long_as_a_level_one() {
        let turned = text_width("a long name", Font { upward: true, ..TEXT }).unwrap();
        assert_eq!(turned, text_width("a long name", TEXT).unwrap());
    }

    #[test]
    fn texts_fit_and_wrap() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("text.png");
        draw(&path, (40.0, 30.0), |canvas| {
            let whole = text_width("a long name", TEXT)?;
            assert!(whole > 100.0, "the font is there, and the text has a width: {whole}");
            assert_eq!(fit("a long name", TEXT, whole)?, "a long name");
            let cut = fit("a long name", TEXT, whole * 0.7)?;
            assert!(cut.ends_with('…') && text_width(&cut, TEXT)? <= whole * 0.7, "{cut}");
            assert_eq!(wrap("a long name", TEXT, whole)?, ["a long name"]);
            assert_eq!(wrap("a long name", TEXT, whole * 0.7)?, ["a long", "name"]);
            canvas.text("x", (20.0, 15.0), Font { anchor: Anchor::Middle, ..TEXT })
        })
        .unwrap();
        let (width, height, colors) = look(&path);
        assert_eq!((width, height), (40, 30));
        assert!(colors > 2, "black, white, and smooth edges between");
    }
}
