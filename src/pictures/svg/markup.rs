//! A streaming reader for the XML of drawings: resolves namespaces and
//! entities, and limits each of them. Only entities that stand for a short
//! plain text are supported, as editors declare them; they are not expanded
//! recursively.

use quick_xml::Reader;
use quick_xml::escape::unescape_with;
use quick_xml::events::{BytesStart, Event};

use crate::pictures::svg::limits::{Measure, Refused};

/// The namespaces that occur in a drawing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Space {
    /// SVG.
    Svg,
    /// XLink, formerly used for addresses.
    XLink,
    /// XHTML.
    Html,
    /// `xml:`.
    Xml,
    /// None.
    None,
    /// Any other, such as an editor's.
    Other,
}

/// The addresses of the namespaces.
const SPACES: [(&str, Space); 4] = [
    ("http://www.w3.org/2000/svg", Space::Svg),
    ("http://www.w3.org/1999/xlink", Space::XLink),
    ("http://www.w3.org/1999/xhtml", Space::Html),
    ("http://www.w3.org/XML/1998/namespace", Space::Xml),
];

/// The most namespace declarations in scope. Illustrator writes about fifteen.
const MOST_DECLARED: usize = 200;

/// The most entities, and the longest text of one.
const MOST_ENTITIES: usize = 100;
const LONGEST_ENTITY: usize = 1_000;

/// The start of an element.
#[derive(Debug)]
pub struct Element {
    /// Its namespace.
    pub space: Space,
    /// Its name.
    pub name: String,
    /// Its attributes, without namespace declarations.
    pub attributes: Vec<(Space, String, String)>,
}

/// An item of the stream.
#[derive(Debug)]
pub enum Piece {
    /// The start of an element.
    Start(Element),
    /// The end of the last open element.
    End,
    /// Text, with its entities resolved.
    Text(String),
    /// A processing instruction: `xml-stylesheet href="…"`.
    Instruction(String),
}

/// The state of reading a drawing.
pub struct Markup<'a> {
    reader: Reader<&'a [u8]>,
    /// The namespace prefixes in scope, with the depth of their declaration.
    declared: Vec<(usize, String, Space)>,
    entities: Vec<(String, String)>,
    expanded: u64,
    depth: usize,
    count: u64,
    has_root: bool,
    /// Whether the end of an empty element is still to be returned.
    is_ending: bool,
}

