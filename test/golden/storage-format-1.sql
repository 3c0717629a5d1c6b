-- A database of format version 1, as Penchant 0.1.0 wrote it; dumped table by table.
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE people ( number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, head INTEGER NOT NULL, evidence BLOB NOT NULL ) STRICT;
CREATE TABLE items (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT) STRICT;
CREATE TABLE log ( seq INTEGER PRIMARY KEY, prev INTEGER NOT NULL, person INTEGER NOT NULL, kind INTEGER NOT NULL, ref INTEGER NOT NULL, value REAL, receivedAt INTEGER NOT NULL, age INTEGER NOT NULL, slate TEXT, position INTEGER, body TEXT ) STRICT;
CREATE TABLE slates (id TEXT PRIMARY KEY, person TEXT, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX slatesOfPerson ON slates (person) WHERE person IS NOT NULL;
CREATE TABLE documents ( kind TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, parent INTEGER NOT NULL, publishedAt INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, name, version) ) STRICT, WITHOUT ROWID;
CREATE TABLE artifacts (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
INSERT INTO people VALUES (1, 'ada', 1, X'00010101000080a0d5edee66');
INSERT INTO items VALUES (0, 'heat', '{"id":"heat","title":"Heat","attributes":{"year":1995}}');
INSERT INTO log VALUES (1, 0, 1, 0, 0, NULL, 1767225600000, 0, 's1', 0, NULL);
INSERT INTO slates VALUES ('s1', 'ada', '{"slateId":"s1","time":1767225600000,"scenario":"home","variant":null,"policy":null,"versions":{"encoder":"e","models":[],"documents":[]},"revision":0,"seed":1,"query":{"k":1},"candidates":1,"slots":[{"item":"heat","position":0,"score":0.5,"sources":["popular"],"mode":"exploit","propensity":null}]}');
INSERT INTO slates VALUES ('s2', 'ada', '{"slateId":"s2","time":1767312000000,"scenario":"home","variant":null,"policy":null,"versions":{"encoder":"e","models":[],"documents":[]},"revision":0,"seed":1,"query":{"k":1},"candidates":1,"slots":[{"item":"heat","position":0,"score":0.5,"sources":["popular"],"mode":"exploit","propensity":null}]}');
PRAGMA application_id = 1346719299;
PRAGMA user_version = 1;
