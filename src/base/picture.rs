//! Pictures as values: what was found in a file, and recipes for what is
//! published of it. The core decides which recipes exist and how their results
//! are named; `pictures` executes them.

use std::sync::Arc;

use crate::base::key::{Key, KeyHasher};
use crate::base::path::RelPath;

/// To be raised whenever the same recipe produces other bytes than before.
const VERSION: u64 = 3;

/// The largest allowed size of a picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Pixels.
    pub pixels: u64,
    /// Bytes.
    pub bytes: u64,
}

/// For a picture shown on a page, of which smaller sizes are made.
pub const SHOWN: Limits = Limits { pixels: 50_000_000, bytes: 30_000_000 };

/// For a picture that a page only links to: the size that the largest cameras
/// produce.
pub const LINKED: Limits = Limits { pixels: 110_000_000, bytes: 100_000_000 };

/// The format of a picture, by its bytes rather than its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Format {
    /// JPEG (ITU-T T.81).
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
    /// GIF.
    Gif,
    /// SVG.
    Svg,
    /// A format that browsers or jisr cannot show; its name: `HEIC`.
    Other(&'static str),
}

impl Format {
    /// Its name for users.
    pub fn name(self) -> &'static str {
        match self {
            Format::Jpeg => "JPEG",
            Format::Png => "PNG",
            Format::WebP => "WebP",
            Format::Gif => "GIF",
            Format::Svg => "SVG",
            Format::Other(name) => name,
        }
    }

    /// Its file extension.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::WebP => "webp",
            Format::Gif => "gif",
            Format::Svg => "svg",
            Format::Other(_) => "bin",
        }
    }

    /// Whether a file extension stands for this format.
    pub fn is_named_so(self, extension: &str) -> bool {
        match self {
            Format::Jpeg => matches!(extension, "jpg" | "jpeg" | "jpe" | "jfif"),
            Format::Other(_) => true,
            other => other.extension() == extension,
        }
    }
}

/// A picture of the site, as found by inspecting its file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// The format of its bytes.
    pub format: Format,
    /// Width and height in pixels as displayed, that is, after applying the
    /// camera's orientation.
    pub size: Option<(u32, u32)>,
    /// Whether it can be published as it is, apart from its metadata. That
    /// excludes pictures with an orientation to apply and those in CMYK.
    pub is_plain: bool,
    /// Whether it is animated; if so, it is published in one size only.
    pub moves: bool,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

impl Picture {
    /// Whether it may be decoded for a method of a recipe.
    pub fn is_workable(&self, method: Method) -> bool {
        let limits = if matches!(method, Method::Strip(_)) { LINKED } else { SHOWN };
        self.faults.iter().all(|fault| fault.is_within(limits))
    }
}

impl Fault {
    /// Whether it may be decoded under these limits.
    pub fn is_within(&self, limits: Limits) -> bool {
        match self {
            Fault::Broken | Fault::TooComplex(..) | Fault::Circular(_) => false,
            Fault::TooLarge(pixels, bytes) => {
                *pixels <= limits.pixels / 1_000_000 && *bytes <= limits.bytes / 1_000_000
            }
            Fault::Unsafe(_) => true,
        }
    }
}

/// A fault of a picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It is truncated or damaged.
    Broken,
    /// It has too many pixels (in millions) or bytes (in millions).
    TooLarge(u64, u64),
    /// An SVG exceeds a limit: the name of what is counted, the count, and the
    /// limit.
    TooComplex(&'static str, u64, u64),
    /// An element of an SVG, with this id, draws itself.
    Circular(String),
    /// An SVG contains something that must not be published: `script`,
    /// `onclick`, an address.
    Unsafe(Vec<String>),
}

/// The fonts of the machine, as far as planning needs to know them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fonts {
    /// The scripts that the fonts cover: `Latn`, `Arab` (ISO 15924).
    pub scripts: Vec<&'static str>,
    /// The content key of all fonts: other fonts draw other pictures.
    pub key: Key,
}

impl Fonts {
    /// Whether the fonts cover a script.
    pub fn covers(&self, script: &str) -> bool {
        self.scripts.contains(&script)
    }
}

/// How a published file is made.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Recipe {
    /// From a picture of the site.
    Picture {
        /// The picture.
        source: RelPath,
        /// The content key of its bytes.
        hash: Key,
        /// How it is converted.
        method: Method,
    },
    /// From a drawing (SVG) with words: a social card.
    SocialCard {
        /// The drawing.
        svg: Arc<[u8]>,
    },
}

/// How a picture is converted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Method {
    /// Unchanged, without the metadata of a camera or program; an SVG without
    /// anything that runs or fetches something.
    Strip(Format),
    /// Scaled down, with its orientation applied, in RGB. A WebP has fewer
    /// bytes than the same size in the picture's own format.
    Resize {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// The format of the result.
        format: Format,
    },
    /// Cropped to its centre in the shape of a social card, as JPEG.
    Crop {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
    },
}

impl Method {
    /// The format of the result.
    pub fn format(self) -> Format {
        match self {
            Method::Strip(format) | Method::Resize { format, .. } => format,
            Method::Crop { .. } => Format::Jpeg,
        }
    }
}

impl Recipe {
    /// The content key of the result.
    pub fn key(&self) -> Key {
        let mut hash = KeyHasher::default();
        hash.number(VERSION);
        match self {
            Recipe::Picture { source: _, hash: own, method } => {
                hash.key(*own);
                hash.bytes(method.format().name());
                for number in method.numbers() {
                    hash.number(u64::from(number));
                }
            }
            Recipe::SocialCard { svg } => hash.bytes(svg),
        }
        hash.finish()
    }

    /// The picture that it is made from.
    pub fn source(&self) -> Option<&RelPath> {
        match self {
            Recipe::Picture { source, .. } => Some(source),
            Recipe::SocialCard { .. } => None,
        }
    }
}

impl Method {
    fn numbers(self) -> [u32; 3] {
        match self {
            Method::Strip(_) => [0, 0, 0],
            Method::Resize { width, height, .. } => [1, width, height],
            Method::Crop { width, height } => [2, width, height],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, Method, Recipe};
    use crate::base::key::Key;
    use crate::base::path::RelPath;

    #[test]
    fn recipes_that_give_other_bytes_have_other_keys() {
        let of = |bytes: &[u8], method| {
            let source = RelPath::new("content/a.jpg").unwrap();
            Recipe::Picture { source, hash: Key::of(bytes), method }.key()
        };
        let resize = |width, height, format| Method::Resize { width, height, format };
        let keys = [
            of(b"1", Method::Strip(Format::Jpeg)),
            of(b"2", Method::Strip(Format::Jpeg)),
            of(b"1", resize(480, 320, Format::Jpeg)),
            of(b"1", resize(480, 320, Format::WebP)),
            of(b"1", resize(320, 480, Format::Jpeg)),
            of(b"1", Method::Crop { width: 480, height: 320 }),
            Recipe::SocialCard { svg: b"<svg/>".as_slice().into() }.key(),
        ];
        let different: std::collections::BTreeSet<Key> = keys.into();
        assert_eq!(different.len(), keys.len());
    }
}
