//! Looks at follow-ups.

use domain::draft::{Draft, draft};
use domain::state::ItemState;
use domain::{FollowUpId, MessageId, Timestamp};
use store::follow_ups::{FollowUp, FollowUpQuery, ItemDetail, PersonDetail};

use crate::context::View;
use crate::error::{Error, Result};
use crate::page::{Key, Page, PageQuery};

/// A follow-up with everything that a responder needs to see.
#[derive(Clone, Debug)]
pub struct FollowUpView {
    /// The follow-up.
    pub follow_up: FollowUp,
    /// The person.
    pub person: PersonDetail,
    /// What they asked for, the oldest ask first.
    pub items: Vec<ItemDetail>,
    /// Where the reply goes.
    pub target: Target,
    /// A first draft of it.
    pub draft: String,
    /// The name of the member who works on it.
    pub claimed_by_name: Option<String>,
}

/// Where a reply goes: to a message, never to a person (law 4).
#[derive(Clone, Debug)]
pub struct Target {
    /// The message.
    pub message_id: MessageId,
    /// How: `thread` is under the message itself.
    pub route: &'static str,
    /// The message's link.
    pub url: Option<String>,
}

/// One follow-up.
pub fn get(view: &mut View<'_>, id: FollowUpId) -> Result<FollowUpView> {
    let found = store::follow_ups::find(view.conn, view.workspace, id)?
        .ok_or_else(|| Error::not_found("follow-up"))?;
    with_details(view, vec![found])?.pop().ok_or_else(|| Error::not_found("follow-up"))
}

/// A page of follow-ups, the oldest ask first.
pub fn list(view: &mut View<'_>, filter: &FollowUpQuery, query: &PageQuery) -> Result<Page<FollowUpView>> {
    let after =
        query.after(view.workspace, "followups")?.map(|key| (Timestamp(key.value), FollowUpId(key.id)));
    let rows =
        store::follow_ups::list(view.conn, view.workspace, filter, after, query.limit()?.saturating_add(1))?;
    let page =
        query.page(view.workspace, "followups", rows, |row| Key { value: row.asked_at.0, id: row.id.0 })?;
    let items = with_details(view, page.items)?;
    Ok(Page { items, next_cursor: page.next_cursor })
}

/// Adds to follow-ups what belongs to them, in one query per kind of row.
pub fn with_details(view: &mut View<'_>, follow_ups: Vec<FollowUp>) -> Result<Vec<FollowUpView>> {
    let ids: Vec<_> = follow_ups.iter().map(|row| row.id).collect();
    let mut people: Vec<_> = follow_ups.iter().map(|row| row.person_id).collect();
    people.sort_unstable();
    people.dedup();
    let items = store::follow_ups::item_details(view.conn, view.workspace, &ids)?;
    let people = store::follow_ups::person_details(view.conn, view.workspace, &people)?;
    let members = store::members::list(view.conn, view.workspace)?;
    let with = |follow_up: FollowUp| {
        let own: Vec<_> =
            items.iter().filter(|item| item.follow_up_id == Some(follow_up.id)).cloned().collect();
        let person = people.iter().find(|person| person.id == follow_up.person_id).cloned();
        let person = person.ok_or_else(|| Error::internal("a follow-up without a person"))?;
        let claimer = members.iter().find(|member| Some(member.id) == follow_up.claimed_by);
        Ok(FollowUpView {
            target: target(&follow_up, &own),
            draft: draft_of(&person, &own),
            claimed_by_name: claimer.map(|member| member.name.clone()),
            follow_up,
            person,
            items: own,
        })
    };
    follow_ups.into_iter().map(with).collect()
}

fn target(follow_up: &FollowUp, items: &[ItemDetail]) -> Target {
    let item = items.iter().find(|item| item.message_id == follow_up.message_id);
    Target {
        message_id: follow_up.message_id,
        route: "thread",
        url: item.and_then(|item| item.message_url.clone()),
    }
}

fn draft_of(person: &PersonDetail, items: &[ItemDetail]) -> String {
    let owed = || items.iter().filter(|item| item.state == ItemState::Owed);
    let mut features: Vec<&str> = owed().map(|item| item.feature_title.as_str()).collect();
    features.dedup();
    let newest = owed().next_back().or(items.last());
    draft(&Draft {
        name: &person.name,
        features: &features,
        release: newest.map_or("the new release", |item| &item.release_name),
        link: newest.and_then(|item| item.release_url.as_deref()),
    })
}
