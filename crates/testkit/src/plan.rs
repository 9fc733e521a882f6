//! How a database would read what a query asks for. A list must be read in the order of an index: no full scan, no sort.

use std::sync::{Arc, Mutex, PoisonError};

use diesel::connection::{InstrumentationEvent, SimpleConnection as _};
use diesel::sql_types::Text;
use diesel::{Connection as _, PgConnection, QueryableByName, RunQueryDsl as _, SqliteConnection, sql_query};
use store::{Conn, StoreError};

use crate::TestDb;

/// The plan of one statement.
#[derive(Debug)]
pub struct Plan {
    /// The statement.
    pub statement: String,
    /// What the database would do, line by line.
    pub steps: Vec<String>,
}

/// The plans of the statements that `f` runs, in their order. The database is a [`TestDb::filled`].
pub fn plans(db: &TestDb, f: impl FnOnce(&mut Conn) -> Result<(), StoreError>) -> Vec<Plan> {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let planned: Result<Vec<Plan>, StoreError> = db.db.read(|conn| {
        listen(conn, &seen);
        f(conn)?;
        let statements = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(match conn {
            Conn::Sqlite(c) => statements.into_iter().map(|statement| of_sqlite(c, statement)).collect(),
            Conn::Postgres(c) => of_postgres(c, statements),
        })
    });
    planned.expect("the queries run on an empty database")
}

/// Notes every statement of the connection from now on.
fn listen(conn: &mut Conn, seen: &Arc<Mutex<Vec<String>>>) {
    let seen = Arc::clone(seen);
    let note = move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let shown = query.to_string();
            let statement = shown.rsplit_once("-- binds:").map_or(shown.as_str(), |(sql, _)| sql);
            seen.lock().unwrap_or_else(PoisonError::into_inner).push(statement.trim().to_owned());
        }
    };
    match conn {
        Conn::Sqlite(c) => c.set_instrumentation(note),
        Conn::Postgres(c) => c.set_instrumentation(note),
    }
}

fn of_sqlite(c: &mut SqliteConnection, statement: String) -> Plan {
    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = Text)]
        detail: String,
    }
    let steps: Vec<Step> = sql_query(format!("EXPLAIN QUERY PLAN {statement}"))
        .load(c)
        .unwrap_or_else(|e| panic!("{e}: {statement}"));
    Plan { statement, steps: steps.into_iter().map(|step| step.detail).collect() }
}

/// PostgreSQL reads small tables whole, so every way but indexes is made expensive: what still scans or
/// sorts has no index to go by. The plan is the one for any values, which a cached statement may get.
const INDEXES_ONLY: &str = "SET enable_seqscan = off; SET enable_sort = off; SET enable_incremental_sort = off; \
    SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_hashagg = off; SET enable_material = off; \
    SET plan_cache_mode = force_generic_plan";

fn of_postgres(c: &mut PgConnection, statements: Vec<String>) -> Vec<Plan> {
    c.batch_execute(INDEXES_ONLY).expect("these settings exist");
    let plans = statements.into_iter().map(|statement| one_of_postgres(c, statement)).collect();
    c.batch_execute("RESET ALL").expect("settings can be reset");
    plans
}

fn one_of_postgres(c: &mut PgConnection, statement: String) -> Plan {
    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
        text: String,
    }
    c.batch_execute(&format!("PREPARE plan AS {statement}")).unwrap_or_else(|e| panic!("{e}: {statement}"));
    let values = vec!["NULL"; parameters(&statement)].join(", ");
    let values = if values.is_empty() { values } else { format!("({values})") };
    let steps: Vec<Step> = sql_query(format!("EXPLAIN (COSTS OFF) EXECUTE plan{values}"))
        .load(c)
        .unwrap_or_else(|e| panic!("{e}: {statement}"));
    c.batch_execute("DEALLOCATE plan").expect("it was just prepared");
    let mut joined: Vec<String> = Vec::new();
    for Step { text } in steps {
        match joined.last_mut().filter(|_| text.trim_start().starts_with("Index Cond")) {
            Some(last) => *last = format!("{last} {}", text.trim_start()),
            None => joined.push(text),
        }
    }
    Plan { statement, steps: joined }
}

