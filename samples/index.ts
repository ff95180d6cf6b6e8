import { dimitrovgradMeeting } from './dimitrovgrad.js';
import { dimitrovgradParties } from './dimitrovgrad-parties.js';
import { kalugaMission } from './kaluga-mission.js';
import { okbMikron } from './okb-mikron.js';
import { okbMikronParties } from './okb-mikron-parties.js';
import { parties } from './parties.js';
import { roundTableMeeting } from './round-table.js';
import type { Sample } from './sample.js';
import { texts } from './texts.js';
import { zheleznogorskVisit } from './zheleznogorsk.js';

export type { Sample, SampleEntry, Send } from './sample.js';
export { recordSamples } from './sample.js';

/** The five published texts as ledger entries, in the order in which they are recorded. */
export const SAMPLES: readonly Sample[] = [
  texts,
  parties,
  okbMikronParties,
  okbMikron,
  kalugaMission,
  zheleznogorskVisit,
  dimitrovgradParties,
  dimitrovgradMeeting,
  roundTableMeeting,
];
