//! Compares two language versions for a translator: numbers, dates, pictures,
//! links and headings that only one of them has. Pure functions of the parsed
//! files; no page is rendered.

use std::ops::Range;

use serde::Serialize;

use crate::base::path::RelPath;
use crate::catalogue::Doc;
use crate::catalogue::links::LinkTarget;
use crate::config::Config;
use crate::desk::reading::{Fact, Found, facts, names_small_number};
use crate::parse::html::{Token, Tokens};
use crate::parse::links::ReferenceKind;
use crate::parse::markdown::Segment;
use crate::schema::fields::write_up as at;

/// The number of characters quoted on each side of what is highlighted.
const AROUND: usize = 70;

/// The kind of thing that is compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// A number.
    Number,
    /// A date.
    Date,
    /// A picture.
    Picture,
    /// A link.
    Link,
    /// A heading.
    Heading,
}

impl Kind {
    /// `number`, `date`, `picture`, `link` or `heading`.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Date => "date",
            Kind::Picture => "picture",
            Kind::Link => "link",
            Kind::Heading => "heading",
        }
    }
}

/// A passage with the highlighted part in the middle. In a merely corresponding
/// passage nothing is highlighted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Quote {
    /// The text before it.
    pub before: String,
    /// The highlighted part.
    pub meant: String,
    /// The text after it.
    pub after: String,
}

/// Something that only one of two texts contains, or that they state
/// differently.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// Its kind.
    pub kind: Kind,
    /// The passage of each text, if it can be determined. The highlighted part
    /// is in one of them, or in both.
    pub passages: [Option<Quote>; 2],
    /// Its position: the index of the block in each text.
    blocks: [Option<usize>; 2],
}

impl Difference {
    /// Whether a text contains the highlighted part.
    pub fn is_in(&self, side: usize) -> bool {
        self.passages[side].as_ref().is_some_and(|quote| !quote.meant.is_empty())
    }
}

/// A text in the form used for comparison.
pub struct Side {
    /// Its paragraphs, headings, cells and items.
    blocks: Vec<Block>,
    /// The levels and words of its headings.
    headings: Vec<(u8, String)>,
    /// Its pictures and links: kind, normalised form, and as written.
    targets: Vec<(Kind, String, String)>,
}

struct Block {
    /// The number of headings above it.
    section: usize,
    text: String,
}

impl Side {
    /// A write-up, including its title and summary.
    pub fn of(config: &Config, doc: &Doc) -> Side {
        let own = doc.write_up();
        let html = html(&own.body.segments);
        let head = [Some(own.title.as_str()), own.record.get(at::SUMMARY)];
        let mut side = Side::new(config, &head.map(Option::unwrap_or_default), &html);
        side.headings = own.body.headings.iter().map(|heading| (heading.level, heading.text.clone())).collect();
        for (reference, target) in own.body.references.iter().zip(&doc.targets) {
            let kind = if reference.kind == ReferenceKind::Picture { Kind::Picture } else { Kind::Link };
            let target = match target {
                LinkTarget::Project(id) => format!("project {id}"),
                LinkTarget::Page(id) => format!("page {id}"),
                LinkTarget::Asset(path) => without_language(config, path),
                LinkTarget::Nowhere => continue,
            };
            side.targets.push((kind, target, reference.written.clone()));
        }
        side
    }

    fn new(config: &Config, head: &[&str], html: &str) -> Side {
        let mut blocks: Vec<Block> = head.iter().map(|text| Block { section: 0, text: (*text).to_owned() }).collect();
        let mut section = 0;
        blocks.push(Block { section, text: String::new() });
        let mut targets = vec![];
        for token in Tokens::new(html) {
            match token {
                Token::Text(text) => {
                    if let Some(block) = blocks.last_mut() {
                        block.text.push_str(&unescape(text));
                    }
                }
                Token::Tag(tag) => {
                    let is_heading = matches!(tag.name.as_bytes(), [b'h', b'2'..=b'6']);
                    section += usize::from(is_heading && !tag.closing);
                    if is_block(&tag.name) {
                        blocks.push(Block { section, text: String::new() });
                    }
                    let href = tag.attributes.iter().find(|(name, _)| name == "href" && tag.name == "a");
                    let web = href.map(|(_, value)| unescape(value)).filter(|value| value.contains("://"));
                    targets.extend(web.map(|web| (Kind::Link, without_language_tags(config, &web), web)));
                }
                Token::Aside(..) => {}
            }
        }
        for block in &mut blocks {
            block.text = one_space(&block.text);
        }
        blocks.retain(|block| !block.text.is_empty());
        Side { blocks, headings: vec![], targets }
    }

