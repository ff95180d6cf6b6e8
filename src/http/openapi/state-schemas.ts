import { FLAG, MOMENT, WHOLE, WORDS, about, list, object, oneOf, ref } from '../../kernel/schema-parts.js';
import type { Static } from '../../kernel/schema-types.js';

/** Where the views are (`RunnerState`). */
export const VIEWS_STATE = object(
  {
    index: about('Events that the views show.', WHOLE),
    lag: about('Events read and not yet shown.', WHOLE),
    caughtUp: FLAG,
    following: FLAG,
    parked: about('Events and records set aside: they cannot be read or shown.', WHOLE),
    versions: about('Events up to which the past can be asked about.', WHOLE),
  },
  {
    position: about('Position after the last event shown.', WORDS),
    age: about('Seconds since all that the log held was known to be shown.', WHOLE),
    alarm: about('The log lacks what the views have shown; nothing is recorded.', WORDS),
    versionsError: about('What keeps further versions from being made.', WORDS),
    error: about('What keeps the views from going on.', WORDS),
    updatedAt: MOMENT,
  },
);

/** What is set aside (`Parked`). */
export const PARKED = object({
  count: WHOLE,
  items: list(object({ reason: WORDS }, { stream: WORDS, revision: WHOLE, type: WORDS, record: WORDS })),
});

/** Where the transparency log is (`TransparencyState`). */
export const LOG_STATE = object(
  {
    size: about('Events that the tree has.', WHOLE),
    caughtUp: FLAG,
    compared: about('Events read again since the start and found to be those that were hashed.', WHOLE),
  },
  {
    signed: about('Events that a signed checkpoint covers.', WHOLE),
    alarm: about('The log is not the one that was signed; nothing is recorded.', WORDS),
    error: about('What keeps it from growing or being signed.', WORDS),
  },
);

/** Disclosed texts that are not those that were recorded. */
export const TEXTS_STATE = object({
  damaged: about('As far as they were read since the start.', WHOLE),
  digests: list(WORDS),
});

/** How far the views are compared with the log (`CheckState`). */
export const CHECK_STATE = object(
  {
    checked: WHOLE,
    records: WHOLE,
    differing: WHOLE,
    differences: list(object({ record: WORDS, table: WORDS, stands: WORDS, should: WORDS })),
  },
  { since: MOMENT, ended: MOMENT, error: WORDS },
);

const STATES = {
  views: ref<Static<typeof VIEWS_STATE>>('ViewsState'),
  log: ref<Static<typeof LOG_STATE>>('LogState'),
  parked: ref<Static<typeof PARKED>>('Parked'),
  texts: ref<Static<typeof TEXTS_STATE>>('TextsState'),
  check: ref<Static<typeof CHECK_STATE>>('CheckState'),
};

const ALARM = { alarm: WORDS };

/** The answers about the health of the program. */
export const LIVE = object({ status: oneOf('live') });
export const READY = object({ status: oneOf('ready', 'stale'), ...STATES }, ALARM);
export const NOT_READY = object({ status: oneOf('catching-up', 'refused'), ...STATES }, { clock: WORDS, ...ALARM });

/** The types of those answers, by their names. */
export interface HealthAnswers {
  Live: Static<typeof LIVE>;
  Ready: Static<typeof READY>;
  NotReady: Static<typeof NOT_READY>;
}
