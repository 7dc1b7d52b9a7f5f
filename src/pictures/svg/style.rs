//! Cleans the style sheets of drawings (CSS Syntax 3): rules and declarations
//! are kept as written, except those with external references. Only the
//! offending declaration is removed; the rest of the sheet is kept.

use cssparser::{Parser, Token};

use crate::pictures::svg::address;
use crate::pictures::svg::limits::{Measure, Refused};

/// The deepest nesting of blocks and functions: a rule in `@media` in
/// `@supports`, a function in a function.
const DEEPEST: usize = 16;

/// At-rules that contain rules.
const GROUPS: &[&str] =
    &["media", "supports", "layer", "container", "keyframes", "-webkit-keyframes", "-moz-keyframes"];

/// The allowed functions, of all properties of drawings: none of them fetches
/// anything.
const FUNCTIONS: &[&str] = &[
    "rgb",
    "rgba",
    "hsl",
    "hsla",
    "hwb",
    "lab",
    "lch",
    "oklab",
    "oklch",
    "color",
    "color-mix",
    "light-dark",
    "device-cmyk",
    "icc-color",
    "calc",
    "min",
    "max",
    "clamp",
    "abs",
    "sign",
    "round",
    "mod",
    "rem",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "atan2",
    "pow",
    "sqrt",
    "hypot",
    "log",
    "exp",
    "var",
    "env",
    "translate",
    "translatex",
    "translatey",
    "translatez",
    "translate3d",
    "rotate",
    "rotatex",
    "rotatey",
    "rotatez",
    "rotate3d",
    "scale",
    "scalex",
    "scaley",
    "scalez",
    "scale3d",
    "skew",
    "skewx",
    "skewy",
    "matrix",
    "matrix3d",
    "perspective",
    "cubic-bezier",
    "steps",
    "linear",
    "linear-gradient",
    "radial-gradient",
    "conic-gradient",
    "repeating-linear-gradient",
    "repeating-radial-gradient",
    "blur",
    "brightness",
    "contrast",
    "drop-shadow",
    "grayscale",
    "hue-rotate",
    "invert",
    "opacity",
    "saturate",
    "sepia",
    "circle",
    "ellipse",
    "inset",
    "polygon",
    "path",
    "rect",
    "xywh",
    "ray",
    "local",
    "format",
    "tech",
    "counter",
    "fit-content",
    "minmax",
    "repeat",
    "rotate2d",
];

/// Properties that could run scripts in old browsers.
const BANNED: &[&str] = &["behavior", "-moz-binding", "-ms-behavior"];

/// What was found in a style sheet or `style` attribute.
#[derive(Default, Debug)]
pub struct Found {
    /// The removed parts: `@import https://…`, `fill: https://…`.
    pub removed: Vec<String>,
    /// The references to parts of the drawing: selector, property and id.
    pub references: Vec<(String, String, String)>,
    /// The number of rules.
    pub rules: u64,
    /// The number of pixels of embedded pictures.
    pub pixels: u64,
}

/// The error for a value that cannot be kept.
struct Unfit;

type Parsed<T> = Result<T, Unfit>;

/// A style sheet without external references.
pub fn sheet(css: &str, found: &mut Found) -> Result<String, Refused> {
    let mut writer = Writer { found, selector: String::new(), depth: 0 };
    let clean = writer.rules(&mut Parser::new(css));
    Measure::Rules.check(found.rules)?;
    Ok(clean)
}

/// The declarations of a `style` attribute without external references.
pub fn declarations(css: &str, found: &mut Found) -> String {
    Writer { found, selector: String::new(), depth: 0 }.declarations(&mut Parser::new(css))
}

/// The value of a presentation attribute. `None` if it has an external
/// reference.
pub fn value(property: &str, css: &str, found: &mut Found) -> Option<String> {
    if !css.contains(['(', '\\', '"', '\'', '{', '/']) {
        return Some(css.to_owned());
    }
    let mut writer = Writer { found, selector: String::new(), depth: 0 };
    writer.value(property, &mut Parser::new(css)).ok().map(|text| text.trim().to_owned())
}

