-- A workspace is one team's data. It leads every key of every other table, so the schema shards by it as it stands.
CREATE TABLE workspaces (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
    created_at timestamptz NOT NULL
);

-- A person who signs in, or an integration that only holds tokens (no e-mail).
CREATE TABLE members (
    workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    email text,
    name text COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    password_hash text,
    created_at timestamptz NOT NULL,
    disabled_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, email)
);

CREATE TABLE member_roles (
    workspace_id uuid NOT NULL,
    member_id uuid NOT NULL,
    role text NOT NULL CHECK (role IN ('viewer', 'specialist', 'responder', 'release_manager', 'admin')),
    PRIMARY KEY (workspace_id, member_id, role),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);

-- Only the SHA-256 of a token is kept.
CREATE TABLE tokens (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    hash text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, hash),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX tokens_by_member ON tokens (workspace_id, member_id);
-- A request brings a token before its workspace is known.
CREATE INDEX tokens_by_hash ON tokens (hash);

-- The answer to a write that carried an Idempotency-Key, stored in the same transaction as its effect.
CREATE TABLE idempotency_keys (
    workspace_id uuid NOT NULL,
    member_id uuid NOT NULL,
    key text NOT NULL,
    request_hash text NOT NULL,
    status bigint NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, member_id, key),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (workspace_id, created_at);
