//! The intrinsic size of a drawing (SVG 2, 8.2; CSS Images, 5.2).

use crate::pictures::svg::limits::{Measure, Refused};

/// Units in pixels (CSS Values, 6.2); a font size of sixteen pixels is assumed.
const UNITS: [(&str, f64); 9] = [
    ("px", 1.0),
    ("pt", 4.0 / 3.0),
    ("pc", 16.0),
    ("mm", 96.0 / 25.4),
    ("cm", 96.0 / 2.54),
    ("in", 96.0),
    ("em", 16.0),
    ("rem", 16.0),
    ("ex", 8.0),
];

/// The size from `width`, `height` and `viewBox`.
pub fn of(width: Option<&str>, height: Option<&str>, view: Option<&str>) -> Result<Option<(u32, u32)>, Refused> {
    let view = view.and_then(view_box);
    let (width, height) = (width.and_then(length), height.and_then(length));
    let size = match (width, height, view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((own, other))) => (width, width * other / own),
        (None, Some(height), Some((own, other))) => (height * own / other, height),
        (None, None, Some(view)) => view,
        _ => return Ok(None),
    };
    let longest = size.0.max(size.1);
    let is_length = |side: f64| side.is_finite() && side > 0.0;
    if !is_length(size.0) || !is_length(size.1) {
        return Err(Refused::Broken);
    }
    Measure::Side.check(longest as u64)?;
    let whole = |side: f64| (side.round() as u32).max(1);
    Ok(Some((whole(size.0), whole(size.1))))
}

/// A length in pixels. `None` if it depends on the context of the drawing.
fn length(text: &str) -> Option<f64> {
    let text = text.trim();
    let unit = UNITS.iter().find(|(unit, _)| text.len() > unit.len() && text.to_ascii_lowercase().ends_with(unit));
    let (number, factor) = unit.map_or((text, 1.0), |(unit, factor)| (&text[..text.len() - unit.len()], *factor));
    Some(number.trim().parse::<f64>().ok()? * factor)
}

fn view_box(text: &str) -> Option<(f64, f64)> {
    let numbers: Vec<f64> = text
        .split([' ', ',', '\t', '\n', '\r'])
        .filter(|part| !part.is_empty())
        .map_while(|part| part.parse().ok())
        .collect();
    match numbers[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
        _ => None,
    }
}
