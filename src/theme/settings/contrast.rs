//! Checks that colours have enough contrast, in both schemes.

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic};
use crate::theme::color::Color;
use crate::theme::settings::{DARK, Pair, Setting, Settings};

/// Warns of each colour with too little contrast, with the worst of its pairs:
/// at the colour that the site set, otherwise at the foreground colour.
pub fn check(settings: &Settings) -> Vec<Diagnostic> {
    let of = |scheme: usize| settings.contrast.iter().filter_map(move |pair| one(settings, scheme, pair));
    let mut worst: Vec<(f64, Diagnostic)> = vec![];
    for (ratio, found) in of(0).chain(of(1)) {
        match worst.iter_mut().find(|(_, known)| known.at == found.at) {
            Some(known) if known.0 <= ratio => {}
            Some(known) => *known = (ratio, found),
            None => worst.push((ratio, found)),
        }
    }
    worst.into_iter().map(|(_, found)| found).collect()
}

/// A colour of a scheme; the dark scheme falls back to the light one.
fn find<'s>(settings: &'s Settings, scheme: usize, name: &str) -> Option<(&'s Setting<Color>, usize)> {
    let within = |scheme: usize| settings.colors[scheme].iter().find(|color| color.name == name);
    within(scheme).map(|color| (color, scheme)).or_else(|| within(0).map(|color| (color, 0)))
}

/// The diagnostic for a pair, and its ratio relative to the required one.
fn one(settings: &Settings, scheme: usize, pair: &Pair) -> Option<(f64, Diagnostic)> {
    let (front, of_front) = find(settings, scheme, &pair.front)?;
    let (back, of_back) = find(settings, scheme, &pair.back)?;
    let ratio = front.value.contrast(back.value);
    // If the dark scheme sets neither colour, the light one has reported the
    // pair.
    if ratio >= pair.ratio || (of_front, of_back) == (0, 0) && scheme == 1 {
        return None;
    }
    let blamed = if back.own && !front.own { back } else { front };
    let found = Diagnostic::at(Code::LowContrast, &blamed.place.path, blamed.place.span);
    let hundredths = (ratio * 100.0).floor() / 100.0; // 4.499 is not 4.5
    let found = found
        .arg("front", format!("{}{}", DARK[of_front], front.name))
        .arg("color", front.value.hex())
        .arg("back", format!("{}{}", DARK[of_back], back.name))
        .arg("ground", back.value.hex())
        .arg("ratio", Arg::Decimal(format!("{hundredths:.2}")))
        .arg("needed", Arg::Decimal(pair.ratio.to_string()))
        .arg("name", format!("{}{}", DARK[scheme], blamed.name))
        .arg("near", near(settings, scheme, blamed, pair).hex());
    Some((ratio / pair.ratio, found))
}

/// The nearest colour with enough contrast in all pairs of the scheme, or else
/// in this pair only.
fn near(settings: &Settings, scheme: usize, color: &Setting<Color>, pair: &Pair) -> Color {
    let passes = |pair: &Pair, candidate: Color| {
        let value = |name: &str| {
            let known = find(settings, scheme, name).map(|(color, _)| color.value);
            if name == color.name { Some(candidate) } else { known }
        };
        value(&pair.front).zip(value(&pair.back)).is_none_or(|(front, back)| front.contrast(back) >= pair.ratio)
    };
    let concerned: Vec<&Pair> =
        settings.contrast.iter().filter(|pair| pair.front == color.name || pair.back == color.name).collect();
    let everywhere = color.value.nearest(|candidate| concerned.iter().all(|pair| passes(pair, candidate)));
    everywhere.or_else(|| color.value.nearest(|candidate| passes(pair, candidate))).unwrap_or(color.value)
}
