import type { Decision } from '../../kernel/decider.js';
import type { RecordSite } from './site.commands.js';
import type { SiteRecorded } from './site.js';
import { SITE } from './site.js';
import { begin } from './undertaking.decide.js';

/** A site may be spoken of, or planned, in any way; that it operates or is closed is a fact. */
export function recordSite(command: RecordSite): Decision<SiteRecorded> {
  return begin(SITE, command, 'a-site-is-spoken-of');
}
