//! What an attempt's answer means. The adapter says in neutral terms what it got; the tables here say whether something
//! may be public.
//!
//! The rule behind the tables: a refusal is definite only if the platform documents it as one, or no byte went out.
//! Everything else is ambiguous, above all every 5xx: Bluesky answers 500 to a create that found the record there.

use crate::time::Timestamp;

use super::event::{Outcome, Retry};
use super::row::Remote;

/// Whose words an error's name is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Mastodon and compatible servers.
    Mastodon,
    /// AT Protocol.
    Bluesky,
    /// X API v2.
    X,
    /// Reddit's API.
    Reddit,
    /// Any other.
    Other,
}

impl Dialect {
    /// The dialect of a network, by its name.
    pub fn of(network: &str) -> Dialect {
        match network {
            "mastodon" | "gotosocial" | "pixelfed" | "pleroma" | "akkoma" | "snac" => Dialect::Mastodon,
            "bluesky" => Dialect::Bluesky,
            "x" => Dialect::X,
            "reddit" => Dialect::Reddit,
            _ => Dialect::Other,
        }
    }
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<'a> {
    /// Without an answer, before the first byte of the request left: no address, no connection, no TLS, or too late.
    NotSent {
        /// What failed.
        what: &'a str,
    },
    /// Without an answer, after the first byte left: time-out, reset, a cut answer.
    Broken {
        /// What failed.
        what: &'a str,
    },
    /// With an answer.
    Http(Http<'a>),
}

/// An answer of HTTP.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Http<'a> {
    /// The status.
    pub status: u16,
    /// The name of the error: Bluesky's `error`, the first of Reddit's `json.errors`, X's `detail` or `title`, Mastodon's
    /// `error`.
    pub error: Option<&'a str>,
    /// The post, if the body was read to its end, has an id, and names our parent and our text.
    pub published: Option<Remote>,
    /// When the platform says to come back.
    pub retry_at: Option<Timestamp>,
}

/// What an answer means.
pub fn classify(dialect: Dialect, answer: &Answer<'_>) -> Outcome {
    match answer {
        Answer::NotSent { what } => {
            Outcome::Nothing { why: format!("nothing was sent: {what}"), retry: Retry::Later }
        }
        Answer::Broken { what } => Outcome::Ambiguous { why: format!("the answer was lost: {what}") },
        Answer::Http(http) => answered(dialect, http),
    }
}

fn answered(dialect: Dialect, http: &Http<'_>) -> Outcome {
    if let (200..=299, Some(remote)) = (http.status, &http.published) {
        return Outcome::Published(remote.clone());
    }
    let meaning = http.error.and_then(|error| by_name(dialect, http.status, error));
    match meaning.unwrap_or_else(|| by_status(http.status)) {
        Meaning::Refused(why) => Outcome::Rejected { why: with_detail(why, http) },
        Meaning::AccountBroken(why) => {
            Outcome::Nothing { why: with_detail(why, http), retry: Retry::WhenAccountWorks }
        }
        Meaning::TooFast => Outcome::Nothing {
            why: with_detail("the network asks to slow down", http),
            retry: http.retry_at.map_or(Retry::Later, Retry::At),
        },
        Meaning::Unclear(why) => Outcome::Ambiguous { why: with_detail(why, http) },
    }
}

