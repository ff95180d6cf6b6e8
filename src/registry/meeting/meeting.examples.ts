import type { KindExamples } from '../../kernel/kind.js';
import { DEMO, EXAMPLE_TEXT, OLD } from '../example-ids.js';

export const meetingExamples: KindExamples = {
  record: DEMO.mission,
  commands: {
    PlanMeeting: {
      title: { ru: 'Закупочная сессия', en: 'Procurement meeting' },
      form: 'procurement-meeting',
      parties: [DEMO.avtovaz, DEMO.daaz],
      planned: '2025-10',
      series: DEMO.series,
    },
    AddIdentifier: { scheme: 'old-number', value: '12-в' },
    NameOrganisers: { organisers: [DEMO.mikron], supportedBy: [DEMO.fund] },
    StartMeeting: { ...OLD },
    HoldMeeting: { summary: 'Ten contracts are to be prepared.' },
    PostponeMeeting: { reason: 'Snow.', ...OLD },
    RescheduleMeeting: { planned: '2025-11', ...OLD },
    CancelMeeting: { reason: 'Snow again.', ...OLD },
    AddSession: { title: { en: 'At the plant' }, planned: '2025-10-19', region: 'RU-KYA', parties: [DEMO.mikron] },
    HoldSession: { session: '@entry:SessionPlanned', date: 'XXXX-12-11', ...OLD },
    RecordParticipants: { parties: [DEMO.mikron], role: 'guest' },
    GivePresentation: { by: DEMO.mikron, title: { ru: 'Что мы делаем', en: 'What we make' } },
    TakeDecision: { title: { en: 'To go on' }, text: 'We go on.', parties: [DEMO.mikron] },
    AdoptMinutes: { sha256: EXAMPLE_TEXT, ...OLD },
  },
};

export const meetingSeriesExamples: KindExamples = {
  record: DEMO.series,
  commands: {
    AgreeSeries: {
      title: { ru: 'Круглые столы', en: 'Round tables' },
      form: 'round-table',
      recurrence: 'FREQ=YEARLY',
      anchor: 'XXXX-10-18',
      organisers: [DEMO.ulyanovsk],
    },
    NameOrganisers: { organisers: [DEMO.mikron], supportedBy: [DEMO.fund] },
    EndSeries: { reason: 'Nobody came.' },
  },
};
