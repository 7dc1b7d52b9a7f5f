//! Rewrites a drawing, element by element, with only what is allowed.

use crate::pictures::svg::limits::{Measure, Refused};
use crate::pictures::svg::markup::{Element, Markup, Piece, Space};
use crate::pictures::svg::names::{self, ANIMATIONS, ELEMENTS, Kind, SILENT, TEXTS};
use crate::pictures::svg::style::{self, Found};
use crate::pictures::svg::weight::{Graph, Node, Reference, Sort, Way};
use crate::pictures::svg::{Drawing, address, size};

/// The most removed parts that are reported for a drawing.
const MOST_TOLD: usize = 12;

/// The longest part of an address that is reported.
const LONGEST: usize = 60;

/// An element that is currently open.
struct Open {
    name: &'static str,
    node: usize,
    /// Whether the `>` of its start tag has not been written yet.
    is_bare: bool,
}

struct Cleaner {
    out: String,
    open: Vec<Open>,
    /// The nesting depth inside an element that is removed.
    skipped: usize,
    /// The text of a style sheet, while it is read.
    sheet: Option<String>,
    graph: Graph,
    found: Found,
    size: Option<(u32, u32)>,
}

/// The drawing without what must not be published.
pub fn clean(bytes: &[u8]) -> Result<Drawing, Refused> {
    let graph = Graph::default();
    let mut cleaner = Cleaner {
        out: String::with_capacity(bytes.len()),
        open: vec![],
        skipped: 0,
        sheet: None,
        graph,
        found: Found::default(),
        size: None,
    };
    let has_xlink = memchr::memmem::find(bytes, b"xlink").is_some();
    let mut markup = Markup::new(bytes);
    while let Some(piece) = markup.piece()? {
        match piece {
            Piece::Start(_) | Piece::End if cleaner.skipped > 0 => {
                cleaner.skipped =
                    if matches!(piece, Piece::Start(_)) { cleaner.skipped + 1 } else { cleaner.skipped - 1 };
            }
            Piece::Start(element) => cleaner.start(element, has_xlink)?,
            Piece::End => cleaner.end()?,
            Piece::Text(text) if cleaner.skipped == 0 => cleaner.text(&text),
            Piece::Text(_) => {}
            Piece::Instruction(text) => cleaner.instruction(&text),
        }
    }
    cleaner.finish()
}

impl Cleaner {
    fn finish(mut self) -> Result<Drawing, Refused> {
        self.graph.add_rules(&self.found.references)?;
        self.graph.check()?;
        let mut removed = self.found.removed;
        removed.sort();
        removed.dedup();
        removed.truncate(MOST_TOLD);
        self.out.push('\n');
        Ok(Drawing { size: self.size, clean: self.out.into_bytes(), removed })
    }

    fn start(&mut self, element: Element, has_xlink: bool) -> Result<(), Refused> {
        let is_root = self.open.is_empty();
        if is_root && (element.space != Space::Svg || element.name != "svg") {
            return Err(Refused::Broken);
        }
        let Some(name) = self.kept(&element) else {
            self.skipped = 1;
            return Ok(());
        };
        if let Some(parent) = self.open.last_mut().filter(|parent| parent.is_bare) {
            parent.is_bare = false;
            self.out.push('>');
        }
        let node = self.graph.nodes.len();
        self.graph.nodes.push(Node {
            parent: self.open.last().map(|parent| parent.node),
            sort: sort(name),
            name,
            points: 0,
            class: Box::default(),
            id: Box::default(),
        });
        self.out.push('<');
        self.out.push_str(name);
        if is_root {
            self.out.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
            self.out.push_str(if has_xlink { " xmlns:xlink=\"http://www.w3.org/1999/xlink\"" } else { "" });
            self.size = root_size(&element)?;
        }
        self.open.push(Open { name, node, is_bare: true });
        self.sheet = (name == "style").then(String::new);
        self.attributes(name, node, element.attributes)
    }