#[derive(Clone, Copy)]
enum Meaning {
    Refused(&'static str),
    AccountBroken(&'static str),
    TooFast,
    Unclear(&'static str),
}

use Meaning::{AccountBroken, Refused, TooFast, Unclear};

const GONE: &str = "the post to reply to is gone, or hidden from us";
const NOT_ALLOWED: &str = "the network does not let us reply here";
const REFUSED: &str = "the network refused the text";
const SIGN_IN: &str = "the account must be connected again";
const NO_CLEAR_ANSWER: &str = "the network gave no clear answer";

/// The statuses that mean the same everywhere.
fn by_status(status: u16) -> Meaning {
    match status {
        401 => AccountBroken(SIGN_IN),
        403 => Refused(NOT_ALLOWED),
        404 | 410 => Refused(GONE),
        413 => Refused("the text is too long for the network"),
        422 => Refused(REFUSED),
        429 => TooFast,
        // 2xx without a readable post of ours, 3xx, 400, 408, 409, 425, all 5xx, and what is not known.
        _ => Unclear(NO_CLEAR_ANSWER),
    }
}

/// The errors that a network names.
fn by_name(dialect: Dialect, status: u16, error: &str) -> Option<Meaning> {
    match dialect {
        Dialect::Bluesky => bluesky(status, error),
        Dialect::X => x(status, error),
        Dialect::Reddit => reddit(status, error),
        Dialect::Mastodon => mastodon(status, error),
        Dialect::Other => None,
    }
}

/// Every 400 with a name is definite, but one: `InvalidSwap` says that something is at our key. Nobody else writes there,
/// so it is ours, edited since; the read-back finds it.
fn bluesky(status: u16, error: &str) -> Option<Meaning> {
    match (status, error) {
        (400, "InvalidSwap") => Some(Unclear("another record is at the key of this reply")),
        (400 | 401, "ExpiredToken" | "InvalidToken" | "AuthMissing" | "AuthenticationRequired") => {
            Some(AccountBroken(SIGN_IN))
        }
        (400 | 401 | 403, "AccountTakedown" | "AccountDeactivated" | "RepoDeactivated" | "RepoTakendown") => {
            Some(AccountBroken("the network has closed our account"))
        }
        (400, "RateLimitExceeded") => Some(TooFast),
        (400, "RecordNotFound" | "NotFound") => Some(Refused(GONE)),
        (400, _) => Some(Refused(REFUSED)),
        _ => None,
    }
}

/// X does not name the post that a text doubles, which may be ours.
fn x(status: u16, error: &str) -> Option<Meaning> {
    let error = error.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| error.contains(word));
    match status {
        403 if says(&["duplicate content"]) => Some(Unclear("the same text is already on the account")),
        403 if says(&[
            "oauth",
            "scope",
            "client-forbidden",
            "client-not-enrolled",
            "unsupported authentication",
        ]) =>
        {
            Some(AccountBroken(SIGN_IN))
        }
        403 if says(&["suspended", "locked"]) => Some(AccountBroken("the network has closed our account")),
        402 => Some(AccountBroken("the credits of the X account are used up")),
        _ => None,
    }
}

/// Reddit refuses with 200 and a list of errors.
fn reddit(status: u16, error: &str) -> Option<Meaning> {
    if status != 200 {
        return None;
    }
    Some(match error {
        "RATELIMIT" => TooFast,
        "USER_REQUIRED" => AccountBroken(SIGN_IN),
        "DELETED_COMMENT" | "DELETED_LINK" => Refused(GONE),
        "THREAD_LOCKED" => Refused("the thread is locked"),
        "TOO_OLD" => Refused("the thread is archived"),
        "USER_BLOCKED" | "USER_BLOCKED_MESSAGE" => Refused("the person has blocked us"),
        "SUBREDDIT_NOTALLOWED" | "BANNED_FROM_SUBREDDIT" => Refused("we may not write in this community"),
        "TOO_LONG" => Refused("the text is too long for the network"),
        _ => Refused(REFUSED),
    })
}

fn mastodon(status: u16, error: &str) -> Option<Meaning> {
    let error = error.to_lowercase();
    match status {
        403 if error.contains("authorized scopes") => Some(AccountBroken(SIGN_IN)),
        403 if error.contains("login") && error.contains("disabled") => Some(AccountBroken(SIGN_IN)),
        _ => None,
    }
}

/// The longest part of a platform's own words that is kept.
const DETAIL: usize = 200;

/// Our words, and the platform's behind them.
fn with_detail(why: &str, http: &Http<'_>) -> String {
    let said = http.error.map(|error| error.chars().take(DETAIL).collect::<String>());
    match said {
        Some(error) => format!("{why} (status {}: {error})", http.status),
        None => format!("{why} (status {})", http.status),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an outcome is, in a letter each: Published, Rejected, Later, at a Time, Account, Unclear.
    fn letter(outcome: &Outcome) -> char {
        match outcome {
            Outcome::Published(_) => 'P',
            Outcome::Rejected { .. } => 'R',
            Outcome::Nothing { retry: Retry::Later, .. } => 'L',
            Outcome::Nothing { retry: Retry::At(_), .. } => 'T',
            Outcome::Nothing { retry: Retry::WhenAccountWorks, .. } => 'A',
            Outcome::Ambiguous { .. } => 'U',
        }
    }

    fn check(dialect: Dialect, rows: &[(u16, &str, char)]) {
        for &(status, error, expected) in rows {
            let error = Some(error).filter(|error| !error.is_empty());
            let http = Http { status, error, ..Http::default() };
            let outcome = classify(dialect, &Answer::Http(http));
            assert_eq!(letter(&outcome), expected, "{dialect:?} {status} {error:?}: {outcome:?}");
        }
    }

    const ALL: [Dialect; 5] =
        [Dialect::Mastodon, Dialect::Bluesky, Dialect::X, Dialect::Reddit, Dialect::Other];

    #[test]
    fn what_is_the_same_everywhere() {
        for dialect in ALL {
            check(
                dialect,
                &[
                    (200, "", 'U'),
                    (202, "", 'U'),
                    (204, "", 'U'),
                    (301, "", 'U'),
                    (302, "", 'U'),
                    (304, "", 'U'),
                    (307, "", 'U'),
                    (400, "", 'U'),
                    (401, "", 'A'),
                    (403, "", 'R'),
                    (404, "", 'R'),
                    (408, "", 'U'),
                    (409, "", 'U'),
                    (410, "", 'R'),
                    (413, "", 'R'),
                    (418, "", 'U'),
                    (422, "", 'R'),
                    (425, "", 'U'),
                    (429, "", 'L'),
                    (500, "", 'U'),
                    (501, "", 'U'),
                    (502, "", 'U'),
                    (503, "", 'U'),
                    (504, "", 'U'),
                    (520, "", 'U'),
                    (599, "InternalServerError", 'U'),
                ],
            );
        }
    }

    #[test]
    fn the_first_byte_decides_without_an_answer() {
        for dialect in ALL {
            for what in ["no such host", "connection refused", "TLS failed", "the time to send was over"] {
                assert_eq!(letter(&classify(dialect, &Answer::NotSent { what })), 'L', "{what}");
            }
            for what in ["time-out", "connection reset", "the answer was cut"] {
                assert_eq!(letter(&classify(dialect, &Answer::Broken { what })), 'U', "{what}");
            }
        }
    }

    #[test]
    fn success_needs_our_post_and_a_status_of_success() {
        let remote = Remote { id: "1".into(), url: None };
        for (status, expected) in [(200, 'P'), (201, 'P'), (302, 'U'), (500, 'U')] {
            let http = Http { status, published: Some(remote.clone()), ..Http::default() };
            assert_eq!(letter(&classify(Dialect::X, &Answer::Http(http))), expected, "{status}");
        }
    }

    #[test]
    fn bluesky() {
        check(
            Dialect::Bluesky,
            &[
                (400, "InvalidRequest", 'R'),
                (400, "InvalidRecord", 'R'),
                (400, "InvalidSwap", 'U'),
                (400, "ExpiredToken", 'A'),
                (401, "AuthenticationRequired", 'A'),
                (400, "AccountTakedown", 'A'),
                (400, "AccountDeactivated", 'A'),
                (400, "RateLimitExceeded", 'L'),
                (429, "RateLimitExceeded", 'L'),
                (400, "RecordNotFound", 'R'),
                // `createRecord` on a key that is taken.
                (500, "InternalServerError", 'U'),
            ],
        );
    }

    #[test]
    fn mastodon() {
        check(
            Dialect::Mastodon,
            &[
                (401, "The access token is invalid", 'A'),
                (403, "This action is outside the authorized scopes", 'A'),
                (403, "Your login is currently disabled", 'A'),
                (403, "This action is not allowed", 'R'),
                (404, "Record not found", 'R'),
                (422, "Validation failed: Text character limit of 500 exceeded", 'R'),
                // GoToSocial's "too long"; not documented as definite, so the read-back decides.
                (400, "Bad Request: text too long", 'U'),
                (429, "Too many requests", 'L'),
            ],
        );
    }

    #[test]
    fn x() {
        check(
            Dialect::X,
            &[
                (403, "You are not allowed to create a Tweet with duplicate content.", 'U'),
                (403, "Reply to this conversation is not allowed because you have not been mentioned", 'R'),
                (403, "Authenticating with Unsupported Authentication: OAuth 2.0 Application-Only", 'A'),
                (403, "Your account is suspended and is not permitted to access this feature.", 'A'),
                (402, "CreditsDepleted", 'A'),
                (400, "One or more parameters to your request was invalid.", 'U'),
                (429, "Too Many Requests", 'L'),
                (503, "Service Unavailable", 'U'),
            ],
        );
    }

    #[test]
    fn reddit() {
        check(
            Dialect::Reddit,
            &[
                (200, "RATELIMIT", 'L'),
                (200, "DELETED_COMMENT", 'R'),
                (200, "THREAD_LOCKED", 'R'),
                (200, "TOO_OLD", 'R'),
                (200, "USER_BLOCKED", 'R'),
                (200, "SUBREDDIT_NOTALLOWED", 'R'),
                (200, "BANNED_FROM_SUBREDDIT", 'R'),
                (200, "TOO_LONG", 'R'),
                (200, "SOMETHING_NEW", 'R'),
                (200, "USER_REQUIRED", 'A'),
                (200, "", 'U'),
                (500, "RATELIMIT", 'U'),
            ],
        );
    }

    #[test]
    fn a_server_that_names_a_time_is_believed() {
        let http = Http { status: 429, retry_at: Some(Timestamp(5)), ..Http::default() };
        let outcome = classify(Dialect::Bluesky, &Answer::Http(http));
        assert!(matches!(outcome, Outcome::Nothing { retry: Retry::At(Timestamp(5)), .. }), "{outcome:?}");
    }

    #[test]
    fn reasons_are_words() {
        let http = Http { status: 200, error: Some("THREAD_LOCKED"), ..Http::default() };
        let outcome = classify(Dialect::of("reddit"), &Answer::Http(http));
        let why = "the thread is locked (status 200: THREAD_LOCKED)".to_owned();
        assert_eq!(outcome, Outcome::Rejected { why });
    }
}
