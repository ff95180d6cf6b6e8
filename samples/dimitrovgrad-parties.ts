import { alias, belonging, party, person, post } from './entries.js';
import type { Sample } from './sample.js';
import { dimitrovgrad as at } from './texts.js';

/** As what a belonging is stated that only a name tells. */
const BY_ITS_NAME = { modality: 'claims', remark: 'By its name alone.' };

/** Who meets in Dimitrovgrad, and where the text puts them. */
export const dimitrovgradParties: Sample = {
  name: 'dimitrovgrad-parties',
  entries: [
    party('kamaz', at(2), 'enterprise', { ru: 'ПАО «КАМАЗ»', en: 'KAMAZ PTC' }),
    alias('@kamaz', at(7), { ru: 'КАМАЗ', en: 'KAMAZ' }),
    party('kamaz-procurement', at(4), 'organisation', { ru: 'Центр закупок КАМАЗа', en: 'KAMAZ Procurement Center' }),
    party('avtovaz', at(2), 'enterprise', { ru: 'АО «АВТОВАЗ»', en: 'AVTOVAZ JSC' }),
    alias('@avtovaz', at(6), { ru: 'АВТОВАЗ', en: 'AVTOVAZ' }),
    party('avtovaz-purchasing', at(4), 'organisation', {
      ru: 'Дирекция по закупкам АВТОВАЗа',
      en: 'AVTOVAZ Purchasing Directorate',
    }),
    party('oat', at(2), 'enterprise', { ru: 'Группа ОАТ', en: 'OAT Group' }),
    alias('@oat', at(5), { ru: 'ОАТ', en: 'OAT' }),
    party(
      'ulyanovsk-government',
      at(5),
      'government',
      { ru: 'Правительство Ульяновской области', en: 'Government of Ulyanovsk region' },
      'RU-ULY',
    ),
    party('daaz', at(5), 'enterprise', { ru: 'ООО «ДААЗ»', en: 'OOO "DAAZ"' }),
    party('avtosvet', at(5), 'enterprise', { ru: 'ООО «Автосвет»', en: 'OOO "Avtosvet"' }),
    party(
      'powder-plant',
      at(5),
      'enterprise',
      {
        ru: 'ООО «Димитровградский завод порошковой металлургии»',
        en: 'OOO "Dimitrovgrad Powder Metallurgy Plant"',
      },
      'RU-ULY',
    ),
    // The text calls the three OAT enterprises, and names the units that buy after their makers.
    belonging('@daaz', at(5), '@oat', 'group-member'),
    belonging('@avtosvet', at(5), '@oat', 'group-member'),
    belonging('@powder-plant', at(5), '@oat', 'group-member'),
    belonging('@kamaz-procurement', at(4), '@kamaz', 'purchasing-unit', BY_ITS_NAME),
    belonging('@avtovaz-purchasing', at(4), '@avtovaz', 'purchasing-unit', BY_ITS_NAME),

    person('kogogin', at(2), { ru: 'Сергей Когогин', en: 'Sergey Kogogin' }),
    person('sokolov', at(2), { ru: 'Максим Соколов', en: 'Maxim Sokolov' }),
    person('kabirov', at(2), { ru: 'Фирдаус Кабиров', en: 'Firdaus Kabirov' }),
    post('@kamaz', at(2), '@kogogin', 'генеральный директор / Director General'),
    post('@avtovaz', at(2), '@sokolov', 'президент / President'),
    post('@oat', at(2), '@kabirov', 'генеральный директор / Director General'),

    // Where the text puts two car makers is kept as its claim, right or wrong.
    {
      to: 'parties/@kamaz/locations',
      body: {
        region: 'RU-TA',
        modality: 'claims',
        remark: 'The words are those of the president of AVTOVAZ, in a quotation.',
        ...at(7),
      },
    },
    {
      name: 'avtovaz-tatarstan',
      to: 'parties/@avtovaz/locations',
      body: {
        region: 'RU-TA',
        modality: 'claims',
        remark: 'The words are those of the president of AVTOVAZ himself, in a quotation.',
        ...at(7),
      },
    },
    {
      name: 'avtovaz-seat',
      to: 'parties/@avtovaz/annotations',
      body: {
        annotates: '@avtovaz-tatarstan#',
        text:
          'Kept as paragraph 7 has it. By other knowledge AVTOVAZ has its seat in Samara region (RU-SAM), not in ' +
          'Tatarstan; it may be a slip of the speaker or of the translation.',
      },
    },
  ],
};
