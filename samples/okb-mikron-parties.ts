import { alias, party, person, post } from './entries.js';
import type { Sample } from './sample.js';
import { mikron as at } from './texts.js';

/** Whom OKB MIKRON meets in June. */
export const okbMikronParties: Sample = {
  name: 'okb-mikron-parties',
  entries: [
    party('okb-mikron', at(4), 'enterprise', { ru: 'ОКБ «Микрон»', en: 'OKB MIKRON' }, 'RU-KYA'),
    party('yenisei-siberia', at(2), 'organisation', {
      ru: 'АНО «Корпорация развития Енисейской Сибири»',
      en: 'ANO Corporation for Development of Yenisei Siberia',
    }),
    party(
      'krasnoyarsk-industry-ministry',
      at(5),
      'government',
      {
        ru: 'Министерство промышленности и торговли Красноярского края',
        en: 'Ministry of Industry and Trade of Krasnoyarsk Krai',
      },
      'RU-KYA',
    ),
    party(
      'krasnoyarsk-industry-fund',
      at(5),
      'fund',
      {
        ru: 'Государственный фонд развития промышленности Красноярского края',
        en: 'State Industrial Development Fund of Krasnoyarsk Krai',
      },
      'RU-KYA',
    ),
    party('nornickel', at(7), 'enterprise', { ru: 'Норильский никель', en: 'Norilsk Nickel' }),
    alias('@nornickel', at(8), { ru: 'Норникель', en: 'Nornickel' }),
    party('tvk', at(7), 'organisation', { ru: 'ТВК', en: 'TVK' }),
    person('ermakov', at(5), { ru: 'Максим Ермаков', en: 'Maxim Ermakov' }),
    {
      to: 'people/@ermakov/names',
      body: { name: { en: 'Maxim Yermakov' }, remark: 'Spelt so beside the quotation.', ...at(6) },
    },
    person('starikova', at(5), { ru: 'Лариса Старикова', en: 'Larisa Starikova' }),
    person('bylkov', at(9), { ru: 'Алексей Былков', en: 'Alexey Bylkov' }),
    post('@krasnoyarsk-industry-ministry', at(5), '@ermakov', 'министр / Minister'),
    post('@krasnoyarsk-industry-fund', at(5), '@starikova', 'глава фонда / Head of the fund'),
    post(
      '@nornickel',
      at(9),
      '@bylkov',
      'первый заместитель директора Заполярного филиала по развитию минерально-сырьевой базы / ' +
        'First Deputy Director of the Polar Division for Mineral Resource Base Development',
    ),
  ],
};
