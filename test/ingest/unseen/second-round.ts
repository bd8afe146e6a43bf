import type { Shape } from './shape.js';

const U = '2026-01-13T';

/** Written after the reader had learnt the first round: 13 of these 20 were read as expected at once, and five refused, before it learnt these too. */
export const SECOND_ROUND: readonly Shape[] = [
  {
    title: 'UJET style: one row per call with ISO stamps and many times',
    text: [
      'call_id,menu_path,call_type,status,created_at,queued_at,connected_at,ended_at,queue_name,agent_name,queue_duration,call_duration,wrap_up_duration,hold_duration',
      '1,Main/Sales,IvrCall,finished,2026-01-13T08:00:01Z,2026-01-13T08:00:10Z,2026-01-13T08:00:40Z,2026-01-13T08:05:00Z,Sales,Ada,30,260,40,0',
      '2,Main/Sales,IvrCall,failed,2026-01-13T08:10:01Z,2026-01-13T08:10:10Z,,2026-01-13T08:11:00Z,Sales,,50,,,',
    ].join('\n'),
    queues: [{ queue: 'Sales', start: `${U}08:00Z`, step: 30, volume: [2], handled: [1], abandoned: [1], meanWaitSeconds: [40] }],
    kept: 2,
  },
  {
    title: 'Puzzel style: queue by quarter hour, Norwegian',
    text: [
      'Dato;Tid;Kø;Tilbudte samtaler;Besvarte samtaler;Tapte samtaler;Gjennomsnittlig ventetid;Gjennomsnittlig samtaletid;Gjennomsnittlig etterbehandlingstid;Svarprosent',
      '13.01.2026;08:00;Salg;24;22;2;00:00:16;00:04:11;00:00:49;91,7',
      '13.01.2026;08:15;Salg;31;31;0;00:00:08;00:04:00;00:00:58;100,0',
    ].join('\n'),
    queues: [
      {
        queue: 'Salg',
        start: `${U}08:00Z`,
        step: 15,
        volume: [24, 31],
        handled: [22, 31],
        abandoned: [2, 0],
        ahtSeconds: [300, 298],
        meanWaitSeconds: [16, 8],
      },
    ],
    kept: 2,
  },
  {
    title: 'Webex Contact Center, queue interval',
    text: [
      'Interval Start Time,Queue Name,Channel Type,# Contacts,# Answered,# Abandoned,Avg Queue Wait Time,Avg Handle Time,% Abandoned,Service Level %',
      '01/13/2026 08:00:00,Sales,telephony,24,22,2,16,300,8.3,86.4',
      '01/13/2026 08:30:00,Sales,telephony,31,31,0,8,298,0,96.8',
    ].join('\n'),
    queues: [
      {
        queue: 'Sales',
        start: `${U}08:00Z`,
        step: 30,
        volume: [24, 31],
        handled: [22, 31],
        abandoned: [2, 0],
        ahtSeconds: [300, 298],
        meanWaitSeconds: [16, 8],
      },
    ],
    kept: 2,
  },
  {
    title: 'Odigo style: service by half hour, French with totals in seconds',
    text: [
      'Date;Tranche;Service;Appels entrants;Appels traités;Appels perdus;Durée totale de traitement (s);Durée totale d’attente (s)',
      '13/01/2026;08:00-08:30;Ventes;24;22;2;6600;384',
      '13/01/2026;08:30-09:00;Ventes;31;31;0;9238;248',
      '13/01/2026;09:00-09:30;Ventes;10;10;0;3000;60',
    ].join('\n'),
    queues: [
      {
        queue: 'Ventes',
        start: `${U}08:00Z`,
        step: 30,
        volume: [24, 31, 10],
        handled: [22, 31, 10],
        abandoned: [2, 0, 0],
        ahtSeconds: [300, 298, 300],
        meanWaitSeconds: [16, 8, 6],
      },
    ],
    kept: 3,
  },
  {
    title: 'Vocalcom style: Spanish, hour in words, averages as mm:ss',
    text: [
      'Día;Hora;Campaña;Entrantes;Contestadas;Abandonadas;T. medio conversación;T. medio espera',
      'martes, 13 de enero de 2026;08:00;Ventas;24;22;2;05:00;00:16',
      'martes, 13 de enero de 2026;09:00;Ventas;31;31;0;04:58;00:08',
    ].join('\n'),
    queues: [
      {
        queue: 'Ventas',
        start: `${U}08:00Z`,
        step: 60,
        volume: [24, 31],
        handled: [22, 31],
        abandoned: [2, 0],
        ahtSeconds: [300, 298],
        meanWaitSeconds: [16, 8],
      },
    ],
    kept: 2,
  },
  {
    title: 'SQL dump of an interval table',
    text: [
      'interval_start_utc\tqueue_id\tn_offered\tn_answered\tn_abandoned\tsum_handle_ms\tsum_wait_ms',
      '2026-01-13 08:00:00.000\t17\t24\t22\t2\t6600000\t384000',
      '2026-01-13 08:15:00.000\t17\t31\t31\t0\t9238000\t248000',
      '2026-01-13 08:30:00.000\t17\t10\t10\t0\t3000000\t60000',
    ].join('\n'),
    options: { zone: 'Europe/Berlin' },
    queues: [
      {
        queue: '17',
        start: `${U}08:00Z`,
        step: 15,
        volume: [24, 31, 10],
        handled: [22, 31, 10],
        abandoned: [2, 0, 0],
        ahtSeconds: [300, 298, 300],
        meanWaitSeconds: [16, 8, 6],
      },
    ],
    kept: 3,
  },
  {
    title: 'pandas dump with an index column',
    text: [',ts,calls,aht', '0,2026-01-13 08:00:00,24,300.0', '1,2026-01-13 08:30:00,31,298.0', '2,2026-01-13 09:00:00,12,310.0'].join('\n'),
    queues: [{ queue: 'all', start: `${U}08:00Z`, step: 30, volume: [24, 31, 12], ahtSeconds: [300, 298, 310] }],
    kept: 3,
  },
  {
    title: 'a quoted title with commas, filters, then the table, then a legend',
    text: [
      '"Queue report, all sites, weekly"',
      '"Filters: queue in (Sales, Support)"',
      '"Time zone: America/New_York"',
      '',
      'Start of interval,Queue,Offered,Answered',
      '01/13/2026 8:00 AM,Sales,24,22',
      '01/13/2026 8:30 AM,Sales,31,31',
      '',
      '"* Offered = answered + abandoned"',
    ].join('\n'),
    queues: [{ queue: 'Sales', start: `${U}13:00Z`, step: 30, volume: [24, 31], handled: [22, 31] }],
    kept: 2,
  },
  {
    title: 'Finnish',
    text: [
      'Päivämäärä;Kello;Jono;Saapuneet puhelut;Vastatut puhelut;Luopuneet puhelut;Keskimääräinen käsittelyaika;Keskimääräinen jonotusaika',
      '13.1.2026;8.00;Myynti;24;22;2;5:00;0:16',
      '13.1.2026;8.30;Myynti;31;31;0;4:58;0:08',
    ].join('\n'),
    queues: [
      {
        queue: 'Myynti',
        start: `${U}08:00Z`,
        step: 30,
        volume: [24, 31],
        handled: [22, 31],
        abandoned: [2, 0],
        ahtSeconds: [300, 298],
        meanWaitSeconds: [16, 8],
      },
    ],
    kept: 2,
  },
  {
    title: 'Czech',
    text: [
      'Datum;Čas;Fronta;Příchozí hovory;Přijaté hovory;Ztracené hovory;Průměrná doba hovoru;Průměrná doba čekání',
      '13. 1. 2026;8:00;Prodej;24;22;2;0:05:00;0:00:16',
      '13. 1. 2026;8:30;Prodej;31;31;0;0:04:58;0:00:08',
    ].join('\n'),
    queues: [
      {
        queue: 'Prodej',
        start: `${U}08:00Z`,
        step: 30,
        volume: [24, 31],
        handled: [22, 31],
        abandoned: [2, 0],
        ahtSeconds: [300, 298],
        meanWaitSeconds: [16, 8],
      },
    ],
    kept: 2,
  },
  {
    title: 'weekly history by queue with the first day of the week',
    text: ['Week commencing,Queue,Contacts,AHT (mins)', '05/01/2026,Sales,1204,5.1', '12/01/2026,Sales,1190,5.0', '19/01/2026,Sales,1302,5.2'].join('\n'),
    queues: [{ queue: 'Sales', start: '2026-01-05', step: 'week', volume: [1204, 1190, 1302], ahtSeconds: [306, 300, 312] }],
    kept: 3,
  },
  {
    title: 'months as Jan-25 with thousands separators',
    text: ['Month,Calls offered,Calls handled', 'Jan-25,"12,345","12,001"', 'Feb-25,"11,020","10,900"', 'Mar-25,"13,111","12,800"'].join('\n'),
    queues: [{ queue: 'all', start: '2025-01-01', step: 'month', volume: [12345, 11020, 13111], handled: [12001, 10900, 12800] }],
    kept: 3,
  },
  {
    title: 'channels side by side',
    text: [
      'Date,Hour,Voice Offered,Voice Handled,Chat Offered,Chat Handled',
      '2026-01-13,8,24,22,7,7',
      '2026-01-13,9,31,31,9,9',
      '2026-01-13,10,12,12,3,3',
    ].join('\n'),
    queues: [
      { queue: 'Voice', start: `${U}08:00Z`, step: 60, volume: [24, 31, 12], handled: [22, 31, 12] },
      { queue: 'Chat', channel: 'chat', start: `${U}08:00Z`, step: 60, volume: [7, 9, 3], handled: [7, 9, 3] },
    ],
  },
  {
    title: 'answered and lost only: offered is their sum',
    text: ['Zeit,Angenommen,Verloren', '2026-01-13 08:00,22,2', '2026-01-13 08:30,31,0'].join('\n'),
    queues: [{ queue: 'all', start: `${U}08:00Z`, step: 30, volume: [24, 31], handled: [22, 31], abandoned: [2, 0] }],
    kept: 2,
  },
  {
    title: 'forecast and actual beside each other: the actual counts',
    text: ['Interval,Forecast Volume,Actual Volume,Forecast AHT,Actual AHT', '2026-01-13 08:00,30,24,310,300', '2026-01-13 08:30,33,31,310,298'].join('\n'),
    queues: [{ queue: 'all', start: `${U}08:00Z`, step: 30, volume: [24, 31], ahtSeconds: [300, 298] }],
    kept: 2,
  },
  {
    title: 'a JSON array of objects',
    text: JSON.stringify([
      { start: '2026-01-13T08:00:00Z', queue: 'Sales', offered: 24, answered: 22 },
      { start: '2026-01-13T08:30:00Z', queue: 'Sales', offered: 31, answered: 31 },
    ]),
    queues: [{ queue: 'Sales', start: '2026-01-13T08:00Z', step: 30, volume: [24, 31], handled: [22, 31] }],
    sure: true,
  },
  {
    title: 'time in two languages of one sheet, empty first column, total column at the right',
    text: [';Uhrzeit / Time;Mo 12.01.;Di 13.01.;Mi 14.01.;Gesamt', ';08:00;22;18;20;60', ';09:00;31;29;30;90'].join('\n'),
    refused: /./, // days without a year: nothing says which
  },
  {
    title: 'a day with a queue per line and no header at all',
    text: ['2026-01-13 08:00;Sales;24', '2026-01-13 08:30;Sales;31', '2026-01-13 08:00;Support;7', '2026-01-13 08:30;Support;9'].join('\n'),
    queues: [
      { queue: 'Sales', start: `${U}08:00Z`, step: 30, volume: [24, 31] },
      { queue: 'Support', start: `${U}08:00Z`, step: 30, volume: [7, 9] },
    ],
    kept: 4,
  },
  {
    title: 'call detail with yes and no for answered and a reason per call',
    text: [
      'CallTime,Line,Answered?,WaitSecs,TalkSecs,WrapSecs,CallReason',
      '2026-01-13 08:01:12,Sales,Yes,12,240,30,Order',
      '2026-01-13 08:02:33,Sales,No,55,,,',
      '2026-01-13 08:15:01,Sales,Yes,3,180,20,Complaint',
    ].join('\n'),
    queues: [{ queue: 'Sales', start: `${U}08:00Z`, step: 30, volume: [3], handled: [2], abandoned: [1], ahtSeconds: [235], meanWaitSeconds: [70 / 3] }],
    kept: 3,
    doubts: [/reason="CallReason"/],
  },
  {
    title: 'inbound and outbound beside each other: only what comes in waits',
    text: ['Date,Hour,Inbound,Outbound', '2026-01-13,8,24,11', '2026-01-13,9,31,12', '2026-01-13,10,12,7'].join('\n'),
    queues: [{ queue: 'all', start: `${U}08:00Z`, step: 60, volume: [24, 31, 12] }],
    kept: 3,
  },
  {
    title: 'extremes of a day: no column is a count of contacts',
    text: ['Date,Min,Max,Median', '2026-01-12,2,40,17', '2026-01-13,3,41,18', '2026-01-14,1,39,16'].join('\n'),
    refused: /--column volume/,
  },
  {
    title: 'tickets opened and closed by day',
    text: ['Date,Opened,Closed,Backlog', '2026-01-12,120,110,900', '2026-01-13,98,101,897', '2026-01-14,101,99,899'].join('\n'),
    queues: [{ queue: 'all', start: '2026-01-12', step: 'day', volume: [120, 98, 101] }],
    kept: 3,
  },
  {
    title: 'Turkish',
    text: ['Tarih;Saat;Kuyruk;Gelen çağrı;Cevaplanan çağrı;Kaçan çağrı', '13.01.2026;08:00;Satış;24;22;2', '13.01.2026;08:30;Satış;31;31;0'].join('\n'),
    queues: [{ queue: 'Satış', start: `${U}08:00Z`, step: 30, volume: [24, 31], handled: [22, 31], abandoned: [2, 0] }],
    kept: 2,
  },
];
