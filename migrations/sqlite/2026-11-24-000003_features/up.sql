-- A thing people ask for. `demand` (distinct people who ask) and `told` (distinct people told) are kept up to date by every
-- write that changes them; both cover the features merged into this one, and are not kept on a feature while it is merged.
CREATE TABLE features (
    workspace_id BLOB NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id BLOB NOT NULL,
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
    -- The title in lower case, for searching: only this program folds letters alike on both databases.
    title_folded TEXT NOT NULL,
    description TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'planned', 'in_progress', 'shipped', 'declined')),
    merged_into BLOB,
    effective_id BLOB NOT NULL,
    demand INTEGER NOT NULL DEFAULT 0 CHECK (demand >= 0),
    told INTEGER NOT NULL DEFAULT 0 CHECK (told >= 0),
    last_asked_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, merged_into) REFERENCES features (workspace_id, id) ON DELETE RESTRICT,
    CHECK ((merged_into IS NULL) = (effective_id = id)),
    CHECK (merged_into IS NULL OR merged_into <> id)
) STRICT;
CREATE INDEX features_by_merge ON features (workspace_id, merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX features_by_effective ON features (workspace_id, effective_id);
CREATE INDEX features_merged ON features (workspace_id, created_at, id) WHERE merged_into IS NOT NULL;
CREATE INDEX features_by_demand ON features (workspace_id, demand, id) WHERE merged_into IS NULL;
CREATE INDEX features_by_recent ON features (workspace_id, last_asked_at, id) WHERE merged_into IS NULL;
CREATE INDEX features_by_created ON features (workspace_id, created_at, id) WHERE merged_into IS NULL;
CREATE INDEX features_by_status_demand ON features (workspace_id, status, demand, id) WHERE merged_into IS NULL;
CREATE INDEX features_by_status_recent ON features (workspace_id, status, last_asked_at, id) WHERE merged_into IS NULL;
CREATE INDEX features_by_status_created ON features (workspace_id, status, created_at, id) WHERE merged_into IS NULL;

-- One person asks for one feature in one message. It keeps its original feature and person; merges are followed through the pointers.
CREATE TABLE requests (
    workspace_id BLOB NOT NULL,
    id BLOB NOT NULL,
    message_id BLOB NOT NULL,
    feature_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('asks', 'mentions', 'against')),
    quote TEXT NOT NULL,
    note TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    created_by BLOB,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    -- Imported or linked in bulk: its follow-up is held until a person says go.
    history INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, message_id, feature_id),
    FOREIGN KEY (workspace_id, message_id) REFERENCES messages (workspace_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (workspace_id, feature_id) REFERENCES features (workspace_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id) ON DELETE RESTRICT
) STRICT;
-- Who asks for a feature, by person: demand, planning and the preview walk this index.
CREATE INDEX requests_by_feature ON requests (workspace_id, feature_id, person_id, asked_at, history) WHERE kind = 'asks' AND withdrawn_at IS NULL;
CREATE INDEX requests_of_feature ON requests (workspace_id, feature_id, asked_at, id);
CREATE INDEX requests_by_person ON requests (workspace_id, person_id, asked_at, id);
CREATE INDEX requests_by_time ON requests (workspace_id, asked_at, id);

CREATE TABLE tags (
    workspace_id BLOB NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id BLOB NOT NULL,
    catalogue TEXT NOT NULL CHECK (catalogue IN ('message', 'feature')),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, catalogue, name)
) STRICT;

-- `posted_at` is copied from the message (it never changes), so that a tag's messages are listed by time from one index.
CREATE TABLE message_tags (
    workspace_id BLOB NOT NULL,
    tag_id BLOB NOT NULL,
    message_id BLOB NOT NULL,
    posted_at INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, message_id, tag_id),
    FOREIGN KEY (workspace_id, tag_id) REFERENCES tags (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, message_id) REFERENCES messages (workspace_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX message_tags_by_time ON message_tags (workspace_id, tag_id, posted_at, message_id);

CREATE TABLE feature_tags (
    workspace_id BLOB NOT NULL,
    tag_id BLOB NOT NULL,
    feature_id BLOB NOT NULL,
    PRIMARY KEY (workspace_id, feature_id, tag_id),
    FOREIGN KEY (workspace_id, tag_id) REFERENCES tags (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, feature_id) REFERENCES features (workspace_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX feature_tags_by_tag ON feature_tags (workspace_id, tag_id, feature_id);
