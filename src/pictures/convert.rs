//! Converts a picture to the sizes and formats that are published. It is
//! decoded once, its orientation is applied, and its colour profile is kept. No
//! result has more bytes than its source.

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, Limits};
use img_parts::ImageICC;
use img_parts::webp::WebP;
use webpx::Unstoppable;

use crate::base::picture::{Format, Method, Picture};
use crate::pictures::jpeg;
use crate::pictures::strip::{self, Broken};

/// The quality of a JPEG, in percent.
const JPEG_QUALITY: u8 = 82;

/// The qualities of a WebP, tried in order until it is smaller than the file it
/// replaces.
const WEBP_QUALITIES: [f32; 6] = [78.0, 68.0, 56.0, 44.0, 30.0, 15.0];

/// The bytes that a colour profile adds to a WebP besides its own: a longer
/// file header and the chunk header.
const PROFILE_COSTS: usize = 32;

/// The most that a picture is blurred, as a divisor of its width and height. If
/// no quality makes the WebP small enough, the picture is scaled down by 2, 4…
/// and back up, so that it loses detail.
const SOFTEST: u32 = 256;

/// A lossless WebP is used if it is at most this many times as large as a lossy
/// one: for drawings and screenshots, not photographs.
const LOSSLESS_COSTS: usize = 2;

/// The bytes that a decoder may allocate besides the pixels: for a row, a
/// table, a colour profile.
const MOST_BESIDE: u64 = 64 << 20;

/// Rows of pixels, three or four bytes each.
#[derive(Clone)]
struct Pixels {
    bytes: Vec<u8>,
    width: u32,
    height: u32,
    has_alpha: bool,
}

/// The position of the bit depth in a PNG.
const DEPTH: usize = 24;

/// A picture to be converted: its bytes without metadata, and its pixels,
/// decoded on first use.
pub struct Converter {
    bytes: Vec<u8>,
    format: Format,
    size: (u32, u32),
    is_plain: bool,
    moves: bool,
    pixels: Option<(Pixels, Option<Vec<u8>>)>,
    resizer: Resizer,
}

impl Converter {
    /// Prepares a picture for conversion. Nothing is decoded yet.
    pub fn new(bytes: &[u8], picture: &Picture) -> Result<Converter, Broken> {
        let Picture { format, size, is_plain, moves, .. } = *picture;
        let bytes = strip::strip(format, bytes)?;
        // A drawing may have no intrinsic size.
        let size = size.unwrap_or_default();
        Ok(Converter { bytes, format, size, is_plain, moves, pixels: None, resizer: Resizer::new() })
    }

    /// Checks that the whole picture can be decoded.
    pub fn check(&mut self) -> Result<(), Broken> {
        match self.format {
            Format::Svg | Format::Other(_) => Ok(()),
            Format::Gif => check_gif(&self.bytes),
            // The `image` crate cannot decode frames with 16 bits per sample.
            Format::Png if self.moves && self.bytes.get(DEPTH) == Some(&16) => self.decode(),
            _ if self.moves => check_frames(&self.bytes, self.format),
            _ => self.decode(),
        }
    }

    /// Converts the picture by a method of a recipe.
    pub fn convert(&mut self, method: Method) -> Result<Vec<u8>, Broken> {
        match method {
            Method::Strip(_) => {
                self.check()?;
                Ok(self.bytes.clone())
            }
            Method::Crop { width, height } => {
                let pixels = self.resized(width, height)?;
                self.encode(&pixels.opaque(), Format::Jpeg)
            }
            Method::Resize { width, height, format: Format::WebP } if self.format != Format::WebP => {
                self.webp_beside(width, height)
            }
            Method::Resize { width, height, format } => {
                let pixels = self.resized(width, height)?;
                let made = self.encode(&pixels, format)?;
                // If a palette or strong compression was lost, the original is
                // smaller: it is used, and browsers scale it.
                let keeps_whole = self.is_plain && format == self.format && made.len() >= self.bytes.len();
                Ok(if keeps_whole { self.bytes.clone() } else { made })
            }
        }
    }

