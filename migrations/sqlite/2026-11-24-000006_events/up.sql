-- The change feed and the audit of decisions: who did what to which row, and what was there before.
-- There is one writer, so `seq` is the order of commits and `tx` is always 0.
CREATE TABLE events (
    workspace_id BLOB NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    tx INTEGER NOT NULL DEFAULT 0,
    seq INTEGER NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    actor_id BLOB,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    data TEXT NOT NULL,
    undoes BLOB,
    undone_by BLOB,
    PRIMARY KEY (workspace_id, tx, seq),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, actor_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
) STRICT;
CREATE INDEX events_by_subject ON events (workspace_id, subject_id, tx, seq);
CREATE INDEX events_by_kind ON events (workspace_id, kind, tx, seq);
CREATE INDEX events_by_actor ON events (workspace_id, actor_id, tx, seq);
