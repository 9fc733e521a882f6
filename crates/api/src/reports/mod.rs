//! `/reports`: the numbers that the team looks at.

pub mod the_loop;
