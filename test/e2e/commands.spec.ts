import { randomUUID } from 'node:crypto';
import { type Program, startProgram } from '../support/program.js';
import {
  type ReceiptBody,
  type Signatories,
  TEXT_1,
  TEXT_2,
  bodyOf,
  historyOf,
  openedAgreement,
  readAt,
  recorded,
  refusalOf,
  signatories,
  signatureOf,
  signedAgreement,
} from '../support/recording.js';
import { FAR_POSITION, headOf } from '../support/stored-log.js';

interface AgreementBody {
  status: string;
  certainty: string;
  revision: number;
  parties: { party: string; signed: object | null }[];
  texts: { sha256: string; current: boolean }[];
  voidSignatures: { party: string; text: string }[];
  registration: { number: number; year: number; region: string } | null;
  publication: object | null;
  force: { entersIntoForce: string; since: unknown } | null;
}

describe('Commands over HTTP', () => {
  let program: Program;
  let by: Signatories;

  beforeAll(async () => {
    program = await startProgram();
    by = await signatories(program);
  });

  afterAll(async () => {
    await program.stop();
  });

  describe('lead an agreement', () => {
    it('from its announcement to being in force, each step with the status that it reaches', async () => {
      const announced = await recorded(program, '/v1/agreements', {
        title: { ru: 'Соглашение о сотрудничестве', en: 'Cooperation agreement' },
        parties: by.regions,
      });
      const self = `/v1/agreements/${announced.id}`;
      expect(announced.answer.status).toBe(201);
      expect(announced.answer.headers.get('location')).toBe(self);
      const steps: [path: string, body: object, status: string][] = [
        ['force-rule', { entersIntoForce: 'on-publication' }, 'announced'],
        ['texts', { sha256: TEXT_1, languages: ['ru'], version: '1' }, 'draft'],
        ['opening', { text: TEXT_1 }, 'open-for-signature'],
        ['signatures', signatureOf(by, 0), 'partly-signed'],
        ['texts', { sha256: TEXT_2 }, 'draft'],
        ['opening', {}, 'open-for-signature'],
        ['signatures', signatureOf(by, 0, TEXT_2), 'partly-signed'],
        ['signatures', signatureOf(by, 1, TEXT_2), 'signed'],
        ['registration', { region: 'RU-KLU' }, 'registered'],
        ['publication', { place: 'Вестник' }, 'in-force'],
      ];
      const numbered = steps.findIndex(([path]) => path === 'registration');
      let { etag } = announced;
      let last = announced;
      for (const [index, [path, body, status]] of steps.entries()) {
        last = await recorded(program, `${self}/${path}`, body, { 'if-match': etag });
        const receipt = bodyOf<ReceiptBody>(last.answer);
        // A registration is asked for first and numbered then.
        const events = index + (index < numbered ? 1 : 2);
        expect([path, receipt.status, receipt.revision]).toEqual([path, status, events]);
        expect(last.answer.status).toBe(200);
        expect(last.answer.headers.get('location')).toBeNull();
        ({ etag } = last);
      }
      const read = await program.get(self, { 'ledger-position': last.position });
      expect(read.headers.get('etag')).toBe(etag);
      const agreement = bodyOf<AgreementBody>(read);
      expect(agreement).toMatchObject({ status: 'in-force', certainty: 'certain', revision: steps.length + 1 });
      expect(agreement.parties.every(({ signed }) => signed !== null)).toBe(true);
      expect(agreement.texts.map(({ sha256, current }) => [sha256, current])).toEqual([
        [TEXT_1, false],
        [TEXT_2, true],
      ]);
      expect(agreement.voidSignatures).toMatchObject([{ party: 'RU-KYA', text: TEXT_1 }]);
      expect(agreement.registration).toMatchObject({ region: 'RU-KLU', number: 1 });
      const history = await historyOf(program, self);
      expect(history.map(({ revision }) => revision)).toEqual(Array.from({ length: 12 }, (_, index) => index));
      expect(history.map(({ type }) => type)).toEqual([
        'AgreementAnnounced',
        'ForceRuleSet',
        'TextAdopted',
        'OpenedForSignature',
        'AgreementSigned',
        'TextAdopted',
        'OpenedForSignature',
        'AgreementSigned',
        'AgreementSigned',
        'RegistrationRequested',
        'AgreementRegistered',
        'AgreementPublished',
      ]);
    });

    it('into force on the last signature, and not before', async () => {
      const id = await openedAgreement(program, by);
      const self = `/v1/agreements/${id}`;
      await recorded(program, `${self}/force-rule`, { entersIntoForce: 'on-last-signature' });
      const first = await recorded(program, `${self}/signatures`, signatureOf(by, 0));
      const second = await recorded(program, `${self}/signatures`, signatureOf(by, 1));
      expect(bodyOf<ReceiptBody>(first.answer).status).toBe('partly-signed');
      expect(bodyOf<ReceiptBody>(second.answer).status).toBe('in-force');
    });

    it('out of force and into it again', async () => {
      const id = await signedAgreement(program, by);
      const self = `/v1/agreements/${id}`;
      await recorded(program, `${self}/force-rule`, { entersIntoForce: 'on-last-signature' });
      const statuses: string[] = [];
      for (const path of ['suspension', 'resumption', 'termination', 'annulment']) {
        const { answer } = await recorded(program, `${self}/${path}`, { reason: `because of ${path}` });
        statuses.push(bodyOf<ReceiptBody>(answer).status);
      }
      expect(statuses).toEqual(['suspended', 'in-force', 'terminated', 'annulled']);
    });
  });

  describe('are conditional', () => {
    it('on If-Match: 428 without it, 412 when it is stale, and the right one among several, or *, will do', async () => {
      const { id, etag } = await recorded(program, '/v1/parties', { form: 'enterprise', names: { ru: 'Завод' } });
      const path = `/v1/parties/${id}/names`;
      const named = (text: string, ifMatch: string) =>
        program.post(path, { names: { ru: text } }, { 'if-match': ifMatch });
      expect(refusalOf(await named('Без условия', ''))).toEqual([428, 'precondition-required']);
      const second = await named('Комбинат', etag);
      expect(second.status).toBe(200);
      expect(refusalOf(await named('Опоздал', etag))).toEqual([412, 'stale']);
      expect(refusalOf(await named('Опоздал', '"0.x", "7.y"'))).toEqual([412, 'stale']);
      expect(refusalOf(await named('Чужой', 'not an entity tag'))).toEqual([400, 'invalid-header', 'if-match', '']);
      const now = second.headers.get('etag') ?? '';
      expect((await named('Среди других', `"99.z", ${now} ,"98.z"`)).status).toBe(200);
      expect((await named('Любой', '*')).status).toBe(200);
      expect(await historyOf(program, `/v1/parties/${id}`)).toHaveLength(4);
    });

    it('on a weak tag never, since If-Match compares strongly (RFC 9110, 13.1.1), and says what to send', async () => {
      const { id, etag } = await recorded(program, '/v1/parties', { form: 'enterprise', names: { ru: 'Завод' } });
      const weak = { 'if-match': `W/${etag}` };
      const answer = await program.post(`/v1/parties/${id}/names`, { names: { ru: 'Слабый' } }, weak);
      expect(refusalOf(answer)).toEqual([400, 'invalid-header', 'if-match-strong', '']);
      expect(bodyOf<{ detail: string }>(answer).detail).toContain('without W/');
    });

    it('on the revision alone: a record that reads differently by now is still at it', async () => {
      const { id, etag } = await recorded(program, '/v1/parties', { form: 'enterprise', names: { ru: 'Завод' } });
      const other = etag.replace(/\.[^"]*/, '.anotherday');
      const answer = await program.post(`/v1/parties/${id}/names`, { names: { ru: 'Тот же' } }, { 'if-match': other });
      expect(answer.status).toBe(200);
    });

    it('for two writers at once: one is recorded, the other is stale, and nothing is half-written', async () => {
      const { id, etag } = await recorded(program, '/v1/parties', { form: 'enterprise', names: { ru: 'Завод' } });
      const writers = Array.from({ length: 8 }, (_, index) =>
        program.post(`/v1/parties/${id}/names`, { names: { ru: `Писатель ${index}` } }, { 'if-match': etag }),
      );
      const statuses = (await Promise.all(writers)).map(({ status }) => status);
      expect(statuses.sort()).toEqual([200, 412, 412, 412, 412, 412, 412, 412]);
      expect(await historyOf(program, `/v1/parties/${id}`)).toHaveLength(2);
    });

    it('for 64 writers on 4 records who accept any revision: each is recorded once', async () => {
      const ids: string[] = [];
      while (ids.length < 4) {
        ids.push((await recorded(program, '/v1/parties', { form: 'enterprise', names: { ru: 'Завод' } })).id);
      }
      const writers = Array.from({ length: 64 }, (_, index) =>
        program.post(
          `/v1/parties/${ids[index % ids.length]}/names`,
          { names: { ru: `Писатель ${index}` } },
          { 'if-match': '*' },
        ),
      );
      expect((await Promise.all(writers)).map(({ status }) => status)).toEqual(Array(64).fill(200));
      for (const id of ids) {
        const history = await historyOf(program, `/v1/parties/${id}`);
        expect(history.map(({ revision }) => revision)).toEqual(Array.from({ length: 17 }, (_, revision) => revision));
      }
    });

    it('so that a registration and another change at once leave a number only where the agreement is registered', async () => {
      const id = await signedAgreement(program, by);
      const self = `/v1/agreements/${id}`;
      const { etag } = await recorded(program, `${self}/annotations`, { text: 'before' });
      const [registered, published] = await Promise.all([
        program.post(`${self}/registration`, { region: 'RU-KYA', remark: 'at once' }, { 'if-match': etag }),
        program.post(`${self}/publication`, {}, { 'if-match': etag }),
      ]);
      const history = await historyOf(program, self);
      const types = history.map(({ type }) => type);
      expect(types.includes('AgreementRegistered')).toBe(registered.status === 200);
      expect(types.includes('AgreementPublished')).toBe(published.status === 200);
      expect([registered.status, published.status]).toContain(200);
      // The first registration of the year begins the journal.
      const path = `/v1/registration-journals/RU-KYA.${new Date().getFullYear()}`;
      const isBegun = (await program.get(path)).status === 200;
      const lines = (isBegun ? await historyOf(program, path) : []).filter(({ data }) => data.agreement === id);
      expect(lines).toHaveLength(registered.status === 200 ? 1 : 0);
    });

    it('and a remark given with a registration can be read in the agreement and in the journal', async () => {
      const self = `/v1/agreements/${await signedAgreement(program, by)}`;
      const asked = { region: 'RU-KYA', remark: 'Внесено по почте' };
      const { position, answer } = await recorded(program, `${self}/registration`, asked);
      const { registration } = bodyOf<{ registration: { number: number; writtenAs: string } }>(answer);
      const shown = await readAt<{ registration: object }>(program, self, position);
      expect(shown.registration).toMatchObject(registration);
      const path = `/v1/registration-journals/RU-KYA.${new Date().getFullYear()}`;
      const { lines } = await readAt<{ lines: { parties: string[] }[] }>(program, path, position);
      const { number, writtenAs } = registration;
      expect(lines.at(-1)).toMatchObject({ agreement: self.slice(15), number, writtenAs, voided: null });
      expect(lines.at(-1)?.parties).toHaveLength(2);
      const journal = await historyOf(program, `/v1/registration-journals/RU-KYA.${new Date().getFullYear()}`);
      const last = (await historyOf(program, self)).at(-1);
      expect([last?.type, last?.data.act.remark]).toEqual(['AgreementRegistered', 'Внесено по почте']);
      expect(journal.at(-1)?.data.act.remark).toBe('Внесено по почте');
    });
  });

  describe('answer read-your-writes', () => {
    it('where the query names the position: the views show it, every time', async () => {
      const { id } = await recorded(program, '/v1/parties', { form: 'fund', names: { ru: 'Фонд' } });
      for (let round = 1; round <= 20; round += 1) {
        const { position, etag } = await recorded(program, `/v1/parties/${id}/names`, {
          names: { ru: `Имя ${round}` },
        });
        const read = await program.get(`/v1/parties/${id}`, { 'ledger-position': position });
        expect(read.headers.get('etag')).toBe(etag);
        expect(bodyOf<{ aliases: object[] }>(read).aliases).toHaveLength(round);
      }
    });

    it('refuses what is no position, and says 503 with a time to wait where the views do not get there', async () => {
      const wrong = await program.get('/v1/summary', { 'ledger-position': 'soon' });
      expect(refusalOf(wrong)).toEqual([400, 'invalid-header', 'ledger-position', '']);
      const early = await program.get('/v1/summary', { 'ledger-position': FAR_POSITION });
      expect(refusalOf(early)).toEqual([503, 'views-behind']);
      expect(early.headers.get('retry-after')).toBe('1');
    });
  });

  describe('decide without recording where dryRun is asked for', () => {
    const dry = (path: string, body: object, headers: Record<string, string> = {}) =>
      program.post(`${path}?dryRun=true`, body, { 'idempotency-key': '', ...headers });

    it('what a command would come to, with its warnings and refusals', async () => {
      const id = await openedAgreement(program, by);
      const before = await headOf(program);
      const begun = await dry('/v1/agreements', { title: { ru: 'Проба' }, parties: by.regions });
      expect(begun.status).toBe(200);
      expect(bodyOf<ReceiptBody>(begun)).toMatchObject({ dryRun: true, status: 'announced', links: null });
      expect(begun.headers.get('etag')).toBeNull();
      expect(begun.headers.get('ledger-position')).toBeNull();
      const signed = await dry(`/v1/agreements/${id}/signatures`, signatureOf(by, 0));
      expect(bodyOf<ReceiptBody>(signed)).toMatchObject({
        id,
        dryRun: true,
        revision: 3,
        status: 'partly-signed',
        events: [{ id: null, type: 'AgreementSigned', revision: 3 }],
      });
      const late = await dry(`/v1/agreements/${id}/publication`, { recording: 'historical' });
      expect(bodyOf<ReceiptBody>(late).warnings).toMatchObject([{ rule: 'published-after-signed' }]);
      const refused = await dry(`/v1/agreements/${id}/publication`, {});
      expect(refusalOf(refused)).toEqual([409, 'life-cycle', 'published-after-signed', '']);
      const registered = await dry(`/v1/agreements/${id}/registration`, { region: 'RU-KYA', recording: 'historical' });
      const number = { region: 'RU-KYA', number: expect.any(Number) as number, reserved: false };
      expect(bodyOf<ReceiptBody>(registered).registration).toMatchObject(number);
      expect(await headOf(program)).toEqual(before);
      expect(await historyOf(program, `/v1/agreements/${id}`)).toHaveLength(3);
    });

    it('even under a key that was used: a trial is neither a replay nor in the way of one', async () => {
      const key = randomUUID();
      const body = { form: 'fund', names: { ru: 'Фонд пробы' } };
      const real = await recorded(program, '/v1/parties', body, { 'idempotency-key': key });
      const trial = await dry('/v1/parties', body, { 'idempotency-key': key });
      const { id, idempotencyKey } = bodyOf<ReceiptBody>(trial);
      expect([id === real.id, idempotencyKey === key]).toEqual([false, false]);
      const again = await recorded(program, '/v1/parties', body, { 'idempotency-key': key });
      expect(again.answer.text).toBe(real.answer.text);
    });

    it('with the id that the record gets under the key of the trial, its own or the one that the answer names', async () => {
      const body = { form: 'fund', names: { ru: 'Фонд пробы' } };
      const key = randomUUID();
      const own = bodyOf<ReceiptBody>(await dry('/v1/parties', body, { 'idempotency-key': key }));
      expect(own.idempotencyKey).toBe(key);
      const drawn = bodyOf<ReceiptBody>(await dry('/v1/parties', body));
      for (const { id, idempotencyKey = '' } of [own, drawn]) {
        const real = await recorded(program, '/v1/parties', body, { 'idempotency-key': idempotencyKey });
        expect(real.id).toBe(id);
      }
    });

    it('and checks If-Match where it is sent', async () => {
      const { id } = await recorded(program, '/v1/parties', { form: 'fund', names: { ru: 'Фонд' } });
      const answer = await dry(`/v1/parties/${id}/names`, { names: { ru: 'Имя' } }, { 'if-match': '"7.x"' });
      expect(refusalOf(answer)).toEqual([412, 'stale']);
    });
  });
});