/// How many parameters a statement takes: the largest `$n`.
fn parameters(statement: &str) -> usize {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
    statement.split('$').skip(1).filter_map(|text| digits(text).parse().ok()).max().unwrap_or(0)
}

impl Plan {
    /// Asserts that a list is read in the order of this index: no full scan, no sort, and whatever else is looked up is
    /// found by more than its workspace.
    #[track_caller]
    pub fn expect_order_of(&self, index: &str) {
        let by_index = |step: &&String| step.contains(index);
        assert!(self.steps.iter().any(|step| by_index(&step)), "{index} is not used: {self:#?}");
        let is_fault = |step: &&String| {
            self.is_scan(step) || is_sort(step) || (is_of_workspace(step) && !by_index(step))
        };
        self.expect_no(is_fault);
    }

    /// Asserts that everything is found by keys: nothing is read whole, neither a table nor a workspace's part of it. What
    /// was found may be sorted.
    #[track_caller]
    pub fn expect_keys(&self) {
        self.expect_no(|step| self.is_scan(step) || is_of_workspace(step));
    }

    #[track_caller]
    fn expect_no(&self, is_fault: impl Fn(&&String) -> bool) {
        let faults: Vec<_> = self.steps.iter().filter(is_fault).collect();
        assert!(faults.is_empty(), "{faults:#?} in {self:#?}");
    }

    /// A whole table is read, or an index is made for this one statement. What is scanned without being a table is a part
    /// of the statement itself: `WITH name AS (..)`.
    fn is_scan(&self, step: &str) -> bool {
        let scanned = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
        let is_part = |name: &str| {
            name == "CONSTANT" || name.starts_with('(') || self.statement.contains(&format!("{name} AS ("))
        };
        scanned.is_some_and(|name| !is_part(name)) || step.contains("AUTOMATIC") || step.contains("Seq Scan")
    }
}

/// An index is read for all of a workspace.
fn is_of_workspace(step: &str) -> bool {
    let by_one_column =
        step.ends_with("(workspace_id=?)") || (step.contains("Index Cond") && !step.contains(" AND "));
    by_one_column && step.contains("workspace_id")
}

fn is_sort(step: &str) -> bool {
    step.contains("ORDER BY") || step.contains("Sort")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scans_and_sorts_are_told_from_searches() {
        let plan = Plan { statement: "WITH part AS (SELECT 1) SELECT".to_owned(), steps: Vec::new() };
        for (step, expected) in [
            ("SEARCH f USING INDEX features_by_demand (workspace_id=? AND demand<?)", (false, false, false)),
            ("SEARCH f USING INDEX features_by_demand (workspace_id=?)", (false, false, true)),
            ("SCAN f", (true, false, false)),
            ("SCAN f USING INDEX features_by_demand", (true, false, false)),
            ("SCAN part", (false, false, false)),
            ("SCAN CONSTANT ROW", (false, false, false)),
            ("SEARCH m USING AUTOMATIC COVERING INDEX (id=?)", (true, false, false)),
            ("USE TEMP B-TREE FOR ORDER BY", (false, true, false)),
            ("USE TEMP B-TREE FOR LAST TERM OF ORDER BY", (false, true, false)),
            (
                "->  Index Scan using a on b f Index Cond: ((workspace_id = $1) AND (id = $2))",
                (false, false, false),
            ),
            ("->  Index Scan using a on b f Index Cond: (workspace_id = $1)", (false, false, true)),
            ("  ->  Seq Scan on features f", (true, false, false)),
            ("  ->  Incremental Sort", (false, true, false)),
        ] {
            assert_eq!((plan.is_scan(step), is_sort(step), is_of_workspace(step)), expected, "{step}");
        }
    }

    #[test]
    fn parameters_are_counted_by_their_largest() {
        assert_eq!(parameters("a = $1 AND b = $10 AND c = $2"), 10);
        assert_eq!(parameters("SELECT 1"), 0);
    }
}
