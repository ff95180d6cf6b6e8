import type { Modality } from '../src/kernel/modality.js';
import type { Names } from '../src/kernel/names.js';
import type { EntryRef } from '../src/kernel/entry.js';
import type { SampleEntry } from './sample.js';

/** Names side by side, as every title and name of the samples has them. */
type Both = Required<Names>;

/** Where something stands: the `source` field of a command. */
export interface Place {
  source: { id: string; paragraph: number; language: 'ru' | 'en' };
}

/** What a claim may say beside its modality, subject and gist. */
interface Said {
  speaker?: string;
  onBehalfOf?: string;
  about?: string[];
  sites?: string[];
  regions?: string[];
  topics?: string[];
  date?: string;
  arisesFrom?: EntryRef;
  remark?: string;
}

/**
 * Places in a text by paragraph. Paragraphs are the lines of the file that are not blank, counted from 1, the headline
 * included.
 */
export function placesIn(text: string, language: 'ru' | 'en'): (paragraph: number) => Place {
  return (paragraph) => ({ source: { id: `@${text}`, paragraph, language } });
}

/** An organisation; `region` where the text tells that it is seated there. */
export function party(name: string, place: Place, form: string, names: Both, region?: string): SampleEntry {
  return { name, to: 'parties', body: { form, names, ...(region === undefined ? {} : { region }), ...place } };
}

/** A person, whose names the ledger keeps apart from its events. */
export function person(name: string, place: Place, names: Both): SampleEntry {
  return { name, to: 'people', body: { name: names, ...place } };
}

/** Another name of a party, where a text uses it. */
export function alias(of: string, place: Place, names: Names): SampleEntry {
  return { to: `parties/${of}/names`, body: { names, ...place } };
}

/** A name of a party that no text uses, by which people look for it. */
export function commonName(of: string, names: Names): SampleEntry {
  return { to: `parties/${of}/names`, body: { names, remark: 'In common use; no text has it.' } };
}

/** Of whom a party is a part. */
export function belonging(of: string, place: Place, to: string, role: string, more: object = {}): SampleEntry {
  return { to: `parties/${of}/belonging`, body: { to, role, ...more, ...place } };
}

/** The post in which a text presents a person: its claim, without the days on which the post was taken or left. */
export function post(of: string, place: Place, holder: string, capacity: string, name?: string): SampleEntry {
  return {
    ...(name === undefined ? {} : { name }),
    to: `parties/${of}/mandates`,
    body: { person: holder, capacity, modality: 'claims', ...place },
  };
}

/** What somebody said, or the text says itself; `gist` is in our own words, in Russian and in English. */
export function said(place: Place, modality: Modality, subject: Both, gist: Both, more: Said = {}): SampleEntry {
  return { to: 'claims', body: { form: 'statement', modality, subject, gist, ...more, ...place } };
}

/** The meeting, or an entry of it, that something follows from. */
export function meeting(id: string, event?: string): EntryRef {
  return { kind: 'meeting', id, ...(event === undefined ? {} : { event }) };
}
