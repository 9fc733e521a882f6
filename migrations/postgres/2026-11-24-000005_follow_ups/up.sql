-- What we owe one person. `person_id` is always the effective person.
CREATE TABLE follow_ups (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('settling', 'open', 'claimed', 'replying', 'told', 'snoozed', 'held', 'skipped', 'withdrawn')),
    reason text,
    -- The oldest ask among the items: the queue's order.
    asked_at timestamptz NOT NULL,
    -- The message that the reply goes to, and its network.
    message_id uuid NOT NULL,
    network text NOT NULL,
    -- When a settling or snoozed follow-up opens.
    ready_at timestamptz,
    claimed_by uuid,
    lease_token text,
    lease_until timestamptz,
    claimed_at timestamptz,
    told_at timestamptz,
    told_by uuid,
    told_url text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (workspace_id, message_id) REFERENCES messages (workspace_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (workspace_id, claimed_by) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
    CHECK (state NOT IN ('settling', 'snoozed') OR ready_at IS NOT NULL),
    CHECK (state NOT IN ('held', 'skipped', 'withdrawn') OR reason IS NOT NULL),
    CHECK ((state IN ('claimed', 'replying')) = (lease_token IS NOT NULL AND lease_until IS NOT NULL AND claimed_by IS NOT NULL AND claimed_at IS NOT NULL)),
    CHECK ((state = 'told') = (told_at IS NOT NULL))
);
-- Law 3: one open follow-up per person.
CREATE UNIQUE INDEX follow_ups_one_per_person ON follow_ups (workspace_id, person_id)
    WHERE state IN ('settling', 'open', 'claimed', 'replying', 'snoozed', 'held');
CREATE INDEX follow_ups_queue ON follow_ups (workspace_id, asked_at, id) WHERE state = 'open';
CREATE INDEX follow_ups_queue_by_network ON follow_ups (workspace_id, network, asked_at, id) WHERE state = 'open';
CREATE INDEX follow_ups_by_state ON follow_ups (workspace_id, state, asked_at, id);
CREATE INDEX follow_ups_by_asked ON follow_ups (workspace_id, asked_at, id);
CREATE INDEX follow_ups_waking ON follow_ups (workspace_id, ready_at) WHERE state IN ('settling', 'snoozed');
CREATE INDEX follow_ups_leases ON follow_ups (workspace_id, lease_until) WHERE state = 'claimed';
CREATE INDEX follow_ups_by_member ON follow_ups (workspace_id, claimed_by, asked_at, id) WHERE claimed_by IS NOT NULL;
CREATE INDEX follow_ups_by_person ON follow_ups (workspace_id, person_id, asked_at, id);
CREATE INDEX follow_ups_by_message ON follow_ups (workspace_id, message_id);

-- One feature that a follow-up is about; at most one row per (person, feature), whatever happens. Person and feature are the
-- effective ones at the time of planning and stay as they are. An item without a follow-up records why none is owed.
CREATE TABLE follow_up_items (
    workspace_id uuid NOT NULL,
    person_id uuid NOT NULL,
    feature_id uuid NOT NULL,
    follow_up_id uuid,
    request_id uuid NOT NULL,
    release_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('owed', 'held', 'told', 'skipped', 'withdrawn')),
    reason text,
    answer text CHECK (answer IN ('yes', 'partly', 'no')),
    asked_at timestamptz NOT NULL,
    joined_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, person_id, feature_id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (workspace_id, feature_id) REFERENCES features (workspace_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (workspace_id, follow_up_id) REFERENCES follow_ups (workspace_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (workspace_id, request_id) REFERENCES requests (workspace_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (workspace_id, release_id) REFERENCES releases (workspace_id, id) ON DELETE RESTRICT,
    CHECK (follow_up_id IS NOT NULL OR state = 'withdrawn'),
    CHECK (state NOT IN ('held', 'skipped', 'withdrawn') OR reason IS NOT NULL)
);
CREATE INDEX follow_up_items_by_follow_up ON follow_up_items (workspace_id, follow_up_id);
CREATE INDEX follow_up_items_by_release ON follow_up_items (workspace_id, release_id, state, asked_at, follow_up_id);
CREATE INDEX follow_up_items_by_feature ON follow_up_items (workspace_id, feature_id, person_id);
CREATE INDEX follow_up_items_by_request ON follow_up_items (workspace_id, request_id);

-- Law 2: the ledger of who was told about which feature. It outlives everything else. The person is the author of the message
-- that was answered, the features those that the reply names: neither moves when people or features are merged or unmerged.
CREATE TABLE told (
    workspace_id uuid NOT NULL,
    person_id uuid NOT NULL,
    feature_id uuid NOT NULL,
    follow_up_id uuid NOT NULL,
    message_id uuid NOT NULL,
    told_at timestamptz NOT NULL,
    told_by uuid NOT NULL,
    url text,
    PRIMARY KEY (workspace_id, person_id, feature_id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (workspace_id, feature_id) REFERENCES features (workspace_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (workspace_id, follow_up_id) REFERENCES follow_ups (workspace_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (workspace_id, message_id) REFERENCES messages (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX told_by_feature ON told (workspace_id, feature_id, person_id);
CREATE INDEX told_by_follow_up ON told (workspace_id, follow_up_id);
CREATE INDEX told_by_message ON told (workspace_id, message_id);
CREATE INDEX told_by_time ON told (workspace_id, told_at);

-- Law 9: asked to stop means never again. Rows never go away; a mistake is revoked, and says so.
CREATE TABLE opt_outs (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    reason text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX opt_outs_by_person ON opt_outs (workspace_id, person_id);
CREATE UNIQUE INDEX opt_outs_one_in_force ON opt_outs (workspace_id, person_id) WHERE revoked_at IS NULL;
