//! Models of the reply protocol, searched through completely.
//!
//! [`variants`] are fifteen protocols, good and bad, in the abstract: they show which promise of a network bears which
//! protocol, and that the model can fail. [`real`] is the function that Getback runs.

#[cfg(test)]
mod real;
#[cfg(test)]
mod variants;
