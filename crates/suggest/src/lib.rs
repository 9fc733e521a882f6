//! From the text of a message to the features, tags and kind it is probably about.
//!
//! [`Suggester`] keeps everything in memory, learns from each human decision at once and explains what it
//! proposes. It is pure: no input or output, no clock, no randomness, no threads; the same calls in the same
//! order give the same answers. One value serves one workspace.
//!
//! A message goes through these stages, one module each:
//!
//! 1. `text` and `embedding`: words, character n-grams and a static embedding of the text;
//! 2. `lexical`, `characters` and `semantic`: how near every past message and title is;
//! 3. `candidates`: the union of the best of each list;
//! 4. `evidence`: fifteen numbers a candidate, each explainable;
//! 5. `ranker`: their weighted sum, learned listwise; `novelty`: is this something new?
//! 6. `explain`: the reasons in words.

mod candidates;
mod characters;
mod corpus;
mod duplicates;
mod embedding;
mod evidence;
mod explain;
mod hash;
mod ids;
mod index;
mod labels;
mod lexical;
mod lookup;
mod novelty;
mod number;
mod ranker;
mod ranking;
mod reading;
mod semantic;
mod suggester;
mod table;
mod text;
mod top;

pub use duplicates::DuplicatePair;
pub use explain::Why;
pub use ids::{FeatureKey, MessageKey, TagKey};
pub use labels::Kind;
pub use novelty::NoveltyState;
pub use ranker::RankerState;
pub use suggester::{FeatureSuggestion, Suggester, Suggestions, UnknownFeature, Weights};
