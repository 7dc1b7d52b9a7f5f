//! What is published of pictures and documents, under which names: documents
//! and some pictures as they are, other pictures in several sizes and formats,
//! never larger than they are. Every name carries the key of the file's bytes or
//! of its recipe, so that a host may keep the file for ever.

use crate::base::name;
use crate::base::path::RelPath;
use crate::base::picture::{Format, Method, Recipe};
use crate::base::url::Url;
use crate::catalogue::links::Use;
use crate::documents;
use crate::schema::check::slugify;
use crate::site::edition::Edition;
use crate::site::view::Picture;
use crate::site::view::page::SocialImage;
use crate::source::{Asset, find_asset};

/// Widths that a picture in a text or of a project is published in, if it has
/// that many pixels: from a telephone to a sharp screen.
const WIDTHS: [u32; 3] = [480, 800, 1200];

/// The width of the largest one.
const WIDEST: u32 = 1600;

/// The space of a logo, in the pixels of a page.
const LOGO: (u32, u32) = (240, 120);

/// The shape of a picture where networks show a link to the page.
const SOCIAL: (u32, u32) = (1200, 630);

/// What most pictures of a text are shown in: as wide as the text, or as the
/// screen of a telephone. Browsers that can, measure for themselves.
const SIZES: &str = "auto, (min-width: 46em) 44rem, 100vw";

/// The longest side that a WebP can have.
const LONGEST_WEBP: u32 = 16_383;

/// A picture with fewer bytes is published as it is: another format or size of
/// it has more.
const FEW_BYTES: u64 = 1024;

/// So is a PNG with fewer bits for each of its pixels, such as a page that was
/// scanned in black and white: as WebP, or smaller and with shades of grey, it
/// has more bytes.
const FEW_BITS: f64 = 0.5;

/// A published size.
struct Rung {
    recipe: Recipe,
    /// What stands beside it in `srcset`: `800w`, `2x`.
    mark: String,
}

/// What is published of a picture that a page shows.
struct Ladder {
    /// Width and height, for the attributes.
    size: Option<(u32, u32)>,
    /// Sizes in the picture's own format, the one that stands for all last.
    own: Vec<Rung>,
    /// The same ones as WebP, where that is another format.
    webp: Vec<Rung>,
}

/// A picture of a file with what is needed to make sizes of it.
#[derive(Clone, Copy)]
struct Source<'a> {
    path: &'a RelPath,
    asset: &'a Asset,
    format: Format,
    is_plain: bool,
    size: Option<(u32, u32)>,
}

impl<'a> Source<'a> {
    /// `None` where the file is no picture that jisr works on.
    fn of(path: &'a RelPath, asset: &'a Asset) -> Option<Source<'a>> {
        let picture = asset.picture()?;
        let is_raster = matches!(picture.format, Format::Jpeg | Format::Png | Format::WebP);
        let size = picture.size.filter(|_| is_raster && !picture.moves);
        let works = is_raster || matches!(picture.format, Format::Svg | Format::Gif);
        works.then_some(Source { path, asset, format: picture.format, is_plain: picture.is_plain, size })
    }

    fn recipe(&self, method: Method) -> Recipe {
        Recipe::Picture { source: self.path.clone(), hash: self.asset.hash, method }
    }

    fn strip(&self) -> Recipe {
        self.recipe(Method::Strip(self.format))
    }

    /// The picture in a width: as it is, if it can be and that is its own.
    fn at(&self, (own, height): (u32, u32), width: u32, format: Format) -> Recipe {
        if width == own && format == self.format && self.is_plain {
            return self.strip();
        }
        self.recipe(Method::Resize { width, height: scaled(height, width, own), format })
    }

    /// Whether nothing is won by making anything else of it.
    fn is_light(&self, (width, height): (u32, u32)) -> bool {
        let len = self.asset.len;
        let bits = 8.0 * len as f64 / (f64::from(width) * f64::from(height));
        self.is_plain && (len < FEW_BYTES || (self.format == Format::Png && bits < FEW_BITS))
    }

    /// The formats that its sizes come in, beside its own WebP.
    fn has_webp(&self, size: (u32, u32), width: u32) -> bool {
        self.format != Format::WebP && scaled(size.1, width, size.0) <= LONGEST_WEBP
    }
}

