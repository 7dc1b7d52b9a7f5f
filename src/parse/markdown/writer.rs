//! Writes the parser's events as HTML.

use std::collections::HashSet;
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd};

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint, Span};
use crate::locale::text::escape_html;
use crate::parse::links::{Reference, WebAddress};
use crate::parse::markdown::Heading;
use crate::parse::markdown::addresses::Link;
use crate::parse::markdown::events::{Events, Source, is_block, plain};
use crate::parse::markdown::footnotes::Footnotes;
use crate::parse::markdown::inline::Inline;
use crate::parse::markdown::raw::Open;
use crate::parse::markdown::tables::Table;
use crate::parse::markdown::text::{Ids, Summary, id_of, may_be_id};

/// Writes the HTML of a body, event by event.
pub(super) struct Writer<'e> {
    pub source: Source<'e>,
    pub events: &'e Events<'e>,
    /// The index of the next event.
    pub at: usize,
    pub out: String,
    /// Text that is not written yet.
    pub text: String,
    /// The byte of the body that they begin at, or one before.
    pub text_start: usize,
    /// The part of the current block written so far.
    pub inline: Inline,
    /// The holes of `out`: byte, index of the reference.
    pub holes: Vec<(usize, u32)>,
    pub references: Vec<Reference>,
    /// Addresses of the web, in order.
    pub web: Vec<WebAddress>,
    pub headings: Vec<Heading>,
    /// Fragments of this text that it links to.
    pub here: Vec<(String, Span)>,
    pub ids: Ids,
    /// Ids that an author gave to headings that come later.
    pub reserved: HashSet<String>,
    pub footnotes: Footnotes,
    pub summary: Summary,
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the author wrote HTML, so that the whole body is sanitised.
    pub has_raw: bool,
    pub rtl: bool,
    /// Whether this is a code block.
    pub verbatim: bool,
    pub link: Link,
    pub in_raw_link: bool,
    /// How many raw `<code>` elements and the like are open.
    pub raw_verbatim: u32,
    /// The elements of the author that are open.
    pub raw_open: Open,
    /// Whether all headings are moved down by one level because one has level
    /// 1.
    shift: bool,
    /// The level of the previous heading, as it should be written.
    last_level: u8,
    /// How many block quotes and lists are open.
    containers: u32,
    label_is_open: bool,
    pub table: Option<Table<'e>>,
    /// The number of headings when one was last used as the name of a region.
    pub last_region: usize,
}

impl<'e> Writer<'e> {
    pub fn new(source: Source<'e>, events: &'e Events<'e>) -> Writer<'e> {
        let mut writer = Writer {
            source,
            events,
            at: 0,
            out: String::with_capacity(source.text.len() * 3 / 2 + 64),
            text: String::new(),
            text_start: 0,
            inline: Inline::default(),
            holes: Vec::new(),
            references: Vec::new(),
            web: Vec::new(),
            headings: Vec::new(),
            here: vec![],
            ids: Ids::new(),
            reserved: HashSet::new(),
            footnotes: Footnotes::default(),
            summary: Summary::default(),
            diagnostics: Vec::new(),
            has_raw: false,
            rtl: source.is_rtl(),
            verbatim: false,
            link: Link::None,
            in_raw_link: false,
            raw_verbatim: 0,
            raw_open: Open::default(),
            shift: false,
            last_level: 1,
            containers: 0,
            label_is_open: false,
            table: None,
            last_region: 0,
        };
        writer.survey();
        writer
    }

    /// Writes all events.
    pub fn write(&mut self) {
        self.walk(0..self.events.len());
        self.containers += 1;
        self.footnotes();
        self.settle();
    }

    /// Collects what is needed from later events before writing begins.
    fn survey(&mut self) {
        let mut open_notes = Vec::new();
        for (at, (event, range)) in self.events.iter().enumerate() {
            match event {
                Event::Html(_) | Event::InlineHtml(_) => self.has_raw = true,
                Event::Start(Tag::FootnoteDefinition(label)) => open_notes.push((label, at + 1)),
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some((label, start)) = open_notes.pop() {
                        self.footnotes.define(label, start..at);
                    }
                }
                Event::Start(Tag::Heading { level, id, .. }) => {
                    if *level == HeadingLevel::H1 && !self.shift {
                        self.shift = true;
                        let text = plain(self.events, at..self.end_of(at + 1));
                        let line = self.source.text.get(range.clone()).unwrap_or("").trim_end();
                        let write = (line.starts_with("# ") && !line.contains('\n')).then(|| format!("#{line}"));
                        let span = self.source.span(&(range.start..range.start + line.len()));
                        let diagnostic = Diagnostic::at(Code::HeadingOne, self.source.path, span);
                        let mut diagnostic = diagnostic.arg("text", text);
                        diagnostic.hints.extend(write.map(Hint::Write));
                        self.diagnostics.push(diagnostic);
                    }
                    self.reserve(id.as_deref());
                }
                _ => {}
            }
        }
    }

