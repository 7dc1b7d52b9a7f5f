//! Files that nobody writes by hand: nested ten thousand deep, a line of a megabyte, anchors that multiply. They are
//! checked and rendered as any other, or refused; nothing crashes, and a text of any kind costs as much as it is long.

use jisr::base::code::Code;
use jisr::base::diag::Diagnostics;
use jisr::parse::parse;
use jisr::source::Change;
use rayon::prelude::*;

use super::{base, check, tree};
use crate::support::cost::grows_out_of_proportion;
use crate::support::site::path;

/// A text of a kind, by a scale from one to ten thousand.
type Kind = fn(usize) -> String;

const DEEP: usize = 10_000;

const WRITE_UP: &str = "content/projects/jeunes.fr.md";

const FRONT: &str = "---\ntitle: Jeunes et paix\ntype: multilateral\npartners: [undp]\n---\n\n";

const BODIES: &[Kind] = &[
    |scale| "mot ".repeat(scale * 26),
    |scale| "a".repeat(scale * 100),
    |scale| "نص abc 12 ".repeat(scale * 5),
    |scale| nested(scale, "> ", ""),
    |scale| nested(scale, "- ", ""),
    |scale| (0..scale / 10).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect(),
    |scale| nested(scale, "**", "**"),
    |scale| nested(scale, "*a ", ""),
    |scale| nested(scale, "[", "](b.fr.md)"),
    |scale| nested(scale, "<b><i>", ""),
    |scale| nested(scale, "<div>", "</div>"),
    |scale| nested(scale, "<div>\n\na\n\n", ""),
    |scale| (1..scale / 10).map(|ticks| "`".repeat(ticks) + "a").collect(),
    |scale| {
        let row = |cell: &str| format!("|{}\n", cell.repeat(scale / 10));
        row("a|") + &row("-|") + &row("a|").repeat(scale / 10)
    },
    |scale| (0..scale).map(|note| format!("[^{note}]\n\n[^{note}]: a\n\n")).collect(),
];

/// Short rows of a wide table, which are filled up.
const SHORT_ROWS: Kind = |scale| {
    let cells = |cell: &str| cell.repeat(scale / 10);
    format!("|{}\n|{}\n{}", cells("a|"), cells("-|"), cells("|a\n"))
};

const HEADERS: &[Kind] = &[
    |scale| format!("x: {}", nested(scale, "[", "]")),
    |scale| format!("x: {}", nested(scale, "[", "")),
    |scale| format!("x: {}", nested(scale, "{a: ", "}")),
    |scale| format!("x: {}", nested(scale, "- ", "")),
    |scale| (0..scale / 5).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
    |scale| format!("a0: &a0 [x, x, x]\n{}", (1..scale / 250).map(anchors).collect::<String>()),
    |scale| format!("x: \"{}", "a\n".repeat(scale)),
];

fn nested(scale: usize, open: &str, close: &str) -> String {
    format!("{}a{}\n", open.repeat(scale), close.repeat(scale))
}

fn anchors(from: usize) -> String {
    format!("a{from}: &a{from} [*a{0}, *a{0}, *a{0}]\n", from - 1)
}

fn with_body(body: String) -> String {
    format!("{FRONT}{body}")
}

fn with_header(header: String) -> String {
    format!("---\ntitle: Jeunes\n{header}\n---\n\nTexte\n")
}

/// What is said of a site with this write-up in it.
fn said(text: &str) -> Diagnostics {
    let mut changes = base();
    changes.push(Change::Put(path(WRITE_UP), text.as_bytes().into()));
    check(&tree(&changes))
}

#[test]
fn a_text_of_any_depth_and_length_is_a_page() {
    BODIES.par_iter().chain([&SHORT_ROWS]).enumerate().for_each(|(at, body)| {
        let found = said(&with_body(body(DEEP)));
        // A link into nothing and tags without an end are told, and that is all.
        let known = [Code::BrokenLink, Code::HtmlTooDeep, Code::HtmlRemoved, Code::LinkUnread, Code::MarkupUnchecked];
        assert!(found.iter().all(|found| known.contains(&found.code)), "{at}: {:?}", found.iter().next());
    });
}

#[test]
fn a_header_of_any_depth_is_refused_in_a_few_words() {
    HEADERS.par_iter().enumerate().for_each(|(at, header)| {
        let found = said(&with_header(header(DEEP)));
        assert!(found.has_errors() && found.iter().count() < 10, "{at}: {}", found.iter().count());
    });
}

#[test]
fn reading_a_text_of_any_kind_costs_as_much_as_it_is_long() {
    let write_up = path(WRITE_UP);
    let work = |text: &str| drop(parse(&write_up, text.as_bytes()));
    let bodies =
        BODIES.iter().filter_map(|body| grows_out_of_proportion(|scale| with_body(body(scale)), DEEP / 8, work));
    let headers =
        HEADERS.iter().filter_map(|header| grows_out_of_proportion(|scale| with_header(header(scale)), DEEP / 8, work));
    let wrong: Vec<String> = bodies.chain(headers).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
