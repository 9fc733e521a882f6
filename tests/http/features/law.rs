//! Law 8 where it cannot be by-passed: in the database.

use store::StoreError;

use crate::desk::Desk;

/// The name of the constraint that a statement breaks.
fn broken(desk: &Desk, statement: &str) -> String {
    match desk.app.db_execute(statement) {
        Err(StoreError::Constraint(name)) => name,
        other => panic!("{other:?}: {statement}"),
    }
}

#[actix_web::test]
async fn no_statement_makes_a_loop() {
    let desk = Desk::new().await;
    let (a, b, c) = (desk.feature("A").await, desk.feature("B").await, desk.feature("C").await);
    desk.merge(&a, &b).await;
    desk.merge(&b, &c).await;
    for (table, name) in [("features", "title"), ("people", "name")] {
        if table == "people" {
            for (author, n) in [("A", 1), ("B", 2), ("C", 3)] {
                desk.message("x", author, n).await;
            }
            for (from, into) in [("A", "B"), ("B", "C")] {
                let merge = format!(
                    "UPDATE people SET merged_into = (SELECT id FROM people WHERE name = '{into}'),
                        effective_id = (SELECT id FROM people WHERE name = 'C') WHERE name = '{from}'"
                );
                desk.app.db_execute(&merge).unwrap();
            }
        }
        for into in ["A", "B", "C"] {
            let statement = format!(
                "UPDATE {table} SET merged_into = (SELECT id FROM {table} WHERE {name} = '{into}'),
                    effective_id = (SELECT id FROM {table} WHERE {name} = 'A') WHERE {name} = 'C'"
            );
            let constraint = broken(&desk, &statement);
            let expected = [format!("{table}_merge_no_loop"), format!("{table}_check")];
            assert!(expected.iter().any(|name| constraint.contains(name)), "{constraint}");
        }
    }
}

#[actix_web::test]
async fn a_request_keeps_what_it_was_made_with() {
    let desk = Desk::new().await;
    let (a, _) = (desk.feature("A").await, desk.feature("B").await);
    desk.ask("ada", 1, &a).await;
    desk.message("x", "bob", 2).await;
    for change in [
        "feature_id = (SELECT id FROM features WHERE title = 'B')",
        "message_id = (SELECT id FROM messages WHERE text = 'bob says 2')",
        "person_id = (SELECT id FROM people WHERE name = 'BOB')",
    ] {
        let constraint = broken(&desk, &format!("UPDATE requests SET {change}"));
        assert!(constraint.contains("requests_keep_what_they_were_made_with"), "{constraint}");
    }
    desk.app.db_execute("UPDATE requests SET note = 'fine'").unwrap();
    desk.check();
}
