//! Passwords: Argon2id with the parameters that OWASP recommends.

use std::fmt;
use std::str::FromStr;

use argon2::password_hash::PasswordHasher as _;
use argon2::{Algorithm, Argon2, Params, Version};
use domain::Invalid;

use crate::context::App;
use crate::error::{Error, Result};

/// 19 MiB, two passes, one lane: about 20 ms.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The letters of made passwords: none that is easily taken for another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// How many of them a made password has: 100 bits.
const LENGTH: usize = 20;

/// A password as somebody typed it: 8 to 256 characters. It is never shown.
pub struct Password(String);

impl FromStr for Password {
    type Err = Invalid;
    fn from_str(text: &str) -> std::result::Result<Self, Invalid> {
        match text.chars().count() {
            8..=256 => Ok(Password(text.to_owned())),
            length => Err(Invalid(format!("has {length} characters; it needs 8 to 256"))),
        }
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(***)")
    }
}

impl Password {
    /// A new one that nobody can guess, in four groups: `k3vhm-...`.
    pub fn random(app: &App) -> Password {
        let mut random = [0; LENGTH];
        app.random(&mut random);
        let letters = random.map(|byte| LETTERS.get(usize::from(byte % 32)).copied().map_or('a', char::from));
        let groups: Vec<String> = letters.chunks(5).map(|group| group.iter().collect()).collect();
        Password(groups.join("-"))
    }

    /// The password itself, to be shown to its owner once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it, in PHC form. Takes its time: not inside a transaction.
    pub fn hash(&self, app: &App) -> Result<String> {
        let mut salt = [0; 16];
        app.random(&mut salt);
        let params =
            Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|e| Error::internal(e.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let hash = argon2.hash_password_with_salt(self.0.as_bytes(), &salt);
        Ok(hash.map_err(|e| Error::internal(e.to_string()))?.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_bounded_and_nothing_is_shown() {
        assert!("1234567".parse::<Password>().is_err());
        assert!("x".repeat(257).parse::<Password>().is_err());
        let password: Password = "påsswörd".parse().unwrap();
        assert_eq!(format!("{password:?}"), "Password(***)");
    }
}