    /// A WebP with fewer bytes than the same size in the picture's own format.
    fn webp_beside(&mut self, width: u32, height: u32) -> Result<Vec<u8>, Broken> {
        let pixels = self.resized(width, height)?;
        let own = match (self.format, (width, height) == self.size) {
            (Format::Jpeg, false) => self.encode(&pixels, Format::Jpeg)?.len().min(self.bytes.len()),
            // Smaller sizes of a PNG are published as WebP only: none may have
            // more bytes than the original.
            _ => self.bytes.len(),
        };
        let profile = self.icc()?.map_or(0, |icc| icc.len() + PROFILE_COSTS);
        let mut best = webp(&pixels, WEBP_QUALITIES[0])?;
        if self.format == Format::Png {
            let lossless = webp_lossless(&pixels)?;
            if lossless.len() <= best.len() * LOSSLESS_COSTS && lossless.len() + profile < own {
                best = lossless;
            }
        }
        for quality in WEBP_QUALITIES.into_iter().skip(1) {
            if best.len() + profile < own {
                break;
            }
            best = webp(&pixels, quality)?;
        }
        let mut part = 2;
        while best.len() + profile >= own && part < SOFTEST {
            best = webp(&self.softened(width, height, part)?, WEBP_QUALITIES[0])?;
            part *= 2;
        }
        self.with_icc(best)
    }

    /// The picture without its fine detail, in the same size.
    fn softened(&mut self, width: u32, height: u32, part: u32) -> Result<Pixels, Broken> {
        let small = self.resized((width / part).max(1), (height / part).max(1))?;
        self.scaled(&small, width, height)
    }

    fn encode(&mut self, pixels: &Pixels, format: Format) -> Result<Vec<u8>, Broken> {
        let icc = self.icc()?.map(<[u8]>::to_vec);
        let Pixels { bytes, width, height, has_alpha } = pixels;
        let color = if *has_alpha { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 };
        let mut out = vec![];
        match format {
            Format::Jpeg => {
                let opaque = pixels.opaque();
                let mut encoder = JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY);
                icc.map_or(Ok(()), |icc| encoder.set_icc_profile(icc)).map_err(|_| Broken)?;
                let written = encoder.write_image(&opaque.bytes, *width, *height, ExtendedColorType::Rgb8);
                written.map_err(|_| Broken)?;
            }
            Format::Png => {
                let mut encoder = PngEncoder::new(&mut out);
                icc.map_or(Ok(()), |icc| encoder.set_icc_profile(icc)).map_err(|_| Broken)?;
                encoder.write_image(bytes, *width, *height, color).map_err(|_| Broken)?;
            }
            _ => return webp(pixels, WEBP_QUALITIES[0]).and_then(|webp| self.with_icc(webp)),
        }
        Ok(out)
    }

    /// The picture in another size, cropped to its centre if the aspect ratio
    /// differs.
    fn resized(&mut self, width: u32, height: u32) -> Result<Pixels, Broken> {
        self.decode()?;
        let Some((pixels, icc)) = self.pixels.take() else { return Err(Broken) };
        let scaled = self.scaled(&pixels, width, height);
        self.pixels = Some((pixels, icc));
        scaled
    }

    fn scaled(&mut self, pixels: &Pixels, width: u32, height: u32) -> Result<Pixels, Broken> {
        if (pixels.width, pixels.height) == (width, height) {
            return Ok(pixels.clone());
        }
        let kind = if pixels.has_alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        let source = ImageRef::new(pixels.width, pixels.height, &pixels.bytes, kind).map_err(|_| Broken)?;
        let mut other = Image::new(width, height, kind);
        let options = ResizeOptions::new().fit_into_destination(Some((0.5, 0.5)));
        self.resizer.resize(&source, &mut other, Some(&options)).map_err(|_| Broken)?;
        Ok(Pixels { bytes: other.into_vec(), width, height, has_alpha: pixels.has_alpha })
    }

    fn decode(&mut self) -> Result<(), Broken> {
        if self.pixels.is_none() {
            self.pixels = Some(decoded(&self.bytes, self.format)?);
        }
        Ok(())
    }

    /// The colour profile of the result.
    fn icc(&mut self) -> Result<Option<&[u8]>, Broken> {
        self.decode()?;
        Ok(self.pixels.as_ref().and_then(|(_, icc)| icc.as_deref()))
    }

    fn with_icc(&mut self, bytes: Vec<u8>) -> Result<Vec<u8>, Broken> {
        let Some(icc) = self.icc()?.map(<[u8]>::to_vec) else { return Ok(bytes) };
        let mut webp = WebP::from_bytes(bytes.into()).map_err(|_| Broken)?;
        webp.set_icc_profile(Some(icc.into()));
        Ok(webp.encoder().bytes().to_vec())
    }
}

