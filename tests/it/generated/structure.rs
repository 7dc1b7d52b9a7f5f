//! YAML that is not what it looks like: signs that are missing, doubled, of another kind, or in the wrong column.

use super::Mistake;
use super::base::{FACTS, FRENCH_PAGE, FRENCH_WORDS, GLOSSARY, PAGE_FACTS, PARTNERS, SITE};

pub fn mistakes() -> Vec<Mistake> {
    let write_ups = [format!("{FRENCH_WORDS}{FACTS}"), format!("{FRENCH_PAGE}{PAGE_FACTS}")];
    let texts = write_ups.iter().map(String::as_str).chain([PARTNERS, GLOSSARY, SITE]);
    let mut mistakes: Vec<Mistake> = texts.flat_map(of_lines).collect();
    mistakes.extend(of_the_header());
    mistakes.retain(|mistake| !mistake.to.is_empty());
    mistakes
}

/// Each line with a sign that is missing, doubled, another one, or elsewhere.
fn of_lines(all: &str) -> Vec<Mistake> {
    let lines: Vec<&str> = all.lines().collect();
    let mut mistakes = vec![];
    for (at, line) in lines.iter().enumerate() {
        let own = |to: String| Mistake::new("structure", format!("\n{line}\n"), format!("\n{to}\n"));
        let indent = line.len() - line.trim_start().len();
        if let Some((key, value)) = line.split_once(": ") {
            mistakes.push(own(format!("{key}:{value}")));
            mistakes.push(own(format!("{key} {value}")));
            mistakes.push(own(format!("{key};{value}")));
            mistakes.push(own(format!("{key}：{value}")));
            mistakes.push(own(format!("{key}: \"{}", value.trim_matches('"'))));
            mistakes.push(own(format!("{key}: «{value}»")).filter_quotes(value));
            mistakes.push(own(format!("{line}\n{line}")).only(!key.contains("- ")));
            mistakes.push(own(format!("{key}:\u{a0}{value}")));
        }
        if indent > 0 {
            mistakes.push(own(format!("\t{}", line.trim_start())));
            mistakes.push(own(line.trim_start().to_owned()).only(!line.trim_start().starts_with("- ")));
            mistakes.push(own(format!(" {line}")).only(at + 1 < lines.len() && indent == 4));
        }
        for (from, to) in
            [("[", "("), ("]", ""), ("[", ""), ("{", ""), ("}", ""), (", ", "، "), ("\"", "”"), ("- ", "-")]
        {
            if line.contains(from) {
                mistakes.push(own(line.replacen(from, to, 1)));
            }
        }
    }
    mistakes
}

/// What begins and ends the front matter, and what must be in it.
fn of_the_header() -> Vec<Mistake> {
    vec![
        Mistake::new("structure", "weight: 10\n---\n", "weight: 10\n"),
        Mistake::new("structure", "weight: 10\n---\n", "weight: 10\n--\n"),
        Mistake::new("structure", "---\ntitle: Appui", "title: Appui"),
        Mistake::new("structure", "---\ntitle: Appui", "\u{200f}---\ntitle: Appui"),
        Mistake::new("structure", "type: multilateral\n", ""),
        Mistake::new("structure", "partners: [undp, france]\n", ""),
        Mistake::new("structure", "partners: [undp, france]", "partners: []"),
        Mistake::new("structure", "type: multilateral", "type:"),
    ]
}

impl Mistake {
    /// The mistake, if it is one.
    fn only(self, is_one: bool) -> Mistake {
        if is_one { self } else { Mistake::new("none", "", "") }
    }

    /// Guillemets belong into a text; around another value they are a mistake.
    fn filter_quotes(self, value: &str) -> Mistake {
        let is_text = value.chars().filter(|c| *c == ' ').count() > 1;
        self.only(!is_text)
    }
}
