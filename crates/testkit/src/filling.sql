-- Rows for PostgreSQL's planner: it plans by how many there are. They need not make sense, so foreign keys are not checked.
SET session_replication_role = replica;
CREATE FUNCTION pg_temp.id(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT md5(kind || n)::uuid $$;
CREATE FUNCTION pg_temp.at(n bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$ SELECT to_timestamp(1500000000 + n * 600) $$;

INSERT INTO workspaces SELECT pg_temp.id('workspace', 1), 'Filled', now();
INSERT INTO people (workspace_id, id, name, merged_into, effective_id, created_at, updated_at)
SELECT pg_temp.id('workspace', 1), pg_temp.id('person', n), 'Person ' || n,
    CASE WHEN n % 20 = 0 THEN pg_temp.id('person', n - 1) END,
    pg_temp.id('person', CASE WHEN n % 20 = 0 THEN n - 1 ELSE n END), now(), now()
FROM generate_series(1, 5000) n;
INSERT INTO identities (workspace_id, id, person_id, network, external_id, handle, name, seen_at, created_at, updated_at)
SELECT pg_temp.id('workspace', 1), pg_temp.id('identity', n), pg_temp.id('person', n), 'x', n, 'handle' || n, 'Person ' || n,
    now(), now(), now()
FROM generate_series(1, 5000) n;
INSERT INTO identity_handles
SELECT pg_temp.id('workspace', 1), pg_temp.id('identity', n), 'former' || n, now() FROM generate_series(1, 1000) n;
INSERT INTO messages (workspace_id, id, network, external_id, author_id, text, posted_at, thread_key, ours, state, disposition,
    created_at, updated_at)
SELECT pg_temp.id('workspace', 1), pg_temp.id('message', n), 'x', n, pg_temp.id('identity', n % 5000 + 1), 'please ' || n,
    pg_temp.at(n), n / 3, false, CASE WHEN n % 10 = 0 THEN 'new' ELSE 'done' END, CASE WHEN n % 10 = 0 THEN NULL ELSE 'logged' END,
    now(), now()
FROM generate_series(1, 20000) n;
INSERT INTO features (workspace_id, id, title, title_folded, description, status, merged_into, effective_id, demand, told,
    last_asked_at, created_at, updated_at)
SELECT pg_temp.id('workspace', 1), pg_temp.id('feature', n), 'Feature ' || n, 'feature ' || n, '',
    (ARRAY['open', 'planned', 'in_progress', 'shipped', 'declined'])[n % 5 + 1],
    CASE WHEN n % 10 = 0 THEN pg_temp.id('feature', n - 1) END,
    pg_temp.id('feature', CASE WHEN n % 10 = 0 THEN n - 1 ELSE n END), 2000 / n, 0, pg_temp.at(n), pg_temp.at(n), now()
FROM generate_series(1, 2000) n;
INSERT INTO tags SELECT pg_temp.id('workspace', 1), pg_temp.id('tag', n), 'feature', 'tag ' || n, now() FROM generate_series(1, 50) n;
INSERT INTO feature_tags
SELECT pg_temp.id('workspace', 1), pg_temp.id('tag', n % 50 + 1), pg_temp.id('feature', n) FROM generate_series(1, 2000) n;
INSERT INTO requests (workspace_id, id, message_id, feature_id, person_id, kind, quote, note, asked_at, created_at, updated_at,
    withdrawn_at, history)
SELECT pg_temp.id('workspace', 1), pg_temp.id('request', n), pg_temp.id('message', n), pg_temp.id('feature', n % (1 + n % 2000) + 1),
    pg_temp.id('person', n % 5000 + 1), CASE WHEN n % 10 = 0 THEN 'mentions' ELSE 'asks' END, '', '', pg_temp.at(n), now(), now(),
    CASE WHEN n % 50 = 0 THEN now() END, false
FROM generate_series(1, 20000) n;
INSERT INTO releases (workspace_id, id, name, notes, audience, status, shipped_at, settles_at, planned_at, created_at, updated_at)
SELECT pg_temp.id('workspace', 1), pg_temp.id('release', n), n, '', 'everyone', 'shipped', pg_temp.at(n), pg_temp.at(n), pg_temp.at(n),
    pg_temp.at(n), now()
FROM generate_series(1, 100) n;
INSERT INTO release_features (workspace_id, release_id, feature_id)
SELECT pg_temp.id('workspace', 1), pg_temp.id('release', n % 100 + 1), pg_temp.id('feature', n) FROM generate_series(1, 500) n;
INSERT INTO follow_ups (workspace_id, id, person_id, state, asked_at, message_id, network, told_at, created_at, updated_at)
SELECT pg_temp.id('workspace', 1), pg_temp.id('follow up', n), pg_temp.id('person', n % 5000 + 1),
    CASE WHEN n <= 2000 THEN 'open' ELSE 'told' END, pg_temp.at(n), pg_temp.id('message', n), 'x',
    CASE WHEN n > 2000 THEN now() END, now(), now()
FROM generate_series(1, 6000) n;
INSERT INTO follow_up_items (workspace_id, person_id, feature_id, follow_up_id, request_id, release_id, state, asked_at, joined_at)
SELECT pg_temp.id('workspace', 1), pg_temp.id('person', n % 5000 + 1), pg_temp.id('feature', n % 499 + 1),
    pg_temp.id('follow up', n), pg_temp.id('request', n), pg_temp.id('release', n % 100 + 1),
    CASE WHEN n <= 2000 THEN 'owed' ELSE 'told' END, pg_temp.at(n), now()
FROM generate_series(1, 6000) n;
INSERT INTO told (workspace_id, person_id, feature_id, follow_up_id, message_id, told_at, told_by)
SELECT i.workspace_id, i.person_id, i.feature_id, i.follow_up_id, pg_temp.id('message', 1), i.joined_at, pg_temp.id('member', 1)
FROM follow_up_items i WHERE i.state = 'told';
INSERT INTO opt_outs (workspace_id, id, person_id, reason, created_by, created_at)
SELECT pg_temp.id('workspace', 1), pg_temp.id('opt out', n), pg_temp.id('person', n * 10), 'asked', pg_temp.id('member', 1), now()
FROM generate_series(1, 500) n;
INSERT INTO events (workspace_id, id, kind, subject_kind, subject_id, at, data)
SELECT pg_temp.id('workspace', 1), pg_temp.id('event', n), 'feature.added' || n % 30, 'feature', pg_temp.id('feature', n % 2000),
    pg_temp.at(n), '{}'
FROM generate_series(1, 5000) n;
SET session_replication_role = origin;
ANALYZE;