impl Pixels {
    /// The picture on a white background.
    fn opaque(&self) -> Pixels {
        if !self.has_alpha {
            return self.clone();
        }
        let over = |value: u8, alpha: u8| {
            let (value, alpha) = (u32::from(value), u32::from(alpha));
            ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
        };
        let bytes = self.bytes.chunks_exact(4).flat_map(|pixel| [0, 1, 2].map(|at| over(pixel[at], pixel[3])));
        Pixels { bytes: bytes.collect(), has_alpha: false, ..*self }
    }
}

/// Decodes the pixels, applies the orientation, and returns them with their
/// colour profile.
fn decoded(bytes: &[u8], format: Format) -> Result<(Pixels, Option<Vec<u8>>), Broken> {
    let mut decoder = decoder(bytes, format)?;
    let orientation = decoder.orientation().map_err(|_| Broken)?;
    let icc = decoder.icc_profile().ok().flatten().filter(|icc| is_of_a_screen(icc, bytes, format));
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| Broken)?;
    image.apply_orientation(orientation);
    let (width, height, has_alpha) = (image.width(), image.height(), image.color().has_alpha());
    let bytes = if has_alpha { image.into_rgba8().into_raw() } else { image.into_rgb8().into_raw() };
    Ok((Pixels { bytes, width, height, has_alpha }, icc))
}

fn decoder(bytes: &[u8], format: Format) -> Result<Box<dyn ImageDecoder + '_>, Broken> {
    let source = Cursor::new(bytes);
    Ok(match format {
        Format::Jpeg => Box::new(JpegDecoder::new(source).map_err(|_| Broken)?),
        Format::Png => Box::new(PngDecoder::with_limits(source, limits()).map_err(|_| Broken)?),
        Format::WebP => Box::new(WebPDecoder::new(source).map_err(|_| Broken)?),
        _ => return Err(Broken),
    })
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_BESIDE);
    limits
}

/// Decodes every frame of an animated picture.
fn check_frames(bytes: &[u8], format: Format) -> Result<(), Broken> {
    let source = Cursor::new(bytes);
    let frames = match format {
        Format::Png => {
            let decoder = PngDecoder::with_limits(source, Limits::no_limits()).and_then(PngDecoder::apng);
            decoder.map_err(|_| Broken)?.into_frames()
        }
        _ => WebPDecoder::new(source).map_err(|_| Broken)?.into_frames(),
    };
    let mut count = 0;
    for frame in frames {
        frame.map_err(|_| Broken)?;
        count += 1;
    }
    if count == 0 { Err(Broken) } else { Ok(()) }
}

/// Decodes every frame of a GIF without composing them, so that the work is
/// bounded by the pixels in the file.
fn check_gif(bytes: &[u8]) -> Result<(), Broken> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::Indexed);
    let mut decoder = options.read_info(bytes).map_err(|_| Broken)?;
    let mut count = 0;
    while decoder.read_next_frame().map_err(|_| Broken)?.is_some() {
        count += 1;
    }
    if count == 0 { Err(Broken) } else { Ok(()) }
}

/// Whether a colour profile (ICC.1:2022, 7.2) is for RGB, as the results are;
/// not for grey or CMYK.
fn is_of_a_screen(icc: &[u8], bytes: &[u8], format: Format) -> bool {
    let press =
        format == Format::Jpeg && jpeg::segments(bytes).is_some_and(|segments| jpeg::is_for_the_press(&segments));
    icc.get(16..20) == Some(b"RGB ") && !press
}

fn webp(pixels: &Pixels, quality: f32) -> Result<Vec<u8>, Broken> {
    encoder(pixels).quality(quality).encode(Unstoppable).map_err(|_| Broken)
}

fn webp_lossless(pixels: &Pixels) -> Result<Vec<u8>, Broken> {
    encoder(pixels).lossless(true).quality(75.0).encode(Unstoppable).map_err(|_| Broken)
}

fn encoder(pixels: &Pixels) -> webpx::Encoder<'_> {
    let Pixels { bytes, width, height, has_alpha } = pixels;
    let new = if *has_alpha { webpx::Encoder::new_rgba } else { webpx::Encoder::new_rgb };
    new(bytes, *width, *height)
}
