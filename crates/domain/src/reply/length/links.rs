//! Where networks see links in a text.

use std::ops::Range;

/// The links that begin with `http://` or `https://` and name a host with a dot, as networks cut them: without the
/// punctuation behind, and without a closing parenthesis that was not opened inside.
pub(super) fn with_scheme(text: &str) -> Vec<Range<usize>> {
    let mut links = Vec::new();
    let mut from = 0;
    while let Some(start) = next_scheme(text, from) {
        let rest = text.get(start..).unwrap_or_default();
        let host = rest.find("://").map_or(0, |at| at + 3);
        match length(rest, host).filter(|_| is_free(text, start)) {
            Some(length) => {
                links.push(start..start + length);
                from = start + length;
            }
            None => from = start + host,
        }
    }
    links
}

fn next_scheme(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.match_indices("://").find_map(|(colon, _)| {
        let before = rest.get(..colon)?;
        ["https", "http"].into_iter().find_map(|scheme| {
            let start = before.len().checked_sub(scheme.len())?;
            before.get(start..)?.eq_ignore_ascii_case(scheme).then_some(from + start)
        })
    })
}

/// A word, a mention or a tag does not turn into a link in its middle.
fn is_free(text: &str, start: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    before.is_none_or(|c| !c.is_ascii_alphanumeric() && !matches!(c, '@' | '＠' | '$' | '#' | '＃'))
}

/// The length of the link at the start of `text`, whose host begins at `host`.
fn length(text: &str, host: usize) -> Option<usize> {
    let after_scheme = text.get(host..)?;
    let host_length = host_length(after_scheme)?;
    let after_host = after_scheme.get(host_length..)?;
    let port = after_host
        .strip_prefix(':')
        .map_or(0, |port| port.len() - port.trim_start_matches(|c: char| c.is_ascii_digit()).len());
    let port = if port > 0 { port + 1 } else { 0 };
    let path = path_length(after_host.get(port..)?);
    Some(host + host_length + port + path)
}

/// The length of a host with a dot, whose last label is at least two letters.
pub(super) fn host_length(text: &str) -> Option<usize> {
    let end =
        text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-' | '_')).unwrap_or(text.len());
    let host = text.get(..end)?.trim_end_matches(['.', '-', '_']);
    let (before, last) = host.rsplit_once('.')?;
    let is_host = !before.is_empty()
        && last.chars().count() >= 2
        && last.chars().all(|c| c.is_alphabetic() || c == '-');
    is_host.then_some(host.len())
}

/// The length of path, query and fragment.
pub(super) fn path_length(text: &str) -> usize {
    if !text.starts_with(['/', '?', '#']) {
        return 0;
    }
    let end = text.find(|c| !is_in_path(c)).unwrap_or(text.len());
    let mut path = text.get(..end).unwrap_or_default();
    while let Some(last) = path.chars().next_back() {
        let closes_nothing = last == ')' && path.matches(')').count() > path.matches('(').count();
        if !closes_nothing && (last == ')' || ends_path(last)) {
            break;
        }
        path = path.strip_suffix(last).unwrap_or_default();
    }
    path.len()
}

fn is_in_path(c: char) -> bool {
    is_latin_or_cyrillic(c) || "!*';:=+,.$/%#[]-_~@&|()?".contains(c)
}

fn ends_path(c: char) -> bool {
    is_latin_or_cyrillic(c) || "+-=_#/&".contains(c)
}

fn is_latin_or_cyrillic(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{400}'..='\u{4ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_cut_as_networks_cut_them() {
        for (text, expected) in [
            ("see https://a.example.", vec!["https://a.example"]),
            ("HTTP://A.example:8080/b, x", vec!["HTTP://A.example:8080/b"]),
            ("(https://a.example/b_(c))", vec!["https://a.example/b_(c)"]),
            ("https://a.example/?q=1&r=2#f!", vec!["https://a.example/?q=1&r=2#f"]),
            ("https://a.example/ü/ж https://b.example", vec!["https://a.example/ü/ж", "https://b.example"]),
            ("https://a.example/暗", vec!["https://a.example/"]),
            ("https://localhost/ https://1.2 https:// http://a", vec![]),
            ("xhttps://a.example @https://a.example", vec![]),
            ("ftp://a.example ://", vec![]),
            ("https://ü.example", vec!["https://ü.example"]),
        ] {
            let found: Vec<&str> = with_scheme(text).into_iter().map(|link| &text[link]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
