import { describe, expect, it } from 'vitest';
import { readColumnName } from '../../src/ingest/column-names.js';

const likeliest = (header: string): string | null => readColumnName(header)[0]?.role ?? null;

describe('readColumnName', () => {
  it.each([
    [
      'volume',
      'Calls Offered',
      'Contacts offered',
      'callsoffered',
      'Presented',
      'Total Calls',
      'call_volume',
      'Angebotene Anrufe',
      'Anzahl Anrufe',
      'Appels reçus',
      'Llamadas ofrecidas',
      'Chiamate ricevute',
      'Aangeboden gesprekken',
      'Chamadas recebidas',
      'nCalls',
      'Inbound Calls',
      'Tickets',
    ],
    [
      'handled',
      'Calls Handled',
      'Answered',
      'ACD Calls',
      'acdcalls',
      'Angenommen',
      'Beantwortete Anrufe',
      'Appels traités',
      'Atendidas',
      'Calls Answered',
      'contacts_handled',
    ],
    ['abandoned', 'Abandoned', 'Aban Calls', 'abncalls', 'Calls Abandoned', 'Abandons', 'Verlorene Anrufe', 'Aufgelegt', 'Appels abandonnés', 'Abandonadas'],
    ['shortAbandoned', 'Short Abandon', 'short_abandoned', 'Short Calls'],
    [
      'handle',
      'AHT',
      'aht_seconds',
      'Avg Handle Time (ms)',
      'Average Handling Time',
      'Ø Bearbeitungszeit',
      'Durée moyenne de traitement',
      'TMO',
      'Total Handle Time',
      'handleTime',
    ],
    ['talk', 'Talk Time', 'Avg Talk', 'Gesprächszeit', 'acdtime', 'Average agent interaction time'],
    ['acw', 'ACW', 'After Call Work', 'Wrap-up time', 'wrap_up_time', 'Nachbearbeitungszeit', 'Average after contact work time'],
    ['hold', 'Hold Time', 'Avg Hold', 'holdacdtime'],
    ['wait', 'Wait Time', 'Queue Wait Time', 'Mean wait seconds', 'Wartezeit', 'InQueue time'],
    ['answerWait', 'ASA', 'asa_s', 'Avg Speed Ans', 'Average queue answer time'],
    ['queue', 'Queue', 'CSQ Name', 'Skill_Name', 'Split/Skill', 'Warteschlange', 'File d’attente', 'queueName'],
    ['channel', 'Media Type', 'Channel', 'Medium'],
    ['start', 'Timestamp', 'Interval Start', 'StartInterval', 'Date', 'Datum', 'Uhrzeit', 'row_date', 'starttime', 'Fecha hora', 'Interval', 'created_at'],
    ['end', 'Interval End', 'EndInterval', 'end_at'],
    ['reason', 'Contact Reason', 'Wrap-up code', 'Topic'],
    ['site', 'Site', 'Standort'],
    ['id', 'Call ID', 'Contact_ID', 'uniqueid'],
    ['parentId', 'Master_Contact_ID', 'linkedid'],
    ['direction', 'Direction', 'Call Type'],
  ])('reads %s from its many names', (role, ...headers) => {
    for (const header of headers as string[]) expect([header, likeliest(header)]).toEqual([header, role]);
  });

  it.each([
    [
      'Service Level %',
      'answered_in_sl',
      'Abandon %',
      '% Ans Calls',
      'Max Delay',
      'Occupancy',
      'Calls Per Pos',
      'Extn Out Calls',
      'acceptable',
      'Cost',
      'agents',
      'Forecast Calls',
      'Calls Handled < Service Level',
      'Longest wait',
      'Transfers',
      'Notes',
    ],
  ])('never takes shares, extremes and bookkeeping for counts or times', (...headers) => {
    for (const header of headers as string[]) expect([header, readColumnName(header).filter(({ rank }) => rank < 2)]).toEqual([header, []]);
  });

  it('reads units and statistics', () => {
    expect(readColumnName('Avg Handle Time (ms)')[0]).toMatchObject({ unitSeconds: 0.001, statistic: 'average' });
    expect(readColumnName('Total Handle Time (Seconds)')[0]).toMatchObject({ unitSeconds: 1, statistic: 'total' });
    expect(readColumnName('talk_time_min')[0]).toMatchObject({ unitSeconds: 60, statistic: null });
    expect(readColumnName('AHT (hh:mm:ss)')[0]).toMatchObject({ unitSeconds: null, statistic: 'average' });
  });
});
