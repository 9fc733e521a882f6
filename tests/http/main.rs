//! The API over HTTP; the files mirror its paths.

mod features;
