import { byCode, type Coded, coded as region } from './code-list.js';
import { type Names } from './names.js';

/** A subject of the Russian Federation as reference data: its ISO 3166-2 code and what it is called. */
export type Region = Coded;

/** The 83 subjects that ISO 3166-2:RU lists, by kind and then by code. */
export const REGIONS: readonly Region[] = [
  region('RU-AD', 'Республика Адыгея', 'Republic of Adygea'),
  region('RU-AL', 'Республика Алтай', 'Altai Republic'),
  region('RU-BA', 'Республика Башкортостан', 'Republic of Bashkortostan'),
  region('RU-BU', 'Республика Бурятия', 'Republic of Buryatia'),
  region('RU-CE', 'Чеченская Республика', 'Chechen Republic'),
  region('RU-CU', 'Чувашская Республика', 'Chuvash Republic'),
  region('RU-DA', 'Республика Дагестан', 'Republic of Dagestan'),
  region('RU-IN', 'Республика Ингушетия', 'Republic of Ingushetia'),
  region('RU-KB', 'Кабардино-Балкарская Республика', 'Kabardino-Balkarian Republic'),
  region('RU-KC', 'Карачаево-Черкесская Республика', 'Karachay-Cherkess Republic'),
  region('RU-KK', 'Республика Хакасия', 'Republic of Khakassia'),
  region('RU-KL', 'Республика Калмыкия', 'Republic of Kalmykia'),
  region('RU-KO', 'Республика Коми', 'Komi Republic'),
  region('RU-KR', 'Республика Карелия', 'Republic of Karelia'),
  region('RU-ME', 'Республика Марий Эл', 'Republic of Mari El'),
  region('RU-MO', 'Республика Мордовия', 'Republic of Mordovia'),
  region('RU-SA', 'Республика Саха (Якутия)', 'Republic of Sakha (Yakutia)'),
  region('RU-SE', 'Республика Северная Осетия — Алания', 'Republic of North Ossetia–Alania'),
  region('RU-TA', 'Республика Татарстан', 'Republic of Tatarstan'),
  region('RU-TY', 'Республика Тыва', 'Tuva Republic'),
  region('RU-UD', 'Удмуртская Республика', 'Udmurt Republic'),
  region('RU-ALT', 'Алтайский край', 'Altai Krai'),
  region('RU-KAM', 'Камчатский край', 'Kamchatka Krai'),
  region('RU-KDA', 'Краснодарский край', 'Krasnodar Krai'),
  region('RU-KHA', 'Хабаровский край', 'Khabarovsk Krai'),
  region('RU-KYA', 'Красноярский край', 'Krasnoyarsk Krai'),
  region('RU-PER', 'Пермский край', 'Perm Krai'),
  region('RU-PRI', 'Приморский край', 'Primorsky Krai'),
  region('RU-STA', 'Ставропольский край', 'Stavropol Krai'),
  region('RU-ZAB', 'Забайкальский край', 'Zabaykalsky Krai'),
  region('RU-AMU', 'Амурская область', 'Amur Oblast'),
  region('RU-ARK', 'Архангельская область', 'Arkhangelsk Oblast'),
  region('RU-AST', 'Астраханская область', 'Astrakhan Oblast'),
  region('RU-BEL', 'Белгородская область', 'Belgorod Oblast'),
  region('RU-BRY', 'Брянская область', 'Bryansk Oblast'),
  region('RU-CHE', 'Челябинская область', 'Chelyabinsk Oblast'),
  region('RU-IRK', 'Иркутская область', 'Irkutsk Oblast'),
  region('RU-IVA', 'Ивановская область', 'Ivanovo Oblast'),
  region('RU-KEM', 'Кемеровская область — Кузбасс', 'Kemerovo Oblast — Kuzbass'),
  region('RU-KGD', 'Калининградская область', 'Kaliningrad Oblast'),
  region('RU-KGN', 'Курганская область', 'Kurgan Oblast'),
  region('RU-KIR', 'Кировская область', 'Kirov Oblast'),
  region('RU-KLU', 'Калужская область', 'Kaluga Oblast'),
  region('RU-KOS', 'Костромская область', 'Kostroma Oblast'),
  region('RU-KRS', 'Курская область', 'Kursk Oblast'),
  region('RU-LEN', 'Ленинградская область', 'Leningrad Oblast'),
  region('RU-LIP', 'Липецкая область', 'Lipetsk Oblast'),
  region('RU-MAG', 'Магаданская область', 'Magadan Oblast'),
  region('RU-MOS', 'Московская область', 'Moscow Oblast'),
  region('RU-MUR', 'Мурманская область', 'Murmansk Oblast'),
  region('RU-NGR', 'Новгородская область', 'Novgorod Oblast'),
  region('RU-NIZ', 'Нижегородская область', 'Nizhny Novgorod Oblast'),
  region('RU-NVS', 'Новосибирская область', 'Novosibirsk Oblast'),
  region('RU-OMS', 'Омская область', 'Omsk Oblast'),
  region('RU-ORE', 'Оренбургская область', 'Orenburg Oblast'),
  region('RU-ORL', 'Орловская область', 'Oryol Oblast'),
  region('RU-PNZ', 'Пензенская область', 'Penza Oblast'),
  region('RU-PSK', 'Псковская область', 'Pskov Oblast'),
  region('RU-ROS', 'Ростовская область', 'Rostov Oblast'),
  region('RU-RYA', 'Рязанская область', 'Ryazan Oblast'),
  region('RU-SAK', 'Сахалинская область', 'Sakhalin Oblast'),
  region('RU-SAM', 'Самарская область', 'Samara Oblast'),
  region('RU-SAR', 'Саратовская область', 'Saratov Oblast'),
  region('RU-SMO', 'Смоленская область', 'Smolensk Oblast'),
  region('RU-SVE', 'Свердловская область', 'Sverdlovsk Oblast'),
  region('RU-TAM', 'Тамбовская область', 'Tambov Oblast'),
  region('RU-TOM', 'Томская область', 'Tomsk Oblast'),
  region('RU-TUL', 'Тульская область', 'Tula Oblast'),
  region('RU-TVE', 'Тверская область', 'Tver Oblast'),
  region('RU-TYU', 'Тюменская область', 'Tyumen Oblast'),
  region('RU-ULY', 'Ульяновская область', 'Ulyanovsk Oblast'),
  region('RU-VGG', 'Волгоградская область', 'Volgograd Oblast'),
  region('RU-VLA', 'Владимирская область', 'Vladimir Oblast'),
  region('RU-VLG', 'Вологодская область', 'Vologda Oblast'),
  region('RU-VOR', 'Воронежская область', 'Voronezh Oblast'),
  region('RU-YAR', 'Ярославская область', 'Yaroslavl Oblast'),
  region('RU-MOW', 'Москва', 'Moscow'),
  region('RU-SPE', 'Санкт-Петербург', 'Saint Petersburg'),
  region('RU-YEV', 'Еврейская автономная область', 'Jewish Autonomous Oblast'),
  region('RU-CHU', 'Чукотский автономный округ', 'Chukotka Autonomous Okrug'),
  region('RU-KHM', 'Ханты-Мансийский автономный округ — Югра', 'Khanty-Mansi Autonomous Okrug — Yugra'),
  region('RU-NEN', 'Ненецкий автономный округ', 'Nenets Autonomous Okrug'),
  region('RU-YAN', 'Ямало-Ненецкий автономный округ', 'Yamalo-Nenets Autonomous Okrug'),
];

const BY_CODE = byCode(REGIONS);

/** Whether the text is the ISO 3166-2 code of a region, such as RU-KYA. */
export function isRegion(code: string): boolean {
  return BY_CODE.has(code);
}

/** What a region is called, in Russian and English; undefined for an unknown code. */
export function regionNames(code: string): Required<Names> | undefined {
  return BY_CODE.get(code)?.names;
}
