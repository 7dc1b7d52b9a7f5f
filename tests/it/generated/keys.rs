//! Keys that are misspelt, in another language, or where they do not belong.

use jisr::schema::Field;
use jisr::schema::fields::{
    Contact, Correction, Dates, Funding, Language, Page, Partner, Party, Project, Resource, Site, Term, Topic, Type,
};
use jisr::schema::record::Table;

use super::Mistake;
use super::base::{FACTS, FRENCH_PAGE, FRENCH_WORDS, GLOSSARY, PAGE_FACTS, PARTNERS, SITE};

pub fn mistakes() -> Vec<Mistake> {
    let project: &[&[Field]] = &[
        Project::FIELDS,
        Dates::FIELDS,
        Funding::FIELDS,
        Party::FIELDS,
        Resource::FIELDS,
        Contact::FIELDS,
        Correction::FIELDS,
    ];
    let site: &[&[Field]] = &[Site::FIELDS, Language::FIELDS, Type::FIELDS, Topic::FIELDS];
    let texts = [
        (format!("{FRENCH_WORDS}{FACTS}"), project),
        (format!("{FRENCH_PAGE}{PAGE_FACTS}"), &[Page::FIELDS]),
        (PARTNERS.to_owned(), &[Partner::FIELDS]),
        (GLOSSARY.to_owned(), &[Term::FIELDS]),
        (SITE.to_owned(), site),
    ];
    texts.iter().flat_map(|(text, tables)| in_text(text, tables)).collect()
}

fn in_text(all: &str, tables: &[&[Field]]) -> Vec<Mistake> {
    let mut mistakes = vec![];
    for field in tables.iter().flat_map(|table| table.iter()) {
        for start in ["\n", "  ", "- ", "{", ", "] {
            let from = format!("{start}{}: ", field.name);
            let list = format!("{start}{}:\n", field.name);
            for from in [from, list].into_iter().filter(|from| all.contains(&**from)) {
                let typed = spellings(field).into_iter();
                mistakes.extend(typed.map(|to| Mistake::new("key", &from, from.replacen(field.name, &to, 1))));
            }
        }
    }
    mistakes
}

/// What people type for a key.
fn spellings(field: &Field) -> Vec<String> {
    let name: Vec<char> = field.name.chars().collect();
    let text = |letters: &[char]| letters.iter().collect::<String>();
    let mut typed: Vec<String> =
        field.also.iter().filter(|also| !also.contains(' ')).map(|also| (*also).to_owned()).collect();
    for at in 1..name.len() {
        let mut swapped = name.clone();
        swapped.swap(at - 1, at);
        typed.push(text(&swapped));
        let mut lacking = name.clone();
        lacking.remove(at);
        typed.push(text(&lacking));
        let mut doubled = name.clone();
        doubled.insert(at, name[at]);
        typed.push(text(&doubled));
    }
    let mut upper = name.clone();
    upper[0] = upper[0].to_ascii_uppercase();
    typed.extend([text(&upper), field.name.to_uppercase(), format!("{}s", field.name)]);
    // What is another key of its own is no misspelt one.
    typed.retain(|typed| {
        !["date", "dates", "name", "text", "title", "url", "lang", "type", "types"].contains(&&**typed)
    });
    typed
}
