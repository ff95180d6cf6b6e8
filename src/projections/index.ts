/** Status views: made from the log by the runner, asked by HTTP, made anew by `rebuild`. */
export { readCursor, writeCursor } from './read/cursor.js';
export type { LeaningRecord, PlacedEntry, PlacedMend } from './read/log-places.js';
export { LogPlaces } from './read/log-places.js';
export type { ReadEvent, ReadRecord } from './write/stream-reading.js';
export { readEvent, readRecord } from './write/stream-reading.js';
export type { RebuildProgress, RebuildResult } from './follow/rebuild-views.js';
export { dump, rebuild } from './follow/rebuild-views.js';
export { etagOf } from './write/document-bytes.js';
export { referencesOf } from './write/references.js';
export type { RenderedRecord } from './write/rendered-record.js';
export { renderRecord, rowsOf, withContestedDates } from './write/rendered-record.js';
export type { RunnerOptions } from './follow/projection-runner.js';
export { ProjectionRunner } from './follow/projection-runner.js';
export { StatusViews } from './read/status-views.js';
export * from './types.js';
export { PastViews } from './read/past-views.js';
export type { Views, ViewsSettings } from './write/views-file.js';
export { openViews } from './write/views-file.js';
