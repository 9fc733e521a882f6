-- Our own accounts; what they post never becomes work.
CREATE TABLE accounts (
    workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    network text NOT NULL,
    external_id text NOT NULL,
    handle text NOT NULL,
    base_url text,
    created_at timestamptz NOT NULL,
    paused_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, network, external_id)
);

-- A human. Merging is a pointer (`merged_into`); `effective_id` is where the pointers end, kept so that sets can join on it.
CREATE TABLE people (
    workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    merged_into uuid,
    effective_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, merged_into) REFERENCES people (workspace_id, id) ON DELETE RESTRICT,
    CHECK ((merged_into IS NULL) = (effective_id = id)),
    CHECK (merged_into IS NULL OR merged_into <> id)
);
CREATE INDEX people_by_merge ON people (workspace_id, merged_into) WHERE merged_into IS NOT NULL;
-- Few people are merged: sets look here instead of joining every person.
CREATE INDEX people_merged ON people (workspace_id, effective_id) WHERE merged_into IS NOT NULL;
-- The list of people, and finding them by how their name begins. The collation "C" makes a beginning a range of the index.
CREATE INDEX people_by_name ON people (workspace_id, lower(name), id);

-- Somebody on a network: the stable id never changes, the handle may.
CREATE TABLE identities (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    network text NOT NULL,
    external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 512),
    handle text COLLATE "C" NOT NULL,
    name text NOT NULL,
    -- When the handle and the name were seen, as a time of the fact: an older message does not bring an old handle back.
    seen_at timestamptz NOT NULL,
    gone_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, network, external_id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX identities_by_person ON identities (workspace_id, person_id);
CREATE INDEX identities_by_handle ON identities (workspace_id, handle, id);
CREATE INDEX identities_by_lower_handle ON identities (workspace_id, lower(handle), person_id);

-- Handles that an identity had before.
CREATE TABLE identity_handles (
    workspace_id uuid NOT NULL,
    identity_id uuid NOT NULL,
    handle text NOT NULL,
    seen_until timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, identity_id, handle),
    FOREIGN KEY (workspace_id, identity_id) REFERENCES identities (workspace_id, id) ON DELETE CASCADE
);

-- One post. `posted_at` is the time of the fact, `created_at` of the row. `thread_key` is the root's external id as far as known.
CREATE TABLE messages (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    network text NOT NULL,
    external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 512),
    url text,
    author_id uuid NOT NULL,
    text text NOT NULL,
    posted_at timestamptz NOT NULL,
    parent_external_id text,
    thread_key text NOT NULL,
    ours boolean NOT NULL,
    state text NOT NULL CHECK (state IN ('new', 'claimed', 'done')),
    disposition text CHECK (disposition IN ('logged', 'answered', 'no_reply_needed', 'spam')),
    reason text,
    done_at timestamptz,
    done_by uuid,
    answered_at timestamptz,
    answered_by uuid,
    answer_url text,
    claimed_by uuid,
    lease_token text,
    lease_until timestamptz,
    edited_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, network, external_id),
    FOREIGN KEY (workspace_id, author_id) REFERENCES identities (workspace_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (workspace_id, claimed_by) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
    CHECK ((state = 'done') = (disposition IS NOT NULL)),
    CHECK ((state = 'claimed') = (lease_token IS NOT NULL AND lease_until IS NOT NULL AND claimed_by IS NOT NULL))
);
CREATE INDEX messages_by_time ON messages (workspace_id, posted_at, id);
CREATE INDEX messages_by_state ON messages (workspace_id, state, posted_at, id);
CREATE INDEX messages_by_network ON messages (workspace_id, network, state, posted_at, id);
CREATE INDEX messages_by_author ON messages (workspace_id, author_id, posted_at, id);
CREATE INDEX messages_by_thread ON messages (workspace_id, network, thread_key, posted_at, id);
CREATE INDEX messages_by_claim ON messages (workspace_id, claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX messages_by_lease ON messages (workspace_id, lease_until) WHERE state = 'claimed';

-- What a message said before it was edited.
CREATE TABLE message_versions (
    workspace_id uuid NOT NULL,
    message_id uuid NOT NULL,
    n bigint NOT NULL,
    text text NOT NULL,
    replaced_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, message_id, n),
    FOREIGN KEY (workspace_id, message_id) REFERENCES messages (workspace_id, id) ON DELETE CASCADE
);
