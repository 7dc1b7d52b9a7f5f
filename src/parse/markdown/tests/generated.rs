//! Bodies that nobody wrote: whatever they are, they are read, and every place lies in the file.

use proptest::prelude::{any, prop, prop_oneof, proptest};
use proptest::strategy::Strategy;

use crate::base::lang::Lang;
use crate::base::path::RelPath;
use crate::parse::links::ReferenceKind;
use crate::parse::markdown::{Segment, body};

/// Pieces of Markdown and HTML.
const PIECES: &[&str] = &[
    "a",
    " ",
    "\n",
    "\n\n",
    "é",
    "ع",
    "\u{301}",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```\n",
    "    ",
    "# ",
    "## ",
    "===\n",
    "> ",
    "> [!NOTE]\n",
    "- ",
    "- [x] ",
    "1. ",
    ": ",
    "| ",
    "|\n",
    "|-|\n",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "[^1]",
    "[^1]: ",
    "\"t\")",
    "{#a}",
    "<",
    ">",
    "</",
    "<a href=",
    "<a href='b.md'>",
    "</a>",
    "<img src=x>",
    "<b>",
    "</b>",
    "<div>\n",
    "</div>\n",
    "<table>",
    "<td>",
    "<p>",
    "<pre>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<?",
    "<![CDATA[",
    "<svg>",
    "<input>",
    "<label>",
    "&amp;",
    "&#58;",
    "\\",
    "https://",
    "www.",
    "x.org",
    "@",
    ".md",
    "../",
    "%",
    "%C3",
    "javascript:",
    "jisr:0",
    "\r\n",
    "\t",
    "\0",
    "---\n",
    "\u{202e}",
];

/// Those pieces, put together at random.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![8 => (0..PIECES.len()).prop_map(move |at| PIECES[at].to_owned()), 1 => any::<String>()];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_a_body(text in markdown(), lang in 0..3usize) {
        let path = RelPath::new("content/é/index.fr.md").unwrap();
        let file = format!("---\n---\n{text}");
        let lang = [Lang::new("fr"), Lang::new("ar"), None][lang];
        let (body, diagnostics) = body(&path, &file, 8..file.len(), lang);
        for reference in &body.references {
            assert!(file[reference.span.range()].len() <= file.len() && reference.span.start >= 8);
        }
        for place in diagnostics.iter().filter_map(|diagnostic| diagnostic.at.as_ref()) {
            assert!(file.get(place.span.range()).is_some() && place.span.start >= 8);
        }
        let mut before = "";
        for segment in &body.segments {
            match segment {
                Segment::Html(html) => {
                    assert!(!html.is_empty() && !html.contains("href=\"jisr:") && !html.contains("src=\"jisr:") && !html.contains("<script"));
                    before = html;
                }
                Segment::Picture(number, attributes) => {
                    assert_eq!(body.references[*number as usize].kind, ReferenceKind::Picture);
                    assert!(attributes.is_empty() || attributes.starts_with(' '), "{attributes}");
                    assert!(!attributes.contains(" src=\"") && !attributes.contains(['<', '>']), "{attributes}");
                }
                Segment::Link(number) | Segment::Asset(number) => {
                    let is_page = body.references[*number as usize].is_page();
                    assert_eq!(is_page, matches!(segment, Segment::Link(_)));
                    assert!(before.ends_with(' ') && before.rfind('<') > before.rfind('>'), "{before}");
                }
            }
        }
        assert!(body.summary.chars().count() <= 300);
    }
}
