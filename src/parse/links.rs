//! Classifies the destinations of the links and pictures of a write-up.
//!
//! A link to another file of the site can't be resolved while one file is
//! parsed alone: its address depends on the reader's language and on the other
//! file's slug. It becomes a [`Reference`]; any other destination is written to
//! the page as it is, or rejected.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::percent_encode_byte;

use crate::base::diag::Span;
use crate::base::host::is_of_a_computer;
use crate::base::path::RelPath;
use crate::base::url::{decode, is_email};
use crate::locale::phone::{NoPhone, phone};
use crate::schema::near::nearest_name;

/// A link or picture whose target is inside the site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference {
    /// The file, or that it cannot be a file of the site.
    pub target: Target,
    /// The fragment, without `#`, percent-decoded.
    pub fragment: Option<String>,
    /// The destination as the author wrote it.
    pub written: String,
    /// The bytes of the destination in the whole file, or of the whole link if
    /// the destination has escapes.
    pub span: Span,
    /// Whether it is a link or a picture.
    pub kind: ReferenceKind,
}

/// A web address in a write-up, which may lead to this very site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WebAddress {
    /// As the author wrote it.
    pub written: String,
    /// Its bytes in the whole file, or those of what it stands in.
    pub span: Span,
    /// Whether it is what a reader sees, and no words lead to it.
    pub bare: bool,
}

/// How a reference is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReferenceKind {
    /// A link.
    Link,
    /// A picture.
    Picture,
}

/// The target of a reference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A path from the site's root, percent-decoded. A page may be given
    /// without its language or without any extension.
    File(RelPath),
    /// Nothing that can be in the site: the path is empty, leaves the root or
    /// is invalid.
    Outside,
}

impl Reference {
    /// Whether it is a page: a Markdown file, or a path without an extension.
    /// Other files are copied unchanged.
    pub fn is_page(&self) -> bool {
        let extension = match &self.target {
            Target::File(path) => path.extension(),
            Target::Outside => None,
        };
        self.kind == ReferenceKind::Link && extension.is_none_or(|extension| extension == "md")
    }
}

/// The classification of a destination.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Destination<'w> {
    /// A fragment of the same page: `#part`.
    Here(&'w str),
    /// An address outside the site, to be written as it is.
    Elsewhere(Cow<'w, str>),
    /// A file of the site.
    Site(Target, Option<String>),
    /// An incomplete address, with the one that was most likely meant.
    Invalid(Option<String>),
    /// A file of the writer's own computer, or of their office.
    Computer,
    /// No telephone number, and why.
    NoPhone(NoPhone),
    /// An address with a scheme that is not allowed in a page; the scheme.
    Unsafe(&'w str),
}

/// Classifies the destination `written` in the file `path`.
pub(crate) fn follow<'w>(path: &RelPath, written: &'w str, kind: ReferenceKind) -> Destination<'w> {
    let written = written.trim();
    if is_of_a_computer(written) {
        return Destination::Computer;
    }
    if let Some(scheme) = scheme(written) {
        return with_scheme(written, scheme, kind);
    }
    if let Some(host) = written.strip_prefix("//") {
        let elsewhere = || Destination::Elsewhere(Cow::Owned(format!("https://{host}")));
        return if has_host(written) { elsewhere() } else { Destination::Invalid(None) };
    }
    if written.starts_with('#') && kind == ReferenceKind::Link {
        return Destination::Here(written);
    }
    if let Some(meant) = without_scheme(written) {
        return Destination::Invalid(Some(meant));
    }
    let (file, fragment) = written.split_once('#').map_or((written, None), |(file, part)| (file, Some(part)));
    let file = file.split_once('?').map_or(file, |(file, _)| file);
    let followed = decode(file).filter(|file| !file.is_empty()).and_then(|file| path.join(&file));
    let target = followed.map_or(Target::Outside, Target::File);
    let fragment = fragment.filter(|part| !part.is_empty());
    Destination::Site(target, fragment.map(|part| decode(part).unwrap_or(Cow::Borrowed(part)).into_owned()))
}

