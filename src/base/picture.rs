//! Pictures as values: what was found in a file, and recipes for what is
//! published of it. The core decides which recipes there are and what their
//! results are called; `pictures` makes them.

use std::sync::Arc;

use crate::base::key::{Key, KeyHasher};
use crate::base::path::RelPath;

/// Raised whenever the same recipe would give other bytes than before.
const VERSION: u64 = 2;

/// What a picture may have at most.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Pixels.
    pub pixels: u64,
    /// Bytes.
    pub bytes: u64,
}

/// A picture that a page shows: smaller ones are made of it.
pub const SHOWN: Limits = Limits { pixels: 50_000_000, bytes: 30_000_000 };

/// A picture that a page only links to: as large as the largest cameras make.
pub const LINKED: Limits = Limits { pixels: 110_000_000, bytes: 100_000_000 };

/// What a file holds, whatever its name says.
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
    /// A picture that browsers or jisr cannot show, by its name: `HEIC`.
    Other(&'static str),
}

impl Format {
    /// Its name, as people know it.
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

    /// The ending of the names of its files.
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

    /// Whether a file of this name says that it holds this.
    pub fn is_named_so(self, extension: &str) -> bool {
        match self {
            Format::Jpeg => matches!(extension, "jpg" | "jpeg" | "jpe" | "jfif"),
            Format::Other(_) => true,
            other => other.extension() == extension,
        }
    }
}

/// A picture of the site, as its file shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// What the file holds.
    pub format: Format,
    /// Width and height in pixels, as a reader sees it: turned where the
    /// camera says so.
    pub size: Option<(u32, u32)>,
    /// Whether it can be shown as it is, but for what it says about its making.
    /// One that the camera turned, or in the colours of a press, cannot.
    pub is_plain: bool,
    /// Whether it moves: then it has one size only.
    pub moves: bool,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

impl Picture {
    /// Whether it may be decoded, for what a recipe does with it.
    pub fn is_workable(&self, method: Method) -> bool {
        let limits = if matches!(method, Method::Strip(_)) { LINKED } else { SHOWN };
        self.faults.iter().all(|fault| fault.is_within(limits))
    }
}

impl Fault {
    /// Whether a picture with it may be decoded under these limits.
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

/// What is wrong with a picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It cannot be read to its end.
    Broken,
    /// It has too many pixels (in millions) or bytes (in millions).
    TooLarge(u64, u64),
    /// An SVG has more of something than a drawing needs: the name of what is
    /// counted, how much there is, and how much may be.
    TooComplex(&'static str, u64, u64),
    /// A part of an SVG, of this id, is drawn by itself.
    Circular(String),
    /// An SVG has what may not be published: `script`, `onclick`, an address.
    Unsafe(Vec<String>),
}

/// What a machine can draw words with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fonts {
    /// The scripts whose letters some font has: `Latn`, `Arab` (ISO 15924).
    pub scripts: Vec<&'static str>,
    /// The key of all fonts: others draw other pictures.
    pub key: Key,
}

impl Fonts {
    /// Whether some font has the letters of a script.
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
        /// The key of its bytes.
        hash: Key,
        /// What is done with it.
        method: Method,
    },
    /// From a drawing (SVG) with words: a social card.
    SocialCard {
        /// The drawing.
        svg: Arc<[u8]>,
    },
}

/// What is done with a picture.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Method {
    /// As it is, without what a camera or a program wrote into it; an SVG
    /// without what runs or fetches anything.
    Strip(Format),
    /// Smaller, turned upright, in the colours of a screen. A WebP has fewer
    /// bytes than the same size in the picture's own format.
    Resize {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// What it becomes.
        format: Format,
    },
    /// The middle of it, in the shape of a social card, as JPEG.
    Crop {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
    },
}

impl Method {
    /// What it becomes.
    pub fn format(self) -> Format {
        match self {
            Method::Strip(format) | Method::Resize { format, .. } => format,
            Method::Crop { .. } => Format::Jpeg,
        }
    }
}

impl Recipe {
    /// The key of what it gives.
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
