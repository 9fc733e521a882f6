DROP TABLE idempotency_keys;
DROP TABLE tokens;
DROP TABLE member_roles;
DROP TABLE members;
DROP TABLE workspaces;
