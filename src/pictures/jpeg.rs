//! Parses JPEG files (ITU-T T.81, annex B): their segments up to the end of the
//! image. Data after that, such as a second image or a phone's video clip, is
//! ignored.

use crate::pictures::orientation;
use crate::pictures::{Look, MOST_SCANS};

/// A segment of a JPEG: a marker with its contents, and the entropy-coded data
/// after it.
pub struct Segment<'a> {
    marker: u8,
    contents: &'a [u8],
    coded: &'a [u8],
}

const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;

/// The segments of a JPEG. `None` if it is not one or is truncated: viewers
/// would fill the missing part with grey.
pub fn segments(bytes: &[u8]) -> Option<Vec<Segment<'_>>> {
    let mut rest = bytes.strip_prefix(&[0xff, START])?;
    let mut found = vec![];
    loop {
        let (marker, after) = match *rest {
            [0xff, 0xff, ..] => {
                rest = &rest[1..];
                continue;
            }
            [0xff, marker, ref after @ ..] => (marker, after),
            _ => return None,
        };
        match marker {
            END => return Some(found),
            0x01 | 0xd0..=0xd7 => rest = after,
            0x00 | START => return None,
            _ => {
                let len = usize::from(u16::from_be_bytes([*after.first()?, *after.get(1)?]));
                let contents = after.get(2..len)?;
                rest = &after[len..];
                let coded = if marker == SCAN { &rest[..coded(rest)?] } else { &[] };
                rest = &rest[coded.len()..];
                found.push(Segment { marker, contents, coded });
            }
        }
    }
}

/// The length of the entropy-coded data before the next marker.
fn coded(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr(0xff, bytes.get(at..)?)?;
        match bytes.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}

/// Inspects a JPEG by its header.
pub fn look(bytes: &[u8]) -> Option<Look> {
    let segments = segments(bytes)?;
    let frame = frame(&segments)?;
    let number = |at: usize| Some(u32::from(u16::from_be_bytes([*frame.get(at)?, *frame.get(at + 1)?])));
    let size = (number(3)?, number(1)?);
    if segments.iter().filter(|segment| segment.marker == SCAN).count() > MOST_SCANS {
        return None;
    }
    let orientation = exif(&segments).and_then(orientation::of);
    let look = Look::new(size, orientation)?;
    Some(Look { is_plain: look.is_plain && !is_for_the_press(&segments), ..look })
}

/// The header of the frame: precision, height, width, number of components.
fn frame<'a>(segments: &[Segment<'a>]) -> Option<&'a [u8]> {
    let is_frame = |marker: u8| matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
    let mut frames = segments.iter().filter(|segment| is_frame(segment.marker));
    // No browser supports hierarchical JPEGs (annex J).
    frames.next().map(|frame| frame.contents).filter(|_| frames.next().is_none())
}

/// Whether a JPEG is in CMYK.
pub fn is_for_the_press(segments: &[Segment]) -> bool {
    frame(segments).and_then(|frame| frame.get(5)) == Some(&4)
}

fn exif<'a>(segments: &[Segment<'a>]) -> Option<&'a [u8]> {
    let notes = segments.iter().filter(|segment| segment.marker == APP1);
    notes.filter_map(|segment| segment.contents.strip_prefix(b"Exif\0\0")).next()
}

/// The picture with its colour profile (ICC, and Adobe's marker) and its
/// orientation, without any other metadata.
pub fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let segments = segments(bytes)?;
    let mut out = vec![0xff, START];
    let is_jfif = |segment: &&Segment| segment.marker == APP0 && segment.contents.starts_with(b"JFIF\0");
    // The JFIF header without its thumbnail.
    if let Some(head) = segments.iter().find(is_jfif).and_then(|segment| segment.contents.get(..12)) {
        put(&mut out, APP0, &[head, &[0, 0]].concat());
    }
    if let Some(orientation) = exif(&segments).and_then(orientation::of).and_then(orientation::turned) {
        put(&mut out, APP1, &[b"Exif\0\0", &orientation::exif(orientation)[..]].concat());
    }
    for segment in &segments {
        let contents = match segment.marker {
            APP2 if segment.contents.starts_with(b"ICC_PROFILE\0") => segment.contents,
            APP14 if segment.contents.starts_with(b"Adobe") => segment.contents.get(..12)?,
            // The frames, tables, scans and lengths that make up the image.
            0xc0..=0xcf | SCAN..=0xdd => segment.contents,
            _ => continue,
        };
        put(&mut out, segment.marker, contents);
        out.extend(segment.coded);
    }
    out.extend([0xff, END]);
    Some(out)
}

fn put(out: &mut Vec<u8>, marker: u8, contents: &[u8]) {
    out.extend([0xff, marker]);
    out.extend((contents.len() as u16 + 2).to_be_bytes());
    out.extend(contents);
}