fn with_scheme<'w>(written: &'w str, scheme: &'w str, kind: ReferenceKind) -> Destination<'w> {
    let is = |known: &[&str]| known.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let after = &written[scheme.len() + 1..];
    if is(&["https", "http"]) {
        let whole = || Destination::Elsewhere(Cow::Borrowed(written));
        return if has_host(after) { whole() } else { Destination::Invalid(with_host(scheme, after)) };
    }
    if kind == ReferenceKind::Link && is(&["mailto"]) {
        let whole = || Destination::Elsewhere(Cow::Borrowed(written));
        let addresses = after.split_once('?').map_or(after, |(addresses, _)| addresses);
        let addresses = decode(addresses).unwrap_or(Cow::Borrowed(addresses));
        // `mailto://a@b.tn` is written like an address of the web, and `//a` may be a name.
        let is_address = |address: &str| !address.starts_with('/') && is_email(address);
        return if addresses.split(',').all(is_address) { whole() } else { Destination::Invalid(None) };
    }
    if kind == ReferenceKind::Link && is(&["tel"]) {
        return dialled(after);
    }
    // `htp://` is a typing mistake, not an unsafe scheme.
    let near_web = after.starts_with("//").then(|| nearest_name(scheme, ["https", "http"])).flatten();
    match near_web {
        Some(near) => Destination::Invalid(with_host(near, after)),
        None => Destination::Unsafe(scheme),
    }
}

/// A telephone number as it is dialled, with the parameters behind it (RFC
/// 3966): a write-up does not know the country of the site.
fn dialled(after_scheme: &str) -> Destination<'_> {
    let (number, parameters) = after_scheme.split_at(after_scheme.find(';').unwrap_or(after_scheme.len()));
    let printed = decode(number).unwrap_or(Cow::Borrowed(number));
    match phone(printed.trim_start_matches('/')) {
        Ok(own) => Destination::Elsewhere(Cow::Owned(format!(
            "tel:{}{parameters}",
            own.dialled(None).unwrap_or_else(|| number.to_owned())
        ))),
        // What a link needs is told of it as of any other address.
        Err(NoPhone::Other) => Destination::Invalid(None),
        Err(why) => Destination::NoPhone(why),
    }
}

fn has_host(after_scheme: &str) -> bool {
    after_scheme.strip_prefix("//").is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric() || c == '['))
}

/// `http:/a.tn` and `https:a.tn` with both slashes.
fn with_host(scheme: &str, after: &str) -> Option<String> {
    let host = after.trim_start_matches('/');
    host.starts_with(char::is_alphanumeric).then(|| format!("{}://{host}", scheme.to_ascii_lowercase()))
}

/// Top-level domains that are not also file extensions.
const DOMAINS: &[&str] = &["com", "edu", "eu", "gov", "info", "int", "net", "org", "tn"];

/// `www.undp.org`, `undp.org/tunisie`, `https//undp.org` and `a@undp.org` as
/// full addresses.
fn without_scheme(written: &str) -> Option<String> {
    let (host, rest) = written.split_once('/').unwrap_or((written, ""));
    if matches!(host, "http" | "https") && rest.starts_with('/') {
        return with_host(host, rest);
    }
    let (name, end) = host.rsplit_once('.')?;
    let is_domain = !name.is_empty() && DOMAINS.contains(&end);
    let is_host = host.len() > 4 && host.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    let is_mail = is_domain && host.contains('@') && !host.contains(char::is_whitespace) && host == written;
    match () {
        () if is_mail => Some(format!("mailto:{written}")),
        () if is_host || is_domain => Some(format!("https://{written}")),
        () => None,
    }
}

/// The scheme of an address (RFC 3986, 3.1); also `C` in `C:\file`.
fn scheme(written: &str) -> Option<&str> {
    let (scheme, _) = written.split_once(':')?;
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.bytes().all(fits)).then_some(scheme)
}

/// Appends an address as the value of an HTML attribute. Letters of any script
/// are kept; characters that are invalid in an address are percent-encoded.
pub(crate) fn push_address(out: &mut String, address: &str) {
    for c in address.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#39;"),
            '\0'..=' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '\x7f' => {
                out.push_str(percent_encode_byte(c as u8));
            }
            c => out.push(c),
        }
    }
}

/// An address in running text, without link markup.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct BareAddress {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The prefix that makes it a link destination: nothing, `https://` or
    /// `mailto:`.
    pub prefix: &'static str,
}

