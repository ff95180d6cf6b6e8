import type { Decision } from '../../kernel/decider.js';
import type { RecordSupportMeasure } from './support-measure.commands.js';
import type { SupportMeasureRecorded } from './support-measure.js';
import { SUPPORT_MEASURE } from './support-measure.js';
import { begin } from './undertaking.decide.js';

/** Support is announced by saying that it will be given; it is granted or paid only by being granted or paid. */
export function recordSupportMeasure(command: RecordSupportMeasure): Decision<SupportMeasureRecorded> {
  return begin(SUPPORT_MEASURE, command, 'support-is-announced-firmly');
}