    fn facts(&self) -> impl Iterator<Item = (usize, Found)> {
        self.blocks
            .iter()
            .enumerate()
            .flat_map(|(at, block)| facts(&block.text).into_iter().map(move |found| (at, found)))
    }

    /// The indices of the blocks of a section.
    fn section(&self, section: usize) -> impl Iterator<Item = usize> {
        self.blocks.iter().enumerate().filter(move |(_, block)| block.section == section).map(|(at, _)| at)
    }
}

/// Everything that only one of the two texts contains, in the order of the
/// texts.
pub fn differences(first: &Side, second: &Side) -> Vec<Difference> {
    let pairs = aligned(first, second);
    let back: Vec<(usize, usize)> = pairs.iter().map(|(a, b)| (*b, *a)).collect();
    let mut all = only_in(first, second, &pairs);
    for mut difference in only_in(second, first, &back) {
        difference.passages.reverse();
        difference.blocks.reverse();
        match all.iter_mut().find(|other| is_counterpart(other, &difference)) {
            Some(other) => other.passages[1] = difference.passages[1].take(),
            None => all.push(difference),
        }
    }
    all.sort_by_key(|difference| difference.kind);
    all
}

/// Whether each is in the passage that corresponds to the other's: one fact
/// that the texts state differently.
fn is_counterpart(first: &Difference, second: &Difference) -> bool {
    let same = first.kind == second.kind && first.blocks == second.blocks && first.blocks.iter().all(Option::is_some);
    same && first.is_in(0) && !first.is_in(1)
}

