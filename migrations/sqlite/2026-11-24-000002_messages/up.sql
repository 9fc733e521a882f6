-- Our own accounts; what they post never becomes work.
CREATE TABLE accounts (
    workspace_id BLOB NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id BLOB NOT NULL,
    network TEXT NOT NULL,
    external_id TEXT NOT NULL,
    handle TEXT NOT NULL,
    base_url TEXT,
    created_at INTEGER NOT NULL,
    paused_at INTEGER,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, network, external_id)
) STRICT;

-- A human. Merging is a pointer (`merged_into`); `effective_id` is where the pointers end, kept so that sets can join on it.
CREATE TABLE people (
    workspace_id BLOB NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    merged_into BLOB,
    effective_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, merged_into) REFERENCES people (workspace_id, id) ON DELETE RESTRICT,
    CHECK ((merged_into IS NULL) = (effective_id = id)),
    CHECK (merged_into IS NULL OR merged_into <> id)
) STRICT;
CREATE INDEX people_by_merge ON people (workspace_id, merged_into) WHERE merged_into IS NOT NULL;
-- Few people are merged: sets look here instead of joining every person.
CREATE INDEX people_merged ON people (workspace_id, effective_id) WHERE merged_into IS NOT NULL;
-- The list of people, and finding them by how their name begins. lower() folds ASCII alone, as it does on PostgreSQL.
CREATE INDEX people_by_name ON people (workspace_id, lower(name), id);

-- Somebody on a network: the stable id never changes, the handle may.
CREATE TABLE identities (
    workspace_id BLOB NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    network TEXT NOT NULL,
    external_id TEXT NOT NULL CHECK (length(external_id) BETWEEN 1 AND 512),
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    -- When the handle and the name were seen, as a time of the fact: an older message does not bring an old handle back.
    seen_at INTEGER NOT NULL,
    gone_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, network, external_id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id) ON DELETE RESTRICT
) STRICT;
CREATE INDEX identities_by_person ON identities (workspace_id, person_id);
CREATE INDEX identities_by_handle ON identities (workspace_id, handle, id);
CREATE INDEX identities_by_lower_handle ON identities (workspace_id, lower(handle), person_id);

-- Handles that an identity had before.
CREATE TABLE identity_handles (
    workspace_id BLOB NOT NULL,
    identity_id BLOB NOT NULL,
    handle TEXT NOT NULL,
    seen_until INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, identity_id, handle),
    FOREIGN KEY (workspace_id, identity_id) REFERENCES identities (workspace_id, id) ON DELETE CASCADE
) STRICT;

-- One post. `posted_at` is the time of the fact, `created_at` of the row. `thread_key` is the root's external id as far as known.
CREATE TABLE messages (
    -- The key that the full-text index refers to: SQLite needs an integer that never moves.
    doc INTEGER PRIMARY KEY,
    workspace_id BLOB NOT NULL,
    id BLOB NOT NULL,
    network TEXT NOT NULL,
    external_id TEXT NOT NULL CHECK (length(external_id) BETWEEN 1 AND 512),
    url TEXT,
    author_id BLOB NOT NULL,
    text TEXT NOT NULL,
    posted_at INTEGER NOT NULL,
    parent_external_id TEXT,
    thread_key TEXT NOT NULL,
    ours INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'claimed', 'done')),
    disposition TEXT CHECK (disposition IN ('logged', 'answered', 'no_reply_needed', 'spam')),
    reason TEXT,
    done_at INTEGER,
    done_by BLOB,
    answered_at INTEGER,
    answered_by BLOB,
    answer_url TEXT,
    claimed_by BLOB,
    lease_token TEXT,
    lease_until INTEGER,
    edited_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (workspace_id, id),
    UNIQUE (workspace_id, network, external_id),
    FOREIGN KEY (workspace_id, author_id) REFERENCES identities (workspace_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (workspace_id, claimed_by) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
    CHECK ((state = 'done') = (disposition IS NOT NULL)),
    CHECK ((state = 'claimed') = (lease_token IS NOT NULL AND lease_until IS NOT NULL AND claimed_by IS NOT NULL))
) STRICT;
CREATE INDEX messages_by_time ON messages (workspace_id, posted_at, id);
CREATE INDEX messages_by_state ON messages (workspace_id, state, posted_at, id);
CREATE INDEX messages_by_network ON messages (workspace_id, network, state, posted_at, id);
CREATE INDEX messages_by_author ON messages (workspace_id, author_id, posted_at, id);
CREATE INDEX messages_by_thread ON messages (workspace_id, network, thread_key, posted_at, id);
CREATE INDEX messages_by_claim ON messages (workspace_id, claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX messages_by_lease ON messages (workspace_id, lease_until) WHERE state = 'claimed';

-- What a message said before it was edited.
CREATE TABLE message_versions (
    workspace_id BLOB NOT NULL,
    message_id BLOB NOT NULL,
    n INTEGER NOT NULL,
    text TEXT NOT NULL,
    replaced_at INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, message_id, n),
    FOREIGN KEY (workspace_id, message_id) REFERENCES messages (workspace_id, id) ON DELETE CASCADE
) STRICT;