    /// The name of an element if it is kept.
    fn kept(&mut self, element: &Element) -> Option<&'static str> {
        let name = element.name.as_str();
        match element.space {
            Space::Svg => {}
            Space::Html => {
                self.found.removed.push(name.to_owned());
                return None;
            }
            _ => return None,
        }
        let has = |attribute: &str| element.attributes.iter().any(|(_, own, _)| own == attribute);
        let Some(known) = ELEMENTS.iter().find(|known| **known == name) else {
            // Elements that only editors use are dropped without a report.
            let is_expected = SILENT.contains(&name) || (name == "foreignObject" && has("requiredExtensions"));
            if !is_expected {
                self.found.removed.push(name.to_owned());
            }
            return None;
        };
        let is_in_style = self.sheet.is_some();
        let sets = |(_, own, value): &(Space, String, String)| own == "attributeName" && !names::is_changing(value);
        if ANIMATIONS.contains(known) && element.attributes.iter().any(sets) {
            self.found.removed.push(name.to_owned());
            return None;
        }
        Some(*known).filter(|_| !is_in_style)
    }

    fn attributes(
        &mut self,
        element: &'static str,
        node: usize,
        attributes: Vec<(Space, String, String)>,
    ) -> Result<(), Refused> {
        let mut written: Vec<(Space, String)> = vec![];
        for (space, name, value) in attributes {
            // Browsers reject a drawing with a duplicate attribute: keep the
            // first one.
            let is_twice = written.iter().any(|(own, other)| *own == space && *other == name);
            let kept = match space {
                Space::None => self.attribute(element, node, &name, &value)?,
                Space::XLink if name == "href" => self.attribute(element, node, "href", &value)?,
                Space::Xml if name == "space" || name == "lang" => Some(value.clone()),
                Space::Xml if name == "base" => self.removed("xml:base"),
                _ => None,
            };
            let Some(value) = kept.filter(|_| !is_twice) else { continue };
            let prefix = match space {
                Space::XLink => "xlink:",
                Space::Xml => "xml:",
                _ => "",
            };
            self.out.push(' ');
            self.out.push_str(prefix);
            self.out.push_str(&name);
            self.out.push_str("=\"");
            escape(&value, &mut self.out);
            self.out.push('"');
            written.push((space, name));
        }
        Measure::Pixels.check(self.found.pixels)
    }

    /// The value of an attribute if it is kept.
    fn attribute(
        &mut self,
        element: &'static str,
        node: usize,
        name: &str,
        value: &str,
    ) -> Result<Option<String>, Refused> {
        let Some(kind) = names::attribute(element, name) else {
            let is_event = name.len() > 2 && name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"));
            return Ok(if is_event { self.removed(name) } else { None });
        };
        let references = self.found.references.len();
        let kept = match kind {
            Kind::Plain => {
                self.note(node, name, value)?;
                Some(value.to_owned())
            }
            Kind::Css | Kind::AttributeName => self.value(name, value),
            Kind::Animated => {
                let parts: Option<Vec<String>> = value.split(';').map(|part| self.value(name, part)).collect();
                parts.map(|parts| parts.join(";"))
            }
            Kind::Style => Some(style::declarations(value, &mut self.found)),
            Kind::Href => self.href(element, node, value),
        };
        let new: Vec<_> = self.found.references.drain(references..).collect();
        let reference = |(_, property, id): (String, String, String)| Reference {
            from: node,
            way: Way::of(&property),
            id: id.into(),
            is_of_rule: false,
        };
        self.graph.references.extend(new.into_iter().map(reference));
        Ok(kept)
    }

    fn value(&mut self, name: &str, value: &str) -> Option<String> {
        let kept = style::value(name, value, &mut self.found);
        kept.or_else(|| {
            let told: String = value.trim().chars().take(LONGEST).collect();
            self.removed(&format!("{name}: {told}"))
        })
    }

    fn href(&mut self, element: &str, node: usize, value: &str) -> Option<String> {
        if element == "a" {
            return if address::is_link(value) { Some(value.trim().to_owned()) } else { self.removed_address(value) };
        }
        if let Some(id) = address::id(value) {
            if !ANIMATIONS.contains(&element) {
                self.graph.references.push(Reference { from: node, way: Way::Once, id: id.into(), is_of_rule: false });
            }
            return Some(value.trim().to_owned());
        }
        let picture = matches!(element, "image" | "feImage").then(|| address::picture(value)).flatten();
        let Some((picture, pixels)) = picture else { return self.removed_address(value) };
        self.found.pixels += pixels;
        Some(picture)
    }

    fn removed_address(&mut self, value: &str) -> Option<String> {
        let told: String = value.trim().chars().take(LONGEST).collect();
        if told.is_empty() { None } else { self.removed(&told) }
    }

    fn removed(&mut self, what: &str) -> Option<String> {
        if self.found.removed.len() < 1_000 {
            self.found.removed.push(what.to_owned());
        }
        None
    }

    /// Records what the weight of an element depends on.
    fn note(&mut self, node: usize, name: &str, value: &str) -> Result<(), Refused> {
        let node = &mut self.graph.nodes[node];
        match name {
            "id" => node.id = value.trim().into(),
            "class" => node.class = value.into(),
            "d" | "points" => node.points = points(value),
            "numOctaves" | "order" => {
                let numbers = value.split([' ', ',']).filter_map(|number| number.parse::<f64>().ok());
                let most = numbers.fold(0.0, f64::max);
                Measure::Filter.check(most as u64)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(sheet) = &mut self.sheet {
            sheet.push_str(text);
            return;
        }
        let Some(parent) = self.open.last_mut().filter(|parent| TEXTS.contains(&parent.name)) else { return };
        if std::mem::take(&mut parent.is_bare) {
            self.out.push('>');
        }
        escape(text, &mut self.out);
    }

    fn end(&mut self) -> Result<(), Refused> {
        let Some(own) = self.open.pop() else { return Err(Refused::Broken) };
        let sheet = self.sheet.take().map(|sheet| style::sheet(&sheet, &mut self.found)).transpose()?;
        let text = sheet.unwrap_or_default();
        if own.is_bare && text.is_empty() {
            self.out.push_str("/>");
            return Ok(());
        }
        self.out.push_str(if own.is_bare { ">" } else { "" });
        escape(&text, &mut self.out);
        self.out.push_str("</");
        self.out.push_str(own.name);
        self.out.push('>');
        Ok(())
    }

    /// Drops a processing instruction, and reports it if it refers to an
    /// external style sheet.
    fn instruction(&mut self, text: &str) {
        if text.starts_with("xml-stylesheet") {
            self.removed("xml-stylesheet");
        }
    }
}

fn root_size(element: &Element) -> Result<Option<(u32, u32)>, Refused> {
    let of = |name: &str| {
        let own = element.attributes.iter().find(|(space, own, _)| *space == Space::None && own == name);
        own.map(|(.., value)| value.as_str())
    };
    size::of(of("width"), of("height"), of("viewBox"))
}

fn sort(name: &str) -> Sort {
    match name {
        "path" | "line" | "polyline" | "polygon" | "rect" | "circle" | "ellipse" | "text" => Sort::Shape,
        "use" => Sort::Use,
        "linearGradient" | "radialGradient" => Sort::Gradient,
        _ => Sort::Other,
    }
}

/// The most points that an outline can have: two numbers per point.
fn points(outline: &str) -> u64 {
    let mut numbers: u64 = 0;
    let mut is_in_number = false;
    for byte in outline.bytes() {
        let is_digit = byte.is_ascii_digit();
        numbers += u64::from(is_digit && !is_in_number);
        is_in_number = is_digit || byte == b'.';
    }
    // Some path commands take a single number.
    numbers + 1
}

/// Escapes text for element content and quoted attributes, and drops characters
/// that XML 1.0 does not allow.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(if c == '\r' { '\n' } else { c }),
            c if c.is_control() && c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}
