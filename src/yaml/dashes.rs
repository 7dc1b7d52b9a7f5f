//! Items of a list behind signs that YAML does not take for dashes: `-undp`, `• undp`.

/// What a word processor puts before the items of a list, and dashes that are
/// none.
const BULLETS: [char; 14] = ['•', '·', '▪', '◦', '●', '○', '‣', '➢', '–', '—', '−', '‑', '*', '\u{f0b7}'];

/// The item behind a sign that was meant as a dash: `undp` of `-undp` and
/// `• undp`. None where the dash has its space, or stands before a number.
pub(super) fn item(text: &str) -> Option<&str> {
    let sign = text.chars().next()?;
    let rest = &text[sign.len_utf8()..];
    let item = rest.trim_start();
    let starts = item.starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '\'' | '{' | '['));
    let meant = if sign == '-' { item.len() == rest.len() } else { BULLETS.contains(&sign) };
    (starts && meant).then_some(item)
}

/// The lines with a dash and a space before each item, and the lines that go on
/// below an item as far to the right as it is then.
pub(super) fn with_dashes(source: &str, depth: usize) -> String {
    let mut all = vec![];
    let mut shift = 0;
    for (at, line) in source.split('\n').enumerate() {
        let body = line.trim_start_matches(' ');
        let own = if at == 0 { depth } else { line.len() - body.len() };
        let indent = if at == 0 { "" } else { &line[..line.len() - body.len()] };
        all.push(match item(body).filter(|_| own == depth) {
            Some(item) => {
                let sign = body.chars().count() - item.chars().count();
                shift = 2usize.saturating_sub(sign);
                format!("{indent}- {item}")
            }
            None if body.trim().is_empty() => line.to_owned(),
            None => format!("{:shift$}{line}", ""),
        });
    }
    all.join("\n")
}