impl<'a> Markup<'a> {
    /// Starts reading.
    pub fn new(bytes: &'a [u8]) -> Markup<'a> {
        let reader = Reader::from_reader(bytes);
        let declared = vec![(0, "xml".to_owned(), Space::Xml)];
        Markup {
            reader,
            declared,
            entities: vec![],
            expanded: 0,
            depth: 0,
            count: 0,
            has_root: false,
            is_ending: false,
        }
    }

    /// The next item. `None` at the end.
    pub fn piece(&mut self) -> Result<Option<Piece>, Refused> {
        if std::mem::take(&mut self.is_ending) {
            return Ok(Some(self.end()));
        }
        loop {
            let event = self.reader.read_event().map_err(|_| Refused::Broken)?;
            return Ok(Some(match event {
                Event::Start(start) => Piece::Start(self.start(&start)?),
                Event::Empty(start) => {
                    self.is_ending = true;
                    Piece::Start(self.start(&start)?)
                }
                Event::End(_) => self.end(),
                Event::Text(text) => match self.outside(&text)? {
                    true => continue,
                    false => Piece::Text(utf8(&text)?.to_owned()),
                },
                Event::CData(text) if self.depth > 0 => Piece::Text(utf8(&text)?.to_owned()),
                Event::GeneralRef(name) if self.depth > 0 => Piece::Text(self.resolve(&format!("&{};", utf8(&name)?))?),
                Event::PI(instruction) => Piece::Instruction(utf8(&instruction)?.to_owned()),
                Event::DocType(doctype) if !self.has_root => {
                    self.declare_entities(utf8(&doctype)?)?;
                    continue;
                }
                Event::Decl(_) | Event::Comment(_) => continue,
                Event::Eof if self.has_root && self.depth == 0 => return Ok(None),
                Event::Eof | Event::CData(_) | Event::GeneralRef(_) | Event::DocType(_) => {
                    return Err(Refused::Broken);
                }
            }));
        }
    }

    /// Whether a text is outside the root element, where only whitespace is
    /// allowed.
    fn outside(&self, text: &[u8]) -> Result<bool, Refused> {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        match (self.depth, text.trim_ascii().is_empty()) {
            (0, true) => Ok(true),
            (0, false) => Err(Refused::Broken),
            _ => Ok(false),
        }
    }

    fn end(&mut self) -> Piece {
        self.depth -= 1;
        let depth = self.depth;
        while self.declared.pop_if(|(own, ..)| *own > depth).is_some() {}
        Piece::End
    }

    fn start(&mut self, start: &BytesStart) -> Result<Element, Refused> {
        if self.depth == 0 && std::mem::replace(&mut self.has_root, true) {
            return Err(Refused::Broken);
        }
        self.depth += 1;
        self.count += 1;
        Measure::Depth.check(self.depth as u64)?;
        Measure::Elements.check(self.count)?;
        let mut written = vec![];
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Refused::Broken)?;
            Measure::Attributes.check(written.len() as u64 + 1)?;
            let value = self.resolve(utf8(&attribute.value)?)?;
            let name = utf8(attribute.key.as_ref())?;
            match name.strip_prefix("xmlns") {
                Some("") => self.declare("", &value)?,
                Some(prefix) if prefix.starts_with(':') => self.declare(&prefix[1..], &value)?,
                _ => written.push((name.to_owned(), value)),
            }
        }
        let mut attributes: Vec<(Space, String, String)> = vec![];
        for (name, value) in written {
            let (prefix, local) = name.split_once(':').unwrap_or(("", &name));
            let space = if prefix.is_empty() { Space::None } else { self.space(prefix)? };
            attributes.push((space, local.to_owned(), value));
        }
        let name = start.name();
        let (prefix, local) = utf8(name.as_ref())?.split_once(':').unwrap_or(("", utf8(name.as_ref())?));
        Ok(Element { space: self.space(prefix)?, name: local.to_owned(), attributes })
    }

    fn declare(&mut self, prefix: &str, address: &str) -> Result<(), Refused> {
        let known = SPACES.iter().find(|(own, _)| *own == address).map(|(_, space)| *space);
        let space = known.unwrap_or(if address.is_empty() { Space::None } else { Space::Other });
        self.declared.push((self.depth, prefix.to_owned(), space));
        if self.declared.len() > MOST_DECLARED {
            return Err(Refused::TooMuch(Measure::Attributes, self.declared.len() as u64));
        }
        Ok(())
    }

    fn space(&self, prefix: &str) -> Result<Space, Refused> {
        let declared = self.declared.iter().rev().find(|(_, own, _)| own == prefix).map(|(.., space)| *space);
        declared.or_else(|| prefix.is_empty().then_some(Space::None)).ok_or(Refused::Broken)
    }

    /// The text with its entities expanded.
    fn resolve(&mut self, raw: &str) -> Result<String, Refused> {
        let longest = self.entities.iter().map(|(_, text)| text.len()).max().unwrap_or(0) as u64;
        let references = memchr::memchr_iter(b'&', raw.as_bytes()).count() as u64;
        self.expanded += references * longest;
        Measure::Entities.check(self.expanded)?;
        let entities = &self.entities;
        let own = |name: &str| entities.iter().find(|(own, _)| own == name).map(|(_, text)| text.as_str());
        let resolved =
            unescape_with(raw, |name| quick_xml::escape::resolve_predefined_entity(name).or_else(|| own(name)));
        Ok(resolved.map_err(|_| Refused::Broken)?.into_owned())
    }

    /// `<!ENTITY name "text">` between the brackets of `<!DOCTYPE svg […]>`.
    fn declare_entities(&mut self, doctype: &str) -> Result<(), Refused> {
        let inside = doctype.split_once('[').map_or("", |(_, inside)| inside);
        for declaration in inside.split("<!ENTITY").skip(1) {
            let mut rest = declaration.trim_start();
            // Parameter entities and external entities are not supported: a
            // drawing that uses one is rejected.
            let Some((name, after)) = rest.split_once(char::is_whitespace) else { continue };
            rest = after.trim_start();
            if name == "%" {
                return Err(Refused::TooMuch(Measure::Entities, Measure::Entities.most() + 1));
            }
            let Some(quote) = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else { continue };
            let Some((text, _)) = rest[1..].split_once(quote) else { return Err(Refused::Broken) };
            let is_plain = !text.contains(['&', '<', '%']) && text.len() <= LONGEST_ENTITY;
            if !is_plain || self.entities.len() == MOST_ENTITIES {
                return Err(Refused::TooMuch(Measure::Entities, Measure::Entities.most() + 1));
            }
            self.entities.push((name.to_owned(), text.to_owned()));
        }
        Ok(())
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, Refused> {
    std::str::from_utf8(bytes).map_err(|_| Refused::Broken)
}
