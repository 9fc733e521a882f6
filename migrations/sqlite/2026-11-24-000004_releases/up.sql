-- `shipped_at` is the fact. Follow-ups settle until `settles_at`; `planned_at` says that all of them have been made.
CREATE TABLE releases (
    workspace_id BLOB NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id BLOB NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    url TEXT,
    notes TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (length(audience) BETWEEN 1 AND 200),
    status TEXT NOT NULL CHECK (status IN ('draft', 'scheduled', 'shipped', 'recalled')),
    scheduled_for INTEGER,
    shipped_at INTEGER,
    settles_at INTEGER,
    planned_at INTEGER,
    recalled_at INTEGER,
    recall_reason TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    CHECK (status NOT IN ('shipped', 'recalled') OR (shipped_at IS NOT NULL AND settles_at IS NOT NULL)),
    CHECK ((status = 'recalled') = (recalled_at IS NOT NULL)),
    CHECK (status <> 'scheduled' OR scheduled_for IS NOT NULL)
) STRICT;
CREATE INDEX releases_by_created ON releases (workspace_id, created_at, id);
CREATE INDEX releases_by_status ON releases (workspace_id, status, created_at, id);
CREATE INDEX releases_unplanned ON releases (workspace_id, id) WHERE planned_at IS NULL AND status IN ('shipped', 'recalled');

-- `status_before` is what the feature returns to when the release is recalled.
CREATE TABLE release_features (
    workspace_id BLOB NOT NULL,
    release_id BLOB NOT NULL,
    feature_id BLOB NOT NULL,
    status_before TEXT CHECK (status_before IN ('open', 'planned', 'in_progress', 'shipped', 'declined')),
    PRIMARY KEY (workspace_id, release_id, feature_id),
    FOREIGN KEY (workspace_id, release_id) REFERENCES releases (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, feature_id) REFERENCES features (workspace_id, id) ON DELETE RESTRICT
) STRICT;
CREATE INDEX release_features_by_feature ON release_features (workspace_id, feature_id, release_id);
