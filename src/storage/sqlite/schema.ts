/** @file The tables, and the steps from each format version to the next. A step, once released, is never edited. */

import type { DatabaseSync } from 'node:sqlite'
import { PenchantError } from '../../errors.ts'

/** "PENC": marks a file as ours. */
const applicationId = 0x50454e43

/** Step n leads from format version n to n + 1. The tables of event ids (one a day) are made when their day comes. */
const migrations: readonly string[] = [
  `
  CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE people (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    head INTEGER NOT NULL,
    evidence BLOB NOT NULL
  ) STRICT;

  CREATE TABLE items (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT) STRICT;

  -- Append-only, and no index but the seq itself: that is what keeps appending fast at any size.
  CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    prev INTEGER NOT NULL,
    person INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    ref INTEGER NOT NULL,
    value REAL,
    receivedAt INTEGER NOT NULL,
    age INTEGER NOT NULL,
    slate TEXT,
    position INTEGER,
    body TEXT
  ) STRICT;

  CREATE TABLE slates (id TEXT PRIMARY KEY, person TEXT, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX slatesOfPerson ON slates (person) WHERE person IS NOT NULL;

  CREATE TABLE documents (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    parent INTEGER NOT NULL,
    publishedAt INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, name, version)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE artifacts (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
  `,
  // Slates in the order they are served: long rows in the order of a random id took a page each, and what is deleted together lay everywhere.
  `
  ALTER TABLE slates RENAME TO slatesById;
  CREATE TABLE slates (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    person TEXT,
    time INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  INSERT INTO slates (id, person, time, body) SELECT id, person, json_extract(body, '$.time'), body FROM slatesById ORDER BY 3;
  DROP TABLE slatesById;
  CREATE INDEX slatesOfPerson ON slates (person) WHERE person IS NOT NULL;
  CREATE INDEX slatesByTime ON slates (time);
  `,
  // The same tables: from here on evidence and log may hold the orders of purchases, which a program before it would misread.
  '',
]

const formatVersion = migrations.length

/**
 * Brings the database to the newest format version, each step in a transaction of its own.
 *
 * @throws PenchantError `storage-corrupt` for a database of another program or of a newer version.
 */
export function migrate(database: DatabaseSync, path: string): void {
  const pragma = (name: string) => Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0])
  const isNew = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  if (!isNew && pragma('application_id') !== applicationId) {
    throw new PenchantError('storage-corrupt', `${path} is a database of another program. Give Penchant a file of its own.`, {
      details: { path },
    })
  }
  const version = pragma('user_version')
  if (version > formatVersion) {
    throw new PenchantError(
      'storage-corrupt',
      `${path} has format version ${version}, this Penchant knows ${formatVersion} at most. Open it with the newer Penchant that wrote it.`,
      { details: { path, version, known: formatVersion } },
    )
  }
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue
    database.exec(`BEGIN IMMEDIATE; ${step} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${index + 1}; COMMIT;`)
  }
}
