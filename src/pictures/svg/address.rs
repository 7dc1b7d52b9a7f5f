//! Addresses in drawings. Allowed are references to parts of the drawing, links
//! for readers, and embedded (`data:`) pictures and fonts; anything else is
//! external and is removed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::base::picture::{Format, SHOWN};
use crate::pictures::raster;

/// Base64 as editors write it, with or without padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The types of pictures that may be embedded in a drawing.
const PICTURES: [(&str, Format); 4] = [
    ("image/png", Format::Png),
    ("image/jpeg", Format::Jpeg),
    ("image/webp", Format::WebP),
    ("image/gif", Format::Gif),
];

/// The types of fonts that may be embedded.
const FONTS: [&str; 9] = [
    "font/woff2",
    "font/woff",
    "font/ttf",
    "font/otf",
    "font/opentype",
    "font/truetype",
    "application/font-woff",
    "application/font-woff2",
    "application/x-font-ttf",
];

/// The schemes of links that readers may follow.
const LINKS: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];

/// The id in a reference to a part of the drawing.
pub fn id(address: &str) -> Option<&str> {
    address.trim().strip_prefix('#').filter(|id| !id.is_empty())
}

/// Whether it is a link that readers may follow.
pub fn is_link(address: &str) -> bool {
    let lower = address.trim().to_ascii_lowercase();
    lower.starts_with('#') || LINKS.iter().any(|start| lower.starts_with(start))
}

/// An embedded picture without its metadata, and its number of pixels. `None`
/// if it is not a picture. Its bytes decide its type, not the media type before
/// them.
pub fn picture(address: &str) -> Option<(String, u64)> {
    let (media_type, data) = data(address)?;
    let bytes = LENIENT.decode(data).ok().filter(|_| media_type.starts_with("image/"))?;
    let format = raster::sniff(&bytes)?;
    let (name, _) = PICTURES.iter().find(|(_, own)| *own == format)?;
    let picture = raster::inspect(format, &bytes);
    let (width, height) = picture.size.filter(|_| picture.faults.iter().all(|own| own.is_within(SHOWN)))?;
    let clean = raster::strip(format, &bytes)?;
    Some((format!("data:{name};base64,{}", STANDARD.encode(clean)), u64::from(width) * u64::from(height)))
}

/// An embedded font.
pub fn font(address: &str) -> Option<String> {
    let (media_type, data) = data(address)?;
    let is_font = FONTS.contains(&media_type.as_str()) || media_type == "application/octet-stream";
    let bytes = LENIENT.decode(data).ok().filter(|_| is_font)?;
    let starts: [&[u8]; 5] = [b"wOF2", b"wOFF", b"OTTO", b"\0\x01\0\0", b"true"];
    let is_whole = starts.iter().any(|start| bytes.starts_with(start));
    is_whole.then(|| format!("data:{media_type};base64,{}", STANDARD.encode(bytes)))
}

/// The media type and data of `data:…;base64,…` (RFC 2397).
fn data(address: &str) -> Option<(String, Vec<u8>)> {
    let address = address.trim();
    let rest = address.get(..5).filter(|start| start.eq_ignore_ascii_case("data:")).and(address.get(5..))?;
    let (head, data) = rest.split_once(',')?;
    let mut parameters = head.split(';').map(|part| part.trim().to_ascii_lowercase());
    let media_type = parameters.next()?;
    if parameters.next_back()? != "base64" {
        return None;
    }
    Some((media_type, data.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect()))
}

/// Whether `@namespace` names a namespace that drawings use.
pub fn is_namespace(prelude: &str) -> bool {
    let known = ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml"];
    let quotes = prelude.replace(['"', '\'', '(', ')'], " ");
    let words: Vec<&str> = quotes.split_whitespace().filter(|word| word.contains(':') || word.contains('/')).collect();
    matches!(words[..], [address] if known.contains(&address))
}
