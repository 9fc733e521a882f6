-- Law 8 in the database: merges make no loop, and a request keeps the feature, the message and the person it was made with.
CREATE FUNCTION features_merge_no_loop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.id = (SELECT f.effective_id FROM features f WHERE f.workspace_id = new.workspace_id AND f.id = new.merged_into) THEN
        RAISE EXCEPTION 'the merge would make a loop' USING ERRCODE = 'check_violation', CONSTRAINT = 'features_merge_no_loop';
    END IF;
    RETURN new;
END $$;
CREATE TRIGGER features_merge_no_loop BEFORE UPDATE OF merged_into ON features
FOR EACH ROW WHEN (new.merged_into IS NOT NULL) EXECUTE FUNCTION features_merge_no_loop();

CREATE FUNCTION people_merge_no_loop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.id = (SELECT p.effective_id FROM people p WHERE p.workspace_id = new.workspace_id AND p.id = new.merged_into) THEN
        RAISE EXCEPTION 'the merge would make a loop' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_merge_no_loop';
    END IF;
    RETURN new;
END $$;
CREATE TRIGGER people_merge_no_loop BEFORE UPDATE OF merged_into ON people
FOR EACH ROW WHEN (new.merged_into IS NOT NULL) EXECUTE FUNCTION people_merge_no_loop();

CREATE FUNCTION requests_keep_what_they_were_made_with() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a request keeps what it was made with'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'requests_keep_what_they_were_made_with';
END $$;
CREATE TRIGGER requests_keep_what_they_were_made_with BEFORE UPDATE OF feature_id, message_id, person_id ON requests
FOR EACH ROW WHEN (new.feature_id <> old.feature_id OR new.message_id <> old.message_id OR new.person_id <> old.person_id)
EXECUTE FUNCTION requests_keep_what_they_were_made_with();
