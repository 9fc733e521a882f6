//! The roots of threads. A message knows its parent, or the root itself; the root of all is found by following these
//! pointers, as far as the messages have reached us. Whatever order they come in, the answer is the same in the end.

use std::collections::HashMap;

use domain::MessageId;
use store::messages::Message;

use super::plan::{Stored, joins_thread};
use super::{Incoming, by_network};
use crate::context::Tx;
use crate::error::Result;

/// The roots of the replies that come in now.
#[derive(Default)]
pub(super) struct Roots {
    /// By network, the root of each reply.
    of: HashMap<String, HashMap<String, String>>,
    /// Known messages that have one of the replies as the root of their thread so far.
    pub(super) moved: Vec<MessageId>,
}

impl Roots {
    /// The root of a reply.
    pub(super) fn of(&self, network: &str, external_id: &str) -> Option<&str> {
        self.of.get(network)?.get(external_id).map(String::as_str)
    }

    /// Moves a known message to the thread that its root turned out to belong to; whether it moved.
    pub(super) fn rehome(&self, message: &mut Message) -> bool {
        let Some(root) = self.of(&message.network, &message.thread_key) else { return false };
        let moves = root != message.thread_key;
        if moves {
            message.thread_key = root.to_owned();
        }
        moves
    }
}

/// Finds the roots of all replies among the items.
pub(super) fn roots(tx: &mut Tx<'_>, items: &[Incoming], stored: &Stored) -> Result<Roots> {
    let mut pointers: HashMap<&str, HashMap<&str, &str>> = HashMap::new();
    for item in items {
        let is_news = stored.get(item.key()).is_none_or(|message| joins_thread(message, item));
        if let Some(next) = item.leads_to().filter(|_| is_news) {
            let (network, external_id) = item.key();
            pointers.entry(network).or_default().entry(external_id).or_insert(next);
        }
    }
    let mut roots = Roots::default();
    let ends = pointers.iter().flat_map(|(network, of)| of.values().map(|next| (*network, *next)));
    for (network, targets) in by_network(ends) {
        let known = store::messages::thread_keys(tx.conn, tx.workspace, network, &targets)?;
        let Some(pointers) = pointers.get(network) else { continue };
        let found = resolve(pointers, &known);
        let mut replies: Vec<&str> = pointers.keys().copied().collect();
        replies.sort_unstable();
        roots.moved.extend(store::messages::rooted_at(tx.conn, tx.workspace, network, &replies)?);
        roots.of.insert(network.to_owned(), found);
    }
    Ok(roots)
}

/// Follows the pointers of new messages, and the roots of known ones, to their ends. A circle ends at its least member.
fn resolve(pointers: &HashMap<&str, &str>, known: &HashMap<String, String>) -> HashMap<String, String> {
    let mut roots: HashMap<String, String> = HashMap::new();
    for start in pointers.keys() {
        let mut path: Vec<&str> = Vec::new();
        let mut at: &str = start;
        let root = loop {
            if let Some(root) = roots.get(at) {
                break root.clone();
            }
            if let Some(circle) = path.iter().position(|passed| *passed == at) {
                break path.iter().skip(circle).min().map_or(at, |least| least).to_owned();
            }
            let next = pointers.get(at).copied().or_else(|| known.get(at).map(String::as_str));
            let Some(next) = next.filter(|next| *next != at) else { break at.to_owned() };
            path.push(at);
            at = next;
        };
        for passed in path {
            roots.insert(passed.to_owned(), root.clone());
        }
    }
    roots
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pointers: &[(&str, &str)], known: &[(&str, &str)], expected: &[(&str, &str)]) {
        let pointers = pointers.iter().copied().collect();
        let known = known.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let roots = resolve(&pointers, &known);
        for (id, root) in expected {
            assert_eq!(roots.get(*id).map(String::as_str), Some(*root), "{id} in {roots:?}");
        }
    }

    #[test]
    fn roots_are_found_through_new_and_known_messages() {
        check(&[("b", "a"), ("c", "b")], &[], &[("b", "a"), ("c", "a")]);
        check(&[("c", "b")], &[("b", "a")], &[("c", "a")]);
        check(&[("b", "a"), ("d", "c")], &[("c", "b")], &[("d", "a")]);
    }

    #[test]
    fn circles_end() {
        check(
            &[("a", "b"), ("b", "c"), ("c", "b"), ("d", "a")],
            &[],
            &[("b", "b"), ("c", "b"), ("a", "b"), ("d", "b")],
        );
        check(&[("z", "b")], &[("b", "z")], &[("z", "b")]);
    }
}
