DROP TABLE opt_outs;
DROP TABLE told;
DROP TABLE follow_up_items;
DROP TABLE follow_ups;
