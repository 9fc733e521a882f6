DROP TRIGGER requests_keep_what_they_were_made_with ON requests;
DROP FUNCTION requests_keep_what_they_were_made_with;
DROP TRIGGER people_merge_no_loop ON people;
DROP FUNCTION people_merge_no_loop;
DROP TRIGGER features_merge_no_loop ON features;
DROP FUNCTION features_merge_no_loop;
