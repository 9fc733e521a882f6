DROP TABLE message_versions;
DROP TABLE messages;
DROP TABLE identity_handles;
DROP TABLE identities;
DROP TABLE people;
DROP TABLE accounts;
