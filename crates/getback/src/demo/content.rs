//! What the sample workspace is made of: the product's wishes and releases, and how people write.

use serde::Deserialize;

/// Slate Notes and those who write to it.
pub struct Content {
    pub wishes: Vec<Wish>,
    pub duplicates: Vec<Duplicate>,
    pub releases: Vec<Release>,
    pub voices: Voices,
}

/// A thing people ask for.
#[derive(Debug, Deserialize)]
pub struct Wish {
    pub title: String,
    pub description: String,
    pub tags: Vec<String>,
    pub weight: usize,
    /// The release that has it.
    pub release: Option<String>,
    /// Where it stands, if no release has it.
    pub status: Option<String>,
    /// "please add ...".
    pub asks: Vec<String>,
    /// A reason, as a sentence.
    pub because: Vec<String>,
}

/// A wish that was written down twice.
#[derive(Debug, Deserialize)]
pub struct Duplicate {
    pub title: String,
    pub of: String,
}

/// A release; without `days_ago` it is ready to ship.
#[derive(Debug, Deserialize)]
pub struct Release {
    pub name: String,
    pub notes: String,
    pub days_ago: Option<u32>,
}

/// How people write.
#[derive(Debug, Deserialize)]
pub struct Voices {
    pub first_names: Vec<String>,
    pub last_names: Vec<String>,
    pub nicknames: Vec<String>,
    pub openings: Vec<String>,
    pub asking: Vec<String>,
    pub closings: Vec<String>,
    pub echoes: Vec<String>,
    pub again: Vec<String>,
    pub praise: Vec<String>,
    pub questions: Vec<String>,
    pub trouble: Vec<String>,
    pub spam: Vec<String>,
}

#[derive(Deserialize)]
struct Wishes {
    wish: Vec<Wish>,
    duplicate: Vec<Duplicate>,
}

#[derive(Deserialize)]
struct Releases {
    release: Vec<Release>,
}

impl Content {
    /// Reads what is compiled in.
    pub fn read() -> anyhow::Result<Content> {
        let Wishes { wish, duplicate } = toml::from_str(include_str!("wishes.toml"))?;
        let Releases { release } = toml::from_str(include_str!("releases.toml"))?;
        let voices = toml::from_str(include_str!("voices.toml"))?;
        Ok(Content { wishes: wish, duplicates: duplicate, releases: release, voices })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wish_stands_somewhere() {
        let content = Content::read().unwrap();
        assert!(content.wishes.len() >= 60);
        for wish in &content.wishes {
            let released =
                content.releases.iter().any(|release| Some(&release.name) == wish.release.as_ref());
            assert!(released != wish.status.is_some(), "{}", wish.title);
            assert!(!wish.asks.is_empty() && !wish.because.is_empty(), "{}", wish.title);
        }
        for duplicate in &content.duplicates {
            assert!(content.wishes.iter().any(|wish| wish.title == duplicate.of), "{}", duplicate.title);
        }
    }
}
