//! What a site calls the things that it shows: the string `entry`, in its
//! plural forms, which stands in other strings for `{entry}`, `{entries}` and
//! `{Entries}`. `entry` in site.yaml replaces the theme's.

use crate::theme::strings::{Message, Pattern, Piece};

/// The string with the words.
pub(super) const KEY: &str = "entry";

/// The words in one language.
pub(super) struct Words {
    forms: Message,
    plural: String,
}

impl Words {
    pub(super) fn of(forms: &Message) -> Words {
        // In languages with several plurals, that of a few is the plain one.
        Words { plural: text(forms.pick(Some("few"))), forms: forms.clone() }
    }

    /// Puts the words in their places in a message.
    pub(super) fn fill(&self, message: &mut Message) {
        match message {
            Message::Plain(pattern) => *pattern = self.filled(pattern, None),
            Message::Plural(forms) => {
                forms.iter_mut().for_each(|(category, pattern)| *pattern = self.filled(pattern, Some(category)));
            }
        }
    }

    fn filled(&self, pattern: &[Piece], category: Option<&str>) -> Pattern {
        let mut filled: Pattern = vec![];
        for piece in pattern {
            let words = match piece {
                Piece::Words(words) => words.clone(),
                Piece::Argument(name) => match name.as_str() {
                    "entry" => text(self.forms.pick(category)),
                    "entries" => self.plural.clone(),
                    "Entries" => capitalised(&self.plural),
                    _ => {
                        filled.push(piece.clone());
                        continue;
                    }
                },
            };
            // One run of words: what is isolated in it is seen whole.
            match filled.last_mut() {
                Some(Piece::Words(before)) => before.push_str(&words),
                _ => filled.push(Piece::Words(words)),
            }
        }
        filled
    }
}

fn text(pattern: &[Piece]) -> String {
    let words = pattern.iter().filter_map(|piece| match piece {
        Piece::Words(words) => Some(words.as_str()),
        Piece::Argument(_) => None,
    });
    words.collect()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::Words;
    use crate::theme::strings::{Message, Piece};

    #[test]
    fn words_stand_in_the_form_of_the_number() {
        let words = |text: &str| vec![Piece::Words(text.to_owned())];
        let own = Words::of(&Message::Plural(vec![("one", words("projet")), ("other", words("projets"))]));
        let pattern = |text: &str| {
            vec![Piece::Argument("count".into()), Piece::Words(text.into()), Piece::Argument("entry".into())]
        };
        let mut counted = Message::Plural(vec![("one", pattern(" ")), ("other", pattern(" "))]);
        own.fill(&mut counted);
        let form = |text: &str| vec![Piece::Argument("count".into()), Piece::Words(text.into())];
        assert_eq!(counted.pick(Some("one")), form(" projet"));
        assert_eq!(counted.pick(Some("many")), form(" projets"));
        let mut plain = Message::Plain(vec![Piece::Argument("Entries".into()), Piece::Words(" : ".into())]);
        own.fill(&mut plain);
        assert_eq!(plain.pick(None), words("Projets : "));
    }
}
