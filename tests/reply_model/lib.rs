//! Nothing: this package holds the models of the reply protocol, which are tests.
