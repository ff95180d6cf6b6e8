/**
 * Status views: made from the log, asked by HTTP.
 *
 * - `openViews(settings): Views`
 * - `new StatusViews(views): StatusQueries`
 * - `new ProjectionRunner(store, views, options?): Projection`
 * - `rebuild(store, settings, onProgress?): Promise<RebuildResult>`, `dump(views): Iterable<string>`
 * - `renderNow(kind, record, revision, day, resolve, disclosures): StoredDocument`
 */
export * from './types.js';