    /// Writes a range of events.
    pub fn walk(&mut self, range: Range<usize>) {
        self.at = range.start;
        while self.at < range.end {
            let (event, place) = &self.events[self.at];
            self.at += 1;
            self.event(event, place);
        }
        self.flush();
    }

    fn event(&mut self, event: &'e Event<'e>, place: &'e Range<usize>) {
        match event {
            Event::Start(tag) => {
                if self.label_is_open && is_block(tag) {
                    self.close_label();
                }
                self.start(tag, place);
            }
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.push_text(text, place),
            Event::Code(code) => self.code(code),
            Event::Html(html) | Event::InlineHtml(html) => self.raw_inline(html, place),
            Event::SoftBreak => self.text.push('\n'),
            Event::HardBreak => {
                self.html("<br>");
                self.text.push('\n');
            }
            Event::Rule => self.block("<hr>\n"),
            Event::FootnoteReference(label) => self.footnote_mark(label),
            Event::TaskListMarker(done) => self.check_box(*done),
            // Math is disabled in the parser.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text.push_str(text),
        }
    }

    fn push_text(&mut self, text: &str, place: &Range<usize>) {
        if self.text.is_empty() {
            self.text_start = place.start;
        }
        self.text.push_str(text);
    }

    fn start(&mut self, tag: &'e Tag<'e>, place: &'e Range<usize>) {
        match tag {
            Tag::Paragraph => self.paragraph(),
            Tag::Heading { level, id, classes, .. } => self.heading(*level, id.as_deref(), classes, place),
            Tag::BlockQuote(kind) => self.quotation(*kind),
            Tag::CodeBlock(kind) => self.code_block(kind),
            Tag::HtmlBlock => {
                self.block("");
                self.raw_block();
            }
            Tag::List(start) => self.list(*start),
            Tag::Item => self.item(),
            // Footnotes are written at the end.
            Tag::FootnoteDefinition(_) => self.at = self.end_of(self.at) + 1,
            Tag::DefinitionList => {
                self.containers += 1;
                self.block("<dl>\n");
            }
            Tag::DefinitionListTitle => self.block("<dt>"),
            Tag::DefinitionListDefinition => self.block("<dd>"),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableHead => self.table_row("<thead><tr>", true),
            Tag::TableRow => self.table_row("<tr>", false),
            Tag::TableCell => self.table_cell(),
            Tag::Emphasis => self.open("<em>"),
            Tag::Strong => self.open("<strong>"),
            Tag::Strikethrough => self.open("<del>"),
            Tag::Superscript => self.open("<sup>"),
            Tag::Subscript => self.open("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => self.link(*link_type, dest_url, title, place),
            Tag::Image { dest_url, title, .. } => self.picture(dest_url, Some(title), place),
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.close_label();
                self.html("</p>\n");
                self.summary.open = false;
                self.in_raw_link = false;
                self.raw_verbatim = 0;
            }
            TagEnd::Heading(level) => {
                self.settle();
                let level = self.level(level);
                let _ = writeln!(self.out, "</h{level}>");
            }
            TagEnd::BlockQuote(kind) => {
                self.containers -= 1;
                self.block(if kind.is_some() { "</div>\n" } else { "</blockquote>\n" });
            }
            TagEnd::CodeBlock => {
                self.html("</code></pre>\n");
                self.verbatim = false;
            }
            TagEnd::List(ordered) => {
                self.containers -= 1;
                self.html(if ordered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => {
                self.close_label();
                self.html("</li>\n");
            }
            TagEnd::DefinitionList => {
                self.containers -= 1;
                self.html("</dl>\n");
            }
            TagEnd::DefinitionListTitle => self.html("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.html("</dd>\n"),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.html("</tr></thead>\n<tbody>\n"),
            TagEnd::TableRow => self.html("</tr>\n"),
            TagEnd::TableCell => self.end_table_cell(),
            TagEnd::Emphasis => self.close("</em>"),
            TagEnd::Strong => self.close("</strong>"),
            TagEnd::Strikethrough => self.close("</del>"),
            TagEnd::Superscript => self.close("</sup>"),
            TagEnd::Subscript => self.close("</sub>"),
            TagEnd::Link => self.end_link(),
            TagEnd::HtmlBlock | TagEnd::FootnoteDefinition | TagEnd::Image | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// Writes markup that ends the block before it.
    pub fn html(&mut self, html: &str) {
        self.settle();
        self.out.push_str(html);
    }

    /// Writes markup on a line of its own.
    pub fn block(&mut self, html: &str) {
        self.settle();
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.out.push_str(html);
    }

    /// The index of the end event for the start event before `from`.
    pub fn end_of(&self, from: usize) -> usize {
        let mut depth = 0usize;
        for (at, (event, _)) in self.events.iter().enumerate().skip(from) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return at,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        self.events.len()
    }

    fn paragraph(&mut self) {
        if let Some((Event::Start(Tag::Image { dest_url, title, .. }), place)) = self.events.get(self.at)
            && !title.is_empty()
        {
            let end = self.end_of(self.at + 1);
            if matches!(self.events.get(end + 1), Some((Event::End(TagEnd::Paragraph), _))) {
                self.at += 1;
                self.block("<figure>");
                self.picture(dest_url, None, place);
                self.out.push_str("<figcaption>");
                self.set(title);
                self.out.push_str("</figcaption></figure>\n");
                self.at = end + 2;
                return;
            }
        }
        self.summary.open = self.containers == 0 && self.summary.text.trim().is_empty();
        self.block("<p>");
    }

    fn level(&self, level: HeadingLevel) -> u8 {
        (level as u8 + u8::from(self.shift)).min(6)
    }

    fn heading(&mut self, level: HeadingLevel, id: Option<&str>, classes: &[CowStr], place: &Range<usize>) {
        let text = plain(self.events, self.at..self.end_of(self.at));
        self.check_level(level, text.trim(), place);
        let level = self.level(level);
        let id = match id.filter(|id| may_be_id(id)) {
            Some(own) if self.reserved.remove(own) => own.to_owned(),
            own => self.unique_id(own.map_or_else(|| id_of(&text), str::to_owned)),
        };
        self.block("");
        let _ = write!(self.out, "<h{level} id=\"{}\"", escape_html(&id));
        if !classes.is_empty() {
            self.out.extend([" class=\"", &escape_html(&classes.join(" ")), "\""]);
        }
        self.out.push('>');
        let text = self.source.typography(text.trim()).into_owned();
        self.headings.push(Heading { level, id, text });
    }

    /// Warns of a heading that is more than one level below the previous one
    /// (WCAG 2.2, technique G141). The page's title is level 1. The warning is
    /// not repeated for the headings below one that was reported.
    fn check_level(&mut self, level: HeadingLevel, text: &str, place: &Range<usize>) {
        let level = (level as u8).max(2);
        let next = std::mem::replace(&mut self.last_level, level) + 1;
        if level > next {
            let signs = "#".repeat(usize::from(next));
            let warning = Diagnostic::at(Code::HeadingSkips, self.source.path, self.source.span(place));
            self.diagnostics.push(warning.arg("text", text).did_you_mean(Some(format!("{signs} {text}"))));
        }
    }

    fn quotation(&mut self, kind: Option<BlockQuoteKind>) {
        self.containers += 1;
        let Some(kind) = kind else { return self.block("<blockquote>\n") };
        let Alert { class, names } = alert(kind);
        let lang = self.source.lang;
        let primary = lang.as_ref().and_then(|lang| lang.as_str().split('-').next()).unwrap_or("en");
        let name = names.iter().find(|(lang, _)| *lang == primary).map_or(names[0].1, |(_, name)| name);
        self.block("<div class=\"alert alert-");
        self.out.extend([class, "\" role=\"note\">\n<p class=\"alert-title\">", name, "</p>\n"]);
    }

    fn code(&mut self, code: &str) {
        self.flush();
        let start = self.out.len();
        self.out.push_str(if self.rtl { "<code dir=\"ltr\">" } else { "<code>" });
        self.verbatim_words(code);
        self.out.push_str("</code>");
        self.push_verbatim(start, code, self.rtl);
    }

    fn code_block(&mut self, kind: &CodeBlockKind) {
        self.block(if self.rtl { "<pre dir=\"ltr\"><code" } else { "<pre><code" });
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or(""),
            CodeBlockKind::Indented => "",
        };
        if !info.is_empty() {
            self.out.extend([" class=\"language-", &escape_html(info), "\""]);
        }
        self.out.push('>');
        self.verbatim = true;
    }

    fn list(&mut self, start: Option<u64>) {
        self.containers += 1;
        match start {
            None => self.block("<ul>\n"),
            Some(1) => self.block("<ol>\n"),
            Some(start) => {
                self.block("<ol start=\"");
                let _ = writeln!(self.out, "{start}\">");
            }
        }
    }

    fn item(&mut self) {
        let is_marker = |at: usize| matches!(self.events.get(at), Some((Event::TaskListMarker(_), _)));
        let in_paragraph = matches!(self.events.get(self.at), Some((Event::Start(Tag::Paragraph), _)));
        let is_task = is_marker(self.at + usize::from(in_paragraph));
        self.block(if is_task { "<li class=\"task\">" } else { "<li>" });
    }

    /// Begins the label of a task, so that its check box has a name.
    fn check_box(&mut self, done: bool) {
        self.html(if done {
            "<label><input type=\"checkbox\" checked disabled> "
        } else {
            "<label><input type=\"checkbox\" disabled> "
        });
        self.label_is_open = true;
    }

    /// Ends the label before an element that a label must not contain.
    pub fn close_label(&mut self) {
        if self.label_is_open {
            self.label_is_open = false;
            self.html("</label>");
        }
    }
}

/// The class of an alert, and its name by language, English first.
struct Alert {
    class: &'static str,
    names: [(&'static str, &'static str); 3],
}

fn alert(kind: BlockQuoteKind) -> Alert {
    let (class, en, fr, ar) = match kind {
        BlockQuoteKind::Note => ("note", "Note", "Note", "ملاحظة"),
        BlockQuoteKind::Tip => ("tip", "Tip", "Conseil", "نصيحة"),
        BlockQuoteKind::Important => ("important", "Important", "Important", "مهم"),
        BlockQuoteKind::Warning => ("warning", "Warning", "Attention", "تنبيه"),
        BlockQuoteKind::Caution => ("caution", "Caution", "Mise en garde", "تحذير"),
    };
    Alert { class, names: [("en", en), ("fr", fr), ("ar", ar)] }
}
