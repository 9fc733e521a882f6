//! The people who write to Slate Notes.

use networks::Author;

use super::content::Voices;
use super::random::Dice;

/// The networks that they write on; how many write on each, in parts of a hundred.
pub const NETWORKS: [(&str, usize); 4] = [("x", 38), ("mastodon", 24), ("reddit", 22), ("bluesky", 16)];

/// Somebody, and where they write.
pub struct Persona {
    /// An account on one network, or on two: the place in [`NETWORKS`], and who they are there.
    pub accounts: Vec<(usize, Author)>,
}

/// So many people. One in twelve is on two networks.
pub fn crowd(voices: &Voices, dice: &mut Dice, size: usize) -> anyhow::Result<Vec<Persona>> {
    (0..size).map(|number| persona(voices, dice, number)).collect()
}

fn persona(voices: &Voices, dice: &mut Dice, number: usize) -> anyhow::Result<Persona> {
    let (first, last) = (dice.word(&voices.first_names), dice.word(&voices.last_names));
    let name = format!("{first} {last}");
    let handle = handle(voices, dice, first, last);
    let home = network(dice);
    let mut accounts = vec![(home, author(home, &handle, &name, number)?)];
    if dice.percent(8) {
        let away = (home + 1 + dice.below(NETWORKS.len() - 1)) % NETWORKS.len();
        let short = if dice.percent(50) { first.to_owned() } else { name };
        accounts.push((away, author(away, &handle, &short, number)?));
    }
    Ok(Persona { accounts })
}

fn network(dice: &mut Dice) -> usize {
    let mut chance = dice.below(100);
    for (place, (_, share)) in NETWORKS.iter().enumerate() {
        if chance < *share {
            return place;
        }
        chance -= share;
    }
    0
}

fn handle(voices: &Voices, dice: &mut Dice, first: &str, last: &str) -> String {
    let plain = |text: &str| {
        let letters = text.chars().map(plain_letter).filter(char::is_ascii_alphanumeric);
        letters.collect::<String>().to_lowercase()
    };
    let (first, last) = (plain(first), plain(last));
    match dice.below(5) {
        0 => format!("{first}{last}"),
        1 => format!("{first}_{}", 60 + dice.below(40)),
        2 => format!("{}_{first}", dice.word(&voices.nicknames)),
        3 => format!("{}{}", dice.word(&voices.nicknames), dice.below(1000)),
        _ => format!("{first}.{last}"),
    }
}

/// Handles have no accents.
fn plain_letter(letter: char) -> char {
    match letter {
        'á' => 'a',
        'ë' => 'e',
        'í' | 'ı' => 'i',
        'ó' | 'ø' => 'o',
        other => other,
    }
}

/// Stable ids and handles as each network has them.
fn author(network: usize, handle: &str, name: &str, number: usize) -> anyhow::Result<Author> {
    let id = 10_000 + number * 37;
    let (external_id, handle) = match NETWORKS.get(network).map_or("", |(network, _)| network) {
        "x" => (format!("{id}00417"), handle.replace('.', "_")),
        "mastodon" => {
            (format!("https://mastodon.example/users/{handle}{id}"), format!("{handle}@mastodon.example"))
        }
        "bluesky" => {
            (format!("did:plc:slate{id:08}"), format!("{}.bsky.example", handle.replace(['_', '.'], "-")))
        }
        _ => (format!("t2_{id:x}"), handle.replace('.', "-")),
    };
    Ok(Author { external_id: external_id.parse()?, handle: handle.parse()?, name: name.to_owned() })
}
