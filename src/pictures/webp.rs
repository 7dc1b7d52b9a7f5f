//! Parses WebP files (RFC 9649): the chunks of the image and of its frames.
//! Other chunks, and data after the end, are ignored.

use crate::pictures::{Look, orientation};

/// A chunk: its name, and its contents.
type Chunk<'a> = (&'a [u8], &'a [u8]);

const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;
const MOVES: u8 = 0x02;

/// The length of a frame's header, before its own chunks (2.7.1.1).
const FRAME_HEAD: usize = 16;

fn chunks(bytes: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let len = little(bytes.strip_prefix(b"RIFF")?, 0, 4)? as usize;
    let inside = bytes.get(8..len.checked_add(8)?)?.strip_prefix(b"WEBP")?;
    list(inside)
}

fn list(mut rest: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let mut found = vec![];
    while !rest.is_empty() {
        let len = little(rest, 4, 4)? as usize;
        found.push((rest.get(..4)?, rest.get(8..len.checked_add(8)?)?));
        // Chunks are padded to an even length; the last one may lack its
        // padding.
        rest = rest.get(len + 8 + len % 2..).unwrap_or_default();
    }
    Some(found)
}

fn little(bytes: &[u8], at: usize, len: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + len)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// Inspects a WebP by its chunks. `None` if its parts contradict each other
/// about the size.
pub fn look(bytes: &[u8]) -> Option<Look> {
    let chunks = chunks(bytes)?;
    let (kind, head) = *chunks.first()?;
    if kind != b"VP8X" {
        return Look::new(coded_size(kind, head)?, None);
    }
    let canvas = (little(head, 4, 3)? + 1, little(head, 7, 3)? + 1);
    let exif = chunks.iter().find(|(kind, _)| *kind == b"EXIF").map(|(_, contents)| *contents);
    let look = Look::new(canvas, exif.and_then(orientation::of))?;
    if *head.first()? & MOVES == 0 {
        let size = chunks.iter().find_map(|(kind, contents)| coded_size(kind, contents))?;
        return (size == canvas).then_some(look);
    }
    let mut frames = 0;
    for (_, frame) in chunks.iter().filter(|(kind, _)| *kind == b"ANMF") {
        let size = (little(frame, 6, 3)? + 1, little(frame, 9, 3)? + 1);
        let parts = list(frame.get(FRAME_HEAD..)?)?;
        let coded = parts.iter().find_map(|(kind, contents)| coded_size(kind, contents))?;
        if coded != size || size.0 > canvas.0 || size.1 > canvas.1 {
            return None;
        }
        frames += 1;
    }
    (frames > 0).then_some(Look { moves: true, drawn: look.pixels.saturating_mul(frames), ..look })
}

/// Width and height of coded image data (RFC 6386, 9.1; RFC 9649, 3.4).
fn coded_size(kind: &[u8], contents: &[u8]) -> Option<(u32, u32)> {
    let side = |at| little(contents, at, 2).map(|side| side & 0x3fff);
    match kind {
        b"VP8 " if contents.get(3..6)? == b"\x9d\x01\x2a" => Some((side(6)?, side(8)?)),
        b"VP8L" if *contents.first()? == 0x2f => {
            let bits = little(contents, 1, 4)?;
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        _ => None,
    }
}

/// The picture with its colour profile and its orientation, without any other
/// metadata.
pub fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let chunks = chunks(bytes)?;
    let exif = chunks.iter().find(|(kind, _)| *kind == b"EXIF").map(|(_, contents)| *contents);
    let orientation = exif.and_then(orientation::of).and_then(orientation::turned);
    let mut inside = b"WEBP".to_vec();
    for (kind, contents) in &chunks {
        match *kind {
            b"VP8X" => {
                let mut head = contents.to_vec();
                *head.first_mut()? &= !(HAS_EXIF | HAS_XMP);
                head[0] |= orientation.map_or(0, |_| HAS_EXIF);
                put(&mut inside, kind, &head);
            }
            b"ANMF" => {
                let mut frame = contents.get(..FRAME_HEAD)?.to_vec();
                let parts = list(&contents[FRAME_HEAD..])?;
                parts.iter().filter(|(kind, _)| is_coded(kind)).for_each(|(kind, part)| put(&mut frame, kind, part));
                put(&mut inside, kind, &frame);
            }
            b"ICCP" | b"ANIM" => put(&mut inside, kind, contents),
            kind if is_coded(kind) => put(&mut inside, kind, contents),
            _ => {}
        }
    }
    if let Some(orientation) = orientation {
        put(&mut inside, b"EXIF", &orientation::exif(orientation));
    }
    Some([b"RIFF", &(inside.len() as u32).to_le_bytes()[..], &inside].concat())
}

fn is_coded(kind: &[u8]) -> bool {
    matches!(kind, b"VP8 " | b"VP8L" | b"ALPH")
}

fn put(out: &mut Vec<u8>, kind: &[u8], contents: &[u8]) {
    out.extend(kind);
    out.extend((contents.len() as u32).to_le_bytes());
    out.extend(contents);
    out.extend(vec![0; contents.len() % 2]);
}
