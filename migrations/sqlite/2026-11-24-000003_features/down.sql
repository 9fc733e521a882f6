DROP TABLE feature_tags;
DROP TABLE message_tags;
DROP TABLE tags;
DROP TABLE requests;
DROP TABLE features;
