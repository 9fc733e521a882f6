-- Law 8 in the database: merges make no loop, and a request keeps the feature, the message and the person it was made with.
CREATE TRIGGER features_merge_no_loop BEFORE UPDATE OF merged_into ON features
WHEN new.merged_into IS NOT NULL AND new.id = (
    SELECT f.effective_id FROM features f WHERE f.workspace_id = new.workspace_id AND f.id = new.merged_into)
BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: features_merge_no_loop');
END;
CREATE TRIGGER people_merge_no_loop BEFORE UPDATE OF merged_into ON people
WHEN new.merged_into IS NOT NULL AND new.id = (
    SELECT p.effective_id FROM people p WHERE p.workspace_id = new.workspace_id AND p.id = new.merged_into)
BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: people_merge_no_loop');
END;
CREATE TRIGGER requests_keep_what_they_were_made_with BEFORE UPDATE OF feature_id, message_id, person_id ON requests
WHEN new.feature_id <> old.feature_id OR new.message_id <> old.message_id OR new.person_id <> old.person_id
BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: requests_keep_what_they_were_made_with');
END;
