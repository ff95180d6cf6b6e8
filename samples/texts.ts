import { placesIn } from './entries.js';
import type { Sample } from './sample.js';

/** Places in each text, by paragraph. */
export const mikron = placesIn('text-okb-mikron', 'en');
export const mission = placesIn('text-kaluga-mission', 'ru');
export const zheleznogorsk = placesIn('text-zheleznogorsk', 'ru');
export const dimitrovgrad = placesIn('text-dimitrovgrad', 'en');
export const roundTable = placesIn('text-round-table', 'ru');

/**
 * The five published texts as sources. Their titles tell in our own words what they are about; the hash is that of the
 * bytes of each text. None gives the day of its publication, and only one names its publisher. That one repeats an article of
 * which nothing but the title is known.
 */
export const texts: Sample = {
  name: 'texts',
  entries: [
    {
      name: 'text-okb-mikron',
      to: 'sources',
      body: {
        sha256: '50c1ae168873bb08b316567240d02e4d5225034059538bdd20943b61e8883377',
        language: 'en',
        title: { ru: 'Новость об июньских встречах ОКБ «Микрон»', en: 'News of the June meetings of OKB MIKRON' },
        remark: 'Speaks of the plant as “ours”, so the enterprise seems to have written it; no publisher is named.',
      },
    },
    {
      name: 'text-kaluga-mission',
      to: 'sources',
      body: {
        sha256: '87c74a70d58e9b72777c2b8a91ffdda01e9816aef26079c3cdf2bded17263121',
        language: 'ru',
        title: {
          ru: 'Новость о первом дне калужской миссии в Красноярске',
          en: 'News of the first day of the Kaluga mission in Krasnoyarsk',
        },
        remark: 'Written while the mission goes on. Has no headline, and its last paragraph breaks off.',
      },
    },
    {
      name: 'text-zheleznogorsk',
      to: 'sources',
      body: {
        sha256: '6e96370dddbec4250c62af8874ea6ac0ff3ceab2ec043f1fe6d1cc9e04eb4819',
        language: 'ru',
        title: {
          ru: 'Новость о поездке калужской миссии в Железногорск',
          en: 'News of the trip of the Kaluga mission to Zheleznogorsk',
        },
        remark: 'Has no headline.',
      },
    },
    {
      name: 'text-dimitrovgrad',
      to: 'sources',
      body: {
        sha256: '25d3d5d0789fce80360abfeda00c553592709cc38a4dbeb68327eddeef9599b6',
        language: 'en',
        title: {
          ru: 'Новость о встрече губернатора Ульяновской области с автопроизводителями в Димитровграде',
          en: 'News of the meeting of the Governor of Ulyanovsk region with car makers in Dimitrovgrad',
        },
      },
    },
    {
      name: 'article-round-table',
      to: 'sources',
      body: {
        title: {
          ru: 'Ульяновская область и Республика Мордовия расширяют сотрудничество в сфере промышленной кооперации',
          en: 'Ulyanovsk region and the Republic of Mordovia expand their cooperation in industry',
        },
        language: 'ru',
        recording: 'historical',
        remark: 'Named by the text that was made after it; not at hand. Who published it is not told.',
      },
    },
    {
      name: 'text-round-table',
      to: 'sources',
      body: {
        sha256: '954df06c973b7f86654f1f7859ca6ae39fad6ba172a4cda6930c251d34728dc2',
        language: 'ru',
        title: {
          ru: 'Новость о круглом столе Ульяновской области и Мордовии',
          en: 'News of the round table of Ulyanovsk region and Mordovia',
        },
        publisher: { ru: 'Новости Ульяновска 73', en: 'Ulyanovsk News 73' },
        republishes: '@article-round-table',
        remark:
          'Paragraph 11 says that it was published on the site of the publisher after an article of this title. Paragraphs 1, 3, 10 ' +
          'and 12 to 14 belong to the web page around the news (headline again, a counter, a form).',
      },
    },
  ],
};
