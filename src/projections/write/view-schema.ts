/**
 * Tables of the views. A record has the number of its first event in the ledger (`seq`), so whatever is sorted by it is
 * in the order of the log. Text columns that may be open at an end hold '' for "from ever" and '~' for "for ever", which
 * sort before and after every day.
 */
export const VIEW_SCHEMA = `
  CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- How far the log is applied, and the last event applied, by which a log is known again. While filling, entries are
  -- taken in first and everything is rendered once at the end.
  CREATE TABLE checkpoint (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    position TEXT,
    events INTEGER NOT NULL,
    filling INTEGER NOT NULL,
    last_stream TEXT,
    last_revision INTEGER,
    last_id TEXT,
    updated_at TEXT
  ) STRICT;
  INSERT INTO checkpoint (one, events, filling) VALUES (1, 0, 1);

  CREATE TABLE record (
    seq INTEGER PRIMARY KEY,
    category TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    revision INTEGER NOT NULL,
    rendered INTEGER NOT NULL,
    UNIQUE (category, id)
  ) STRICT;
  CREATE INDEX record_to_render ON record (seq) WHERE rendered = 0;

  -- The records' entries, personal values still sealed; idx is the number of events of the ledger before it.
  CREATE TABLE entry (
    idx INTEGER PRIMARY KEY,
    record INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_on TEXT NOT NULL,
    actor TEXT NOT NULL,
    data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX entry_of_record ON entry (record);
  CREATE INDEX entry_that_corrects_or_voids ON entry (idx) WHERE type IN ('EntryCorrected', 'EntryVoided');

  -- One row for each stretch of days in which the answer about a record stays the same. The statuses that are possible
  -- where it is undetermined are a JSON list. computed: the status, certainty and possible that our rules give, as JSON,
  -- where an old register states the status.
  CREATE TABLE document (
    record INTEGER NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    status TEXT NOT NULL,
    certainty TEXT NOT NULL,
    possible TEXT NOT NULL,
    computed TEXT,
    digest TEXT NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX document_of_record ON document (record, from_day);

  -- What lists look at. dates (JSON): each with what it is the date of; first_day and last_day bound all of them. brief
  -- (JSON): as what and when it was begun, and who says what. called (JSON): of what was renamed, each name with the first day
  -- on which it may have been called so.
  CREATE TABLE listed (
    record INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    form TEXT,
    title TEXT,
    called TEXT,
    search TEXT NOT NULL,
    dates TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    figure TEXT,
    brief TEXT
  ) STRICT;
  CREATE UNIQUE INDEX listed_by_kind ON listed (kind, record);
  CREATE INDEX listed_figure ON listed (record) WHERE figure IS NOT NULL;

  -- Parties, regions, countries, topics and identifiers of a record, and what else its kind is filtered by.
  CREATE TABLE facet (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (name, value, record)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX facet_of_record ON facet (record);

  -- What a party or a person is tied to, and on which days: 'merged' into another record, or it 'belongs' to a party. And when
  -- an agreement is 'applied' provisionally, with how certain that is in place of another record, and who has a 'role' in it.
  CREATE TABLE tie (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    record INTEGER NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    PRIMARY KEY (name, value, record, from_day)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tie_of_record ON tie (record);

  -- A link stands at its place among the record's.
  CREATE TABLE link (
    record INTEGER NOT NULL,
    place INTEGER NOT NULL,
    rel TEXT NOT NULL,
    from_event TEXT NOT NULL,
    to_kind TEXT NOT NULL,
    to_id TEXT NOT NULL,
    to_event TEXT NOT NULL,
    PRIMARY KEY (record, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX link_back ON link (to_kind, to_id);

  -- The entries of other records whose dates a record's answer depends on; '' for the entry that began the other one.
  CREATE TABLE date_dependency (
    to_kind TEXT NOT NULL,
    to_id TEXT NOT NULL,
    to_event TEXT NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (to_kind, to_id, to_event, record)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX date_dependency_of_record ON date_dependency (record);

  -- By how many the number of records of a kind with the same status changes on a day: the sum up to a day is the
  -- number then.
  CREATE TABLE tally (
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    certainty TEXT NOT NULL,
    possible TEXT NOT NULL,
    day TEXT NOT NULL,
    change INTEGER NOT NULL,
    PRIMARY KEY (kind, status, certainty, possible, day)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE command_key (
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    stream TEXT NOT NULL,
    idx INTEGER NOT NULL,
    first_revision INTEGER NOT NULL,
    last_revision INTEGER NOT NULL,
    PRIMARY KEY (actor, key, stream)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE parked_event (
    idx INTEGER PRIMARY KEY,
    position TEXT NOT NULL,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    reason TEXT NOT NULL
  ) STRICT;
  CREATE INDEX parked_event_of_stream ON parked_event (stream, revision);

  CREATE TABLE parked_record (
    record INTEGER PRIMARY KEY,
    reason TEXT NOT NULL
  ) STRICT;

  -- The latest time of recording so far, at each event with which it grew: what was recorded by a moment is the log up to
  -- the last such event at or before it. What bears a later time than a confirmed one counts as recorded then.
  CREATE TABLE moment (
    idx INTEGER PRIMARY KEY,
    recorded_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX moment_by_time ON moment (recorded_at);

  -- Versions: what the tables above held when the log was shorter. A row holds from event from_idx on until before event
  -- to_idx; 9007199254740991 stands for "until now". Each row holds by itself: an event ends and begins those that it has
  -- changed. How far they are made: the number of events that have theirs.
  CREATE TABLE versions_made (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    events INTEGER NOT NULL
  ) STRICT;
  INSERT INTO versions_made (one, events) VALUES (1, 0);

  CREATE TABLE listed_version (
    record INTEGER NOT NULL,
    from_idx INTEGER NOT NULL,
    to_idx INTEGER NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    form TEXT,
    title TEXT,
    called TEXT,
    search TEXT NOT NULL,
    dates TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    figure TEXT,
    brief TEXT,
    PRIMARY KEY (record, from_idx)
  ) STRICT;
  CREATE INDEX listed_version_now ON listed_version (record) WHERE to_idx = 9007199254740991;
  CREATE INDEX listed_version_by_kind ON listed_version (kind, record, from_idx, to_idx);
  CREATE INDEX listed_version_figure ON listed_version (record) WHERE figure IS NOT NULL;

  -- from_day: before it, nothing that is recorded of it has to do with the party, region or topic; what identifies a record does so on every day.
  CREATE TABLE facet_version (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    record INTEGER NOT NULL,
    from_idx INTEGER NOT NULL,
    to_idx INTEGER NOT NULL,
    from_day TEXT NOT NULL,
    PRIMARY KEY (name, value, record, from_idx)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX facet_version_now ON facet_version (record) WHERE to_idx = 9007199254740991;

  CREATE TABLE tie_version (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    record INTEGER NOT NULL,
    from_idx INTEGER NOT NULL,
    to_idx INTEGER NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    PRIMARY KEY (name, value, record, from_day, from_idx)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tie_version_now ON tie_version (record) WHERE to_idx = 9007199254740991;
  CREATE INDEX tie_version_of_record ON tie_version (record);

  -- from_day is the first day on which the act may have happened that refers to the other record.
  CREATE TABLE link_version (
    record INTEGER NOT NULL,
    place INTEGER NOT NULL,
    from_idx INTEGER NOT NULL,
    to_idx INTEGER NOT NULL,
    rel TEXT NOT NULL,
    from_event TEXT NOT NULL,
    to_kind TEXT NOT NULL,
    to_id TEXT NOT NULL,
    to_event TEXT NOT NULL,
    from_day TEXT NOT NULL,
    PRIMARY KEY (record, place, from_idx)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX link_version_now ON link_version (record) WHERE to_idx = 9007199254740991;
  CREATE INDEX link_version_back ON link_version (to_kind, to_id);

  -- The status of a record on every day, past ones too; unvoided: what it would be if the record had not been voided, as JSON.
  CREATE TABLE status_version (
    record INTEGER NOT NULL,
    from_idx INTEGER NOT NULL,
    to_idx INTEGER NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    status TEXT NOT NULL,
    certainty TEXT NOT NULL,
    possible TEXT NOT NULL,
    computed TEXT,
    unvoided TEXT,
    PRIMARY KEY (record, from_idx, from_day)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX status_version_now ON status_version (record) WHERE to_idx = 9007199254740991;

  -- The answers as they went out from the day of the record's last entry on; those about earlier days are worked out when
  -- somebody asks. They hold until the next event that has some: an end noted in a row would have it written twice. NULL
  -- where no answer is kept from an event on.
  CREATE TABLE document_version (
    record INTEGER NOT NULL,
    from_idx INTEGER NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    bytes BLOB
  ) STRICT;
  CREATE INDEX document_version_of_record ON document_version (record, from_idx);

  CREATE TABLE version_dependency (
    to_kind TEXT NOT NULL,
    to_id TEXT NOT NULL,
    to_event TEXT NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (to_kind, to_id, to_event, record)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX version_dependency_of_record ON version_dependency (record);

  -- What the two moments of a comparison have between them: records whose answers an event of another record may have
  -- changed, and the days on which that of a record may change by itself, whichever version it was said in.
  CREATE TABLE dependent_change (
    idx INTEGER NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (idx, record)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE turning_day (
    day TEXT NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (day, record)
  ) STRICT, WITHOUT ROWID;
`;
