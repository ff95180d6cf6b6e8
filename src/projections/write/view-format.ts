import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { RecordKind } from '../../kernel/kind.js';
import { DOCUMENT_SCHEMAS } from '../../registry/document.schema.js';
import { SCHEMA } from '../../registry/envelope.js';
import { KINDS } from '../../registry/registry.js';
import { VIEW_SCHEMA } from './view-schema.js';

/** To be raised when answers say something else by the same schemas: when a rule of theirs is put right, for example. */
const RENDERING = 2;

/**
 * Names the shape of the views: a SHA-256 (hex) of their tables, of the schemas of what they answer and of the shape of the
 * events that they are made from. Views of another shape are made again, so a changed answer rebuilds them by itself.
 */
export function viewFormatOf(kinds: readonly RecordKind[]): string {
  const answers = kinds.map(({ name, statuses, statusModel: { timeless, replacing, steps }, answer }) => ({
    name,
    statuses,
    timeless,
    replacing,
    steps,
    answer,
  }));
  const shape = { tables: VIEW_SCHEMA, common: DOCUMENT_SCHEMAS, answers, events: SCHEMA, rendering: RENDERING };
  return createHash('sha256')
    .update(canonicalize(shape) ?? '', 'utf8')
    .digest('hex');
}

/** The shape of the views that this program makes. */
export const VIEW_FORMAT = viewFormatOf(KINDS);
