//! Colours, and their contrast (WCAG 2.2, SC 1.4.3 and 1.4.11).

use csscolorparser::Color as Css;

/// An opaque sRGB colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Color([u8; 3]);

/// The number of lightness steps that are tried to find a readable colour.
const STEPS: u16 = 250;

impl Color {
    /// Parses a CSS colour: `#0f5361`, `rgb(15 83 97)`, `hsl(190 73% 22%)`,
    /// `oklch(0.41 0.07 210)`. A translucent colour is rejected, as its
    /// contrast depends on what is behind it.
    pub fn parse(text: &str) -> Option<Color> {
        let color = csscolorparser::parse(text).ok()?;
        (color.a >= 1.0).then(|| Color::of(&color))
    }

    fn of(color: &Css) -> Color {
        let [red, green, blue, _] = color.to_rgba8();
        Color([red, green, blue])
    }

    fn css(self) -> Css {
        let [red, green, blue] = self.0;
        Css::from_rgba8(red, green, blue, 255)
    }

    /// `#0f5361`
    pub fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// Relative luminance: 0 black, 1 white.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast ratio with another colour, 1 to 21.
    pub fn contrast(self, other: Color) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The colour of the same hue that passes and whose lightness is closest to
    /// this one's. `None` if no lightness passes.
    pub fn nearest(self, passes: impl Fn(Color) -> bool) -> Option<Color> {
        let [lightness, a, b, _] = self.css().to_oklaba();
        let at = |step: i32| {
            let lightness = lightness + step as f32 / f32::from(STEPS);
            (0.0..=1.0).contains(&lightness).then(|| Color::of(&Css::from_oklaba(lightness, a, b, 1.0)))
        };
        let steps = (1..=i32::from(STEPS)).flat_map(|step| [at(-step), at(step)]);
        let ends = [Color([0; 3]), Color([255; 3])].map(Some);
        steps.chain(ends).flatten().find(|color| passes(*color))
    }
}

#[cfg(test)]
mod tests {
    use super::Color;

    fn color(text: &str) -> Color {
        Color::parse(text).unwrap()
    }

    #[test]
    fn colours_are_read_as_css_writes_them() {
        for text in ["#0f5361", "#0F5361", "rgb(15, 83, 97)", "rgb(15 83 97)", "0f5361"] {
            assert_eq!(color(text).hex(), "#0f5361", "{text}");
        }
        assert_eq!(color("hsl(120 100% 25%)").hex(), "#008000");
        assert_eq!(color("oklch(1 0 0)").hex(), "#ffffff");
        for text in ["", "petrol", "#12", "rgb(1 2)", "#0f536180", "transparent"] {
            assert_eq!(Color::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((color("#000").contrast(color("#fff")) - 21.0).abs() < 1e-9);
        assert!((color("#777").contrast(color("#fff")) - 4.478).abs() < 1e-3);
        assert!((color("#fff").contrast(color("#777")) - 4.478).abs() < 1e-3);
    }

    #[test]
    fn the_nearest_colour_passes_and_is_near() {
        let white = color("#fff");
        let near = color("#777").nearest(|near| near.contrast(white) >= 4.5).unwrap();
        assert!(near.contrast(white) >= 4.5 && near.contrast(white) < 4.8, "{near:?}");
        let dark = color("#202020").nearest(|near| near.contrast(color("#171613")) >= 4.5).unwrap();
        assert!(dark.contrast(color("#171613")) >= 4.5, "{dark:?}");
        assert_eq!(color("#777").nearest(|near| near.contrast(color("#777")) >= 7.0), None);
    }
}
