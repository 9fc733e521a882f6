//! Planning of follow-ups.
