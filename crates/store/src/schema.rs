//! The tables, as both databases have them. A test compares this page with the catalogues of real databases.

diesel::table! {
    use diesel::sql_types::Text;
    use domain::sql::{Id, Instant};

    workspaces (id) {
        id -> Id,
        name -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use domain::sql::{Id, Instant};

    members (workspace_id, id) {
        workspace_id -> Id,
        id -> Id,
        email -> Nullable<Text>,
        name -> Text,
        password_hash -> Nullable<Text>,
        created_at -> Instant,
        disabled_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use domain::sql::Id;

    member_roles (workspace_id, member_id, role) {
        workspace_id -> Id,
        member_id -> Id,
        role -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use domain::sql::{Id, Instant};

    tokens (workspace_id, id) {
        workspace_id -> Id,
        id -> Id,
        member_id -> Id,
        name -> Text,
        hash -> Text,
        created_at -> Instant,
        expires_at -> Instant,
        last_used_at -> Nullable<Instant>,
        revoked_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use domain::sql::{Id, Instant};

    idempotency_keys (workspace_id, member_id, key) {
        workspace_id -> Id,
        member_id -> Id,
        key -> Text,
        request_hash -> Text,
        status -> BigInt,
        body -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use domain::sql::{Id, Instant};

    accounts (workspace_id, id) {
        workspace_id -> Id,
        id -> Id,
        network -> Text,
        external_id -> Text,
        handle -> Text,
        base_url -> Nullable<Text>,
        created_at -> Instant,
        paused_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use domain::sql::{Id, Instant};

    people (workspace_id, id) {
        workspace_id -> Id,
        id -> Id,
        name -> Text,
        merged_into -> Nullable<Id>,
        effective_id -> Id,
        created_at -> Instant,
        updated_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use domain::sql::{Id, Instant};

    identities (workspace_id, id) {
        workspace_id -> Id,
        id -> Id,
        person_id -> Id,
        network -> Text,
        external_id -> Text,
        handle -> Text,
        name -> Text,
        seen_at -> Instant,
        gone_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use domain::sql::{Id, Instant};

    identity_handles (workspace_id, identity_id, handle) {
        workspace_id -> Id,
        identity_id -> Id,
        handle -> Text,
        seen_until -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use domain::sql::{Id, Instant};

    messages (workspace_id, id) {
        workspace_id -> Id,
        id -> Id,
        network -> Text,
        external_id -> Text,
        url -> Nullable<Text>,
        author_id -> Id,
        text -> Text,
        posted_at -> Instant,
        parent_external_id -> Nullable<Text>,
        thread_key -> Text,
        ours -> Bool,
        state -> Text,
        disposition -> Nullable<Text>,
        reason -> Nullable<Text>,
        done_at -> Nullable<Instant>,
        done_by -> Nullable<Id>,
        answered_at -> Nullable<Instant>,
        answered_by -> Nullable<Id>,
        answer_url -> Nullable<Text>,
        claimed_by -> Nullable<Id>,
        lease_token -> Nullable<Text>,
        lease_until -> Nullable<Instant>,
        edited_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use domain::sql::{Id, Instant};

    message_versions (workspace_id, message_id, n) {
        workspace_id -> Id,
        message_id -> Id,
        n -> BigInt,
        text -> Text,
        replaced_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use domain::sql::{Id, Instant};

    features (workspace_id, id) {
        workspace_id -> Id,
        id -> Id,
        title -> Text,
        title_folded -> Text,
        description -> Text,
        status -> Text,
        merged_into -> Nullable<Id>,
        effective_id -> Id,
        demand -> BigInt,
        told -> BigInt,
        last_asked_at -> Instant,
        created_at -> Instant,
        updated_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use domain::sql::{Id, Instant};

    requests (workspace_id, id) {
        workspace_id -> Id,
        id -> Id,
        message_id -> Id,
        feature_id -> Id,
        person_id -> Id,
        kind -> Text,
        quote -> Text,
        note -> Text,
        asked_at -> Instant,
        created_by -> Nullable<Id>,
        created_at -> Instant,
        updated_at -> Instant,
        withdrawn_at -> Nullable<Instant>,
        history -> Bool,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use domain::sql::{Id, Instant};

    tags (workspace_id, id) {
        workspace_id -> Id,
        id -> Id,
        catalogue -> Text,
        name -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use domain::sql::{Id, Instant};

    message_tags (workspace_id, message_id, tag_id) {
        workspace_id -> Id,
        tag_id -> Id,
        message_id -> Id,
        posted_at -> Instant,
    }
}

diesel::table! {
    use domain::sql::Id;

    feature_tags (workspace_id, feature_id, tag_id) {
        workspace_id -> Id,
        tag_id -> Id,
        feature_id -> Id,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use domain::sql::{Id, Instant};

    releases (workspace_id, id) {
        workspace_id -> Id,
        id -> Id,
        name -> Text,
        url -> Nullable<Text>,
        notes -> Text,
        audience -> Text,
        status -> Text,
        scheduled_for -> Nullable<Instant>,
        shipped_at -> Nullable<Instant>,
        settles_at -> Nullable<Instant>,
        planned_at -> Nullable<Instant>,
        recalled_at -> Nullable<Instant>,
        recall_reason -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use domain::sql::Id;

    release_features (workspace_id, release_id, feature_id) {
        workspace_id -> Id,
        release_id -> Id,
        feature_id -> Id,
        status_before -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use domain::sql::{Id, Instant};

    follow_ups (workspace_id, id) {
        workspace_id -> Id,
        id -> Id,
        person_id -> Id,
        state -> Text,
        reason -> Nullable<Text>,
        asked_at -> Instant,
        message_id -> Id,
        network -> Text,
        ready_at -> Nullable<Instant>,
        claimed_by -> Nullable<Id>,
        lease_token -> Nullable<Text>,
        lease_until -> Nullable<Instant>,
        claimed_at -> Nullable<Instant>,
        told_at -> Nullable<Instant>,
        told_by -> Nullable<Id>,
        told_url -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use domain::sql::{Id, Instant};

    follow_up_items (workspace_id, person_id, feature_id) {
        workspace_id -> Id,
        person_id -> Id,
        feature_id -> Id,
        follow_up_id -> Nullable<Id>,
        request_id -> Id,
        release_id -> Id,
        state -> Text,
        reason -> Nullable<Text>,
        answer -> Nullable<Text>,
        asked_at -> Instant,
        joined_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use domain::sql::{Id, Instant};

    told (workspace_id, person_id, feature_id) {
        workspace_id -> Id,
        person_id -> Id,
        feature_id -> Id,
        follow_up_id -> Id,
        message_id -> Id,
        told_at -> Instant,
        told_by -> Id,
        url -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use domain::sql::{Id, Instant};

    opt_outs (workspace_id, id) {
        workspace_id -> Id,
        id -> Id,
        person_id -> Id,
        reason -> Text,
        created_by -> Id,
        created_at -> Instant,
        revoked_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use domain::sql::{Document, Id, Instant};

    events (workspace_id, tx, seq) {
        workspace_id -> Id,
        tx -> BigInt,
        seq -> BigInt,
        id -> Id,
        kind -> Text,
        actor_id -> Nullable<Id>,
        subject_kind -> Text,
        subject_id -> Id,
        at -> Instant,
        data -> Document,
        undoes -> Nullable<Id>,
        undone_by -> Nullable<Id>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    events,
    feature_tags,
    features,
    follow_up_items,
    follow_ups,
    idempotency_keys,
    identities,
    identity_handles,
    member_roles,
    members,
    message_tags,
    message_versions,
    messages,
    opt_outs,
    people,
    release_features,
    releases,
    requests,
    tags,
    tokens,
    told,
    workspaces,
);
