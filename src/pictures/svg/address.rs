//! Addresses in drawings: parts of the drawing, links for readers, and pictures
//! and fonts that are written out in it. Everything else is outside.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::base::picture::{Format, SHOWN};
use crate::pictures::raster;

/// Base64 as editors write it, with or without its filler at the end.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Pictures that may be written out in a drawing.
const PICTURES: [(&str, Format); 4] = [
    ("image/png", Format::Png),
    ("image/jpeg", Format::Jpeg),
    ("image/webp", Format::WebP),
    ("image/gif", Format::Gif),
];

/// Fonts that may be.
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

/// What readers may follow from a drawing.
const LINKS: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];

/// The id of a part of the drawing.
pub fn id(address: &str) -> Option<&str> {
    address.trim().strip_prefix('#').filter(|id| !id.is_empty())
}

/// Whether readers may follow it.
pub fn is_link(address: &str) -> bool {
    let lower = address.trim().to_ascii_lowercase();
    lower.starts_with('#') || LINKS.iter().any(|start| lower.starts_with(start))
}

/// A picture that is written out, without its notes, and its pixels; none where
/// it is another thing. What it is its bytes say, whatever stands before them.
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

/// A font that is written out.
pub fn font(address: &str) -> Option<String> {
    let (media_type, data) = data(address)?;
    let is_font = FONTS.contains(&media_type.as_str()) || media_type == "application/octet-stream";
    let bytes = LENIENT.decode(data).ok().filter(|_| is_font)?;
    let starts: [&[u8]; 5] = [b"wOF2", b"wOFF", b"OTTO", b"\0\x01\0\0", b"true"];
    let is_whole = starts.iter().any(|start| bytes.starts_with(start));
    is_whole.then(|| format!("data:{media_type};base64,{}", STANDARD.encode(bytes)))
}

/// The media type and the data of `data:…;base64,…` (RFC 2397).
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

/// Whether `@namespace` names one that drawings are written in.
pub fn is_namespace(prelude: &str) -> bool {
    let known = ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml"];
    let quotes = prelude.replace(['"', '\'', '(', ')'], " ");
    let words: Vec<&str> = quotes.split_whitespace().filter(|word| word.contains(':') || word.contains('/')).collect();
    matches!(words[..], [address] if known.contains(&address))
}
