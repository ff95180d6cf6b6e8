/**
 * Lets a query about the present tell of the past: in its place, the tables that it names hold what they held when the
 * ledger had come to event `@index`, and on day `@day`. A document has its status there, and not its bytes.
 */
export const PAST = `WITH
  listed AS (SELECT * FROM listed_version WHERE from_idx <= @index AND to_idx > @index),
  facet AS (SELECT name, value, record FROM facet_version
    WHERE from_idx <= @index AND to_idx > @index AND from_day <= @day),
  document AS (SELECT record, from_day, to_day, status, certainty, possible FROM status_version
    WHERE from_idx <= @index AND to_idx > @index)`;
