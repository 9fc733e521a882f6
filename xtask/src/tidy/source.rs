//! A Rust file as text, as tokens and as items. Checks look at tokens, so comments and strings never trip them.

use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::finding::Finding;

pub(crate) struct Source {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    pub(crate) tokens: Vec<Token>,
    pub(crate) items: syn::File,
}

/// One word, mark or literal. Brackets are tokens too.
#[derive(Debug, PartialEq)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) line: usize,
}

impl Source {
    pub(crate) fn new(path: &Path, text: String) -> Result<Self, Finding> {
        let parsed = text.parse::<TokenStream>().map_err(syn::Error::from);
        let parsed = parsed.and_then(|stream| Ok((syn::parse_file(&text)?, stream)));
        match parsed {
            Ok((items, stream)) => {
                let mut tokens = Vec::new();
                flatten(stream, &mut tokens);
                Ok(Self { path: path.to_owned(), text, tokens, items })
            }
            Err(error) => {
                let line = error.span().start().line;
                Err(Finding::new(path, line, format!("is not Rust: {error}"), "make it compile first"))
            }
        }
    }

    pub(crate) fn finding(&self, line: usize, what: impl Into<String>, hint: impl Into<String>) -> Finding {
        Finding::new(&self.path, line, what, hint)
    }

    /// Whether it is an example of a crate: a program that people run to measure or to try.
    pub(crate) fn is_example(&self) -> bool {
        self.path.components().any(|part| part.as_os_str() == "examples")
    }

    /// The name of the crate that the file belongs to; none for the black-box tests beside the crates.
    pub(crate) fn crate_name(&self) -> Option<&str> {
        let mut folders = self.path.iter().filter_map(|part| part.to_str());
        match folders.next()? {
            "crates" => folders.next(),
            "xtask" => Some("xtask"),
            _ => None,
        }
    }

    /// The lines of text, numbered from 1.
    pub(crate) fn line(&self, number: usize) -> &str {
        self.text.lines().nth(number.saturating_sub(1)).unwrap_or_default()
    }

    /// The line of every place where the tokens read like `pattern`, word by word.
    pub(crate) fn lines_of(&self, pattern: &[&str]) -> Vec<usize> {
        let matches = |window: &&[Token]| window.iter().zip(pattern).all(|(token, word)| token.text == *word);
        self.tokens
            .windows(pattern.len())
            .filter(matches)
            .filter_map(|window| window.first())
            .map(|token| token.line)
            .collect()
    }
}

fn flatten(stream: TokenStream, tokens: &mut Vec<Token>) {
    for tree in stream {
        let line = tree.span().start().line;
        let text = match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                tokens.push(Token { text: open.to_owned(), line });
                flatten(group.stream(), tokens);
                tokens.push(Token { text: close.to_owned(), line: group.span_close().start().line });
                continue;
            }
            other => other.to_string(),
        };
        tokens.push(Token { text, line });
    }
}

/// What checks find in one file of the given path, as lines; for their tests.
#[cfg(test)]
pub(crate) fn lines(path: &str, text: &str, check: fn(&Source) -> Vec<Finding>) -> Vec<usize> {
    let source = Source::new(Path::new(path), text.to_owned()).expect("the snippet is Rust");
    check(&source).iter().map(|finding| finding.line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_belong_to_crates() {
        for (path, expected) in [
            ("crates/store/src/lib.rs", Some("store")),
            ("crates/store/build.rs", Some("store")),
            ("xtask/src/main.rs", Some("xtask")),
            ("tests/http/main.rs", None),
        ] {
            let source = Source::new(Path::new(path), String::new()).unwrap();
            assert_eq!(source.crate_name(), expected, "{path}");
        }
    }

    #[test]
    fn patterns_are_found_in_code_alone() {
        let text = "// Instant::now\nfn a() {\n    b(\"Instant::now\");\n    std::time::Instant::now();\n}\n";
        let source = Source::new(Path::new("a.rs"), text.to_owned()).unwrap();
        assert_eq!(source.lines_of(&["Instant", ":", ":", "now"]), [4]);
        assert_eq!(source.line(2), "fn a() {");
    }

    #[test]
    fn broken_files_are_told_with_their_line() {
        for text in ["fn a() {}\nfn {\n", "fn a() {}\n\"\n"] {
            let finding = Source::new(Path::new("a.rs"), text.to_owned()).err().unwrap();
            assert_eq!(finding.line, 2, "{text}");
        }
    }
}
