//! Black-box tests of Getback, one binary per suite; see the folders beside this file.
