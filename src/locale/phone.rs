//! Telephone numbers: converts printed numbers to dialled ones (ITU-T E.164, RFC
//! 3966).

use crate::base::code::Code;
use crate::base::diag::Diagnostic;

/// A telephone number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Phone {
    /// Its digits, including the country code if there is one.
    digits: String,
    /// Whether it begins with a country code.
    international: bool,
    /// The extension to dial after the call is answered.
    extension: Option<String>,
}

/// Why a text is not a telephone number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoPhone {
    /// It contains two numbers.
    Two,
    /// It begins with this country code, but the number has the wrong length.
    Length(String),
    /// It is not a number, or has too many or too few digits.
    Other,
}

impl NoPhone {
    /// What is said about it.
    pub fn told(&self, found: impl Fn(Code) -> Diagnostic) -> Diagnostic {
        match self {
            NoPhone::Two => found(Code::PhoneTwo),
            NoPhone::Length(prefix) => found(Code::PhoneLength).arg("prefix", prefix.as_str()),
            NoPhone::Other => found(Code::PhoneInvalid),
        }
    }
}

/// The numbering plan of a country (ITU-T E.164 and the plans that countries
/// notify to ITU).
struct Plan {
    /// ISO 3166-1.
    country: &'static str,
    /// The country code.
    code: &'static str,
    /// The trunk prefix, dialled before a number only inside the country.
    trunk: &'static str,
    /// The fewest and the most digits of a number, without these prefixes.
    digits: (usize, usize),
}

const fn plan(country: &'static str, code: &'static str, trunk: &'static str, digits: (usize, usize)) -> Plan {
    Plan { country, code, trunk, digits }
}

#[rustfmt::skip]
const PLANS: &[Plan] = &[
    plan("AE", "971", "0", (8, 9)), plan("AT", "43", "0", (4, 13)), plan("AU", "61", "0", (9, 9)),
    plan("BE", "32", "0", (8, 9)), plan("BF", "226", "", (8, 8)), plan("BH", "973", "", (8, 8)),
    plan("BJ", "229", "", (8, 10)), plan("BR", "55", "0", (10, 11)), plan("CA", "1", "1", (10, 10)),
    plan("CD", "243", "0", (7, 9)), plan("CG", "242", "", (9, 9)), plan("CH", "41", "0", (9, 9)),
    plan("CI", "225", "", (10, 10)), plan("CM", "237", "", (8, 9)), plan("CN", "86", "0", (7, 11)),
    plan("DE", "49", "0", (4, 13)), plan("DJ", "253", "", (8, 8)), plan("DK", "45", "", (8, 8)),
    plan("DZ", "213", "0", (8, 9)), plan("EG", "20", "0", (8, 10)), plan("ES", "34", "", (9, 9)),
    plan("FI", "358", "0", (5, 12)), plan("FR", "33", "0", (9, 9)), plan("GA", "241", "0", (7, 8)),
    plan("GB", "44", "0", (7, 10)), plan("GN", "224", "", (8, 9)), plan("GR", "30", "", (10, 10)),
    plan("IE", "353", "0", (7, 10)), plan("IN", "91", "0", (10, 11)), plan("IQ", "964", "0", (8, 10)),
    plan("IR", "98", "0", (8, 10)), plan("IT", "39", "", (6, 12)), plan("JO", "962", "0", (8, 9)),
    plan("JP", "81", "0", (9, 10)), plan("KE", "254", "0", (6, 10)), plan("KM", "269", "", (7, 7)),
    plan("KR", "82", "0", (8, 11)), plan("KW", "965", "", (7, 8)), plan("LB", "961", "0", (7, 8)),
    plan("LU", "352", "", (4, 12)), plan("LY", "218", "0", (8, 9)), plan("MA", "212", "0", (9, 9)),
    plan("MG", "261", "0", (9, 10)), plan("ML", "223", "", (8, 8)), plan("MR", "222", "", (8, 8)),
    plan("MT", "356", "", (8, 8)), plan("NE", "227", "", (8, 8)), plan("NG", "234", "0", (7, 10)),
    plan("NL", "31", "0", (9, 11)), plan("NO", "47", "", (5, 8)), plan("OM", "968", "", (7, 8)),
    plan("PS", "970", "0", (8, 9)), plan("PT", "351", "", (9, 9)), plan("QA", "974", "", (7, 8)),
    plan("RO", "40", "0", (9, 9)), plan("RU", "7", "8", (10, 10)), plan("SA", "966", "0", (8, 10)),
    plan("SD", "249", "0", (9, 9)), plan("SE", "46", "0", (6, 13)), plan("SN", "221", "", (9, 9)),
    plan("SO", "252", "0", (5, 9)), plan("SY", "963", "0", (8, 9)), plan("TD", "235", "", (8, 8)),
    plan("TG", "228", "", (8, 8)), plan("TN", "216", "", (8, 8)), plan("TR", "90", "0", (10, 10)),
    plan("US", "1", "1", (10, 10)), plan("YE", "967", "0", (6, 9)), plan("ZA", "27", "0", (9, 9)),
];

