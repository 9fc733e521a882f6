//! Undoes one recorded decision. Which kinds can be undone, by whom and how stands in one table, [`RULES`]; the undoing
//! itself lies beside each verb.

use domain::{EventId, Role};
use store::events::Event;

use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};
use crate::events::{EventView, with_actors};
use crate::{features, follow_ups, messages, people, releases, requests};

/// How decisions of one kind are undone.
struct Rule {
    /// The kind of decision.
    kind: &'static str,
    /// The kind that the undoing is recorded as, with the same data. If it has a rule of its own, it can be undone again.
    reverse: &'static str,
    /// The roles that may undo it: those that may decide it. An admin may undo everything.
    roles: &'static [Role],
    /// Restores exactly what was there, or fails with [`Code::CannotUndo`].
    undo: fn(&mut Tx<'_>, &Event) -> Result<()>,
}

/// Who may make and edit features.
const CATALOGUE: &[Role] = &[Role::Specialist, Role::ReleaseManager];
/// Who may settle, tag and link messages, say that two people are one, and that one asked to stop.
const TRIAGE: &[Role] = &[Role::Specialist, Role::Responder];
/// Who may merge features and ship.
const RELEASE: &[Role] = &[Role::ReleaseManager];
/// Who may work the queue.
const RESPOND: &[Role] = &[Role::Responder];

/// Every kind of decision that can be undone.
const RULES: &[Rule] = &[
    rule("message.done", "message.reopened", TRIAGE, messages::undo_done),
    rule("message.tagged", "message.retagged", TRIAGE, messages::undo_tag),
    rule("feature.added", "feature.removed", CATALOGUE, features::undo_add),
    rule("feature.edited", "feature.edit_undone", CATALOGUE, features::undo_edit),
    rule("feature.tagged", "feature.tagging_undone", CATALOGUE, features::undo_tag),
    rule("feature.merged", "feature.unmerged", RELEASE, features::undo_merge),
    rule("feature.unmerged", "feature.merged", RELEASE, features::undo_unmerge),
    rule("request.linked", "request.unlinked", TRIAGE, requests::undo_link),
    rule("request.withdrawn", "request.restored", TRIAGE, requests::undo_withdraw),
    rule("request.restored", "request.withdrawn", TRIAGE, requests::undo_restore),
    rule("request.edited", "request.edit_undone", TRIAGE, requests::undo_edit),
    rule("release.shipped", "release.unshipped", RELEASE, releases::undo_ship),
    rule("release.recalled", "release.unrecalled", RELEASE, releases::undo_recall),
    rule("release.edited", "release.unedited", RELEASE, releases::undo_edit),
    rule("release.feature_added", "release.feature_removed", RELEASE, releases::undo_add_feature),
    rule("release.feature_removed", "release.feature_added", RELEASE, releases::undo_remove_feature),
    rule("follow_up.skipped", "follow_up.unskipped", RESPOND, follow_ups::undo_skip),
    rule("follow_up.snoozed", "follow_up.unsnoozed", RESPOND, follow_ups::undo_snooze),
    rule("person.merged", "person.unmerged", TRIAGE, people::undo_merge),
    rule("person.unmerged", "person.merged", TRIAGE, people::undo_unmerge),
    rule("person.opted_out", "person.opt_out_revoked", TRIAGE, people::undo_opt_out),
    rule("person.opt_out_revoked", "person.opted_out", TRIAGE, people::redo_opt_out),
    rule("person.renamed", "person.name_restored", TRIAGE, people::undo_rename),
    rule("person.name_restored", "person.renamed", TRIAGE, people::redo_rename),
];

const fn rule(
    kind: &'static str,
    reverse: &'static str,
    roles: &'static [Role],
    undo: fn(&mut Tx<'_>, &Event) -> Result<()>,
) -> Rule {
    Rule { kind, reverse, roles, undo }
}

/// Undoes one decision; the answer is the event that records it.
pub fn undo(tx: &mut Tx<'_>, id: EventId) -> Result<EventView> {
    tx.conn.lock_exclusive(tx.workspace)?;
    let event = store::events::find(tx.conn, tx.workspace, id)?.ok_or_else(|| Error::not_found("event"))?;
    let rule = RULES.iter().find(|rule| rule.kind == event.kind).ok_or_else(|| {
        Error::new(Code::CannotUndo, format!("a decision of the kind `{}` cannot be undone", event.kind))
    })?;
    if !tx.caller.roles.may(rule.roles) {
        let needed: Vec<&str> = rule.roles.iter().chain(&[Role::Admin]).map(|role| role.as_str()).collect();
        let detail =
            format!("undoing `{}` needs one of the roles {}; ask an admin", event.kind, needed.join(", "));
        return Err(Error::new(Code::Forbidden, detail));
    }
    if let Some(by) = event.undone_by {
        return Err(Error::new(Code::CannotUndo, format!("it was undone already, by the event {by}")));
    }
    (rule.undo)(tx, &event)?;
    let data = serde_json::from_str(&event.data.0).map_err(Error::internal)?;
    let decision = Decision { kind: rule.reverse, subject: event.subject_id, data };
    let undoing = tx.record_undoing(decision, Some(id))?;
    let recorded = store::events::find(tx.conn, tx.workspace, undoing)?.into_iter().collect();
    with_actors(&mut tx.view(), recorded)?.pop().ok_or_else(|| Error::internal("the event was just recorded"))
}
