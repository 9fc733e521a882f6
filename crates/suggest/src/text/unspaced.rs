//! Scripts written without spaces, which are read as overlapping pairs of characters.

/// Whether words of this character's script are not set apart by spaces (Korean does, but its words carry
/// particles, so pairs serve it better too).
pub(super) fn is_unspaced(character: char) -> bool {
    matches!(u32::from(character),
        0x0E00..=0x0EFF      // Thai, Lao
        | 0x1000..=0x109F    // Burmese
        | 0x1780..=0x17FF    // Khmer
        | 0x3040..=0x30FF    // Hiragana, Katakana
        | 0x3400..=0x9FFF    // Han
        | 0xAC00..=0xD7AF    // Hangul
        | 0xF900..=0xFAFF    // Han, compatibility
        | 0x2_0000..=0x3_FFFF // Han, supplementary
    )
}

/// The overlapping pairs of `run`, or `run` itself when it is one character.
pub(super) fn pairs(run: &[char]) -> Vec<String> {
    if run.len() < 2 {
        return vec![run.iter().collect()];
    }
    run.windows(2).map(|pair| pair.iter().collect()).collect()
}

/// Cuts a word where it changes between scripts with and without spaces.
pub(super) fn runs(word: &str) -> Vec<(bool, Vec<char>)> {
    let mut runs: Vec<(bool, Vec<char>)> = Vec::new();
    for character in word.chars() {
        let unspaced = is_unspaced(character);
        match runs.last_mut() {
            Some((kind, run)) if *kind == unspaced => run.push(character),
            _ => runs.push((unspaced, vec![character])),
        }
    }
    runs
}
