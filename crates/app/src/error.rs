//! What a use case can fail with: a stable code with its status from one table, words, and the fields that are wrong.

use store::StoreError;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = ($code:literal, $status:literal, $title:literal)),+ $(,)?) => {
        /// The stable codes of errors, with the HTTP status and title of each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $variant),+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            /// The code as the API shows it.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $code),+ }
            }

            /// The HTTP status that goes with it.
            pub fn status(self) -> u16 {
                match self { $(Code::$variant => $status),+ }
            }

            /// A short title, the same for every error of the code.
            pub fn title(self) -> &'static str {
                match self { $(Code::$variant => $title),+ }
            }
        }
    };
}

codes! {
    /// The request is not HTTP or JSON as it should be.
    Malformed = ("malformed", 400, "The request cannot be read"),
    /// No token, or one that does not hold.
    Unauthorized = ("unauthorized", 401, "Sign in or bring a token"),
    /// The caller's roles do not allow it.
    Forbidden = ("forbidden", 403, "Your roles do not allow this"),
    /// There is no such thing, or it belongs to somebody else.
    NotFound = ("not_found", 404, "Not found"),
    /// The path exists, the method does not.
    MethodNotAllowed = ("method_not_allowed", 405, "Method not allowed"),
    /// Somebody else holds it.
    AlreadyClaimed = ("already_claimed", 409, "Somebody else works on it"),
    /// The lease ran out, was taken over, or was never yours.
    LeaseLost = ("lease_lost", 409, "The lease is no longer yours"),
    /// Its state does not allow the step.
    WrongState = ("wrong_state", 409, "Its state does not allow this"),
    /// The person was told about it already.
    AlreadyTold = ("already_told", 409, "The person was told already"),
    /// Something happened since that stands in the way of undoing it.
    CannotUndo = ("cannot_undo", 409, "This cannot be undone any more"),
    /// The same key is being worked on.
    KeyInUse = ("key_in_use", 409, "A request with this key is still running"),
    /// Another row has the name.
    Duplicate = ("duplicate", 409, "It exists already"),
    /// The row was changed since it was read.
    VersionMismatch = ("version_mismatch", 412, "It was changed since you read it"),
    /// The body is larger than the limit.
    TooLarge = ("too_large", 413, "The body is too large"),
    /// The body is not JSON.
    UnsupportedMediaType = ("unsupported_media_type", 415, "The body must be JSON"),
    /// Fields are missing, unknown, or wrong.
    Invalid = ("invalid", 422, "Some fields are wrong"),
    /// A merge would end where it began.
    MergeLoop = ("merge_loop", 422, "The merge would make a loop"),
    /// The key was used for another request.
    KeyReused = ("key_reused", 422, "The key was used for another request"),
    /// Too many requests.
    RateLimited = ("rate_limited", 429, "Too many requests"),
    /// A fault of ours. The cause is in the log.
    Internal = ("internal", 500, "Something went wrong"),
    /// Full, or the database is busy.
    Overloaded = ("overloaded", 503, "Too busy right now"),
}

/// One wrong field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Where, as a JSON pointer (RFC 6901) into the body, or `?name` for a query parameter.
    pub pointer: String,
    /// What is wrong with it: "must not be empty".
    pub message: String,
}

/// A failed use case.
#[derive(Debug, thiserror::Error)]
#[error("{}: {detail}", code.as_str())]
pub struct Error {
    /// The stable code.
    pub code: Code,
    /// What is wrong and one hint, for a person.
    pub detail: String,
    /// The fields that are wrong.
    pub fields: Vec<FieldError>,
    /// What lies beneath; for the log alone.
    #[source]
    pub cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of `code`, in words.
    pub fn new(code: Code, detail: impl Into<String>) -> Error {
        Error { code, detail: detail.into(), fields: Vec::new(), cause: None }
    }

    /// No such `thing` in this workspace.
    pub fn not_found(thing: &str) -> Error {
        Error::new(Code::NotFound, format!("there is no such {thing}; check the id"))
    }

    /// Fields are wrong. `fields` is not empty.
    pub fn invalid(fields: Vec<FieldError>) -> Error {
        let detail = match fields.as_slice() {
            [one] => format!("`{}` {}", one.pointer, one.message),
            many => format!("{} fields are wrong; see `errors`", many.len()),
        };
        Error { code: Code::Invalid, detail, fields, cause: None }
    }

    /// One field is wrong.
    pub fn field(pointer: impl Into<String>, message: impl Into<String>) -> Error {
        Error::invalid(vec![FieldError { pointer: pointer.into(), message: message.into() }])
    }

    /// A fault of ours.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        let detail = "the cause is in the server's log under this request id".to_owned();
        Error { code: Code::Internal, detail, fields: Vec::new(), cause: Some(cause.into()) }
    }
}

impl From<StoreError> for Error {
    fn from(e: StoreError) -> Self {
        match e {
            StoreError::Busy(_) => Error {
                code: Code::Overloaded,
                detail: "the database is busy; try again in a moment".to_owned(),
                fields: Vec::new(),
                cause: Some(Box::new(e)),
            },
            other => Error::internal(other),
        }
    }
}
