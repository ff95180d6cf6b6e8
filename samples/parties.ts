import { alias, party, person, post } from './entries.js';
import type { Sample, SampleEntry } from './sample.js';
import { dimitrovgrad, mission, roundTable, zheleznogorsk } from './texts.js';

/** A region is reference data: what it is called is no text's to tell. */
const region = (code: string): SampleEntry => ({ to: 'parties', body: { form: 'region', region: code } });

/** Regions, and the parties and people of whom several texts tell; each is recorded from the text where it stands first. */
export const parties: Sample = {
  name: 'parties',
  entries: [
    region('RU-KYA'),
    region('RU-KLU'),
    region('RU-ULY'),
    region('RU-MO'),

    // The incubator is host in both texts about the Kaluga mission.
    party(
      'kritbi',
      mission(2),
      'organisation',
      {
        ru: 'Красноярский региональный инновационно-технологический бизнес-инкубатор',
        en: 'Krasnoyarsk Regional Innovation and Technology Business Incubator',
      },
      'RU-KYA',
    ),
    alias('@kritbi', mission(5), { ru: 'КРИТБИ', en: 'KRITBI' }),
    { to: 'parties/@kritbi/attestations', body: { attests: '@kritbi#', agrees: true, ...zheleznogorsk(3) } },

    // The governor meets the car makers in one text and the neighbouring region in another.
    person('russkikh', dimitrovgrad(1), { ru: 'Алексей Русских', en: 'Alexey Russkikh' }),
    post(
      'RU-ULY',
      dimitrovgrad(2),
      '@russkikh',
      'Губернатор Ульяновской области / Governor of Ulyanovsk region',
      'governor',
    ),
    {
      to: 'parties/RU-ULY/attestations',
      body: { attests: '@governor#', agrees: true, ...roundTable(4) },
    },
  ],
};