struct Writer<'f> {
    found: &'f mut Found,
    /// The selector of the current rule.
    selector: String,
    depth: usize,
}

impl Writer<'_> {
    fn rules(&mut self, input: &mut Parser) -> String {
        let mut out = String::new();
        loop {
            input.skip_whitespace();
            let start = input.position();
            let kind = match input.next() {
                Err(_) => return out,
                Ok(Token::CDO | Token::CDC | Token::Semicolon | Token::CloseCurlyBracket) => continue,
                Ok(Token::AtKeyword(name)) => Some(name.to_ascii_lowercase()),
                Ok(Token::CurlyBracketBlock) => {
                    self.found.removed.push("{}".to_owned());
                    continue;
                }
                Ok(_) => None,
            };
            // Up to the block, or to the semicolon of an at-rule without a
            // block.
            let end = loop {
                match input.next() {
                    Ok(Token::CurlyBracketBlock) => break Some('{'),
                    Ok(Token::Semicolon) if kind.is_some() => break Some(';'),
                    Ok(_) => {}
                    Err(_) => break None,
                }
            };
            let has_block = end == Some('{');
            let written = input.slice_from(start);
            let prelude = end.and_then(|end| written.strip_suffix(end)).unwrap_or(written).trim().to_owned();
            let written =
                if has_block { self.block(kind.as_deref(), &prelude, input) } else { self.plain(kind, &prelude) };
            out.push_str(&written);
        }
    }

    /// An at-rule without a block.
    fn plain(&mut self, kind: Option<String>, prelude: &str) -> String {
        match kind.as_deref() {
            Some("charset") => String::new(),
            Some("layer") => format!("{prelude};"),
            Some("namespace") if address::is_namespace(prelude) => format!("{prelude};"),
            _ => {
                self.found.removed.push(short(prelude));
                String::new()
            }
        }
    }

    /// A rule or an at-rule with its block.
    fn block(&mut self, kind: Option<&str>, prelude: &str, input: &mut Parser) -> String {
        self.found.rules += 1;
        let is_deep = self.depth >= DEEPEST || self.found.rules > Measure::Rules.most();
        let mut inner = Writer { found: &mut *self.found, selector: prelude.to_owned(), depth: self.depth + 1 };
        let is_known = kind.is_none_or(|kind| kind == "font-face" || GROUPS.contains(&kind));
        if is_deep || !is_known || !is_inert(prelude) {
            inner.found.removed.push(short(prelude));
            return String::new();
        }
        let is_group = kind.is_some_and(|kind| GROUPS.contains(&kind));
        let inside = input.parse_nested_block(|block| -> Result<String, cssparser::ParseError<()>> {
            Ok(if is_group { inner.rules(block) } else { inner.declarations(block) })
        });
        inside.map_or_else(|_| String::new(), |inside| format!("{prelude}{{{inside}}}"))
    }

    fn declarations(&mut self, input: &mut Parser) -> String {
        let mut out: Vec<String> = vec![];
        loop {
            input.skip_whitespace();
            let start = input.position();
            let name = match input.next() {
                Err(_) => return out.join(";"),
                Ok(Token::Semicolon) => continue,
                Ok(Token::Ident(name)) => name.to_string(),
                Ok(_) => String::new(),
            };
            let next = input.next().cloned();
            let value = match next {
                Ok(Token::Colon) if !name.is_empty() => input
                    .parse_until_before(cssparser::Delimiter::Semicolon, |value| {
                        Ok::<_, cssparser::ParseError<()>>(self.value(&name, value))
                    }),
                _ => Ok(Err(Unfit)),
            };
            if let Ok(Ok(value)) = value {
                out.push(format!("{name}:{}", value.trim()));
                continue;
            }
            // Up to the semicolon; a nested rule is skipped with its block.
            let is_end = |token: &Token| matches!(token, Token::Semicolon | Token::CurlyBracketBlock);
            if !next.as_ref().is_ok_and(is_end) {
                while input.next().is_ok_and(|token| !is_end(token)) {}
            }
            let written = input.slice_from(start).trim_end_matches([';', '{']);
            self.found.removed.push(short(written));
        }
    }

    /// A value with its references. `None` if one is external.
    fn value(&mut self, property: &str, input: &mut Parser) -> Parsed<String> {
        let lower = property.to_ascii_lowercase();
        if BANNED.contains(&lower.as_str()) {
            return Err(Unfit);
        }
        let mut out = String::new();
        self.tokens(&lower, input, 0, &mut out)?;
        Ok(out)
    }

    fn tokens(&mut self, property: &str, input: &mut Parser, depth: usize, out: &mut String) -> Parsed<()> {
        if depth > DEEPEST {
            return Err(Unfit);
        }
        loop {
            let start = input.position();
            let token = match input.next_including_whitespace_and_comments() {
                Ok(token) => token.clone(),
                Err(_) => return Ok(()),
            };
            let close = match token {
                Token::UnquotedUrl(address) => {
                    out.push_str(&self.url(property, &address)?);
                    continue;
                }
                Token::Function(name) if name.eq_ignore_ascii_case("url") => {
                    out.push_str(&self.url_function(property, input)?);
                    continue;
                }
                Token::Function(name) if FUNCTIONS.contains(&name.to_ascii_lowercase().as_str()) => ")",
                Token::ParenthesisBlock => ")",
                Token::SquareBracketBlock => "]",
                Token::Comment(_) => {
                    // Keeps two words apart that were separated only by a
                    // comment.
                    out.push(' ');
                    continue;
                }
                Token::Function(_)
                | Token::CurlyBracketBlock
                | Token::BadUrl(_)
                | Token::BadString(_)
                | Token::CDO
                | Token::CDC
                | Token::CloseParenthesis
                | Token::CloseSquareBracket
                | Token::CloseCurlyBracket => return Err(Unfit),
                Token::QuotedString(text) => {
                    // Serialising closes an unclosed string.
                    cssparser::serialize_string(&text, out).map_err(|_| Unfit)?;
                    continue;
                }
                _ => {
                    out.push_str(input.slice_from(start));
                    continue;
                }
            };
            out.push_str(input.slice_from(start));
            let mut inside = String::new();
            let nested = input.parse_nested_block(|block| {
                Ok::<_, cssparser::ParseError<()>>(self.tokens(property, block, depth + 1, &mut inside))
            });
            nested.map_err(|_| Unfit)??;
            out.push_str(&inside);
            out.push_str(close);
        }
    }

    /// `url("…")` without any modifiers.
    fn url_function(&mut self, property: &str, input: &mut Parser) -> Parsed<String> {
        let address = input.parse_nested_block(|block| {
            let address = block.expect_string_cloned()?;
            block.expect_exhausted()?;
            Ok::<_, cssparser::ParseError<()>>(address.to_string())
        });
        self.url(property, &address.map_err(|_| Unfit)?)
    }

    fn url(&mut self, property: &str, address: &str) -> Parsed<String> {
        let kept = match address.trim().strip_prefix('#') {
            Some(id) => {
                let reference = (self.selector.clone(), property.to_owned(), id.to_owned());
                self.found.references.push(reference);
                format!("#{id}")
            }
            None if property == "src" => address::font(address).ok_or(Unfit)?,
            None => {
                let (kept, pixels) = address::picture(address).ok_or(Unfit)?;
                self.found.pixels += pixels;
                kept
            }
        };
        let mut text = "url(".to_owned();
        cssparser::serialize_string(&kept, &mut text).map_err(|_| Unfit)?;
        text.push(')');
        Ok(text)
    }
}

/// Whether the prelude of a block cannot fetch anything: `@media (…)`, a
/// selector.
fn is_inert(prelude: &str) -> bool {
    !prelude.to_ascii_lowercase().contains("url(")
}

/// A removed part, shortened for the report.
fn short(text: &str) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > 60 {
        text = text.chars().take(59).chain(['…']).collect();
    }
    text
}
