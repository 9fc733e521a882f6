DROP FUNCTION uuid7;
DROP INDEX messages_search;
ALTER TABLE messages DROP COLUMN search;
