-- `shipped_at` is the fact. Follow-ups settle until `settles_at`; `planned_at` says that all of them have been made.
CREATE TABLE releases (
    workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    url text,
    notes text NOT NULL,
    audience text NOT NULL CHECK (length(audience) BETWEEN 1 AND 200),
    status text NOT NULL CHECK (status IN ('draft', 'scheduled', 'shipped', 'recalled')),
    scheduled_for timestamptz,
    shipped_at timestamptz,
    settles_at timestamptz,
    planned_at timestamptz,
    recalled_at timestamptz,
    recall_reason text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    CHECK (status NOT IN ('shipped', 'recalled') OR (shipped_at IS NOT NULL AND settles_at IS NOT NULL)),
    CHECK ((status = 'recalled') = (recalled_at IS NOT NULL)),
    CHECK (status <> 'scheduled' OR scheduled_for IS NOT NULL)
);
CREATE INDEX releases_by_created ON releases (workspace_id, created_at, id);
CREATE INDEX releases_by_status ON releases (workspace_id, status, created_at, id);
CREATE INDEX releases_unplanned ON releases (workspace_id, id) WHERE planned_at IS NULL AND status IN ('shipped', 'recalled');

-- `status_before` is what the feature returns to when the release is recalled.
CREATE TABLE release_features (
    workspace_id uuid NOT NULL,
    release_id uuid NOT NULL,
    feature_id uuid NOT NULL,
    status_before text CHECK (status_before IN ('open', 'planned', 'in_progress', 'shipped', 'declined')),
    PRIMARY KEY (workspace_id, release_id, feature_id),
    FOREIGN KEY (workspace_id, release_id) REFERENCES releases (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, feature_id) REFERENCES features (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX release_features_by_feature ON release_features (workspace_id, feature_id, release_id);