/// The first bare address at or after `from`: a web address, one that begins
/// with `www.`, or an e-mail address, without trailing punctuation, much as in
/// GitHub Flavored Markdown (6.9).
pub(crate) fn find_address(text: &str, from: usize) -> Option<BareAddress> {
    // Every address contains one of these characters; most texts contain none.
    let rest = &text.as_bytes()[from..];
    if ![b'@', b':', b'w', b'W'].iter().any(|sign| rest.contains(sign)) {
        return None;
    }
    for (at, byte) in text.bytes().enumerate().skip(from) {
        let found = match byte {
            b'@' => email(text, from, at),
            b'h' | b'H' if begins_word(text, from, at) => web(text, at, &["https://", "http://"], ""),
            b'w' | b'W' if begins_word(text, from, at) => web(text, at, &["www."], "https://"),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn begins_word(text: &str, from: usize, at: usize) -> bool {
    at == from || !text[from..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

fn web(text: &str, at: usize, starts: &[&str], prefix: &'static str) -> Option<BareAddress> {
    let rest = &text[at..];
    let begins = |start: &&&str| rest.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    let start = starts.iter().find(begins)?;
    let host = &rest[start.len()..];
    if !host.starts_with(char::is_alphanumeric) {
        return None;
    }
    let in_host = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let host = &host[..host.find(|c| !in_host(c)).unwrap_or(host.len())];
    // A name alone is one of an office or of this machine, where more follows
    // it: `http://localhost:1111`, `http://intranet/page`.
    let follows = |at: usize| rest[at..].starts_with(['/', ':']);
    let has_parts = !prefix.is_empty() || host.trim_end_matches('.').contains('.');
    if !has_parts && !follows(start.len() + host.len()) {
        return None;
    }
    let ends = |c: char| c.is_whitespace() || c.is_control() || "<>\"“”«»،؛؟".contains(c);
    let address = without_punctuation(&rest[..rest.find(ends).unwrap_or(rest.len())]);
    (address.len() > start.len()).then(|| BareAddress { range: at..at + address.len(), prefix })
}

/// Trims what belongs to the sentence: trailing punctuation, and a closing
/// bracket that was opened before the address.
fn without_punctuation(address: &str) -> &str {
    let count = |bracket: char| address.matches(bracket).count();
    let mut unopened = count(')').saturating_sub(count('('));
    address.trim_end_matches(|c: char| match c {
        ')' if unopened > 0 => {
            unopened -= 1;
            true
        }
        c => "?!.,:;*_~'’…]".contains(c),
    })
}

/// The e-mail address around the `@` at this byte.
fn email(text: &str, from: usize, at: usize) -> Option<BareAddress> {
    let in_name = |b: &u8| b.is_ascii_alphanumeric() || b"._+-".contains(b);
    let in_host = |b: &u8| b.is_ascii_alphanumeric() || b"-.".contains(b);
    let bytes = text.as_bytes();
    let name = bytes[from..at].iter().rev().take_while(|b| in_name(b)).count();
    let host = bytes[at + 1..].iter().take_while(|b| in_host(b)).count();
    let host = text[at + 1..at + 1 + host].trim_end_matches(['.', '-']);
    let fits = name > 0 && host.contains('.') && !host.starts_with('.') && !host.contains("..");
    fits.then(|| BareAddress { range: at - name..at + 1 + host.len(), prefix: "mailto:" })
}

#[cfg(test)]
mod tests {
    use super::ReferenceKind::{Link, Picture};
    use super::{Destination, Target, find_address, follow, push_address};
    use crate::base::path::RelPath;

    fn show(written: &str) -> String {
        let path = RelPath::new("content/projects/a.fr.md").unwrap();
        match follow(&path, written, Link) {
            Destination::Here(part) => format!("here {part}"),
            Destination::Elsewhere(address) => format!("elsewhere {address}"),
            Destination::Site(Target::File(path), None) => format!("site {path}"),
            Destination::Site(Target::File(path), Some(part)) => format!("site {path} at {part}"),
            Destination::Site(Target::Outside, _) => "outside".to_owned(),
            Destination::Invalid(None) => "invalid".to_owned(),
            Destination::Invalid(Some(meant)) => format!("invalid, {meant} meant"),
            Destination::Computer => "computer".to_owned(),
            Destination::NoPhone(_) => "no phone".to_owned(),
            Destination::Unsafe(scheme) => format!("unsafe {scheme}"),
        }
    }

    #[test]
    fn destinations() {
        for (written, expected) in [
            ("gcerf-local", "site content/projects/gcerf-local"),
            ("gcerf-local.fr.md", "site content/projects/gcerf-local.fr.md"),
            ("../projects/gcerf-local/", "site content/projects/gcerf-local"),
            ("../pages/%C3%A0-propos.md#l%27objectif", "site content/pages/à-propos.md at l'objectif"),
            ("../pages/حول.md#الهدف", "site content/pages/حول.md at الهدف"),
            ("b.md#", "site content/projects/b.md"),
            ("b.pdf?version=2#page=3", "site content/projects/b.pdf at page=3"),
            ("/content/projects/b", "site content/projects/b"),
            ("100%.pdf", "site content/projects/100%.pdf"),
            ("../../../etc/passwd", "outside"),
            ("..%2F..%2F..%2Fetc/passwd", "outside"),
            ("..\\projects\\b.md", "outside"),
            ("%FF", "outside"),
            ("", "outside"),
            ("#partie", "here #partie"),
            ("https://example.org/a?b=c&d", "elsewhere https://example.org/a?b=c&d"),
            ("HTTP://example.org", "elsewhere HTTP://example.org"),
            ("//example.org/a", "elsewhere https://example.org/a"),
            ("mailto:a@example.org", "elsewhere mailto:a@example.org"),
            ("tel:+21671000000", "elsewhere tel:+21671000000"),
            ("https:", "invalid"),
            ("https:///", "invalid"),
            ("//", "invalid"),
            ("http:/a.tn", "invalid, http://a.tn meant"),
            ("https:a.tn", "invalid, https://a.tn meant"),
            ("htp://a.tn", "invalid, http://a.tn meant"),
            ("https//a.tn", "invalid, https://a.tn meant"),
            ("www.a.fr", "invalid, https://www.a.fr meant"),
            ("undp.org/tunisie", "invalid, https://undp.org/tunisie meant"),
            ("a@undp.org", "invalid, mailto:a@undp.org meant"),
            ("mailto:", "invalid"),
            ("tel:", "invalid"),
            ("tel:bientôt", "invalid"),
            ("tel:71%20000%20111;ext=4", "elsewhere tel:71000111;ext=4"),
            ("tel:+216 71 000 111", "elsewhere tel:+21671000111"),
            ("tel:71000111/112", "no phone"),
            ("jeunes.fr", "site content/projects/jeunes.fr"),
            ("logo@2x.png", "site content/projects/logo@2x.png"),
            ("javascript:alert(1)", "unsafe javascript"),
            (" JavaScript:alert(1)", "unsafe JavaScript"),
            ("java\tscript:alert(1)", "outside"),
            ("data:text/html,x", "unsafe data"),
            ("file:///etc/passwd", "computer"),
            ("C:\\Users\\a.docx", "computer"),
            ("\\\\serveur\\a.docx", "computer"),
            ("\\serveur\\a.docx", "computer"),
        ] {
            assert_eq!(show(written), expected, "{written:?}");
        }
    }

    #[test]
    fn a_picture_is_a_file_or_on_the_web() {
        let path = RelPath::new("content/a.fr.md").unwrap();
        assert_eq!(follow(&path, "mailto:a@example.org", Picture), Destination::Unsafe("mailto"));
        assert_eq!(follow(&path, "#a", Picture), Destination::Site(Target::Outside, Some("a".to_owned())));
    }

    #[test]
    fn addresses_are_safe_in_an_attribute() {
        let mut out = String::new();
        push_address(&mut out, "https://example.org/é ع?a=\"1\"&b=<'>");
        assert_eq!(out, "https://example.org/é%20ع?a=%221%22&amp;b=%3C&#39;%3E");
    }

    #[test]
    fn bare_addresses_end_before_the_punctuation() {
        for (text, expected) in [
            ("voir https://example.org/a.", Some(("https://example.org/a", ""))),
            ("(https://example.org/a_(b))", Some(("https://example.org/a_(b)", ""))),
            ("« https://example.org »", Some(("https://example.org", ""))),
            ("على https://example.org/أ، ثم", Some(("https://example.org/أ", ""))),
            ("WWW.example.org, etc.", Some(("WWW.example.org", "https://"))),
            ("écrire à a.b+c@example.org.", Some(("a.b+c@example.org", "mailto:"))),
            ("é@example.org", None),
            ("a@example", None),
            ("a@.example.org", None),
            ("http://localhost", None),
            ("https://", None),
            ("xhttps://example.org", None),
            ("www.", None),
            ("@", None),
        ] {
            let found = find_address(text, 0).map(|found| (&text[found.range], found.prefix));
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
