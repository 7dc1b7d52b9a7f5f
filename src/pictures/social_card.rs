//! Social cards: renders a drawing with text to a picture, with the given
//! fonts. `resvg` does the shaping and bidirectional layout.

use std::sync::Arc;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Family, ID, Query};
use resvg::usvg::{FontResolver, ImageHrefResolver, Node, Options, Tree};

use crate::base::key::Key;
use crate::base::picture::Fonts;

/// Scripts (ISO 15924), each with some of its letters.
const SCRIPTS: [(&str, &str); 14] = [
    ("Latn", "Aéçß"),
    ("Arab", "مشةؤ"),
    ("Cyrl", "Жя"),
    ("Grek", "Ωλ"),
    ("Hebr", "שלם"),
    ("Armn", "Հայ"),
    ("Geor", "ქარ"),
    ("Deva", "हिन्दी"),
    ("Beng", "বাংলা"),
    ("Ethi", "አማር"),
    ("Tfng", "ⵜⵉⴼ"),
    ("Thai", "ไทย"),
    ("Hans", "汉语"),
    ("Jpan", "日本の"),
];

/// Font families for "sans-serif" and "serif", in order of preference.
const SANS: [&str; 7] =
    ["Noto Sans", "Segoe UI", "Helvetica Neue", "Arial", "Liberation Sans", "DejaVu Sans", "Roboto"];
const SERIF: [&str; 6] = ["Noto Serif", "Georgia", "Cambria", "Times New Roman", "Liberation Serif", "DejaVu Serif"];

/// The error for a drawing that could not be rendered.
#[derive(Debug)]
pub struct Unreadable(pub String);

/// The fonts of a machine, and the scripts that they cover.
pub struct FontBook {
    database: Arc<Database>,
    fonts: Arc<Fonts>,
}

impl FontBook {
    /// A book of these fonts. `key` is the content key of the set.
    pub fn new(mut database: Database, key: Key) -> FontBook {
        let there = |wanted: &[&str]| {
            let has = |name: &&&str| database.faces().any(|face| face.families.iter().any(|(own, _)| own == **name));
            wanted.iter().find(has).map(|name| (*name).to_owned())
        };
        let any = database.faces().next().and_then(|face| face.families.first()).map(|(name, _)| name.clone());
        let sans = there(&SANS).or(any).unwrap_or_default();
        let serif = there(&SERIF).unwrap_or_else(|| sans.clone());
        database.set_sans_serif_family(sans);
        database.set_serif_family(serif);
        let database = Arc::new(database);
        let covered = SCRIPTS.iter().filter(|(_, letters)| covers(&database, letters));
        let scripts = covered.map(|(script, _)| *script).collect();
        FontBook { database, fonts: Arc::new(Fonts { scripts, key }) }
    }

    /// What social cards can be drawn with.
    pub fn fonts(&self) -> Arc<Fonts> {
        self.fonts.clone()
    }
}

/// Whether all of these letters have a glyph.
fn covers(database: &Arc<Database>, letters: &str) -> bool {
    let svg = format!("<svg xmlns='http://www.w3.org/2000/svg'><text y='20'>{letters}</text></svg>");
    let Ok(tree) = Tree::from_str(&svg, &options(database)) else { return false };
    let texts =
        tree.root().children().iter().filter_map(|node| if let Node::Text(text) = node { Some(text) } else { None });
    let spans: Vec<_> = texts.flat_map(|text| text.layouted()).collect();
    let mut glyphs = spans.iter().flat_map(|span| &span.positioned_glyphs).peekable();
    glyphs.peek().is_some() && glyphs.all(|glyph| glyph.id.0 != 0)
}

/// Options that keep `resvg` from fetching anything from the network or from
/// files.
fn options(database: &Arc<Database>) -> Options<'static> {
    Options {
        fontdb: database.clone(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        font_resolver: FontResolver {
            select_font: FontResolver::default_font_selector(),
            select_fallback: Box::new(stand_in),
        },
        ..Options::default()
    }
}

/// The fallback font for a letter that the current font lacks. Latin letters
/// and digits among Arabic ones come from the sans-serif font of the same
/// weight, rather than from any font that has them.
fn stand_in(letter: char, used: &[ID], database: &mut Arc<Database>) -> Option<ID> {
    let base = used.first().and_then(|id| database.face(*id));
    let query = Query {
        families: &[Family::SansSerif],
        weight: base.map(|face| face.weight).unwrap_or_default(),
        ..Query::default()
    };
    let plain = database.query(&query).filter(|id| letter < '\u{250}' && !used.contains(id));
    plain.or_else(|| FontResolver::default_fallback_selector()(letter, used, database))
}

/// Parses a drawing without rendering it.
pub fn read(svg: &[u8], book: &FontBook) -> Result<Tree, Unreadable> {
    Tree::from_data(svg, &options(&book.database)).map_err(|error| Unreadable(error.to_string()))
}

/// Renders a drawing as PNG.
pub fn draw(svg: &[u8], book: &FontBook) -> Result<Vec<u8>, Unreadable> {
    let tree = read(svg, book)?;
    let size = tree.size().to_int_size();
    let too_large = || Unreadable(format!("{}×{}", size.width(), size.height()));
    let mut pixels = Pixmap::new(size.width().min(4096), size.height().min(4096)).ok_or_else(too_large)?;
    pixels.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(&tree, Transform::default(), &mut pixels.as_mut());
    let rgb: Vec<u8> = pixels.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let mut png = vec![];
    PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Adaptive)
        .write_image(&rgb, pixels.width(), pixels.height(), ExtendedColorType::Rgb8)
        .map_err(|error| Unreadable(error.to_string()))?;
    Ok(png)
}
