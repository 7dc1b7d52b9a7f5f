//! Breaks text into lines for drawings (SVG), which have no paragraphs. Widths
//! are estimated conservatively, since no font is known here.

use crate::base::lang::Direction;
use crate::locale::text::Writing;

/// The lines of a text, at most `most`, none wider than `width` (in units of
/// the font size). If text is left over, the last line ends in "…".
/// Right-to-left lines are marked as such (UAX #9), because renderers start at
/// the left.
pub fn wrap(text: &str, width: f64, most: usize, writing: Writing) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    let mut line = String::new();
    for word in bound(text, width, writing).split([' ', '\n']).filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if measure(&longer) <= width || line.is_empty() {
            line = longer;
            continue;
        }
        lines.push(std::mem::replace(&mut line, word.to_owned()));
    }
    lines.push(line);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = shortened(last, width);
        }
    }
    lines.into_iter().map(|line| directed(line, writing.direction())).collect()
}

/// The text with no-break spaces in short foreign runs: "G7 +7" broken over two
/// lines would read as "+7 G7" in Arabic.
fn bound(text: &str, width: f64, writing: Writing) -> String {
    let whole = |run: &str| measure(run) <= width / 2.0;
    let run =
        |(foreign, run): (bool, &str)| if foreign && whole(run) { run.replace(' ', NO_BREAK) } else { run.to_owned() };
    writing.runs(text).map(run).collect()
}

const NO_BREAK: &str = "\u{a0}";

/// The line with "…" after as many words as fit.
fn shortened(line: &str, width: f64) -> String {
    let mut words = line.trim_end_matches(['.', ',', ';', ':', '،', '؛']);
    while measure(words) + ELLIPSIS > width {
        let Some((before, _)) = words.rsplit_once(' ') else { break };
        words = before;
    }
    format!("{words}…")
}

const ELLIPSIS: f64 = 1.0;

fn directed(line: String, direction: Direction) -> String {
    match direction {
        Direction::Ltr => line,
        Direction::Rtl => format!("\u{2067}{line}\u{2069}"),
    }
}

/// The maximum width of a text in common fonts of medium weight, in units of
/// the font size.
fn measure(text: &str) -> f64 {
    text.chars().map(width).sum()
}

fn width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ';' | ':' | '\'' | '’' | '!' | '|' | '(' | ')' | ' ' => 0.34,
        '\u{a0}' | '\u{202f}' => 0.3,
        'f' | 'r' | 't' | '-' | '/' => 0.44,
        'm' | 'w' | 'M' | 'W' | '—' | '…' | '%' => 0.98,
        'a'..='z' | '0'..='9' | 'à'..='ÿ' | '«' | '»' => 0.62,
        'A'..='Z' | 'À'..='ß' => 0.76,
        // Combining and invisible characters have no width.
        '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{200b}'..='\u{200f}' | '\u{2066}'..='\u{2069}' => 0.0,
        'ا' | 'أ' | 'إ' | 'آ' | 'ل' | 'ر' | 'ز' | 'د' | 'ذ' | 'و' | 'ء' | 'ؤ' | '،' => 0.42,
        '\u{600}'..='\u{6ff}' => 0.66,
        '\u{2e80}'..='\u{ffef}' => 1.0,
        _ => 0.7,
    }
}

#[cfg(test)]
mod tests {
    use super::wrap as wrap_in;
    use crate::base::lang::Lang;
    use crate::locale::text::Writing;

    fn wrap(text: &str, width: f64, most: usize, lang: &str) -> Vec<String> {
        wrap_in(text, width, most, Writing::of(Lang::new(lang).unwrap()))
    }

    #[test]
    fn lines_break_between_words_and_the_rest_is_left_out() {
        let text = "Prévenir l’extrémisme violent en Tunisie";
        assert_eq!(wrap(text, 100.0, 3, "fr"), [text]);
        assert_eq!(wrap(text, 10.0, 4, "fr"), ["Prévenir", "l’extrémisme", "violent en Tunisie"]);
        assert_eq!(wrap(text, 10.0, 2, "fr"), ["Prévenir", "l’extrémisme…"]);
        assert_eq!(wrap(text, 12.5, 1, "fr"), ["Prévenir…"]);
        assert_eq!(wrap("", 10.0, 2, "fr"), [""]);
    }

    #[test]
    fn what_is_bound_stays_together() {
        assert_eq!(wrap("3\u{202f}000\u{202f}000 de dollars\u{a0}?", 6.0, 9, "fr").len(), 3);
    }

    #[test]
    fn a_short_run_of_the_other_direction_stays_whole() {
        let lines = |text, width, lang| wrap(text, width, 9, lang).join("|").replace(['\u{2067}', '\u{2069}'], "");
        assert_eq!(lines("اجتماع مجموعة «G7 +7» في تونس", 10.0, "ar"), "اجتماع مجموعة|«G7\u{a0}+7» في تونس");
        assert_eq!(lines("Le grand comité اللجنة الوطنية", 15.0, "fr"), "Le grand comité|اللجنة\u{a0}الوطنية");
        // A run that would leave a line half empty is broken like any other
        // text.
        let fund = lines("مشروع Global Community Engagement and Resilience Fund", 14.0, "ar");
        assert_eq!(fund, "مشروع Global Community|Engagement and|Resilience Fund");
    }

    #[test]
    fn lines_from_the_right_are_marked() {
        assert_eq!(wrap("مشروع تونس", 4.0, 9, "ar"), ["\u{2067}مشروع\u{2069}", "\u{2067}تونس\u{2069}"]);
    }
}