/// `length × part / whole`, rounded, at least 1.
fn scaled(length: u32, part: u32, whole: u32) -> u32 {
    let (length, part, whole) = (u64::from(length), u64::from(part), u64::from(whole.max(1)));
    u32::try_from((length * part + whole / 2) / whole).unwrap_or(u32::MAX).max(1)
}

/// The sizes of a picture in a text or of a project.
fn ladder(source: Source) -> Ladder {
    let Some(size) = source.size.filter(|size| !source.is_light(*size)) else { return single(source) };
    let top = size.0.min(WIDEST);
    // A size hardly smaller than the next one is not worth a file.
    let widths = WIDTHS.into_iter().filter(|width| width * 10 <= top * 9).chain([top]);
    let rung = |width: u32, format| Rung { recipe: source.at(size, width, format), mark: format!("{width}w") };
    // Without WebP, a PNG is downloaded whole: smaller ones often have more bytes.
    let own = widths.clone().filter(|width| source.format != Format::Png || *width == top);
    let own = own.map(|width| rung(width, source.format)).collect();
    let webp = widths.filter(|width| source.has_webp(size, *width)).map(|width| rung(width, Format::WebP)).collect();
    Ladder { size: Some((top, scaled(size.1, top, size.0))), own, webp }
}

/// A logo for screens of usual and of double density.
fn logo(source: Source) -> Ladder {
    let Some(size) = source.size else { return single(source) };
    let fitting = |times: u32| {
        let by_height = scaled(size.0, LOGO.1 * times, size.1);
        size.0.min(LOGO.0 * times).min(by_height)
    };
    let (once, twice) = (fitting(1), fitting(2));
    if source.is_light(size) {
        return Ladder { size: Some((once, scaled(size.1, once, size.0))), ..single(source) };
    }
    let rung = |width, format, mark: &str| Rung { recipe: source.at(size, width, format), mark: mark.to_owned() };
    let pair = |format| {
        let first = rung(once, format, "1x");
        if twice > once { vec![rung(twice, format, "2x"), first] } else { vec![first] }
    };
    let webp = if source.has_webp(size, twice) { pair(Format::WebP) } else { vec![] };
    Ladder { size: Some((once, scaled(size.1, once, size.0))), own: pair(source.format), webp }
}

/// One size for everything: of drawings, and of what moves.
fn single(source: Source) -> Ladder {
    let size = source.asset.picture().and_then(|picture| picture.size);
    Ladder { size, own: vec![Rung { recipe: source.strip(), mark: String::new() }], webp: vec![] }
}

/// The middle of a picture for networks, where it has pixels enough.
fn social(source: Source) -> Option<(Recipe, (u32, u32))> {
    let (width, height) = source.size?;
    if width * 2 < SOCIAL.0 || height * 2 < SOCIAL.1 {
        return None;
    }
    let fits = width >= SOCIAL.0 && height >= SOCIAL.1;
    let narrow = scaled(width, SOCIAL.1, SOCIAL.0) <= height;
    let (width, height) = match (fits, narrow) {
        (true, _) => SOCIAL,
        (false, true) => (width, scaled(width, SOCIAL.1, SOCIAL.0)),
        (false, false) => (scaled(height, SOCIAL.0, SOCIAL.1), height),
    };
    Some((source.recipe(Method::Crop { width, height }), (width, height)))
}

/// Every file that is published of a picture used like this; none where it is
/// no picture that jisr works on, and is copied.
pub fn recipes(path: &RelPath, asset: &Asset, how: Use) -> Vec<Recipe> {
    let Some(source) = Source::of(path, asset) else { return vec![] };
    let all = |ladder: Ladder| ladder.own.into_iter().chain(ladder.webp).map(|rung| rung.recipe).collect::<Vec<_>>();
    match how {
        Use::Linked => vec![source.strip()],
        Use::Shown => all(ladder(source)),
        Use::Logo => all(logo(source)),
        Use::Lead => all(ladder(source)).into_iter().chain(social(source).map(|(recipe, _)| recipe)).collect(),
    }
}

