import { type Disclosure, digestOf, type Sealed } from '../src/kernel/personal.js';
import type { Act } from '../src/kernel/entry.js';
import type { Dice } from './dice.js';

/** A record while its life is made up: what its next event may speak of. */
export interface Life {
  readonly kind: string;
  readonly id: string;
  /** How many events it will have. */
  readonly size: number;
  /** Its events so far. */
  readonly entries: { readonly id: string; readonly type: string }[];
  readonly parties: readonly string[];
}

/** The next event of a record, and what lies behind its seals. */
export interface NextEvent {
  readonly life: Life;
  readonly type: string;
  readonly data: object;
  readonly disclosures: readonly Disclosure[];
}

type Details = { type: string } & Record<string, unknown>;

const REGIONS = ['RU-ULY', 'RU-MO', 'RU-KLU', 'RU-KYA', 'RU-TA', 'RU-SAM', 'RU-NIZ', 'RU-MOS'];
const TOPICS = ['industrial cooperation', 'import substitution', 'automotive', 'aerospace', 'nuclear', 'training'];
const PLACES = ['Ulyanovsk', 'Saransk', 'Kaluga', 'Krasnoyarsk', 'Kazan', 'Samara'];
const SENTENCES = [
  'Both sides looked at the production of castings and agreed to exchange drawings and price lists by the next round.',
  'The plant shows what it can deliver; the buyers ask for samples and for certificates of the last two years.',
  'The delegation saw the technopark and spoke about joint training of engineers for machine building.',
  'Стороны обсудили поставки комплектующих и договорились обменяться техническими заданиями.',
];

/** Dates given by their distance from a meeting depend on one of the last so many. */
const RECENT = 200;

/** Kinds by how many records of a hundred are of each. */
const KINDS = ['project', 'agreement', 'meeting', 'commitment', 'claim', 'party', 'source'].flatMap((kind, index) =>
  Array<string>([30, 20, 18, 12, 8, 8, 4][index] ?? 0).fill(kind),
);

/** Tells lives of records of several kinds, event by event, as registrars would: dates imprecise here and there. */
export class LivesOfRecords {
  private readonly lives: Life[] = [];
  private readonly organisations: string[] = [];
  private readonly sources: string[] = [];
  private readonly meetings: string[] = [];
  private disclosures: Disclosure[] = [];

  constructor(
    private readonly dice: Dice,
    private readonly sizes: readonly number[],
  ) {}

  /** The next event of the record with this number, recorded at `moment`. */
  next(record: number, moment: Date): NextEvent {
    this.disclosures = [];
    const life = (this.lives[record] ??= this.begin(this.sizes[record] ?? 1));
    const { type, ...details } = life.entries.length === 0 ? this.beginning(life, moment) : this.following(life);
    return { life, type, data: { ...details, act: this.act(life, moment) }, disclosures: this.disclosures };
  }

  private begin(size: number): Life {
    const { dice } = this;
    const parties = Array.from({ length: 2 + dice.below(2) }, () =>
      this.organisations.length === 0 || dice.chance(0.3) ? dice.pick(REGIONS) : dice.pick(this.organisations),
    );
    return { kind: dice.pick(KINDS), id: dice.uuid(), size, entries: [], parties: [...new Set(parties)] };
  }

  private beginning({ kind, id, parties }: Life, moment: Date): Details {
    const { dice } = this;
    const names = this.names(kind);
    const topics = [dice.pick(TOPICS)];
    switch (kind) {
      case 'project':
        return { type: 'ProjectProposed', title: names, parties, topics, description: this.sealed('description') };
      case 'agreement':
        return { type: 'AgreementAnnounced', title: names, parties, topics };
      case 'meeting': {
        if (this.meetings.push(id) > RECENT) this.meetings.shift();
        const planned = dayOf(moment, dice.below(90));
        return { type: 'MeetingPlanned', title: names, form: 'round-table', parties, topics, planned };
      }
      case 'commitment': {
        const due = dayOf(moment, 30 + dice.below(700));
        return { type: 'CommitmentRecorded', stage: 'made', title: names, by: parties[0], due, topics };
      }
      case 'claim': {
        const figure = { count: { min: dice.below(40), unit: 'projects' }, what: 'projects' };
        return { type: 'ClaimRecorded', form: 'figure', subject: names, regions: REGIONS.slice(0, 2), topics, figure };
      }
      case 'party':
        this.organisations.push(id);
        return { type: 'PartyRecorded', form: 'enterprise', names, region: dice.pick(REGIONS) };
      default:
        this.sources.push(id);
        return { type: 'SourceRegistered', sha256: dice.hex(32), title: names, language: 'ru', form: 'publication' };
    }
  }

  private following(life: Life): Details {
    if (life.kind === 'claim' || life.kind === 'source' || this.dice.chance(0.25)) return this.maintenance(life);
    switch (life.kind) {
      case 'project':
        return this.ofProject(life);
      case 'agreement':
        return this.ofAgreement(life);
      case 'meeting':
        return this.ofMeeting(life);
      case 'commitment': {
        const isLast = life.entries.length === life.size - 1;
        return { type: 'UndertakingAdvanced', to: isLast ? 'fulfilled' : 'partly-fulfilled' };
      }
      default:
        return this.dice.chance(0.5)
          ? { type: 'PartyNamed', names: this.names('alias') }
          : { type: 'PartyLocated', region: this.dice.pick(REGIONS), place: this.dice.pick(PLACES) };
    }
  }

