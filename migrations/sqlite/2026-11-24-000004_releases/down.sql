DROP TABLE release_features;
DROP TABLE releases;
