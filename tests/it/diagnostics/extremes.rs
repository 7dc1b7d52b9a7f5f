//! Files that nobody writes by hand: nested ten thousand deep, a line of a
//! megabyte, anchors that multiply. They are checked and rendered as any
//! other, or refused; nothing crashes and nothing takes long.

use std::time::{Duration, Instant};

use jisr::base::code::Code;
use jisr::base::diag::Diagnostics;
use jisr::source::Change;
use rayon::prelude::*;

use super::{base, check, tree};
use crate::support::site::path;

const DEEP: usize = 10_000;

/// Long enough for a machine that has much else to do; a quadratic pass takes
/// minutes.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is said of a site with this file in it.
fn said(name: &str, text: String) -> Diagnostics {
    let started = Instant::now();
    let mut changes = base();
    changes.push(Change::Put(path(name), text.into_bytes().into()));
    let found = check(&tree(&changes));
    assert!(started.elapsed() < PATIENCE, "{name}: {:?}", started.elapsed());
    found
}

#[test]
fn a_text_of_any_depth_and_length_is_a_page() {
    let nested = |open: &str, close: &str| format!("{}a{}\n", open.repeat(DEEP), close.repeat(DEEP));
    let stairs = |from: usize| (0..from).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect::<String>();
    let bodies = [
        "mot ".repeat(260_000),
        "a".repeat(1_000_000),
        "نص abc 12 ".repeat(50_000),
        nested("> ", ""),
        nested("- ", ""),
        stairs(1_000),
        nested("**", "**"),
        nested("*a ", ""),
        nested("[", "](b.fr.md)"),
        nested("<div>", "</div>"),
        nested("<b><i>", ""),
        (1..1000).map(|ticks| "`".repeat(ticks) + "a").collect(),
        format!("|{}\n|{}\n{}", "a|".repeat(1000), "-|".repeat(1000), "|a\n".repeat(1000)),
        (0..DEEP).map(|note| format!("[^{note}]\n\n[^{note}]: a\n\n")).collect(),
    ];
    let front = "---\ntitle: Jeunes et paix\ntype: multilateral\npartners: [undp]\n---\n\n";
    bodies.into_par_iter().enumerate().for_each(|(at, body)| {
        let found = said("content/projects/jeunes.fr.md", format!("{front}{body}"));
        // A link into nothing is told, and that is all.
        let known = |code| matches!(code, Code::BrokenLink | Code::HtmlRemoved | Code::LinkUnread);
        assert!(found.iter().all(|found| known(found.code)), "{at}: {:?}", found.iter().next());
    });
}

#[test]
fn a_header_of_any_depth_is_refused_in_a_few_words() {
    let deep = |open: &str, close: &str| format!("x: {}{}", open.repeat(DEEP), close.repeat(DEEP));
    let anchors = |from: usize| format!("a{from}: &a{from} [*a{0}, *a{0}, *a{0}]\n", from - 1);
    let headers = [
        deep("[", "]"),
        deep("[", ""),
        deep("{a: ", "}"),
        deep("- ", "a"),
        (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
        format!("a0: &a0 [x, x, x]\n{}", (1..40).map(anchors).collect::<String>()),
        format!("x: \"{}", "a\n".repeat(DEEP)),
    ];
    headers.into_par_iter().enumerate().for_each(|(at, header)| {
        let found = said("content/projects/jeunes.fr.md", format!("---\ntitle: Jeunes\n{header}\n---\n\nTexte\n"));
        assert!(found.has_errors() && found.iter().count() < 10, "{at}: {}", found.iter().count());
    });
}
