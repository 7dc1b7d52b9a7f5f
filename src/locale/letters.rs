//! In which letters a text is written.

/// How many letters of which script a text has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Letters {
    latin: u32,
    arabic: u32,
    other: u32,
}

impl Letters {
    /// The letters of a text. Addresses (`https://…`, `a@b.tn`) are in Latin
    /// letters whatever the language, and do not count.
    pub fn of(text: &str) -> Letters {
        let mut letters = Letters::default();
        letters.add(text);
        letters
    }

    /// Adds those of another text.
    pub fn add(&mut self, text: &str) {
        let is_address = |word: &&str| word.contains("://") || word.contains('@') || word.starts_with("www.");
        for word in text.split_whitespace().filter(|word| !is_address(word)) {
            word.chars().for_each(|c| self.count(c));
        }
    }

    fn count(&mut self, c: char) {
        match c {
            'a'..='z' | 'A'..='Z' => self.latin += 1,
            // Letters all of them: the table of the next line is slow.
            '\u{620}'..='\u{64A}' => self.arabic += 1,
            c if c.is_ascii() || !c.is_alphabetic() => {}
            '\u{aa}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => self.latin += 1,
            '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' => self.arabic += 1,
            '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' => self.arabic += 1,
            _ => self.other += 1,
        }
    }

    /// All of them.
    pub fn total(self) -> u32 {
        self.latin + self.arabic + self.other
    }

    /// Those of a script (ISO 15924): `Latn`, `Arab`.
    pub fn in_script(self, script: &str) -> u32 {
        match script {
            "Latn" => self.latin,
            "Arab" => self.arabic,
            _ => self.other,
        }
    }

    /// The script of most of them, of those that are told apart.
    pub fn script(self) -> Option<&'static str> {
        let most = self.latin.max(self.arabic).max(self.other);
        if most == 0 || most == self.other {
            return None;
        }
        Some(if most == self.latin { "Latn" } else { "Arab" })
    }
}

/// Whether a short text is a sentence in letters of another script (ISO 15924)
/// than this one, and no name: `GCERF`, `Horizon Europe`. What is written in
/// Arabic letters has a Latin form, also where it is a name.
pub fn is_in_other_letters(text: &str, script: &str) -> bool {
    let letters = Letters::of(text);
    if letters.in_script(script) > 0 {
        return false;
    }
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
    match letters.script() {
        Some("Latn") => {
            let is_common = |word: &str| word.starts_with(char::is_lowercase) && word.chars().count() > 3;
            words.clone().count() > 2 && words.clone().any(is_common)
        }
        Some(_) => words.count() > 1,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Letters, is_in_other_letters};

    #[test]
    fn a_name_may_be_in_any_letters_and_a_sentence_may_not() {
        for (text, script, foreign) in [
            ("Formation des jeunes", "Arab", true),
            ("GCERF", "Arab", false),
            ("Horizon Europe", "Arab", false),
            ("Youth for Peace", "Arab", false),
            ("مشروع GIZ", "Arab", false),
            ("2024", "Arab", false),
            ("تكوين الشباب", "Latn", true),
            ("Le programme « تمكين »", "Latn", false),
            ("Formation des jeunes", "Latn", false),
        ] {
            assert_eq!(is_in_other_letters(text, script), foreign, "{text}");
        }
    }

    #[test]
    fn letters_are_counted_by_script_and_addresses_are_not() {
        let letters = Letters::of("Été 2024 السلم https://a.tn x@y.tn Ω");
        assert_eq!((letters.in_script("Latn"), letters.in_script("Arab"), letters.total()), (3, 5, 9));
        assert_eq!(Letters::of("مشروع GIZ").script(), Some("Arab"));
        assert_eq!(Letters::of("12.5 %").script(), None);
    }
}
