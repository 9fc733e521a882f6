-- A workspace is one team's data. It leads every key of every other table, so the schema shards by it as it stands.
CREATE TABLE workspaces (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
    created_at INTEGER NOT NULL
) STRICT;

-- A person who signs in, or an integration that only holds tokens (no e-mail).
CREATE TABLE members (
    workspace_id BLOB NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id BLOB NOT NULL,
    email TEXT,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    password_hash TEXT,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, email)
) STRICT;

CREATE TABLE member_roles (
    workspace_id BLOB NOT NULL,
    member_id BLOB NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'specialist', 'responder', 'release_manager', 'admin')),
    PRIMARY KEY (workspace_id, member_id, role),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT;

-- Only the SHA-256 of a token is kept.
CREATE TABLE tokens (
    workspace_id BLOB NOT NULL,
    id BLOB NOT NULL,
    member_id BLOB NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, hash),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX tokens_by_member ON tokens (workspace_id, member_id);
-- A request brings a token before its workspace is known.
CREATE INDEX tokens_by_hash ON tokens (hash);

-- The answer to a write that carried an Idempotency-Key, stored in the same transaction as its effect.
CREATE TABLE idempotency_keys (
    workspace_id BLOB NOT NULL,
    member_id BLOB NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, member_id, key),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (workspace_id, created_at);
