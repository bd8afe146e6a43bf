/**
 * A fourth round, written by hand as other systems would: page headers and totals, units below the header, clocks in the header, units in the cells,
 * subtotals, names with commas and quotes, exports of the same day twice, and days on which the clock changes.
 */
import type { Shape } from './shape.js';

const utf16 = (text: string): Uint8Array => {
  const bytes = new Uint8Array(2 + 2 * text.length);
  bytes.set([0xff, 0xfe]);
  for (let i = 0; i < text.length; i += 1) bytes.set([text.charCodeAt(i) & 0xff, text.charCodeAt(i) >> 8], 2 + 2 * i);
  return bytes;
};

const latin = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export const FOURTH_ROUND: readonly Shape[] = [
  {
    title: 'Avaya CMS style: pages of a split with their own heads, day totals and a grand total',
    text: `Split/Skill Interval Report,,,,,Page 1 of 2
Date:,2/17/2026
Split/Skill:,Support (12)

Time,ACD Calls,Avg ACD Time,Avg ACW Time,Aban Calls,Avg Speed Ans
8:00AM-8:30AM,20,240,30,2,14
8:30AM-9:00AM,31,251,28,0,9
Totals,51,246.7,28.8,2,11
Split/Skill Interval Report,,,,,Page 2 of 2
Date:,2/18/2026
Split/Skill:,Support (12)

Time,ACD Calls,Avg ACD Time,Avg ACW Time,Aban Calls,Avg Speed Ans
8:00AM-8:30AM,22,236,31,1,12
8:30AM-9:00AM,28,244,29,3,16
Totals,50,240.5,29.9,4,14.2`,
    queues: [
      {
        queue: 'Support',
        start: '2026-02-17T08:00Z',
        step: 30,
        volume: [22, 31, ...Array.from({ length: 46 }, () => null), 23, 31],
        handled: [20, 31, ...Array.from({ length: 46 }, () => null), 22, 28],
        ahtSeconds: [270, 279, ...Array.from({ length: 46 }, () => null), 267, 273],
      },
    ],
    kept: 4,
    dropped: { total: 2, header: 1 },
  },
  {
    title: 'Cisco UCCX style: detail of each call, dispositions as numbers, queues with their id',
    text: `Session ID - Seq No.,Call Start Time,Call End Time,Contact Type,Contact Disposition,Originator DN,Called Number,CSQ Name,Queue Time,Agent Name,Talk Time,Hold Time,Work Time
1001-0,2/17/26 8:02:11 AM,2/17/26 8:06:31 AM,Incoming,Handled,4155550101,7001,Billing,00:00:12,Ada Lind,00:03:40,00:00:08,00:00:20
1002-0,2/17/26 8:04:40 AM,2/17/26 8:05:25 AM,Incoming,Abandoned,4155550102,7001,Billing,00:00:45,,,,
1003-0,2/17/26 8:40:05 AM,2/17/26 8:44:05 AM,Incoming,Handled,4155550103,7001,Billing,00:00:05,Ben Roth,00:03:20,00:00:00,00:00:30`,
    queues: [{ queue: 'Billing', start: '2026-02-17T08:00Z', step: 30, volume: [2, 1], handled: [1, 1], abandoned: [1, 0], ahtSeconds: [248, 230] }],
  },
  {
    title: 'Five9 style: campaign and skill, half hours as 08:30, times as HH:MM:SS, subtotal by skill',
    text: `"DATE","HALF HOUR","SKILL","CALLS count","ABANDONED count","AVERAGE HANDLE TIME","AVERAGE SPEED OF ANSWER"
"2026/02/17","08:00","Sales, EMEA","12","1","00:04:10","00:00:11"
"2026/02/17","08:30","Sales, EMEA","15","0","00:04:02","00:00:08"
"","","Sales, EMEA (subtotal)","27","1","00:04:06","00:00:09"
"2026/02/17","08:00","The ""gold"" line","4","0","00:06:30","00:00:05"
"2026/02/17","08:30","The ""gold"" line","6","2","00:06:10","00:00:31"
"","","The ""gold"" line (subtotal)","10","2","00:06:18","00:00:20"`,
    queues: [
      { queue: 'Sales, EMEA', start: '2026-02-17T08:00Z', step: 30, volume: [12, 15], abandoned: [1, 0], ahtSeconds: [250, 242] },
      { queue: 'The "gold" line', start: '2026-02-17T08:00Z', step: 30, volume: [4, 6], abandoned: [0, 2], ahtSeconds: [390, 370] },
    ],
    dropped: { total: 2 },
  },
  {
    title: 'Zendesk Explore style: date and full hour of creation as numbers, seconds in brackets',
    text: `Call - Created - Date,Call - Created - Hour,Call channel,Inbound calls,Accepted calls,Abandoned in queue calls,Avg talk time (sec),Avg wrap-up time (sec)
2026-02-17,8,Phone,44,41,3,210.5,30.5
2026-02-17,9,Phone,61,60,1,198,32
2026-02-17,10,Phone,58,58,0,205,30`,
    queues: [
      { queue: 'all', start: '2026-02-17T08:00Z', step: 60, volume: [44, 61, 58], handled: [41, 60, 58], abandoned: [3, 1, 0], ahtSeconds: [241, 230, 235] },
    ],
  },
  {
    title: 'the clock in the header: Interval Start (US/Eastern)',
    text: `Interval Start (US/Eastern),Queue,Offered,Answered,Abandoned,AHT (s)
2026-03-07 23:00,Care,10,9,1,300
2026-03-07 23:30,Care,8,8,0,290
2026-03-08 00:00,Care,6,6,0,280`,
    queues: [
      { queue: 'Care', start: '2026-03-08T04:00Z', step: 30, volume: [10, 8, 6], handled: [9, 8, 6], abandoned: [1, 0, 0], ahtSeconds: [300, 290, 280] },
    ],
  },
  {
    title: 'a row of units below the header',
    text: `Date,Time,Queue,Calls Offered,Calls Answered,AHT
(local),(hh:mm),,(#),(#),(sec)
2026-02-17,08:00,Care,12,11,300
2026-02-17,08:30,Care,15,15,290
2026-02-17,09:00,Care,9,9,310`,
    queues: [{ queue: 'Care', start: '2026-02-17T08:00Z', step: 30, volume: [12, 15, 9], handled: [11, 15, 9], ahtSeconds: [300, 290, 310] }],
  },
  {
    title: 'units in the cells: 4 min 30 s, 270 s, 4,5 Min',
    text: `Datum;Uhrzeit;Hotline;Anrufe;Ø Bearbeitungszeit;Ø Wartezeit
17.02.2026;08:00 Uhr;Technik;12;4 min 30 s;12 s
17.02.2026;08:30 Uhr;Technik;15;5 min 0 s;8 s
17.02.2026;09:00 Uhr;Technik;9;4 min 10 s;1 min 5 s`,
    queues: [{ queue: 'Technik', start: '2026-02-17T08:00Z', step: 30, volume: [12, 15, 9], ahtSeconds: [270, 300, 250] }],
  },
  {
    title: 'German, windows-1252: from and to, subtotals by day, a mean at the end, points for thousands',
    bytes: latin(`Auswertung Hotline\r
Zeitraum: 16.02.2026 bis 17.02.2026\r
\r
Datum;von;bis;Rufgruppe;Anrufe gesamt;angenommen;verloren;\xd8 Gespr\xe4chsdauer;\xd8 Nachbearbeitung\r
16.02.2026;08:00;08:30;St\xf6rung;1.012;1.001;11;00:03:10;00:00:20\r
16.02.2026;08:30;09:00;St\xf6rung;998;990;8;00:03:05;00:00:25\r
Zwischensumme 16.02.2026;;;;2.010;1.991;19;00:03:07;00:00:22\r
17.02.2026;08:00;08:30;St\xf6rung;1.120;1.100;20;00:03:20;00:00:20\r
17.02.2026;08:30;09:00;St\xf6rung;1.034;1.030;4;00:03:00;00:00:30\r
Zwischensumme 17.02.2026;;;;2.154;2.130;24;00:03:10;00:00:25\r
Mittelwert;;;;1.041;1.030,25;10,75;00:03:09;00:00:24\r
`),
    options: { zone: 'UTC' },
    queues: [
      {
        queue: 'Störung',
        start: '2026-02-16T08:00Z',
        step: 30,
        volume: [1012, 998, ...Array.from({ length: 46 }, () => null), 1120, 1034],
        handled: [1001, 990, ...Array.from({ length: 46 }, () => null), 1100, 1030],
        abandoned: [11, 8, ...Array.from({ length: 46 }, () => null), 20, 4],
        ahtSeconds: [210, 210, ...Array.from({ length: 46 }, () => null), 220, 210],
      },
    ],
    dropped: { total: 3 },
  },
  {
    title: 'French, UTF-16 with tabs: ranges as 8h00 - 8h30, thin spaces for thousands, a subtotal',
    bytes: utf16(`Date\tTranche horaire\tFile d'attente\tAppels reçus\tAppels traités\tAppels abandonnés\tDMT (s)
17/02/2026\t8h00 - 8h30\tService client\t1\u202f204\t1\u202f190\t14\t241,5
17/02/2026\t8h30 - 9h00\tService client\t1\u202f311\t1\u202f300\t11\t238
Sous-total\t\tService client\t2\u202f515\t2\u202f490\t25\t239,7
`),
    queues: [
      {
        queue: 'Service client',
        start: '2026-02-17T08:00Z',
        step: 30,
        volume: [1204, 1311],
        handled: [1190, 1300],
        abandoned: [14, 11],
        ahtSeconds: [241.5, 238],
      },
    ],
    dropped: { total: 1 },
  },
  {
    title: 'Talkdesk style: ring group by interval with its time zone in a column',
    text: `Interval Start,Interval End,Time Zone,Ring Group,Inbound Contacts,Answered Contacts,Missed Contacts,Abandoned Contacts,Short Abandoned Contacts,Avg Handle Time
2026-02-17 08:00:00,2026-02-17 08:15:00,Europe/Lisbon,Sinistros,14,12,0,2,1,00:05:01
2026-02-17 08:15:00,2026-02-17 08:30:00,Europe/Lisbon,Sinistros,18,17,0,1,0,00:04:44`,
    options: { zone: 'Europe/Lisbon' },
    queues: [
      {
        queue: 'Sinistros',
        start: '2026-02-17T08:00Z',
        step: 15,
        volume: [14, 18],
        handled: [12, 17],
        abandoned: [2, 1],
        shortAbandoned: [1, 0],
        ahtSeconds: [301, 284],
      },
    ],
  },
  {
    title: 'Gorgias style: tickets with teams and channels',
    text: `Ticket id,Created datetime,Closed datetime,Initial channel,Assignee team,Assignee name,First response time (seconds),Resolution time (seconds)
9001,2026-02-17T08:02:00+00:00,2026-02-17T10:02:00+00:00,email,Orders,Ada Lind,3600,7200
9002,2026-02-17T08:12:00+00:00,2026-02-17T08:42:00+00:00,chat,Orders,Ada Lind,20,1800
9003,2026-02-17T08:44:00+00:00,,email,Returns,,,`,
    queues: [
      { queue: 'Orders', channel: 'email', start: '2026-02-17T08:00Z', step: 30, volume: [1, null] },
      { queue: 'Orders', channel: 'chat', start: '2026-02-17T08:00Z', step: 30, volume: [1, null] },
      { queue: 'Returns', channel: 'email', start: '2026-02-17T08:30Z', step: 30, volume: [1] },
    ],
  },
  {
    title: 'Twilio style: tasks with epoch seconds and a completion reason',
    text: `task_sid,task_queue,task_channel,direction,created_at,accepted_at,completed_at,status,reason
WT1,Claims,voice,inbound,1771315260,1771315275,1771315500,completed,
WT2,Claims,voice,inbound,1771315380,,1771315410,canceled,hangup
WT3,Claims,voice,inbound,1771317120,1771317122,1771317422,completed,`,
    queues: [{ queue: 'Claims', start: '2026-02-17T08:00Z', step: 30, volume: [2, 1], handled: [1, 1], abandoned: [1, 0], ahtSeconds: [225, 300] }],
  },
  {
    title: 'Genesys PureConnect style: n and t in the names, totals of time',
    text: `Workgroup,Interval Date,Interval Time,nEnteredAcd,nAnsweredAcd,nAbandonedAcd,tTalkAcd,tAcw
Marketing,02/17/2026,08:00:00 AM,20,18,2,3600,540
Marketing,02/17/2026,08:30:00 AM,25,25,0,5250,750`,
    queues: [{ queue: 'Marketing', start: '2026-02-17T08:00Z', step: 30, volume: [20, 25], handled: [18, 25], abandoned: [2, 0], ahtSeconds: [230, 240] }],
  },
  {
    title: 'weekday and long dates in English words, AM and PM',
    text: `Day,Time of Day,Team,Contacts Offered,Contacts Handled,Avg. Handle Time (mm:ss)
"Tuesday, February 17, 2026",11:30 AM,Tier 1,14,14,05:10
"Tuesday, February 17, 2026",12:00 PM,Tier 1,18,17,05:00
"Tuesday, February 17, 2026",12:30 PM,Tier 1,16,16,04:50`,
    queues: [{ queue: 'Tier 1', start: '2026-02-17T11:30Z', step: 30, volume: [14, 18, 16], handled: [14, 17, 16], ahtSeconds: [310, 300, 290] }],
  },
  {
    title: 'hours 1 to 24 by their ends, as numbers: refused by name',
    text: `Date,Hour Ending,Queue,Calls
28-Mar-26,23,Night,5
28-Mar-26,24,Night,4
29-Mar-26,1,Night,3
29-Mar-26,2,Night,2
29-Mar-26,4,Night,6
29-Mar-26,5,Night,7`,
    options: { zone: 'Europe/Berlin' },
    refused: /told apart by "Hour Ending".*Write them as 08:00/,
  },
  {
    title: 'two exports of the same day pasted below each other, row by row the same',
    text: `timestamp,queue,offered,aht
2026-02-17 08:00,Care,12,300
2026-02-17 08:30,Care,15,290
2026-02-17 09:00,Care,9,310
timestamp,queue,offered,aht
2026-02-17 08:00,Care,12,300
2026-02-17 08:30,Care,15,290
2026-02-17 09:00,Care,9,310`,
    queues: [{ queue: 'Care', start: '2026-02-17T08:00Z', step: 30, volume: [12, 15, 9], ahtSeconds: [300, 290, 310] }],
    kept: 3,
    dropped: { header: 1, copy: 3 },
    doubts: [/3 rows say the same as an earlier one.*counted once/],
  },
  {
    title: 'calls counted one by one at the half hour: rows alike are no copies',
    text: `timestamp,queue,offered,aht
2026-02-17 08:00,Care,1,300
2026-02-17 08:00,Care,1,300
2026-02-17 08:00,Care,1,300
2026-02-17 08:30,Care,1,300
2026-02-17 08:30,Care,1,300
2026-02-17 09:00,Care,1,300`,
    queues: [{ queue: 'Care', start: '2026-02-17T08:00Z', step: 30, volume: [3, 2, 1], ahtSeconds: [300, 300, 300] }],
    doubts: [/their counts are added/],
  },
  {
    title: 'a second block with other figures is a part of the count, not a copy',
    text: `timestamp,offered,aht
2026-02-17 08:00,12,300
2026-02-17 08:30,15,290
2026-02-17 09:00,9,310
2026-02-17 09:30,11,310
2026-02-17 08:00,12,300
2026-02-17 08:30,15,290
2026-02-17 09:00,9,310
2026-02-17 09:30,3,200`,
    queues: [{ queue: 'all', start: '2026-02-17T08:00Z', step: 30, volume: [24, 30, 18, 14], ahtSeconds: [300, 290, 310, 286.428571] }],
    doubts: [/their counts are added/],
  },
  {
    title: 'Calls Ans. and a stamp with a slash in its name',
    text: `Start Date/Time,Queue Name,Calls Presented,Calls Ans.,% Ans,Avg Handle Time
2/17/2026 8:00 AM,Care,20,18,90%,5:10
2/17/2026 8:30 AM,Care,25,25,100%,4:58`,
    queues: [{ queue: 'Care', start: '2026-02-17T08:00Z', step: 30, volume: [20, 25], handled: [18, 25], ahtSeconds: [310, 298] }],
    sure: true,
  },
  {
    title: 'Brazilian: Qtd. de chamadas',
    text: `Data;Hora;Fila;Qtd. Chamadas Oferecidas;Qtd. Chamadas Atendidas;TMA
17/02/2026;08:00;Suporte;20;18;00:05:10
17/02/2026;08:30;Suporte;25;25;00:04:58`,
    queues: [{ queue: 'Suporte', start: '2026-02-17T08:00Z', step: 30, volume: [20, 25], handled: [18, 25], ahtSeconds: [310, 298] }],
  },
  {
    title: 'weekday before 17-Feb-2026, ranges as 0800-0830, also in the evening',
    text: `Day,Interval,LOB,Contacts,ASA,AHT
Tue 17-Feb-2026,1930-2000,Tier1,18,10,305
Tue 17-Feb-2026,2000-2030,Tier1,20,12,300
Tue 17-Feb-2026,2030-2100,Tier1,22,11,310`,
    queues: [{ queue: 'Tier1', start: '2026-02-17T19:30Z', step: 30, volume: [18, 20, 22], ahtSeconds: [305, 300, 310] }],
  },
  {
    title: 'date and range in one cell under a name of its own',
    text: `Periodo,Coda,Chiamate ricevute,Chiamate gestite,Tempo medio di gestione
17/02/2026 08:00-08:30,Clienti,20,18,00:05:10
17/02/2026 08:30-09:00,Clienti,25,25,00:04:58`,
    queues: [{ queue: 'Clienti', start: '2026-02-17T08:00Z', step: 30, volume: [20, 25], handled: [18, 25], ahtSeconds: [310, 298] }],
    doubts: [/Periodo/],
  },
  {
    title: 'date, hour and minute in columns of their own',
    text: `Date,Hour,Minute,Queue,Calls
2026-02-17,8,0,A,20
2026-02-17,8,30,A,22
2026-02-17,9,0,A,25`,
    queues: [{ queue: 'A', start: '2026-02-17T08:00Z', step: 30, volume: [20, 22, 25] }],
    sure: true,
  },
  {
    title: 'total handle time in milliseconds, two rows only: the plausible reading',
    text: `timestamp_utc,queue_id,offered,answered,handle_ms
2026-02-17T08:00:00Z,q1,20,17,5100000
2026-02-17T08:30:00Z,q1,25,25,7500000`,
    queues: [{ queue: 'q1', start: '2026-02-17T08:00Z', step: 30, volume: [20, 25], handled: [17, 25], ahtSeconds: [300, 300] }],
    doubts: [/average or a total/],
  },
];