  private maintenance(life: Life): Details {
    const { dice } = this;
    const own = life.entries.filter(({ type }) => !type.startsWith('Entry')).at(-1)?.id;
    const die = dice.roll();
    if (die < 0.5) return { type: 'EntryAttested', attests: own, agrees: true };
    if (die < 0.9) return { type: 'EntryAnnotated', annotates: own, text: this.sealed('text') };
    return { type: 'EntryCorrected', corrects: own, reason: this.sealed('reason'), changes: { date: '2020' } };
  }

  private ofProject({ entries, size, parties }: Life): Details {
    const { dice } = this;
    const types = new Set(entries.map(({ type }) => type));
    if (entries.length < size * 0.5) {
      const summary = dice.chance(0.5) ? { summary: this.sealed('summary') } : {};
      return { type: 'NegotiationRoundHeld', parties, outcome: 'continued', place: dice.pick(PLACES), ...summary };
    }
    if (!types.has('ProjectAgreed')) return { type: 'ProjectAgreed', expected: '2026' };
    if (!types.has('ImplementationStarted')) return { type: 'ImplementationStarted' };
    if (entries.length === size - 1) return { type: 'ProjectCompleted' };
    const last = entries.findLast(({ type }) => type === 'ProjectSuspended' || type === 'ProjectResumed');
    return { type: last?.type === 'ProjectSuspended' ? 'ProjectResumed' : 'ProjectSuspended' };
  }

  private ofAgreement({ id, entries, parties }: Life): Details {
    const { dice } = this;
    const sha256 = id.replaceAll('-', '').repeat(2);
    const counts = new Map<string, number>();
    for (const { type } of entries) counts.set(type, (counts.get(type) ?? 0) + 1);
    const signed = counts.get('AgreementSigned') ?? 0;
    const representative = dice.uuid();
    if (!counts.has('TextAdopted')) return { type: 'TextAdopted', sha256, languages: ['ru'] };
    if (!counts.has('OpenedForSignature')) return { type: 'OpenedForSignature', text: sha256 };
    if (signed < parties.length)
      return { type: 'AgreementSigned', party: parties[signed], representative, text: sha256 };
    if (!counts.has('ForceRuleSet'))
      return { type: 'ForceRuleSet', entersIntoForce: 'on-last-signature', until: '2027-12-31' };
    if (!counts.has('AgreementRegistered'))
      return { type: 'AgreementRegistered', region: dice.pick(REGIONS), year: 2022, number: 1 + dice.below(9_999) };
    const amendment = entries.findLast(({ type }) => type === 'AmendmentAdopted')?.id;
    if (amendment === undefined || dice.chance(0.3)) return { type: 'AmendmentAdopted', sha256: dice.hex(32) };
    return { type: 'AmendmentSigned', amendment, party: dice.pick(parties), representative, text: sha256 };
  }

  private ofMeeting({ entries, size, parties }: Life): Details {
    const { dice } = this;
    const done = entries.length / size;
    const title = this.names('session');
    if (done < 0.4) return { type: 'SessionPlanned', title, region: dice.pick(REGIONS), place: dice.pick(PLACES) };
    if (done < 0.6) return { type: 'ParticipantsRecorded', parties, count: { min: dice.below(60), unit: 'people' } };
    if (!entries.some(({ type }) => type === 'MeetingHeld'))
      return { type: 'MeetingHeld', summary: this.sealed('summary') };
    return dice.chance(0.5)
      ? { type: 'PresentationGiven', by: parties[0], title }
      : { type: 'DecisionTaken', title, text: this.sealed('text') };
  }

  /** Mostly a day shortly before it was recorded, sometimes less than a day, sometimes nothing, seldom a relative date. */
  private act({ kind }: Life, moment: Date): Act {
    const { dice } = this;
    const day = dayOf(moment, -dice.below(10));
    const die = dice.roll();
    const act: Act = {
      modality: 'fact',
      date: die < 0.75 ? day : die < 0.85 ? day.slice(0, 7) : die < 0.9 ? `XXXX${day.slice(4)}` : null,
      recording: 'live',
      source:
        this.sources.length === 0 || dice.chance(0.3)
          ? null
          : { id: dice.pick(this.sources), paragraph: 1 + dice.below(20) },
    };
    if (act.date === null && kind !== 'meeting' && this.meetings.length > 0 && dice.chance(0.2)) {
      act.relativeDate = {
        to: { kind: 'meeting', id: dice.pick(this.meetings) },
        direction: 'after',
        offset: 'P2M',
      };
    }
    return act;
  }

  private names(of: string): { ru: string; en: string } {
    const number = this.dice.below(100_000);
    return { ru: `Запись № ${number} о сотрудничестве`, en: `Cooperation ${of} no. ${number}` };
  }

  private sealed(name: string): Sealed {
    const salt = Buffer.from(this.dice.hex(16), 'hex').toString('base64url');
    const text = Buffer.from(JSON.stringify([salt, name, this.dice.pick(SENTENCES)])).toString('base64url');
    const digest = digestOf(text);
    this.disclosures.push({ digest, text });
    return { sealed: digest };
  }
}

function dayOf(moment: Date, daysLater: number): string {
  return new Date(moment.getTime() + daysLater * 86_400_000).toISOString().slice(0, 10);
}
