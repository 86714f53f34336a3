//! Names that people give to things: when two of them are the same.

use icu_normalizer::ComposingNormalizerBorrowed;
use unicase::UniCase;

/// How closely a name is another, the closest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// In upper or lower case, by Unicode's own folding: `STRASSE` and `straße`.
    Folded,
    /// Composed alike, blanks round it apart: `Café ` and `Cafe` with an accent of its own.
    Normalised,
    /// Letter by letter.
    Exact,
}

/// The whole name, or nothing; blanks of all kinds count as blanks.
pub fn likeness(a: &str, b: &str) -> Option<Likeness> {
    if a == b {
        return Some(Likeness::Exact);
    }
    let [a, b] = [a, b].map(normalised);
    match folded(&a) == folded(&b) {
        _ if a == b => Some(Likeness::Normalised),
        true => Some(Likeness::Folded),
        false => None,
    }
}

/// Folding takes some letters apart (U+0390 is one), so they are composed again.
fn folded(name: &str) -> String {
    normalised(&UniCase::unicode(name).to_folded_case())
}

fn normalised(name: &str) -> String {
    ComposingNormalizerBorrowed::new_nfkc().normalize(name).trim().to_string()
}

/// How a name from outside is shown: what cannot be seen, or turns what follows it, by its number; no longer than a line.
pub fn shown(name: &str) -> String {
    const LONGEST: usize = 80;
    let mut shown: String = name.chars().take(LONGEST).map(visible).collect();
    if name.chars().nth(LONGEST).is_some() {
        shown.truncate(harmless_cut(&shown));
        shown.push('…');
    }
    let has_blanks_round_it = name.starts_with(' ') || name.ends_with(' ');
    if has_blanks_round_it { format!("'{shown}'") } else { shown }
}

/// Of a word that the cut falls into only the beginning is shown: half of a secret is one that nobody masks later.
fn harmless_cut(text: &str) -> usize {
    const OF_A_WORD: usize = 7;
    let word = text.rfind(' ').map_or(0, |blank| blank + 1);
    text[word..].char_indices().nth(OF_A_WORD).map_or(text.len(), |(end, _)| word + end)
}

fn visible(letter: char) -> String {
    if is_invisible(letter) { format!("\\u{{{:x}}}", u32::from(letter)) } else { letter.to_string() }
}

/// Controls, and marks that turn the direction of what follows.
pub fn turns_a_terminal(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Controls, blanks that are no space, marks of direction, joiners, and accents apart from their letter.
pub fn is_invisible(letter: char) -> bool {
    let is_odd_blank = letter.is_whitespace() && letter != ' ';
    let is_mark = matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
    );
    letter.is_control() || is_odd_blank || is_mark || matches!(letter, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_however_it_is_composed_cased_and_padded() {
        let cases = [
            ("Resolved", "Resolved", Some(Likeness::Exact)),
            ("Resolved", "  Resolved\t", Some(Likeness::Normalised)),
            ("Re\u{301}solu", "R\u{e9}solu", Some(Likeness::Normalised)),
            ("E2E Test", "E2E\u{a0}Test", Some(Likeness::Normalised)),
            ("\u{3000}E2E\u{a0}", "E2E", Some(Likeness::Normalised)),
            ("RESOLVED", "Resolved", Some(Likeness::Folded)),
            ("STRASSE", "straße", Some(Likeness::Folded)),
            ("\u{3aa}\u{301}", "\u{390}", Some(Likeness::Folded)),
            ("J\u{30c}", "\u{1f0}", Some(Likeness::Folded)),
            ("Resolve", "Resolved", None),
            ("E2ETest", "E2E Test", None),
            ("E2E\u{200b}Test", "E2ETest", None),
            ("", "Resolved", None),
        ];
        for (a, b, expected) in cases {
            assert_eq!(likeness(a, b), expected, "{a:?} {b:?}");
            assert_eq!(likeness(b, a), expected, "{b:?} {a:?}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_shown_by_its_number() {
        assert_eq!(shown("E2E\u{200b}Test"), "E2E\\u{200b}Test");
        assert_eq!(shown("Re\u{301}solu"), "Re\\u{301}solu");
        assert_eq!(shown("E2E\u{a0}Test\u{1b}[31m"), "E2E\\u{a0}Test\\u{1b}[31m");
        assert_eq!(shown("Resolved  "), "'Resolved  '");
        assert_eq!(shown(&"x y".repeat(1_000)).chars().count(), 81);
        assert_eq!(shown(&format!("a {}", "x".repeat(1_000))), "a xxxxxxx…");
        assert_eq!(shown("Rückfrage erledigt"), "Rückfrage erledigt");
    }
}
