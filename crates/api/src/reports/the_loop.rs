//! `GET /reports/loop`

use std::time::Duration;

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use app::App;
use app::fields::Fields;
use app::reports::{LoopReport, Month, Period, Waiting, Wanted};
use domain::Timestamp;
use domain::state::ItemState;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::extract::Filter;
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};

/// Which period is measured.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PeriodIn {
    /// Its first moment; a year before `to` if nothing is said.
    #[param(example = "2026-01-01T00:00:00Z")]
    from: Option<String>,
    /// The first moment that is no longer in it; now if nothing is said.
    #[param(example = "2026-04-01T00:00:00Z")]
    to: Option<String>,
}

/// How long a period is if nothing is said.
const YEAR: Duration = Duration::from_hours(365 * 24);

impl PeriodIn {
    fn check(&self, now: Timestamp) -> app::Result<Period> {
        let mut fields = Fields::new();
        let from = fields.parse_optional::<Timestamp>("?from", self.from.as_deref());
        let to = fields.parse_optional::<Timestamp>("?to", self.to.as_deref());
        let period = from.zip(to).map(|(from, to)| {
            let to = to.unwrap_or(now);
            Period { from: from.unwrap_or(to - YEAR), to }
        });
        if period.is_some_and(|period| period.from >= period.to) {
            fields.wrong("?from", "must be earlier than `to`");
        }
        fields.finish(period)
    }
}

/// The numbers of the loop.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoopOut {
    /// The first moment of the period.
    from: String,
    /// The first moment that is no longer in it.
    to: String,
    /// What became of the messages that were posted in the period.
    answers: AnswersOut,
    /// The messages that nobody has settled, now.
    open_messages: OpenOut,
    /// What people ask for.
    demand: DemandOut,
    /// Who heard back about what shipped in the period.
    follow_up: FollowUpOut,
}

/// What became of the messages that were posted in the period; our own are left out.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswersOut {
    /// All of them.
    messages: i64,
    /// Those that got an answer.
    answered: i64,
    /// Those that deliberately got none: no reply needed, or spam.
    deliberately_not: i64,
    /// Answered or deliberately not, out of all: 0 to 1; `null` without messages.
    #[schema(required)]
    coverage: Option<f64>,
    /// The median of seconds from a message to its first answer, over those that have one.
    #[schema(required)]
    median_first_answer_seconds: Option<f64>,
}

/// The messages that nobody has settled, now, by how long ago they were posted.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenOut {
    /// All of them.
    total: i64,
    /// Less than a day ago.
    under_1_day: i64,
    /// 1 to 7 days ago.
    under_7_days: i64,
    /// 7 to 30 days ago.
    under_30_days: i64,
    /// 30 days ago and earlier.
    over_30_days: i64,
}

/// What people ask for.
#[derive(Debug, Serialize, ToSchema)]
pub struct DemandOut {
    /// The ten features that most people ask for, now.
    top: Vec<WantedOut>,
    /// The asks of the period by month in UTC; months without any are left out.
    by_month: Vec<MonthOut>,
}

/// A feature and how many people ask for it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WantedOut {
    /// The feature.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// What it is, in a few words.
    title: String,
    /// Where it is on its way.
    status: &'static str,
    /// How many people ask for it.
    demand: i64,
}

/// The asks of one month.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthOut {
    /// The month.
    #[schema(example = "2026-01")]
    month: String,
    /// How many requests.
    requests: i64,
    /// By how many people; each counts once in a month.
    people: i64,
}

/// Who heard back about the releases that shipped in the period. One person and one feature count once.
#[derive(Debug, Serialize, ToSchema)]
pub struct FollowUpOut {
    /// Were told.
    told: i64,
    /// Are still to be told.
    owed: i64,
    /// Wait for something, such as the release to reach everyone.
    held: i64,
    /// Were skipped by a member.
    skipped: i64,
    /// Are no longer owed word: opted out, recalled, and the like.
    withdrawn: i64,
    /// Told, out of told, owed and held: 0 to 1; `null` without any.
    #[schema(required)]
    told_share: Option<f64>,
    /// The median of seconds from an ask to the release that answers it.
    #[schema(required)]
    median_ask_to_ship_seconds: Option<f64>,
    /// The median of seconds from a release to telling somebody who had asked before it.
    #[schema(required)]
    median_ship_to_told_seconds: Option<f64>,
    /// Whoever has waited longest for word of something that is out, now and in any period.
    #[schema(required)]
    oldest_untold: Option<WaitingOut>,
}

