//! Entries of the menu and the footer that lead to no page.

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Hint, Span};
use crate::catalogue::ContentPage;
use crate::catalogue::identity::exists;
use crate::catalogue::schedule::Withheld;
use crate::config::Config;
use crate::config::menu::MenuEntry;
use crate::parse::write_up::Section;
use crate::schema::near::{nearest, nearest_name};
use crate::schema::pages::BuiltIn;
use crate::source::Tree;

/// Reports entries of the menu and the footer that lead to no page that is published.
pub fn check(
    (config, tree): (&Config, &Tree),
    pages: &[ContentPage],
    withheld: &Withheld,
    diagnostics: &mut Diagnostics,
) {
    let of_footer = config.footer.iter().flat_map(|column| &column.links);
    for entry in config.menu.iter().chain(of_footer) {
        diagnostics.extend(match entry {
            MenuEntry::Page(id, span) => no_page((config, tree), pages, withheld, (id, *span)),
            MenuEntry::Unknown(word, span) => Some(no_word(config, pages, (word, *span))),
            MenuEntry::BuiltIn(_) | MenuEntry::Link(_) => None,
        });
    }
}

/// What to say of `{page: …}`. Of a page that is there and has a mistake itself
/// there is nothing more to say.
fn no_page(
    (config, tree): (&Config, &Tree),
    pages: &[ContentPage],
    withheld: &Withheld,
    (id, span): (&str, Span),
) -> Option<Diagnostic> {
    if pages.iter().any(|page| *page.id == *id) {
        return None;
    }
    if withheld.whole.contains(&(Section::Pages, id.into())) {
        return Some(Diagnostic::at(Code::LinkToWithheld, &config.path, span).arg("target", id));
    }
    if exists(tree, Section::Pages, id) {
        return None;
    }
    let place = Diagnostic::at(Code::MenuPageMissing, &config.path, span).arg("value", id);
    if let Some(page) = BuiltIn::in_menu(id) {
        return Some(place.did_you_mean(Some(page.id())));
    }
    let near = nearest_name(id, pages.iter().map(|page| &*page.id)).map(entry);
    let all: Vec<String> = pages.iter().filter(|page| !page.is_home()).map(|page| entry(&page.id)).collect();
    let place = place.did_you_mean(near);
    Some(if all.is_empty() { place } else { place.hint(Hint::OneOf(all)) })
}

/// What to say of a word that is no page of jisr's own: it may be the name of a
/// page of content, which is written otherwise.
fn no_word(config: &Config, pages: &[ContentPage], (word, span): (&str, Span)) -> Diagnostic {
    let stem = word.split('.').next().unwrap_or(word);
    let own = pages.iter().find(|page| *page.id == *stem).map(|page| entry(&page.id));
    let built_in = || nearest(word, BuiltIn::MENU.iter().map(|page| (page.id(), page.also()))).map(str::to_owned);
    let near = || nearest_name(word, pages.iter().map(|page| &*page.id)).map(entry);
    let built_ins = BuiltIn::MENU.iter().map(|page| page.id().to_owned());
    let of_pages = pages.iter().filter(|page| !page.is_home()).map(|page| entry(&page.id));
    let place = Diagnostic::at(Code::UnknownMenuEntry, &config.path, span).arg("value", word);
    place.did_you_mean(own.or_else(built_in).or_else(near)).hint(Hint::OneOf(built_ins.chain(of_pages).collect()))
}

fn entry(id: &str) -> String {
    format!("{{page: {id}}}")
}