/// The published name of what a recipe gives: `assets/vue-800.0123456789.webp`.
pub fn published(path: &RelPath, recipe: &Recipe) -> Url {
    let Recipe::Picture { method, .. } = recipe else { return Url::root() };
    let size = match method {
        Method::Strip(_) => String::new(),
        Method::Resize { width, .. } | Method::Crop { width, .. } => format!("-{width}"),
    };
    let (stem, extension) = (stem(path), method.format().extension());
    Url::file(&format!("assets/{stem}{size}.{}.{extension}", recipe.key().short()))
}

/// The published name of a file that is copied: `assets/accord.0123456789.pdf`.
pub fn copy(path: &RelPath, asset: &Asset) -> Url {
    let extension = extension(path, asset).unwrap_or_else(|| "bin".to_owned());
    Url::file(&format!("assets/{}.{}.{extension}", stem(path), asset.hash.short()))
}

/// The ending of a document, that of what it really holds.
pub fn extension(path: &RelPath, asset: &Asset) -> Option<String> {
    let written = path.extension()?;
    Some(
        asset
            .document()
            .map_or_else(|| written.clone(), |own| documents::published::extension(&written, own).to_owned()),
    )
}

/// The name of a file as addresses have it, without its ending.
fn stem(path: &RelPath) -> String {
    let name = path.name();
    let slug = slugify(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    if slug.is_empty() { "file".to_owned() } else { name::stem(&slug).into_owned() }
}

/// The address of a picture or document that something links to.
pub fn href(edition: Edition, path: &RelPath) -> Option<String> {
    let (path, asset) = find_asset(&edition.catalogue.assets, path)?;
    let url = linked(path, asset).unwrap_or_else(|| copy(path, asset));
    Some(edition.href(&url))
}

/// A picture as pages show it.
pub fn picture(edition: Edition, path: &RelPath, how: Use) -> Option<Picture> {
    let (path, asset) = find_asset(&edition.catalogue.assets, path)?;
    let Some(source) = Source::of(path, asset) else { return copied(edition, path, asset) };
    let ladder = if how == Use::Logo { logo(source) } else { ladder(source) };
    let href = |rung: &Rung| edition.href(&published(path, &rung.recipe));
    let set = |rungs: &[Rung]| {
        let parts: Vec<String> = rungs.iter().map(|rung| format!("{} {}", href(rung), rung.mark)).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    };
    Some(Picture {
        url: href(ladder.own.last()?),
        width: ladder.size.map(|(width, _)| width),
        height: ladder.size.map(|(_, height)| height),
        srcset: if ladder.own.len() > 1 { set(&ladder.own) } else { None },
        webp: set(&ladder.webp),
        sizes: (how != Use::Logo && source.size.is_some()).then_some(SIZES),
        alt: None,
        credit: None,
    })
}

fn copied(edition: Edition, path: &RelPath, asset: &Asset) -> Option<Picture> {
    let size = asset.picture().and_then(|picture| picture.size);
    Some(Picture {
        url: edition.href(&copy(path, asset)),
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
        srcset: None,
        webp: None,
        sizes: None,
        alt: None,
        credit: None,
    })
}

/// The address of a picture that is linked to; `None` where it is no picture
/// that jisr works on.
fn linked(path: &RelPath, asset: &Asset) -> Option<Url> {
    Source::of(path, asset).map(|source| published(path, &source.strip()))
}

/// A project's picture for networks, where it has pixels enough.
pub fn social_image(edition: Edition, path: &RelPath) -> Option<SocialImage> {
    let (path, asset) = find_asset(&edition.catalogue.assets, path)?;
    let (recipe, (width, height)) = social(Source::of(path, asset)?)?;
    let url = published(path, &recipe).absolute(&edition.config().base_url);
    Some(SocialImage { url, width, height, alt: None })
}