/// Words before an extension.
const EXTENSIONS: [&str; 7] = ["poste", "ext", "ext.", "x", "تحويلة", "التحويلة", "داخلي"];

/// Words between two numbers.
const BETWEEN: [&str; 6] = ["ou", "et", "or", "and", "أو", "و"];

/// The length of short numbers, which can be dialled only inside a country:
/// `1899`.
const SHORT: std::ops::RangeInclusive<usize> = 3..=6;

/// Parses a telephone number as printed.
pub fn phone(text: &str) -> Result<Phone, NoPhone> {
    // Word processors put direction marks around a number in Arabic text.
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        .collect();
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    if is_several(&text, &words) {
        return Err(NoPhone::Two);
    }
    let at = words.iter().position(|word| EXTENSIONS.contains(&word.as_str())).unwrap_or(words.len());
    let (number, extension) = words.split_at(at);
    let extension = extension.split_first().map(|(_, digits)| digits.concat());
    if extension.as_ref().is_some_and(|own| own.is_empty() || !own.bytes().all(|b| b.is_ascii_digit())) {
        return Err(NoPhone::Other);
    }
    // `+44 (0)20`: the zero is only dialled inside the country.
    let is_one_word = number.len() == 1;
    let number = number.concat().replace("(0)", "");
    let international = number.trim_start_matches('(').starts_with('+') || number.starts_with("00");
    let sign = |c: char| "()-.+\u{2010}\u{2011}\u{2012}\u{2013}".contains(c);
    if number.contains(|c: char| !(c.is_ascii_digit() || sign(c))) {
        return Err(NoPhone::Other);
    }
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("00").map_or(digits.clone(), str::to_owned);
    let is_plain = !international && extension.is_none() && is_one_word && number == digits;
    match digits.len() {
        7..=15 if international => abroad(digits, extension),
        7..=15 => Ok(Phone { digits, international, extension }),
        count if is_plain && SHORT.contains(&count) => Ok(Phone { digits, international, extension }),
        16.. => Err(NoPhone::Two),
        _ => Err(NoPhone::Other),
    }
}

/// The international prefix for the numbers of a country (ISO 3166-1): `+216`.
pub fn prefix(country: &str) -> Option<String> {
    PLANS.iter().find(|plan| plan.country == country).map(|plan| format!("+{}", plan.code))
}

/// Whether a text contains more than one number: two complete ones, or one and
/// the end of another (`71 123 456 / 457`).
fn is_several(text: &str, words: &[String]) -> bool {
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).count();
    let is_between = |word: &String| BETWEEN.contains(&word.as_str());
    let parted = text.contains(['/', ';', ',', '،', '؛', '|', '\n']) || words.iter().any(is_between);
    let begun = text.matches('+').count();
    parted && digits(text) > 8 || begun > 1
}

/// A number with a country code and the right length for that country. No
/// country code begins with zero.
fn abroad(digits: String, extension: Option<String>) -> Result<Phone, NoPhone> {
    let Some(plan) = PLANS.iter().find(|plan| digits.starts_with(plan.code)) else {
        let known = !digits.starts_with('0');
        return if known { Ok(Phone { digits, international: true, extension }) } else { Err(NoPhone::Other) };
    };
    let digits = plan.national(&digits[plan.code.len()..]).map(|own| format!("{}{own}", plan.code));
    digits
        .map(|digits| Phone { digits, international: true, extension })
        .ok_or_else(|| NoPhone::Length(format!("+{}", plan.code)))
}

impl Plan {
    /// A number as dialled after the country code. None if no number of the
    /// country has this length.
    fn national<'a>(&self, digits: &'a str) -> Option<&'a str> {
        let fits = |digits: &&str| (self.digits.0..=self.digits.1).contains(&digits.len());
        let trunk = digits.strip_prefix(self.trunk).filter(|_| !self.trunk.is_empty());
        trunk.filter(fits).or_else(|| Some(digits).filter(fits))
    }
}