/// Somebody who waits to hear back.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingOut {
    /// The person.
    #[schema(value_type = uuid::Uuid)]
    person_id: String,
    /// What they call themself.
    name: String,
    /// What we owe them.
    #[schema(value_type = uuid::Uuid)]
    follow_up_id: String,
    /// Where the follow-up is in its life.
    state: &'static str,
    /// When they asked.
    asked_at: String,
}

/// The numbers of the loop: answers, demand, and who heard back.
#[utoipa::path(
    tag = "reports",
    params(PeriodIn),
    responses((status = 200, description = "The numbers", body = LoopOut), (status = 422, description = "A parameter is wrong", body = ProblemOut))
)]
#[get("/reports/loop")]
pub async fn the_loop(
    allowed: Allowed<Read>,
    query: Filter<PeriodIn>,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let period = query.0.check(app.now())?;
    allowed.look(move |view| app::reports::measure(view, period).map(LoopOut::from)).await
}

impl From<LoopReport> for LoopOut {
    fn from(report: LoopReport) -> Self {
        LoopOut {
            from: report.period.from.to_string(),
            to: report.period.to.to_string(),
            answers: AnswersOut::of(&report),
            open_messages: OpenOut::of(&report),
            follow_up: FollowUpOut::of(&report),
            demand: DemandOut {
                top: report.most_wanted.into_iter().map(WantedOut::from).collect(),
                by_month: report.months.into_iter().map(MonthOut::from).collect(),
            },
        }
    }
}

impl AnswersOut {
    fn of(report: &LoopReport) -> AnswersOut {
        let answers = report.answers;
        AnswersOut {
            messages: answers.messages,
            answered: answers.answered,
            deliberately_not: answers.deliberately_not,
            coverage: share(answers.answered + answers.deliberately_not, answers.messages),
            median_first_answer_seconds: report.first_answer,
        }
    }
}

impl OpenOut {
    fn of(report: &LoopReport) -> OpenOut {
        let ages = report.open;
        OpenOut {
            total: ages.under_a_day + ages.under_a_week + ages.under_a_month + ages.older,
            under_1_day: ages.under_a_day,
            under_7_days: ages.under_a_week,
            under_30_days: ages.under_a_month,
            over_30_days: ages.older,
        }
    }
}

impl FollowUpOut {
    fn of(report: &LoopReport) -> FollowUpOut {
        let [told, owed, held] =
            [ItemState::Told, ItemState::Owed, ItemState::Held].map(|s| report.items_in(s));
        FollowUpOut {
            told,
            owed,
            held,
            skipped: report.items_in(ItemState::Skipped),
            withdrawn: report.items_in(ItemState::Withdrawn),
            told_share: share(told, told + owed + held),
            median_ask_to_ship_seconds: report.ask_to_ship,
            median_ship_to_told_seconds: report.ship_to_told,
            oldest_untold: report.oldest_untold.clone().map(WaitingOut::from),
        }
    }
}

impl From<Wanted> for WantedOut {
    fn from(wanted: Wanted) -> Self {
        WantedOut {
            id: wanted.id.to_string(),
            title: wanted.title,
            status: wanted.status.as_str(),
            demand: wanted.demand,
        }
    }
}

impl From<Month> for MonthOut {
    fn from(month: Month) -> Self {
        MonthOut { month: month.month, requests: month.requests, people: month.people }
    }
}

impl From<Waiting> for WaitingOut {
    fn from(waiting: Waiting) -> Self {
        WaitingOut {
            person_id: waiting.person_id.to_string(),
            name: waiting.name,
            follow_up_id: waiting.follow_up_id.to_string(),
            state: waiting.state.as_str(),
            asked_at: waiting.asked_at.to_string(),
        }
    }
}

/// A part of a whole, 0 to 1 with four decimals; nothing of nothing.
fn share(part: i64, whole: i64) -> Option<f64> {
    let ten_thousandths = part.saturating_mul(10_000).checked_div(whole)?;
    u32::try_from(ten_thousandths).ok().map(|n| f64::from(n) / 10_000.0)
}
