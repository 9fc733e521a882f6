//! The first draft of a follow-up. A person reads it, and usually changes it, before it goes out.

/// What a draft is made of.
pub struct Draft<'a> {
    /// What the person calls themself; empty if unknown.
    pub name: &'a str,
    /// The features that they asked for.
    pub features: &'a [&'a str],
    /// The release that brings them.
    pub release: &'a str,
    /// Where it is announced.
    pub link: Option<&'a str>,
}

/// The draft.
pub fn draft(of: &Draft<'_>) -> String {
    let greeting = if of.name.is_empty() { "Hi".to_owned() } else { format!("Hi {}", of.name) };
    let they_are = if of.features.len() == 1 { "it is" } else { "they are" };
    let news = format!(
        "{greeting}, you asked for {}. Good news: {they_are} out in {}.",
        list(of.features),
        of.release
    );
    match of.link {
        Some(link) => format!("{news} {link}"),
        None => news,
    }
}

/// "a", "a and b", "a, b and c".
pub(crate) fn list(items: &[&str]) -> String {
    match items {
        [] => "this".to_owned(),
        [one] => (*one).to_owned(),
        [many @ .., last] => format!("{} and {last}", many.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_many() {
        let one = Draft { name: "Ada", features: &["dark mode"], release: "2.4", link: None };
        assert_eq!(draft(&one), "Hi Ada, you asked for dark mode. Good news: it is out in 2.4.");
        let many = Draft {
            name: "",
            features: &["dark mode", "tables", "export"],
            release: "2.4",
            link: Some("https://a.example"),
        };
        assert_eq!(
            draft(&many),
            "Hi, you asked for dark mode, tables and export. Good news: they are out in 2.4. https://a.example"
        );
    }
}