/// The headings that both texts have, as pairs of indices: the longest common
/// subsequence of their levels.
pub fn aligned(first: &Side, second: &Side) -> Vec<(usize, usize)> {
    let (a, b) = (&first.headings, &second.headings);
    let mut longest = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let skip = longest[i + 1][j].max(longest[i][j + 1]);
            let take = if a[i].0 == b[j].0 { longest[i + 1][j + 1] + 1 } else { 0 };
            longest[i][j] = skip.max(take);
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, vec![]);
    while i < a.len() && j < b.len() {
        if a[i].0 == b[j].0 && longest[i][j] == longest[i + 1][j + 1] + 1 {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// What `own` has and `other` lacks; the passage of `own` comes first.
fn only_in(own: &Side, other: &Side, pairs: &[(usize, usize)]) -> Vec<Difference> {
    let mut found = facts_only_in(own, other, pairs);
    let alone = |kind, text: &str| Difference { kind, passages: [Some(Quote::whole(text)), None], blocks: [None; 2] };
    let mut seen: Vec<&str> = vec![];
    for (kind, target, written) in &own.targets {
        let elsewhere = other.targets.iter().any(|(other_kind, other, _)| (other_kind, other) == (kind, target));
        if !elsewhere && !seen.contains(&target.as_str()) {
            found.push(alone(*kind, written));
        }
        seen.push(target);
    }
    let unpaired = own.headings.iter().enumerate().filter(|(at, _)| !pairs.iter().any(|(own, _)| own == at));
    found.extend(unpaired.map(|(_, (_, text))| alone(Kind::Heading, text)));
    found
}

fn facts_only_in(own: &Side, other: &Side, pairs: &[(usize, usize)]) -> Vec<Difference> {
    let elsewhere: Vec<Fact> = other.facts().map(|(_, found)| found.fact).collect();
    let mut seen: Vec<Fact> = vec![];
    let mut all = vec![];
    for (at, found) in own.facts() {
        let otherwise = matches!(&found.fact, Fact::Number(readings)
            if readings.iter().any(|number| is_written_otherwise(*number, other)));
        if otherwise || seen.contains(&found.fact) || elsewhere.iter().any(|fact| found.fact.meets(fact)) {
            continue;
        }
        let kind = if matches!(found.fact, Fact::Date(_)) { Kind::Date } else { Kind::Number };
        let quote = Quote::of(&own.blocks[at].text, found.range.clone());
        let counterpart = counterpart(own, at, other, pairs);
        let passage = counterpart.map(|block| Quote::begin(&other.blocks[block].text));
        all.push(Difference { kind, passages: [Some(quote), passage], blocks: [Some(at), counterpart] });
        seen.push(found.fact);
    }
    all
}

/// Whether the number may be expressed in words: one and two are often a form
/// of the noun (the Arabic dual), and small numbers are written as words.
fn is_written_otherwise(number: rust_decimal::Decimal, other: &Side) -> bool {
    number <= rust_decimal::Decimal::TWO && number.is_integer()
        || other.blocks.iter().any(|block| names_small_number(&block.text, number))
}

/// The passage at the same position of the corresponding section, if both
/// sections have the same number of passages.
fn counterpart(own: &Side, at: usize, other: &Side, pairs: &[(usize, usize)]) -> Option<usize> {
    let section = own.blocks[at].section;
    let other_section = match section {
        0 => 0,
        heading => pairs.iter().find(|(own, _)| *own + 1 == heading)?.1 + 1,
    };
    let same = own.section(section).count() == other.section(other_section).count();
    let ordinal = own.section(section).position(|block| block == at)?;
    other.section(other_section).nth(ordinal).filter(|_| same)
}

impl Quote {
    fn whole(text: &str) -> Quote {
        Quote { before: String::new(), meant: text.to_owned(), after: String::new() }
    }

    /// A range of a text with some of its context, cut between words.
    fn of(text: &str, range: Range<usize>) -> Quote {
        let floor = |mut at: usize| {
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (floor(range.start), floor(range.end));
        let before_at = text[..start]
            .char_indices()
            .rev()
            .nth(AROUND)
            .and_then(|(at, _)| Some(at + text[at..start].find(' ')? + 1));
        let after_at =
            text[end..].char_indices().nth(AROUND).and_then(|(at, _)| Some(end + text[end..end + at].rfind(' ')?));
        Quote {
            before: before_at.map_or(text[..start].to_owned(), |at| format!("…{}", &text[at..start])),
            meant: text[start..end].to_owned(),
            after: after_at.map_or(text[end..].to_owned(), |at| format!("{}…", &text[end..at])),
        }
    }

    /// The beginning of a text, without a highlighted part.
    fn begin(text: &str) -> Quote {
        let end = text.char_indices().nth(AROUND).map_or(text.len(), |(at, _)| at);
        let quote = Quote::of(text, 0..end);
        Quote { before: quote.meant, meant: String::new(), after: quote.after }
    }
}

/// The HTML of a body without its addresses.
fn html(segments: &[Segment]) -> String {
    let texts = segments.iter().map(|segment| match segment {
        Segment::Html(html) => html.to_string(),
        Segment::Picture(_, attributes) => format!("<img{attributes}>"),
        Segment::Link(_) | Segment::Asset(_) => String::new(),
    });
    texts.collect()
}

fn is_block(name: &str) -> bool {
    let blocks =
        ["p", "li", "td", "th", "tr", "dt", "dd", "div", "pre", "blockquote", "figure", "figcaption", "caption"];
    blocks.contains(&name)
        || matches!(name.as_bytes(), [b'h', b'1'..=b'6'])
        || matches!(name, "ul" | "ol" | "table" | "br")
}

fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

/// The path of a picture or document without its language, as there may be one
/// for each language: `map.fr.png`, `map-ar.png`.
fn without_language(config: &Config, path: &RelPath) -> String {
    let (stem, extension) = path.as_str().rsplit_once('.').unwrap_or((path.as_str(), ""));
    let tags = config.languages.iter().map(|language| language.lang);
    let stem =
        tags.filter_map(|tag| stem.strip_suffix(tag.as_str())?.strip_suffix(['.', '-', '_'])).next().unwrap_or(stem);
    format!("{stem}.{extension}")
}

/// A web address without its language, to recognise the same page in another
/// language: `/fr/` and `/ar/`, `fr.` and `ar.`, `lang=fr` and `lang=ar`.
fn without_language_tags(config: &Config, address: &str) -> String {
    let is_tag = |part: &str| config.languages.iter().any(|language| language.lang.as_str() == part) || part == "en";
    let parts = address.split_inclusive(['/', '.', '=', '?', '&', '#']);
    let neutral = parts.map(|part| {
        let word = part.trim_end_matches(['/', '.', '=', '?', '&', '#']);
        if is_tag(&word.to_ascii_lowercase()) { part.replacen(word, "*", 1) } else { part.to_owned() }
    });
    neutral.collect::<String>().trim_end_matches('/').to_owned()
}

/// The text with each run of line breaks and spaces replaced by one space;
/// no-break spaces are kept.
fn one_space(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Quote, Side, differences};
    use crate::base::path::RelPath;
    use crate::config::{Config, Options};

    fn config() -> Config {
        let options =
            Options { today: jiff::civil::date(2026, 11, 23), base_url: None, drafts: true, future: true, fonts: None };
        let site =
            b"title: {fr: a, ar: b}\nlanguages:\n  fr: {label: F, locale: fr-TN}\n  ar: {label: A, locale: ar-TN}\n";
        Config::read(&RelPath::fixed("site.yaml"), site, options).0
    }

    fn side(html: &str) -> Side {
        let mut side = Side::new(&config(), &["T"], html);
        let levels = html.match_indices("<h").filter_map(|(at, _)| html.as_bytes().get(at + 2));
        side.headings = levels.map(|level| (level - b'0', format!("h{}", level - b'0'))).collect();
        side
    }

    /// The differences, one per line: the passages with the highlighted part in
    /// brackets.
    fn told(first: &str, second: &str) -> Vec<String> {
        let passage = |quote: Option<Quote>| match quote {
            Some(quote) if quote.meant.is_empty() => quote.before + &quote.after,
            Some(quote) => format!("{}[{}]{}", quote.before, quote.meant, quote.after),
            None => "?".to_owned(),
        };
        let line = |found: super::Difference| {
            let [first, second] = found.passages.map(passage);
            format!("{} {first} | {second}", found.kind.as_str())
        };
        differences(&side(first), &side(second)).into_iter().map(line).collect()
    }

    #[test]
    fn equal_facts_are_not_reported() {
        for (first, second) in [
            ("<p>3 000 000 dollars le 10 mai 2018</p>", "<p>3.000.000 دولار يوم 10 ماي 2018</p>"),
            ("<p>1,5 million en 2018</p>", "<p>١٫٥ مليون سنة 2018</p>"),
            ("<p>le G7, 1 projet et 2 ateliers</p>", "<p>مجموعة السبع، مشروع وورشتان</p>"),
            ("<p>trois axes</p>", "<p>3 محاور</p>"),
            (
                "<p><a href=\"https://www.un.org/fr/x/\">ONU</a></p>",
                "<p><a href=\"https://www.un.org/ar/x\">الأمم المتحدة</a></p>",
            ),
            ("<h2>A</h2><p>x</p><h3>B</h3>", "<h2>أ</h2><p>س</p><h3>ب</h3>"),
        ] {
            assert_eq!(told(first, second), Vec::<String>::new(), "{first}");
        }
    }

    #[test]
    fn what_one_text_lacks_is_told_with_the_passage_that_corresponds() {
        for (first, second, expected) in [
            (
                "<h2>A</h2><p>24 gouvernorats</p>",
                "<h2>أ</h2><p>42 ولاية</p>",
                &["number [24] gouvernorats | [42] ولاية"][..],
            ),
            (
                "<p>le 10 mai 2018</p>",
                "<p>11 ماي 2018</p><p>س</p>",
                &["date le [10 mai 2018] | ?", "date ? | [11 ماي 2018]"],
            ),
            ("<p>24 et 25</p>", "<p>25</p>", &["number [24] et 25 | 25"]),
            ("<p>س</p>", "<p><a href=\"https://a.tn/x\">x</a></p>", &["link ? | [https://a.tn/x]"]),
            ("<h2>A</h2><h3>B</h3><h2>C</h2>", "<h2>أ</h2><h2>ج</h2>", &["heading [h3] | ?"]),
            ("<p>50 &amp; 50</p>", "<p></p>", &["number [50] & 50 | ?"]),
        ] {
            assert_eq!(told(first, second), expected, "{first}");
        }
    }

    #[test]
    fn a_quote_is_cut_between_words() {
        let text = format!("{}le mot ici {}", "avant ".repeat(40), "après ".repeat(40));
        let at = text.find("mot").unwrap();
        let quote = Quote::of(&text, at..at + 3);
        assert!(quote.before.starts_with("…avant ") && quote.before.ends_with("le "), "{quote:?}");
        assert!(quote.after.starts_with(" ici ") && quote.after.ends_with("après…"), "{quote:?}");
        assert_eq!(Quote::of("الثلاثاء", 0..1).meant, "");
    }
}
