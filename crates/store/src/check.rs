//! Looks for rows that break a law. Each rule selects its offenders; on a sound database none finds any.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use domain::sql::Id;
use domain::{SubjectId, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, sql};

/// One rule of the data.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The law of the product that it belongs to.
    pub law: u8,
    /// What an offender breaks, in words: the words in front of each of its two ids.
    pub says: &'static str,
    /// Selects `id` and `other`; the workspace is bound behind the first part.
    query: (&'static str, &'static str),
}

/// A row, or a pair of rows, that breaks a rule.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Offender {
    /// The first row.
    #[diesel(sql_type = Id)]
    pub id: SubjectId,
    /// The second; the first again if there is none.
    #[diesel(sql_type = Id)]
    pub other: SubjectId,
}

/// Every rule, in the order of the laws.
pub const RULES: &[Rule] = &[
    Rule {
        law: 1,
        says: "somebody who asked was forgotten: neither told, nor owed, nor a reason (person, feature)",
        query: (
            "SELECT DISTINCT p.effective_id AS id, f.effective_id AS other FROM requests r
            JOIN people p ON p.workspace_id = r.workspace_id AND p.id = r.person_id
            JOIN features f ON f.workspace_id = r.workspace_id AND f.id = r.feature_id
            WHERE r.kind = 'asks' AND r.withdrawn_at IS NULL AND r.workspace_id = ",
            " AND EXISTS (SELECT 1 FROM features g
                JOIN release_features rf ON rf.workspace_id = g.workspace_id AND rf.feature_id = g.id
                JOIN releases x ON x.workspace_id = rf.workspace_id AND x.id = rf.release_id AND x.status = 'shipped' AND x.planned_at IS NOT NULL
                WHERE g.workspace_id = f.workspace_id AND g.effective_id = f.effective_id)
            AND NOT EXISTS (SELECT 1 FROM features g JOIN told t ON t.workspace_id = g.workspace_id AND t.feature_id = g.id
                JOIN people q ON q.workspace_id = t.workspace_id AND q.id = t.person_id AND q.effective_id = p.effective_id
                WHERE g.workspace_id = f.workspace_id AND g.effective_id = f.effective_id)
            AND NOT EXISTS (SELECT 1 FROM features g JOIN follow_up_items i ON i.workspace_id = g.workspace_id AND i.feature_id = g.id
                AND (i.state IN ('owed', 'held', 'skipped') OR i.reason = 'opted_out')
                JOIN people q ON q.workspace_id = i.workspace_id AND q.id = i.person_id AND q.effective_id = p.effective_id
                WHERE g.workspace_id = f.workspace_id AND g.effective_id = f.effective_id)",
        ),
    },
    Rule {
        law: 1,
        says: "an owed or held item lies in a follow-up that is over (follow-up, feature)",
        query: (
            "SELECT u.id, i.feature_id AS other FROM follow_up_items i
            JOIN follow_ups u ON u.workspace_id = i.workspace_id AND u.id = i.follow_up_id
            WHERE i.state IN ('owed', 'held') AND u.state IN ('told', 'skipped', 'withdrawn') AND i.workspace_id = ",
            "",
        ),
    },
    Rule {
        law: 1,
        says: "a follow-up is live and owes nothing (follow-up, person)",
        query: (
            "SELECT u.id, u.person_id AS other FROM follow_ups u
            WHERE u.state IN ('settling', 'open', 'claimed', 'replying', 'snoozed', 'held') AND u.workspace_id = ",
            " AND NOT EXISTS (SELECT 1 FROM follow_up_items i WHERE i.workspace_id = u.workspace_id AND i.follow_up_id = u.id
                AND i.state IN ('owed', 'held'))",
        ),
    },
    Rule {
        law: 1,
        says: "a follow-up is owed for a feature that is not out, or that its person does not ask for (person, feature)",
        query: (
            "SELECT i.person_id AS id, i.feature_id AS other FROM follow_up_items i
            JOIN people p ON p.workspace_id = i.workspace_id AND p.id = i.person_id
            JOIN features f ON f.workspace_id = i.workspace_id AND f.id = i.feature_id
            JOIN follow_ups u ON u.workspace_id = i.workspace_id AND u.id = i.follow_up_id AND u.state <> 'replying'
            WHERE i.state IN ('owed', 'held') AND i.workspace_id = ",
            " AND NOT (EXISTS (SELECT 1 FROM features g
                JOIN release_features rf ON rf.workspace_id = g.workspace_id AND rf.feature_id = g.id
                JOIN releases x ON x.workspace_id = rf.workspace_id AND x.id = rf.release_id AND (x.status = 'shipped' OR x.planned_at IS NULL)
                WHERE g.workspace_id = f.workspace_id AND g.effective_id = f.effective_id)
            AND EXISTS (SELECT 1 FROM features g JOIN requests r ON r.workspace_id = g.workspace_id AND r.feature_id = g.id
                AND r.kind = 'asks' AND r.withdrawn_at IS NULL
                JOIN people q ON q.workspace_id = r.workspace_id AND q.id = r.person_id AND q.effective_id = p.effective_id
                WHERE g.workspace_id = f.workspace_id AND g.effective_id = f.effective_id))",
        ),
    },
    Rule {
        law: 2,
        says: "somebody is owed word of a feature that they were told about (person, feature)",
        query: (
            "SELECT p.effective_id AS id, f.effective_id AS other FROM follow_up_items i
            JOIN people p ON p.workspace_id = i.workspace_id AND p.id = i.person_id
            JOIN features f ON f.workspace_id = i.workspace_id AND f.id = i.feature_id
            WHERE i.state IN ('owed', 'held') AND i.workspace_id = ",
            " AND EXISTS (SELECT 1 FROM features g JOIN told t ON t.workspace_id = g.workspace_id AND t.feature_id = g.id
                JOIN people q ON q.workspace_id = t.workspace_id AND q.id = t.person_id AND q.effective_id = p.effective_id
                WHERE g.workspace_id = f.workspace_id AND g.effective_id = f.effective_id)",
        ),
    },
    Rule {
        law: 2,
        says: "a follow-up was told and the ledger does not know it (follow-up, person)",
        query: (
            "SELECT u.id, u.person_id AS other FROM follow_ups u WHERE u.state = 'told' AND u.workspace_id = ",
            " AND NOT EXISTS (SELECT 1 FROM told t WHERE t.workspace_id = u.workspace_id AND t.follow_up_id = u.id)",
        ),
    },
    Rule {
        law: 3,
        says: "a person has two live follow-ups (follow-up, follow-up)",
        query: (
            "SELECT a.id, b.id AS other FROM follow_ups a
            JOIN people p ON p.workspace_id = a.workspace_id AND p.id = a.person_id
            JOIN people q ON q.workspace_id = p.workspace_id AND q.effective_id = p.effective_id
            JOIN follow_ups b ON b.workspace_id = q.workspace_id AND b.person_id = q.id AND b.id > a.id
                AND b.state IN ('settling', 'open', 'claimed', 'replying', 'snoozed', 'held')
            WHERE a.state IN ('settling', 'open', 'claimed', 'replying', 'snoozed', 'held') AND a.workspace_id = ",
            "",
        ),
    },
    Rule {
        law: 4,
        says: "a live follow-up answers a message that none of its items asks in (follow-up, message)",
        query: (
            "SELECT u.id, u.message_id AS other FROM follow_ups u
            WHERE u.state IN ('settling', 'open', 'claimed', 'replying', 'snoozed', 'held') AND u.workspace_id = ",
            " AND NOT EXISTS (SELECT 1 FROM follow_up_items i JOIN requests r ON r.workspace_id = i.workspace_id AND r.id = i.request_id
                WHERE i.workspace_id = u.workspace_id AND i.follow_up_id = u.id AND r.message_id = u.message_id)",
        ),
    },
    Rule {
        law: 5,
        says: "a request's time is not its message's (message, request)",
        query: (
            "SELECT m.id, r.id AS other FROM messages m JOIN requests r ON r.workspace_id = m.workspace_id AND r.message_id = m.id
                AND r.asked_at <> m.posted_at WHERE m.workspace_id = ",
            "",
        ),
    },
    Rule {
        law: 5,
        says: "the time of a message's tag is not the message's (message, tag)",
        query: (
            "SELECT m.id, t.tag_id AS other FROM messages m JOIN message_tags t ON t.workspace_id = m.workspace_id AND t.message_id = m.id
                AND t.posted_at <> m.posted_at WHERE m.workspace_id = ",
            "",
        ),
    },
    Rule {
        law: 6,
        says: "a feature is in a shipped release and its status is another, or the other way round (feature, feature)",
        query: (
            "SELECT f.id, f.id AS other FROM features f WHERE f.merged_into IS NULL AND f.workspace_id = ",
            " AND (f.status = 'shipped') <> (EXISTS (SELECT 1 FROM features g
                JOIN release_features rf ON rf.workspace_id = g.workspace_id AND rf.feature_id = g.id
                JOIN releases x ON x.workspace_id = rf.workspace_id AND x.id = rf.release_id AND x.status = 'shipped'
                WHERE g.workspace_id = f.workspace_id AND g.effective_id = f.id))",
        ),
    },
    Rule {
        law: 8,
        says: "a merged feature does not end where its target ends (feature, target)",
        query: (
            "SELECT f.id, g.id AS other FROM features f JOIN features g ON g.workspace_id = f.workspace_id AND g.id = f.merged_into
            WHERE f.effective_id <> g.effective_id AND f.workspace_id = ",
            "",
        ),
    },
    Rule {
        law: 8,
        says: "a merged person does not end where their target ends (person, target)",
        query: (
            "SELECT p.id, q.id AS other FROM people p JOIN people q ON q.workspace_id = p.workspace_id AND q.id = p.merged_into
            WHERE p.effective_id <> q.effective_id AND p.workspace_id = ",
            "",
        ),
    },
    Rule {
        law: 8,
        says: "the demand of a feature is not the number of people who ask for it (feature, feature)",
        query: (
            "SELECT f.id, f.id AS other FROM features f WHERE f.merged_into IS NULL AND f.workspace_id = ",
            " AND f.demand <> (SELECT count(DISTINCT p.effective_id) FROM features g
                JOIN requests r ON r.workspace_id = g.workspace_id AND r.feature_id = g.id AND r.kind = 'asks' AND r.withdrawn_at IS NULL
                JOIN people p ON p.workspace_id = r.workspace_id AND p.id = r.person_id
                WHERE g.workspace_id = f.workspace_id AND g.effective_id = f.id)",
        ),
    },
    Rule {
        law: 8,
        says: "the number of people told about a feature is not what the ledger says (feature, feature)",
        query: (
            "SELECT f.id, f.id AS other FROM features f WHERE f.merged_into IS NULL AND f.workspace_id = ",
            " AND f.told <> (SELECT count(DISTINCT p.effective_id) FROM features g
                JOIN told t ON t.workspace_id = g.workspace_id AND t.feature_id = g.id
                JOIN people p ON p.workspace_id = t.workspace_id AND p.id = t.person_id
                WHERE g.workspace_id = f.workspace_id AND g.effective_id = f.id)",
        ),
    },
    Rule {
        law: 9,
        says: "somebody who asked to stop is owed word (person, feature)",
        query: (
            "SELECT p.effective_id AS id, i.feature_id AS other FROM opt_outs o
            JOIN people q ON q.workspace_id = o.workspace_id AND q.id = o.person_id
            JOIN people p ON p.workspace_id = q.workspace_id AND p.effective_id = q.effective_id
            JOIN follow_up_items i ON i.workspace_id = p.workspace_id AND i.person_id = p.id AND i.state IN ('owed', 'held')
            JOIN follow_ups u ON u.workspace_id = i.workspace_id AND u.id = i.follow_up_id AND u.state <> 'replying'
            WHERE o.revoked_at IS NULL AND o.workspace_id = ",
            "",
        ),
    },
    Rule {
        law: 9,
        says: "somebody was told after they had asked to stop (person, feature)",
        query: (
            "SELECT t.person_id AS id, t.feature_id AS other FROM opt_outs o JOIN told t ON t.workspace_id = o.workspace_id
                AND t.person_id = o.person_id AND t.told_at > o.created_at WHERE o.revoked_at IS NULL AND o.workspace_id = ",
            "",
        ),
    },
];

/// How many offenders of one rule are shown at the most.
const SHOWN: i64 = 100;

/// The rows that break a rule, the first hundred.
pub fn offenders(conn: &mut Conn, workspace: WorkspaceId, rule: &Rule) -> StoreResult<Vec<Offender>> {
    let (before, after) = rule.query;
    sql("SELECT o.id, o.other FROM (")
        .sql(before)
        .bind::<Id, _>(workspace)
        .sql(after)
        .sql(") o LIMIT ")
        .bind::<BigInt, _>(SHOWN)
        .all(conn)
}
