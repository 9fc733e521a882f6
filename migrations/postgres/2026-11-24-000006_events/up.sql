-- The change feed and the audit of decisions: who did what to which row, and what was there before.
-- Commits can overtake each other, so `tx` (the writing transaction) leads: readers stop before the oldest one still running.
CREATE TABLE events (
    workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    tx bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    seq bigint GENERATED ALWAYS AS IDENTITY,
    id uuid NOT NULL,
    kind text NOT NULL,
    actor_id uuid,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    at timestamptz NOT NULL,
    data jsonb NOT NULL,
    undoes uuid,
    undone_by uuid,
    PRIMARY KEY (workspace_id, tx, seq),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, actor_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX events_by_subject ON events (workspace_id, subject_id, tx, seq);
CREATE INDEX events_by_kind ON events (workspace_id, kind, tx, seq);
CREATE INDEX events_by_actor ON events (workspace_id, actor_id, tx, seq);
