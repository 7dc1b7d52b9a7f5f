//! Plans what is published of pictures and documents, and under which names:
//! documents and some pictures unchanged, other pictures in several sizes and
//! formats, never enlarged. Every name contains the content key of the file or
//! recipe, so that a host may cache it forever.

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

/// The widths in which a picture is published, as far as it has that many
/// pixels: from phones to high-density screens.
const WIDTHS: [u32; 3] = [480, 800, 1200];

/// The largest published width.
const WIDEST: u32 = 1600;

/// The box of a logo, in CSS pixels.
const LOGO: (u32, u32) = (240, 120);

/// The size of a picture that social networks show with a link to the page.
const SOCIAL: (u32, u32) = (1200, 630);

/// The `sizes` attribute of most pictures: as wide as the text, or as a phone's
/// screen. Browsers that support `auto` measure it themselves.
const SIZES: &str = "auto, (min-width: 46em) 44rem, 100vw";

/// The longest side that a WebP can have.
const LONGEST_WEBP: u32 = 16_383;

/// Pictures with fewer bytes are published unchanged: any other format or size
/// would be larger.
const FEW_BYTES: u64 = 1024;

/// PNGs with fewer bits per pixel are published unchanged too, such as black
/// and white scans: as WebP, or scaled down to shades of grey, they would be
/// larger.
const FEW_BITS: f64 = 0.5;

/// A published size of a picture.
struct PublishedSize {
    recipe: Recipe,
    /// Its descriptor in `srcset`: `800w`, `2x`.
    mark: String,
}

/// The published sizes of a picture on a page.
struct Sizes {
    /// Width and height, for the attributes.
    size: Option<(u32, u32)>,
    /// Sizes in the picture's own format; the last one is the fallback `src`.
    own: Vec<PublishedSize>,
    /// The same sizes as WebP, unless that is the picture's own format.
    webp: Vec<PublishedSize>,
}

/// A picture of the site with what is needed to plan its sizes.
#[derive(Clone, Copy)]
struct Source<'a> {
    path: &'a RelPath,
    asset: &'a Asset,
    format: Format,
    is_plain: bool,
    size: Option<(u32, u32)>,
}

impl<'a> Source<'a> {
    /// `None` if the file is not a picture that jisr processes.
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

    /// The recipe for the picture in this width: unchanged if that is its own
    /// width and format and it is plain.
    fn at(&self, (own, height): (u32, u32), width: u32, format: Format) -> Recipe {
        if width == own && format == self.format && self.is_plain {
            return self.strip();
        }
        self.recipe(Method::Resize { width, height: scaled(height, width, own), format })
    }

    /// Whether converting it would not make it smaller.
    fn is_light(&self, (width, height): (u32, u32)) -> bool {
        let len = self.asset.len;
        let bits = 8.0 * len as f64 / (f64::from(width) * f64::from(height));
        self.is_plain && (len < FEW_BYTES || (self.format == Format::Png && bits < FEW_BITS))
    }

