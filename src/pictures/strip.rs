//! Pictures without what nobody should read in them: where and when and with
//! what they were taken, what a program noted, and in drawings what runs or
//! fetches anything. The pixels are not touched.

use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::webp::{CHUNK_XMP, WebP};
use img_parts::{Bytes, ImageEXIF};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::base::picture::Format;

/// A picture that could not be taken apart.
#[derive(Debug)]
pub struct Broken;

/// Chunks of a PNG that its look depends on (PNG, third edition, section 11),
/// the frames of one that moves among them.
const PNG_CHUNKS: [[u8; 4]; 16] = [
    *b"IHDR", *b"PLTE", *b"IDAT", *b"IEND", *b"tRNS", *b"gAMA", *b"cHRM", *b"sRGB", *b"iCCP", *b"cICP", *b"sBIT",
    *b"bKGD", *b"pHYs", *b"acTL", *b"fcTL", *b"fdAT",
];

/// The picture without notes.
pub fn strip(format: Format, bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    match format {
        Format::Jpeg => jpeg(bytes),
        Format::Png => png(bytes),
        Format::WebP => webp(bytes),
        Format::Svg => sanitised(bytes),
        Format::Gif | Format::Other(_) => Ok(bytes.to_vec()),
    }
}

/// Keeps what the picture is made of, its colours (ICC, and what Adobe's
/// programs say about theirs) and which side is up.
fn jpeg(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut jpeg = Jpeg::from_bytes(bytes.to_vec().into()).map_err(|_| Broken)?;
    let orientation = jpeg.exif().and_then(|exif| orientation(&exif));
    jpeg.segments_mut().retain(|segment| match segment.marker() {
        markers::APP0 => segment.contents().starts_with(b"JFIF\0"),
        markers::APP2 => segment.contents().starts_with(b"ICC_PROFILE\0"),
        markers::APP14 => segment.contents().starts_with(b"Adobe"),
        markers::COM | markers::APP1 | markers::APP3..=markers::APP13 | markers::APP15 => false,
        _ => true,
    });
    jpeg.set_exif(orientation.map(exif_of));
    Ok(jpeg.encoder().bytes().to_vec())
}

fn png(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut png = Png::from_bytes(bytes.to_vec().into()).map_err(|_| Broken)?;
    let orientation = png.exif().and_then(|exif| orientation(&exif));
    png.chunks_mut().retain(|chunk| PNG_CHUNKS.contains(&chunk.kind()));
    png.set_exif(orientation.map(exif_of));
    Ok(png.encoder().bytes().to_vec())
}

fn webp(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut webp = WebP::from_bytes(bytes.to_vec().into()).map_err(|_| Broken)?;
    let orientation = webp.exif().and_then(|exif| orientation(&exif));
    webp.remove_chunks_by_id(CHUNK_XMP);
    webp.set_exif(orientation.map(exif_of));
    Ok(webp.encoder().bytes().to_vec())
}

/// Which side is up, where that is not the usual one (Exif 2.32, 4.6.4).
fn orientation(exif: &[u8]) -> Option<u8> {
    let orientation = image::metadata::Orientation::from_exif_chunk(exif)?.to_exif();
    (orientation != 1).then_some(orientation)
}

/// Exif that says which side is up and nothing else.
fn exif_of(orientation: u8) -> Bytes {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.into()
}

/// Whether a JPEG has the four colours of a press.
pub fn is_for_the_press(jpeg: &Jpeg) -> bool {
    let frames = [markers::SOF0, markers::SOF1, markers::SOF2];
    let frame = jpeg.segments().iter().find(|segment| frames.contains(&segment.marker()));
    // Precision, height, width, number of components.
    frame.and_then(|frame| frame.contents().get(5).copied()) == Some(4)
}

/// The drawing without scripts, foreign elements and addresses outside it.
pub fn sanitised(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut filter = svg_hush::Filter::new();
    filter.set_data_url_filter(svg_hush::data_url_filter::allow_standard_images);
    let mut clean = vec![];
    filter.filter(&mut &*bytes, &mut clean).map_err(|_| Broken)?;
    Ok(clean)
}

/// Elements and attributes of a drawing that run something, by name, and
/// addresses of what it fetches, each once: what its author should know is gone.
pub fn removed(bytes: &[u8]) -> Vec<String> {
    let mut reader = Reader::from_reader(bytes);
    let mut found = vec![];
    let mut buffer = vec![];
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => of_element(&element, &mut found),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
        buffer.clear();
    }
    found.sort();
    found.dedup();
    found
}

fn of_element(element: &BytesStart, found: &mut Vec<String>) {
    let name = String::from_utf8_lossy(element.local_name().as_ref()).into_owned();
    let runs = ["script", "foreignObject", "iframe", "object", "embed", "audio", "video", "handler"];
    if runs.contains(&name.as_str()) {
        found.push(name);
        return;
    }
    for attribute in element.attributes().flatten() {
        let key = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
        let value = String::from_utf8_lossy(&attribute.value);
        let value = value.trim();
        let leads_out = key == "href" && name != "a" && !value.starts_with('#') && !value.starts_with("data:image/");
        if leads_out {
            found.push(value.chars().take(60).collect());
        } else if key.starts_with("on") || value.to_ascii_lowercase().starts_with("javascript:") {
            found.push(key);
        }
    }
}
