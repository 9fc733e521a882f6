//! `/requests` and `/messages/{id}/requests`

mod edit;
mod link;
mod list;
mod many;
mod race;
mod withdraw;