    /// Whether it also gets WebP versions.
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
fn sizes(source: Source) -> Sizes {
    let Some(size) = source.size.filter(|size| !source.is_light(*size)) else { return single(source) };
    let top = size.0.min(WIDEST);
    // A size hardly smaller than the next one is not worth a file.
    let widths = WIDTHS.into_iter().filter(|width| width * 10 <= top * 9).chain([top]);
    let version =
        |width: u32, format| PublishedSize { recipe: source.at(size, width, format), mark: format!("{width}w") };
    // A browser without WebP downloads a PNG in full size: smaller versions often
    // have more bytes.
    let own = widths.clone().filter(|width| source.format != Format::Png || *width == top);
    let own = own.map(|width| version(width, source.format)).collect();
    let webp = widths.filter(|width| source.has_webp(size, *width)).map(|width| version(width, Format::WebP)).collect();
    Sizes { size: Some((top, scaled(size.1, top, size.0))), own, webp }
}

/// A logo for screens of normal and double density.
fn logo(source: Source) -> Sizes {
    let Some(size) = source.size else { return single(source) };
    let fitting = |times: u32| {
        let by_height = scaled(size.0, LOGO.1 * times, size.1);
        size.0.min(LOGO.0 * times).min(by_height)
    };
    let (once, twice) = (fitting(1), fitting(2));
    if source.is_light(size) {
        return Sizes { size: Some((once, scaled(size.1, once, size.0))), ..single(source) };
    }
    let version =
        |width, format, mark: &str| PublishedSize { recipe: source.at(size, width, format), mark: mark.to_owned() };
    let pair = |format| {
        let first = version(once, format, "1x");
        if twice > once { vec![version(twice, format, "2x"), first] } else { vec![first] }
    };
    let webp = if source.has_webp(size, twice) { pair(Format::WebP) } else { vec![] };
    Sizes { size: Some((once, scaled(size.1, once, size.0))), own: pair(source.format), webp }
}

/// A single size: for drawings and animations.
fn single(source: Source) -> Sizes {
    let size = source.asset.picture().and_then(|picture| picture.size);
    Sizes { size, own: vec![PublishedSize { recipe: source.strip(), mark: String::new() }], webp: vec![] }
}

/// The centre of a picture as a social image, if it has enough pixels.
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

/// The recipes for everything that is published of a picture used in this way.
/// Empty if jisr does not process it and copies the file.
pub fn recipes(path: &RelPath, asset: &Asset, how: Use) -> Vec<Recipe> {
    let Some(source) = Source::of(path, asset) else { return vec![] };
    let all = |sizes: Sizes| sizes.own.into_iter().chain(sizes.webp).map(|version| version.recipe).collect::<Vec<_>>();
    match how {
        Use::Linked => vec![source.strip()],
        Use::Shown => all(sizes(source)),
        Use::Logo => all(logo(source)),
        Use::Lead => all(sizes(source)).into_iter().chain(social(source).map(|(recipe, _)| recipe)).collect(),
    }
}

/// The published address of a recipe's result:
/// `assets/vue-800.0123456789.webp`.
pub fn published(path: &RelPath, recipe: &Recipe) -> Url {
    let Recipe::Picture { method, .. } = recipe else { return Url::root() };
    let size = match method {
        Method::Strip(_) => String::new(),
        Method::Resize { width, .. } | Method::Crop { width, .. } => format!("-{width}"),
    };
    let (stem, extension) = (stem(path), method.format().extension());
    Url::file(&format!("assets/{stem}{size}.{}.{extension}", recipe.key().short()))
}

/// The published address of a copied file: `assets/accord.0123456789.pdf`.
pub fn copy(path: &RelPath, asset: &Asset) -> Url {
    let extension = extension(path, asset).unwrap_or_else(|| "bin".to_owned());
    Url::file(&format!("assets/{}.{}.{extension}", stem(path), asset.hash.short()))
}

/// The extension of a published document, that of its real type.
pub fn extension(path: &RelPath, asset: &Asset) -> Option<String> {
    let written = path.extension()?;
    Some(
        asset
            .document()
            .map_or_else(|| written.clone(), |own| documents::published::extension(&written, own).to_owned()),
    )
}

/// The name of a file in the form used in addresses, without its extension.
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

/// The view of a picture.
pub fn picture(edition: Edition, path: &RelPath, how: Use) -> Option<Picture> {
    let (path, asset) = find_asset(&edition.catalogue.assets, path)?;
    let Some(source) = Source::of(path, asset) else { return copied(edition, path, asset) };
    let sizes = if how == Use::Logo { logo(source) } else { sizes(source) };
    let href = |version: &PublishedSize| edition.href(&published(path, &version.recipe));
    let set = |versions: &[PublishedSize]| {
        let parts: Vec<String> = versions.iter().map(|version| format!("{} {}", href(version), version.mark)).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    };
    Some(Picture {
        url: href(sizes.own.last()?),
        width: sizes.size.map(|(width, _)| width),
        height: sizes.size.map(|(_, height)| height),
        srcset: if sizes.own.len() > 1 { set(&sizes.own) } else { None },
        webp: set(&sizes.webp),
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

/// The address of a picture that is linked to. `None` if jisr does not process
/// it.
fn linked(path: &RelPath, asset: &Asset) -> Option<Url> {
    Source::of(path, asset).map(|source| published(path, &source.strip()))
}

/// The social image of a project, if its picture has enough pixels.
pub fn social_image(edition: Edition, path: &RelPath) -> Option<SocialImage> {
    let (path, asset) = find_asset(&edition.catalogue.assets, path)?;
    let (recipe, (width, height)) = social(Source::of(path, asset)?)?;
    let url = published(path, &recipe).absolute(&edition.config().base_url);
    Some(SocialImage { url, width, height, alt: None })
}
