//! Index terms: words without stop words, stemmed by language; pairs of characters where there are no spaces.

use rust_stemmers::Stemmer;

use super::language::{self, Language};
use super::unspaced::{pairs, runs};

/// One index term with the word a reader would recognise it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// What is indexed.
    pub(crate) stem: String,
    /// The word as the text has it, for explanations.
    pub(crate) word: String,
}

/// The index terms of a text given as its words, in order, repeated as often as they occur.
pub(crate) fn terms(words: &[String]) -> Vec<Term> {
    let language = language::detect(words);
    let content: Vec<&String> = words.iter().filter(|word| !language.is_stop_word(word)).collect();
    if content.is_empty() {
        // "Where is it?" must still find itself.
        return words.iter().flat_map(|word| word_terms(word, language)).collect();
    }
    content.into_iter().flat_map(|word| word_terms(word, language)).collect()
}

fn word_terms(word: &str, language: Language) -> Vec<Term> {
    let mut terms = Vec::new();
    for (unspaced, run) in runs(word) {
        if unspaced {
            terms.extend(pairs(&run).into_iter().map(|pair| Term { stem: pair.clone(), word: pair }));
            continue;
        }
        let word: String = run.into_iter().collect();
        terms.push(Term { stem: stem(&word, language), word });
    }
    terms
}

fn stem(word: &str, language: Language) -> String {
    match language.algorithm {
        Some(algorithm) => Stemmer::create(algorithm).stem(word).into_owned(),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let stems: Vec<String> = terms(&words(text)).into_iter().map(|term| term.stem).collect();
        assert_eq!(stems, expect, "{text}");
    }

    #[test]
    fn english_is_stemmed_without_stop_words() {
        check("The exports are failing for me", &["export", "fail"]);
    }

    #[test]
    fn stop_words_stay_when_nothing_else_is_left() {
        check("where is it", &["where", "is", "it"]);
    }

    #[test]
    fn other_languages_use_their_own_stemmer() {
        check("Die Benachrichtigungen kommen nicht an", &["benachricht", "komm", "nicht"]);
        check("уведомления не приходят", &["уведомлен", "приход"]);
    }

    #[test]
    fn scripts_without_spaces_become_pairs() {
        check("深色模式", &["深色", "色模", "模式"]);
        check("ios版", &["ios", "版"]);
        check("โหมดมืด", &["โห", "หม", "มด", "ดม", "มื", "ืด"]);
    }
}
