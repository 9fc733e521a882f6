//! Points in time, in microseconds: the finest that both databases and the API keep.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat};

/// A point in time: microseconds since 1970-01-01T00:00:00Z. Written as RFC 3339 in UTC with six decimals.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = crate::sql::Instant)]
pub struct Timestamp(pub i64);

/// The text is not a time of RFC 3339, or lies outside the years 1 to 9999.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is not a time; write it as RFC 3339, for example `2026-05-01T10:00:00Z`")]
pub struct InvalidTime;

impl Timestamp {
    /// 0001-01-01T00:00:00Z, the earliest time accepted.
    pub const FIRST: Timestamp = Timestamp(-62_135_596_800_000_000);
    /// 9999-12-31T23:59:59.999999Z, the latest time accepted.
    pub const LAST: Timestamp = Timestamp(253_402_300_799_999_999);

    /// Milliseconds since the epoch, as UUIDv7 has them; 0 for times before it.
    pub fn as_millis(self) -> u64 {
        u64::try_from(self.0.div_euclid(1_000)).unwrap_or(0)
    }

    /// The time from `earlier` until this one; zero if it is not earlier.
    pub fn since(self, earlier: Timestamp) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

impl Add<Duration> for Timestamp {
    type Output = Timestamp;
    fn add(self, duration: Duration) -> Timestamp {
        Timestamp(self.0.saturating_add(micros(duration)).min(Self::LAST.0))
    }
}

impl Sub<Duration> for Timestamp {
    type Output = Timestamp;
    fn sub(self, duration: Duration) -> Timestamp {
        Timestamp(self.0.saturating_sub(micros(duration)).max(Self::FIRST.0))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match DateTime::from_timestamp_micros(self.0) {
            Some(time) => f.write_str(&time.to_rfc3339_opts(SecondsFormat::Micros, true)),
            None => write!(f, "{}us", self.0),
        }
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTime;
    fn from_str(s: &str) -> Result<Self, InvalidTime> {
        let time = DateTime::parse_from_rfc3339(s).map_err(|_| InvalidTime)?;
        let time = Timestamp(time.timestamp_micros());
        if time < Self::FIRST || time > Self::LAST { Err(InvalidTime) } else { Ok(time) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_offsets_and_writes_utc_with_six_decimals() {
        let time: Timestamp = "2023-05-01T12:00:00.5+02:00".parse().unwrap();
        assert_eq!(time.to_string(), "2023-05-01T10:00:00.500000Z");
        assert_eq!(time.to_string().parse(), Ok(time));
        assert_eq!("yesterday".parse::<Timestamp>(), Err(InvalidTime));
    }

    #[test]
    fn bounds_are_the_years_1_to_9999() {
        assert_eq!("0001-01-01T00:00:00Z".parse(), Ok(Timestamp::FIRST));
        assert_eq!("9999-12-31T23:59:59.999999Z".parse(), Ok(Timestamp::LAST));
        assert_eq!(Timestamp::LAST + Duration::from_secs(1), Timestamp::LAST);
        assert_eq!(Timestamp::LAST.since(Timestamp::LAST), Duration::ZERO);
    }
}