impl Phone {
    /// What to dial, after `tel:`, from a site of this country (ISO 3166-1).
    /// None if the number has no country code and is not valid in the site's
    /// country either.
    pub fn dialled(&self, country: Option<&str>) -> Option<String> {
        let extension = self.extension.as_ref().map_or_else(String::new, |own| format!(";ext={own}"));
        if self.international {
            return Some(format!("+{}{extension}", self.digits));
        }
        let plan = PLANS.iter().find(|plan| Some(plan.country) == country);
        let Some(plan) = plan.filter(|_| !SHORT.contains(&self.digits.len())) else {
            return Some(format!("{}{extension}", self.digits));
        };
        let after_code = || self.digits.strip_prefix(plan.code).and_then(|rest| plan.national(rest));
        let own = plan.national(&self.digits).or_else(after_code)?;
        Some(format!("+{}{own}{extension}", plan.code))
    }
}

#[cfg(test)]
mod tests {
    use super::{NoPhone, PLANS, phone};

    #[test]
    fn what_is_dialled_has_the_code_of_the_country() {
        for (printed, dialled) in [
            ("71 123 456", "+21671123456"),
            ("+216 71 123 456", "+21671123456"),
            ("00216 71.123.456", "+21671123456"),
            ("(+216) 71-123-456", "+21671123456"),
            ("216 71 123 456", "+21671123456"),
            ("+44 (0)20 7946 0018", "+442079460018"),
            ("+33 01 23 45 67 89", "+33123456789"),
            ("71\u{a0}123\u{202f}456", "+21671123456"),
            ("\u{202a}+216 71 123 456\u{202c}", "+21671123456"),
            ("71 – 123 – 456", "+21671123456"),
            ("71 123 456 poste 12", "+21671123456;ext=12"),
            ("1899", "1899"),
            ("+99 999 999 999", "+99999999999"),
        ] {
            let found = phone(printed).map(|own| own.dialled(Some("TN")));
            assert_eq!(found, Ok(Some(dialled.to_owned())), "{printed}");
        }
        let dialled = |printed: &str, country| phone(printed).unwrap().dialled(country);
        assert_eq!(dialled("01 23 45 67 89", Some("FR")).as_deref(), Some("+33123456789"));
        assert_eq!(dialled("06 1234 5678", Some("IT")).as_deref(), Some("+390612345678"));
        assert_eq!(dialled("71 123 456", None).as_deref(), Some("71123456"));
        assert_eq!(dialled("71 123 456", Some("XX")).as_deref(), Some("71123456"));
    }

    #[test]
    fn a_number_of_another_country_is_not_dialled_here() {
        assert_eq!(phone("01 44 49 36 00").unwrap().dialled(Some("TN")), None);
        assert_eq!(phone("71 123 456-457").unwrap().dialled(Some("TN")), None);
    }

    #[test]
    fn what_is_no_number_is_told() {
        for (printed, why) in [
            ("71 123 456 / 71 123 457", NoPhone::Two),
            ("71 123 456 / 457", NoPhone::Two),
            ("71 123 456 ou 71 123 457", NoPhone::Two),
            ("71 123 456 - 71 123 457", NoPhone::Two),
            ("71 123 456، 71 123 457", NoPhone::Two),
            ("+21671123456 +21671123457", NoPhone::Two),
            ("+216 71 123 456 - 457", NoPhone::Length("+216".to_owned())),
            ("+216 71 123 45", NoPhone::Length("+216".to_owned())),
            ("+0 71 123 456", NoPhone::Other),
            ("à préciser", NoPhone::Other),
            ("à préciser, bientôt", NoPhone::Other),
            ("71 12", NoPhone::Other),
            ("71 123 45O", NoPhone::Other),
            ("71 123 456 poste", NoPhone::Other),
            ("", NoPhone::Other),
        ] {
            assert_eq!(phone(printed), Err(why), "{printed}");
        }
    }

    #[test]
    fn no_code_of_a_country_begins_with_another() {
        for plan in PLANS {
            let other = PLANS.iter().find(|other| other.code != plan.code && plan.code.starts_with(other.code));
            assert!(other.is_none(), "{}", plan.country);
            assert!(PLANS.windows(2).all(|pair| pair[0].country < pair[1].country));
        }
    }
}
