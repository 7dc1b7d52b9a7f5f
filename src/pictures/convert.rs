//! From one picture to the sizes and formats that are published of it. It is
//! decoded once, turned upright, and keeps the profile of its colours.

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader};
use img_parts::ImageICC;
use img_parts::jpeg::Jpeg;
use img_parts::webp::WebP;
use webpx::Unstoppable;

use crate::base::picture::{Format, Method};
use crate::pictures::inspect;
use crate::pictures::strip::{self, Broken};

/// The quality of a JPEG, in a hundred.
const JPEG_QUALITY: u8 = 82;

/// Qualities of a WebP, tried until it is smaller than what it stands for.
const WEBP_QUALITIES: [f32; 6] = [78.0, 68.0, 56.0, 44.0, 30.0, 15.0];

/// A lossless WebP is taken where it has at most so many times the bytes of
/// one with losses: drawings and screens, not photographs.
const LOSSLESS_COSTS: usize = 2;

/// Pixels in rows, three or four bytes each.
#[derive(Clone)]
struct Pixels {
    bytes: Vec<u8>,
    width: u32,
    height: u32,
    has_alpha: bool,
}

/// A picture in the converter: its bytes, and its pixels once they are needed.
pub struct Converter<'a> {
    bytes: &'a [u8],
    format: Format,
    size: (u32, u32),
    pixels: Option<(Pixels, Option<Vec<u8>>)>,
    resizer: Resizer,
}

impl<'a> Converter<'a> {
    /// Takes a picture in. Nothing is decoded yet.
    pub fn new(bytes: &'a [u8]) -> Result<Converter<'a>, Broken> {
        let format = inspect::sniff(bytes).unwrap_or(Format::Svg);
        let seen = inspect::inspect(format, bytes);
        let size = seen.size.ok_or(Broken)?;
        Ok(Converter { bytes, format, size, pixels: None, resizer: Resizer::new() })
    }

    /// How many pixels it has.
    pub fn pixels(&self) -> u64 {
        u64::from(self.size.0) * u64::from(self.size.1)
    }

    /// Checks that it can be converted.
    pub fn check(&mut self) -> Result<(), Broken> {
        if self.format == Format::Svg { Ok(()) } else { self.decode() }
    }

    /// What a recipe makes of it.
    pub fn convert(&mut self, method: Method) -> Result<Vec<u8>, Broken> {
        match method {
            Method::Strip(format) => strip::strip(format, self.bytes),
            Method::Crop { width, height } => {
                let pixels = self.resized(width, height)?;
                self.encode(&pixels.opaque(), Format::Jpeg)
            }
            Method::Resize { width, height, format: Format::WebP } if self.format != Format::WebP => {
                self.webp_beside(width, height)
            }
            Method::Resize { width, height, format } => {
                let pixels = self.resized(width, height)?;
                self.encode(&pixels, format)
            }
        }
    }

    /// A WebP with fewer bytes than the same size in the picture's own format.
    fn webp_beside(&mut self, width: u32, height: u32) -> Result<Vec<u8>, Broken> {
        let pixels = self.resized(width, height)?;
        let own = match (self.format, (width, height) == self.size) {
            (Format::Jpeg, false) => self.encode(&pixels, Format::Jpeg)?.len(),
            // Smaller sizes of a PNG are published as WebP only: none of them
            // may have more bytes than the whole.
            _ => strip::strip(self.format, self.bytes)?.len(),
        };
        let mut best = webp(&pixels, WEBP_QUALITIES[0])?;
        if self.format == Format::Png {
            let lossless = webp_lossless(&pixels)?;
            if lossless.len() <= best.len() * LOSSLESS_COSTS && lossless.len() < own {
                best = lossless;
            }
        }
        for quality in WEBP_QUALITIES.into_iter().skip(1) {
            if best.len() + self.icc()?.map_or(0, <[u8]>::len) < own {
                break;
            }
            best = webp(&pixels, quality)?;
        }
        self.with_icc(best)
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

    /// The picture in another size, its middle where the shape is another one.
    fn resized(&mut self, width: u32, height: u32) -> Result<Pixels, Broken> {
        self.decode()?;
        let Some((pixels, _)) = &self.pixels else { return Err(Broken) };
        if (pixels.width, pixels.height) == (width, height) {
            return Ok(pixels.clone());
        }
        let kind = if pixels.has_alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        let source = ImageRef::new(pixels.width, pixels.height, &pixels.bytes, kind).map_err(|_| Broken)?;
        let mut small = Image::new(width, height, kind);
        let options = ResizeOptions::new().fit_into_destination(Some((0.5, 0.5)));
        self.resizer.resize(&source, &mut small, Some(&options)).map_err(|_| Broken)?;
        Ok(Pixels { bytes: small.into_vec(), width, height, has_alpha: pixels.has_alpha })
    }

    fn decode(&mut self) -> Result<(), Broken> {
        if self.pixels.is_none() {
            self.pixels = Some(decoded(self.bytes, self.format)?);
        }
        Ok(())
    }

    /// The profile of the colours of what is published.
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
    /// The picture on white paper.
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

/// The pixels, upright, with the profile of their colours.
fn decoded(bytes: &[u8], format: Format) -> Result<(Pixels, Option<Vec<u8>>), Broken> {
    let known = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::WebP => ImageFormat::WebP,
        _ => return Err(Broken),
    };
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), known).into_decoder().map_err(|_| Broken)?;
    let orientation = decoder.orientation().map_err(|_| Broken)?;
    let icc = decoder.icc_profile().ok().flatten().filter(|icc| is_of_a_screen(icc, bytes, format));
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| Broken)?;
    image.apply_orientation(orientation);
    let (width, height, has_alpha) = (image.width(), image.height(), image.color().has_alpha());
    let bytes = if has_alpha { image.into_rgba8().into_raw() } else { image.into_rgb8().into_raw() };
    Ok((Pixels { bytes, width, height, has_alpha }, icc))
}

/// Whether a profile (ICC.1:2022, 7.2) speaks of red, green and blue, as what
/// is published does; not of grey, nor of the colours of a press.
fn is_of_a_screen(icc: &[u8], bytes: &[u8], format: Format) -> bool {
    let press = format == Format::Jpeg
        && Jpeg::from_bytes(bytes.to_vec().into()).is_ok_and(|jpeg| strip::is_for_the_press(&jpeg));
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
