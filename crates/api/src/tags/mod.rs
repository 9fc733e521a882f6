//! `/tags`: the labels of messages and of features.

pub mod list;

use app::fields::Fields;
use app::tags::TagView;
use domain::text::TagName;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::command::CommandBody;

/// The tags that something is to have, all of them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TagsIn {
    /// Their names.
    tags: Vec<String>,
}

impl CommandBody for TagsIn {}

impl TagsIn {
    /// The names, if each is one and there are not too many.
    pub(crate) fn check(&self, most: usize) -> app::Result<Vec<TagName>> {
        let mut fields = Fields::new();
        if self.tags.len() > most {
            fields.wrong("/tags", format!("has {} tags; the most is {most}", self.tags.len()));
            return fields.finish(None);
        }
        let names = self.tags.iter().enumerate();
        let names: Vec<_> = names.map(|(n, name)| fields.parse(&format!("/tags/{n}"), name)).collect();
        fields.finish(names.into_iter().collect())
    }
}

/// A tag.
#[derive(Debug, Serialize, ToSchema)]
pub struct TagOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// `message` or `feature`.
    catalogue: &'static str,
    /// Its name.
    name: String,
    /// How many messages or features carry it.
    count: i64,
    /// When it was first used.
    created_at: String,
}

impl From<TagView> for TagOut {
    fn from(view: TagView) -> Self {
        let TagView { tag, count } = view;
        TagOut {
            id: tag.id.to_string(),
            catalogue: tag.catalogue.as_str(),
            name: tag.name,
            count,
            created_at: tag.created_at.to_string(),
        }
    }
}
