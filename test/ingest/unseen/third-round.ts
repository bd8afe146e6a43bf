/**
 * A third round, written by hand as other systems and other people would, without knowledge of the first two: the traps are columns that lie beside the
 * right one (outbound, planned, shares, ends), layouts (JSON, long tables, merged headers) and languages.
 */
import { bookOf } from '../write-workbook.js';
import type { Shape } from './shape.js';

const nothing = (count: number): null[] => Array.from({ length: count }, () => null);

export const THIRD_ROUND: readonly Shape[] = [
  {
    title: 'outbound and internal counts beside inbound',
    text: `Interval Start,Queue,Internal Calls,Outbound Calls,Inbound Calls,Answered,Abandoned,Transferred Calls
2026-03-02 08:00,Sales,7,12,30,28,2,4
2026-03-02 08:30,Sales,5,15,41,37,4,6
2026-03-02 09:00,Sales,9,11,52,50,2,3`,
    queues: [{ queue: 'Sales', start: '2026-03-02T08:00Z', step: 30, volume: [30, 41, 52], handled: [28, 37, 50], abandoned: [2, 4, 2] }],
  },
  {
    title: 'only outbound calls: no volume of inbound',
    text: `Date,Time,Outbound Calls,Avg Talk
2026-03-02,08:00,12,120
2026-03-02,08:30,15,130`,
    refused: /volume/,
  },
  {
    title: 'calls counted by "Internal Calls" only',
    text: `Date,Time,Internal Calls,Outgoing Calls
2026-03-02,08:00,12,120
2026-03-02,08:30,15,130`,
    refused: /volume/,
  },
  {
    title: 'forecast beside actual, forecast first',
    text: `Date,Interval,Forecast Volume,Actual Volume,Forecast AHT,Actual AHT,Variance %
13/03/2026,08:00,44,40,300,310,-9.1%
13/03/2026,08:30,50,55,300,290,10.0%`,
    queues: [{ queue: 'all', start: '2026-03-13T08:00Z', step: 30, volume: [40, 55], ahtSeconds: [310, 290] }],
  },
  {
    title: 'planned/ist german with units in min',
    text: `Datum;Intervall;Plan Anrufe;Ist Anrufe;Plan AHT (Min);Ist AHT (Min);SL %
02.03.2026;08:00-08:30;40;44;4,5;5,2;81,2
02.03.2026;08:30-09:00;50;51;4,5;4,9;79,0
02.03.2026;09:00-09:30;60;58;4,5;5,0;90,1`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [44, 51, 58], ahtSeconds: [312, 294, 300] }],
  },
  {
    title: 'AHT in minutes without a word about it',
    text: `timestamp,calls,aht
2026-03-02T08:00,40,5.2
2026-03-02T08:30,44,4.8
2026-03-02T09:00,51,5.0`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44, 51], ahtSeconds: [312, 288, 300] }],
    doubts: [/minute/],
  },
  {
    title: 'total handle time under a name that says none',
    text: `start,queue,offered,handled,handle time
2026-03-02 08:00,Care,10,10,3000
2026-03-02 08:30,Care,40,38,11400
2026-03-02 09:00,Care,80,75,22500
2026-03-02 09:30,Care,20,20,6100`,
    queues: [{ queue: 'Care', start: '2026-03-02T08:00Z', step: 30, volume: [10, 40, 80, 20], handled: [10, 38, 75, 20], ahtSeconds: [300, 300, 300, 305] }],
  },
  {
    title: 'service level and abandon rate columns come before volume',
    text: `Day,Service Level,Abandon Rate,SL 80/20,Calls
03/14/2026,0.85,0.05,0.81,1250
03/15/2026,0.88,0.04,0.83,1301
03/16/2026,0.91,0.03,0.86,1419`,
    queues: [{ queue: 'all', start: '2026-03-14', step: 'day', volume: [1250, 1301, 1419] }],
  },
  {
    title: 'Queue named Total Care and a totals row',
    text: `Queue,Interval,Offered,Answered,Abandoned
Total Care,2026-03-02 08:00,10,9,1
Total Care,2026-03-02 08:30,12,12,0
Summer Sale,2026-03-02 08:00,5,5,0
Summer Sale,2026-03-02 08:30,6,6,0
Total,,33,32,1`,
    queues: [
      { queue: 'Total Care', start: '2026-03-02T08:00Z', step: 30, volume: [10, 12], handled: [9, 12], abandoned: [1, 0] },
      { queue: 'Summer Sale', start: '2026-03-02T08:00Z', step: 30, volume: [5, 6], handled: [5, 6], abandoned: [0, 0] },
    ],
    dropped: { total: 1 },
  },
  {
    title: 'a queue called Total with stamps on each row: the sum of the others',
    text: `Date,Queue,Calls
2026-03-02,Sales,100
2026-03-02,Support,50
2026-03-02,Total,150
2026-03-03,Sales,110
2026-03-03,Support,40
2026-03-03,Total,150`,
    queues: [
      { queue: 'Sales', start: '2026-03-02', step: 'day', volume: [100, 110] },
      { queue: 'Support', start: '2026-03-02', step: 'day', volume: [50, 40] },
    ],
    dropped: { total: 2 },
  },
  {
    title: 'All Queues row with stamps: sum of the others',
    text: `Date,Queue,Calls
2026-03-02,All Queues,150
2026-03-02,Sales,100
2026-03-02,Support,50
2026-03-03,All Queues,150
2026-03-03,Sales,110
2026-03-03,Support,40`,
    queues: [
      { queue: 'Sales', start: '2026-03-02', step: 'day', volume: [100, 110] },
      { queue: 'Support', start: '2026-03-02', step: 'day', volume: [50, 40] },
    ],
  },
  {
    title: 'thousands 1.234 without other proof, semicolons and German names',
    text: `Tag;Anrufe;Angenommen
02.03.2026;1.234;1.201
03.03.2026;1.187;1.150
04.03.2026;987;960`,
    queues: [{ queue: 'all', start: '2026-03-02', step: 'day', volume: [1234, 1187, 987], handled: [1201, 1150, 960] }],
  },
  {
    title: 'thousands 1,234 quoted, English',
    text: `Day,Calls,Answered
2026-03-02,"1,234","1,201"
2026-03-03,"1,187","1,150"
2026-03-04,987,960`,
    queues: [{ queue: 'all', start: '2026-03-02', step: 'day', volume: [1234, 1187, 987], handled: [1201, 1150, 960] }],
  },
  {
    title: 'thousands by space and narrow no-break space, French',
    text: `Date;File d'attente;Appels présentés;Appels traités;DMT (s)
13/03/2026;Commercial;1 234;1 201;312
14/03/2026;Commercial;1\u202f187;1\u00a0150;298`,
    queues: [{ queue: 'Commercial', start: '2026-03-13', step: 'day', volume: [1234, 1187], handled: [1201, 1150], ahtSeconds: [312, 298] }],
  },
  {
    title: 'Swiss apostrophe thousands',
    text: `Datum;Anrufe;Angenommene Anrufe
02.03.2026;1'234;1'201
03.03.2026;1’187;1'150`,
    queues: [{ queue: 'all', start: '2026-03-02', step: 'day', volume: [1234, 1187], handled: [1201, 1150] }],
  },
  {
    title: 'ambiguous dates are refused',
    text: `Date,Calls
03/02/2026,120
04/02/2026,110
05/02/2026,130`,
    refused: /--date-format/,
  },
  {
    title: 'abandon first, percent columns with sign, Spanish',
    text: `Fecha;Hora;Cola;% Abandono;Llamadas abandonadas;Llamadas entrantes;Llamadas atendidas;TMO
2026-03-02;08:00;Ventas;5,0%;2;40;38;00:05:10
2026-03-02;08:30;Ventas;2,4%;1;41;40;00:04:50`,
    queues: [{ queue: 'Ventas', start: '2026-03-02T08:00Z', step: 30, volume: [40, 41], handled: [38, 40], abandoned: [2, 1], ahtSeconds: [310, 290] }],
  },
  {
    title: 'Dutch interval with AHT mm:ss and van/tot columns',
    text: `Datum;Van;Tot;Wachtrij;Aangeboden;Beantwoord;Opgehangen;Gem. gesprekstijd;Gem. nawerktijd
13-3-2026;08:00;08:15;Verkoop;12;11;1;03:20;00:40
13-3-2026;08:15;08:30;Verkoop;14;14;0;03:10;00:50`,
    queues: [{ queue: 'Verkoop', start: '2026-03-13T08:00Z', step: 15, volume: [12, 14], handled: [11, 14], abandoned: [1, 0], ahtSeconds: [240, 240] }],
  },
  {
    title: 'call list: inbound/outbound mixed, ring seconds, agent',
    text: `Call Start,Direction,From,To Queue,Agent,Result,Wait (s),Talk (s),Wrap (s)
2026-03-02 08:01:10,Inbound,+4930123,Service,anna,Answered,12,200,30
2026-03-02 08:02:10,Outbound,+4930124,,anna,Answered,0,90,10
2026-03-02 08:07:40,Inbound,+4930125,Service,,Abandoned,45,0,0
2026-03-02 08:31:00,Inbound,+4930126,Service,ben,Answered,3,300,20
2026-03-02 08:44:00,Internal,200,Service,ben,Answered,3,100,0`,
    queues: [{ queue: 'Service', start: '2026-03-02T08:00Z', step: 30, volume: [2, 1], handled: [1, 1], abandoned: [1, 0], ahtSeconds: [230, 320] }],
    dropped: { notInbound: 2 },
  },
  {
    title: 'JSON array of objects at interval level',
    text: `[
  {"interval":"2026-03-02T08:00:00+01:00","queue":"Sales","offered":30,"answered":28,"aht":312},
  {"interval":"2026-03-02T08:30:00+01:00","queue":"Sales","offered":41,"answered":40,"aht":298}
]`,
    queues: [{ queue: 'Sales', start: '2026-03-02T07:00Z', step: 30, volume: [30, 41], handled: [28, 40], ahtSeconds: [312, 298] }],
  },
  {
    title: 'JSON nested under data, with paging fields',
    text: `{"total":3,"page":1,"data":[{"startTime":"2026-03-02T08:00:00Z","queueName":"Sales","offered":30,"handled":28},{"startTime":"2026-03-02T08:15:00Z","queueName":"Sales","offered":41,"handled":40},{"startTime":"2026-03-02T08:30:00Z","queueName":"Sales","offered":0,"handled":0}]}`,
    queues: [{ queue: 'Sales', start: '2026-03-02T08:00Z', step: 15, volume: [30, 41, 0], handled: [28, 40, 0] }],
  },
  {
    title: 'JSON lines of chats with nested queue and durations in ms',
    text: `{"id":"c1","created_at":"2026-03-02T08:01:10Z","channel":"chat","queue":{"id":7,"name":"Web chat"},"wait_ms":12000,"handle_ms":410000,"status":"completed"}
{"id":"c2","created_at":"2026-03-02T08:05:10Z","channel":"chat","queue":{"id":7,"name":"Web chat"},"wait_ms":62000,"handle_ms":null,"status":"abandoned"}
{"id":"c3","created_at":"2026-03-02T08:40:00Z","channel":"chat","queue":{"id":7,"name":"Web chat"},"wait_ms":2000,"handle_ms":590000,"status":"completed"}`,
    queues: [
      { queue: 'Web chat', channel: 'chat', start: '2026-03-02T08:00Z', step: 30, volume: [2, 1], handled: [1, 1], abandoned: [1, 0], ahtSeconds: [410, 590] },
    ],
  },
  {
    title: 'weekly totals, ISO week and year apart',
    text: `Year,Week,Queue,Contacts,AHT (sec)
2026,9,Sales,1200,310
2026,10,Sales,1250,305
2026,11,Sales,1190,300`,
    queues: [{ queue: 'Sales', start: '2026-02-23', step: 'week', volume: [1200, 1250, 1190], ahtSeconds: [310, 305, 300] }],
  },
  {
    title: 'week commencing',
    text: `Week commencing,Contacts offered,Contacts handled
23/02/2026,1200,1150
02/03/2026,1250,1200
09/03/2026,1190,1170`,
    queues: [{ queue: 'all', start: '2026-02-23', step: 'week', volume: [1200, 1250, 1190], handled: [1150, 1200, 1170] }],
  },
  {
    title: 'monthly with month names in Polish',
    text: `Miesiąc;Liczba połączeń;Odebrane;Śr. czas obsługi
styczeń 2026;12 340;11 900;05:12
luty 2026;11 020;10 800;05:01
marzec 2026;12 950;12 400;04:58`,
    queues: [{ queue: 'all', start: '2026-01-01', step: 'month', volume: [12340, 11020, 12950], handled: [11900, 10800, 12400], ahtSeconds: [312, 301, 298] }],
  },
  {
    title: 'hour x weekday-date matrix with totals column and row',
    text: `Hour,Mon 02/03/26,Tue 03/03/26,Wed 04/03/26,Total
8,10,12,11,33
9,20,22,21,63
Total,30,34,32,96`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 60, volume: [10, 20, ...nothing(22), 12, 22, ...nothing(22), 11, 21] }],
    dropped: { total: 1 },
  },
  {
    title: 'matrix dates down, half hours across',
    text: `Date,08:00,08:30,09:00,Total
2026-03-02,10,12,14,36
2026-03-03,11,9,15,35`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [10, 12, 14, ...nothing(45), 11, 9, 15] }],
  },
  {
    title: 'hour column with 1st interval "8-9" ranges',
    text: `Date,Hour,Calls In,Calls Out
2026-03-02,8-9,20,5
2026-03-02,9-10,25,6
2026-03-02,10-11,31,2`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 60, volume: [20, 25, 31] }],
  },
  {
    title: '"8am" hours',
    text: `Date,Hour,Inbound,Outbound
2026-03-02,8am,20,5
2026-03-02,9am,25,6
2026-03-02,12pm,31,2`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 60, volume: [20, 25, null, null, 31] }],
  },
  {
    title: 'averages of talk and wrap, no hold; speed of answer; SL within 20s count',
    text: `Period Start,Skill,Calls Offered,Calls Answered,Answered within 20s,Service Level %,Avg Talk Time,Avg ACW,ASA,Max Wait
2026-03-02 08:00:00,Billing,40,38,30,75.0%,00:04:00,00:00:30,00:00:18,00:02:10
2026-03-02 08:30:00,Billing,44,44,40,90.9%,00:04:10,00:00:35,00:00:09,00:01:10`,
    queues: [{ queue: 'Billing', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], handled: [38, 44], ahtSeconds: [270, 285] }],
  },
  {
    title: 'answered within threshold only as handled-like columns',
    text: `Start,Answered <20s,Answered,Abandoned <5s,Abandoned,Offered
2026-03-02 08:00,30,38,1,2,40
2026-03-02 08:30,40,43,0,1,44`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], handled: [38, 43], abandoned: [2, 1] }],
  },
  {
    title: 'Swedish with min decimal comma and site',
    text: `Datum;Tid;Kö;Ort;Inkommande samtal;Besvarade samtal;Tappade samtal;Snitt samtalstid (min)
2026-03-02;08:00;Kundtjänst;Malmö;120;110;10;4,5
2026-03-02;08:30;Kundtjänst;Malmö;130;125;5;5,0`,
    queues: [{ queue: 'Kundtjänst', start: '2026-03-02T08:00Z', step: 30, volume: [120, 130], handled: [110, 125], abandoned: [10, 5] }],
  },
  {
    title: 'Italian, month first impossible, AHT hh:mm:ss total',
    text: `Data;Ora inizio;Coda;Chiamate ricevute;Chiamate risposte;Chiamate abbandonate;Tempo totale di conversazione
15/03/2026;08:00;Clienti;40;38;2;03:10:00
15/03/2026;08:30;Clienti;44;44;0;03:40:00`,
    queues: [{ queue: 'Clienti', start: '2026-03-15T08:00Z', step: 30, volume: [40, 44], handled: [38, 44], abandoned: [2, 0], ahtSeconds: [300, 300] }],
  },
  {
    title: 'Portuguese intervals with TMA in seconds',
    text: `Data,Intervalo,Fila,Recebidas,Atendidas,Abandonadas,TMA,TME,Nível de Serviço
15/03/2026,08:00,SAC,40,38,2,310,12,"95,0%"
15/03/2026,08:30,SAC,44,44,0,290,8,"100,0%"`,
    queues: [
      {
        queue: 'SAC',
        start: '2026-03-15T08:00Z',
        step: 30,
        volume: [40, 44],
        handled: [38, 44],
        abandoned: [2, 0],
        ahtSeconds: [310, 290],
        meanWaitSeconds: [12, 8],
      },
    ],
  },
  {
    title: 'tickets: created and resolved stamps, priority; volume by creation',
    text: `Ticket #,Created,Resolved,Status,Priority,Group,Requester
1001,2026-03-02 08:01,2026-03-02 09:30,Closed,High,Billing,a@x.com
1002,2026-03-02 08:12,2026-03-03 10:00,Closed,Low,Billing,b@x.com
1003,2026-03-02 08:45,,Open,Low,Billing,c@x.com`,
    queues: [{ queue: 'Billing', channel: 'case', start: '2026-03-02T08:00Z', step: 30, volume: [2, 1] }],
  },
  {
    title: 'agent report by day: agents as rows, refused or said',
    text: `Agent,Date,Calls Handled,Avg Handle Time,Login Time
Anna,2026-03-02,40,300,28800
Ben,2026-03-02,35,310,28800
Anna,2026-03-03,42,305,28800
Ben,2026-03-03,30,320,28800`,
    queues: [{ queue: 'all', start: '2026-03-02', step: 'day', volume: [75, 72], handled: [75, 72], ahtSeconds: [304.666667, 311.25] }],
    doubts: [/agent/i],
  },
  {
    title: 'UTF-8 header names with line breaks in quotes and trailing empty columns',
    text: `"Interval
Start","Calls
Offered","Calls
Answered","Avg
Handle
Time",,
3/13/2026 8:00 AM,40,38,310,,
3/13/2026 8:30 AM,44,44,290,,
,,,,,
"Report generated 3/14/2026 by system",,,,,`,
    queues: [{ queue: 'all', start: '2026-03-13T08:00Z', step: 30, volume: [40, 44], handled: [38, 44], ahtSeconds: [310, 290] }],
  },
  {
    title: 'tab-separated copy from a BI tool with "Sum of"',
    text: `Interval Start\tQueue Name\tSum of Offered\tSum of Answered\tAverage of AHT
2026-03-02 08:00:00\tA\t1,040\t1,038\t310.5
2026-03-02 08:30:00\tA\t1,044\t1,044\t290.25`,
    queues: [{ queue: 'A', start: '2026-03-02T08:00Z', step: 30, volume: [1040, 1044], handled: [1038, 1044], ahtSeconds: [310.5, 290.25] }],
  },
  {
    title: 'call legs with conversation id, agent legs and IVR leg',
    text: `Conversation ID,Leg,Leg Type,Start,Queue,Agent,Talk Seconds,Disposition
c1,1,IVR,2026-03-02 08:00:05,,,20,
c1,2,Queue,2026-03-02 08:00:25,Sales,anna,180,Answered
c2,1,IVR,2026-03-02 08:10:05,,,15,
c2,2,Queue,2026-03-02 08:10:25,Sales,anna,100,Answered
c2,3,Transfer,2026-03-02 08:12:25,Sales,ben,200,Answered
c3,1,IVR,2026-03-02 08:35:05,,,15,
c3,2,Queue,2026-03-02 08:35:25,Sales,,0,Abandoned`,
    queues: [{ queue: 'Sales', start: '2026-03-02T08:00Z', step: 30, volume: [2, 1], handled: [2, 0], abandoned: [0, 1], ahtSeconds: [240, null] }],
  },
  {
    title: 'epoch ms call records with answered flag true/false',
    text: `uuid;started_at;answered;queue_name;billsec;waitsec
a1;1772438470000;true;support;200;10
a2;1772438650000;false;support;0;35
a3;1772440270000;true;support;260;4`,
    queues: [{ queue: 'support', start: '2026-03-02T08:00Z', step: 30, volume: [2, 1], handled: [1, 1] }],
  },
  {
    title: 'event log: enter, connect, abandon per call (kamailio-like CSV)',
    text: `time,callid,queue,event,agent
2026-03-02 08:00:05,c1,sales,ENTERQUEUE,
2026-03-02 08:00:25,c1,sales,CONNECT,anna
2026-03-02 08:05:25,c1,sales,COMPLETE,anna
2026-03-02 08:10:05,c2,sales,ENTERQUEUE,
2026-03-02 08:11:05,c2,sales,ABANDON,
2026-03-02 08:40:05,c3,sales,ENTERQUEUE,
2026-03-02 08:40:15,c3,sales,CONNECT,ben
2026-03-02 08:44:15,c3,sales,COMPLETE,ben`,
    queues: [{ queue: 'sales', start: '2026-03-02T08:00Z', step: 30, volume: [2, 1] }],
  },
  {
    title: 'Czech with semicolons',
    text: `Datum;Čas od;Fronta;Příchozí hovory;Přijaté hovory;Ztracené hovory;Průměrná doba hovoru
15.3.2026;8:00;Podpora;40;38;2;0:05:10
15.3.2026;8:30;Podpora;44;44;0;0:04:50`,
    queues: [{ queue: 'Podpora', start: '2026-03-15T08:00Z', step: 30, volume: [40, 44], handled: [38, 44], abandoned: [2, 0], ahtSeconds: [310, 290] }],
  },
  {
    title: 'quarter-hours as 1..96 interval number',
    text: `Date,Interval No,Calls,AHT
2026-03-02,33,10,300
2026-03-02,34,12,310
2026-03-02,35,11,305`,
    refused: /no column with timestamps|told apart by|list of objects/,
  },
  {
    title: 'Zulu stamp with AM/PM European and dot times',
    text: `Datum;Zeit;Anrufe
02.03.2026;08.00;12
02.03.2026;08.30;14
02.03.2026;09.00;19`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [12, 14, 19] }],
  },
  {
    title: '"8h00" French times and "répondus"',
    text: `Jour;Tranche horaire;Appels reçus;Appels répondus;Appels abandonnés;DMC
15/03/2026;8h00 - 8h30;40;38;2;5 min 10 s
15/03/2026;8h30 - 9h00;44;44;0;4 min 50 s`,
    queues: [{ queue: 'all', start: '2026-03-15T08:00Z', step: 30, volume: [40, 44], handled: [38, 44], abandoned: [2, 0], ahtSeconds: [310, 290] }],
  },
  {
    title: 'one queue column plus "Calls" and "Callbacks" and "Voicemails"',
    text: `Start,Queue,Voicemails,Callbacks,Calls
2026-03-02 08:00,Ops,1,4,40
2026-03-02 08:30,Ops,2,5,44`,
    queues: [{ queue: 'Ops', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44] }],
  },
  {
    title: 'unique callers beside calls',
    text: `Start,Unique Callers,Repeat Calls,Total Calls
2026-03-02 08:00,31,9,40
2026-03-02 08:30,33,11,44`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44] }],
  },
  {
    title: 'abandon rate instead of count; must not become abandoned',
    text: `Start,Calls Offered,Abandoned,Abandoned %
2026-03-02 08:00,40,5.0%,2
2026-03-02 08:30,44,2.3%,1`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], abandoned: [null, null] }],
  },
  {
    title: 'abandoned column as share 0-1 without sign',
    text: `Start,Calls Offered,Abandon
2026-03-02 08:00,40,0.05
2026-03-02 08:30,44,0.0227
2026-03-02 09:00,50,0.1`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44, 50], abandoned: [null, null, null] }],
  },
  {
    title: 'decimals with comma inside quoted comma file',
    text: `Date,Calls,"AHT, s"
2026-03-02,"1.234","312,5"
2026-03-03,"987","298,25"`,
    queues: [{ queue: 'all', start: '2026-03-02', step: 'day', volume: [1234, 987], ahtSeconds: [312.5, 298.25] }],
  },
  {
    title: 'zone names in stamps: +0100 and -0500',
    text: `start_time,queue,contacts
2026-03-02T08:00:00+0100,Q,10
2026-03-02T08:30:00+0100,Q,12`,
    queues: [{ queue: 'Q', start: '2026-03-02T07:00Z', step: 30, volume: [10, 12] }],
  },
  {
    title: 'times of the end of the interval only',
    text: `Interval End,Calls
2026-03-02 08:30,10
2026-03-02 09:00,12
2026-03-02 09:30,15`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [10, 12, 15] }],
  },
  {
    title: 'group header above the table, currency, notes at the end',
    text: `ACME Contact Center;;;;
Bericht: Intervall nach Hotline;;;;
Zeitraum: 01.03.2026 - 02.03.2026;;;;
;;;;
Hotline;Beginn;Anrufe eingehend;Anrufe ausgehend;Anrufe intern
Störung;02.03.2026 08:00;12;90;3
Störung;02.03.2026 08:15;15;80;4
Summe;;27;170;7
Stand: 03.03.2026;;;;`,
    queues: [{ queue: 'Störung', start: '2026-03-02T08:00Z', step: 15, volume: [12, 15] }],
    dropped: { total: 1 },
  },
  {
    title: 'several count columns none of which says offered: answered + abandoned + transferred',
    text: `Start,Answered,Abandoned,Transferred,Outbound
2026-03-02 08:00,38,2,4,20
2026-03-02 08:30,43,1,3,25`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], handled: [38, 43], abandoned: [2, 1] }],
  },
  {
    title: 'emails: received, replied, backlog',
    text: `Date,Mailbox,Backlog start,Received,Replied,Backlog end
2026-03-02,info@,100,40,50,90
2026-03-03,info@,90,45,40,95`,
    queues: [{ queue: 'info@', channel: 'email', start: '2026-03-02', step: 'day', volume: [40, 45] }],
  },
  {
    title: 'direction column in interval rows',
    text: `Start,Direction,Queue,Calls
2026-03-02 08:00,Inbound,Q,40
2026-03-02 08:00,Outbound,Q,11
2026-03-02 08:30,Inbound,Q,44
2026-03-02 08:30,Outbound,Q,13`,
    queues: [{ queue: 'Q', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44] }],
  },
  {
    title: 'long format: metric and value columns',
    text: `Timestamp,Queue,Metric,Value
2026-03-02 08:00,Q,Offered,40
2026-03-02 08:00,Q,Answered,38
2026-03-02 08:00,Q,AHT,310
2026-03-02 08:30,Q,Offered,44
2026-03-02 08:30,Q,Answered,44
2026-03-02 08:30,Q,AHT,290`,
    queues: [{ queue: 'Q', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], handled: [38, 44], ahtSeconds: [310, 290] }],
  },
  {
    title: 'Japanese headers',
    text: `日付,時間,着信数,応答数
2026/03/02,08:00,40,38
2026/03/02,08:30,44,44`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], handled: [38, 44] }],
  },
  {
    title: 'the same columns twice: two channels below one header name',
    text: `Start,Calls Offered,Calls Offered,AHT
2026-03-02 08:00,40,5,310
2026-03-02 08:30,44,6,290`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44] }],
    doubts: [/Calls Offered/],
  },
  {
    title: 'handle time in minutes inside call records with header duration',
    text: `CallID,DateTime,Queue,Outcome,Handle Time (min)
1,2026-03-02 08:01,Q,Handled,5.2
2,2026-03-02 08:11,Q,Abandoned,
3,2026-03-02 08:41,Q,Handled,4.8`,
    queues: [{ queue: 'Q', start: '2026-03-02T08:00Z', step: 30, volume: [2, 1], handled: [1, 1], abandoned: [1, 0], ahtSeconds: [312, 288] }],
  },
  {
    title: 'rollup: blank queue is the sum',
    text: `day,queue,calls\n2026-03-02,Sales,100\n2026-03-02,Support,50\n2026-03-02,,150\n2026-03-03,Sales,110\n2026-03-03,Support,40\n2026-03-03,,150`,
    doubts: [/without a name/],
    queues: [
      { queue: 'Sales', start: '2026-03-02', step: 'day', volume: [100, 110] },
      { queue: 'Support', start: '2026-03-02', step: 'day', volume: [50, 40] },
      { queue: 'all', start: '2026-03-02', step: 'day', volume: [150, 150] },
    ],
  },
  {
    title: 'quoted semicolons, UK date d/m/Y H:M, average speed, abandoned %',
    text: `"Start Time";"Queue Name";"Total Interactions";"Handled";"% Abandoned";"Avg. Speed of Answer";"Avg. Handle Time"\n"14/03/2026 08:00";"UK Sales";"40";"38";"5%";"0:00:18";"0:05:10"\n"14/03/2026 08:30";"UK Sales";"44";"44";"0%";"0:00:08";"0:04:50"`,
    queues: [{ queue: 'UK Sales', start: '2026-03-14T08:00Z', step: 30, volume: [40, 44], handled: [38, 44], ahtSeconds: [310, 290] }],
  },
  {
    title: 'total calls equals inbound + outbound',
    text: `Start,Total Calls,Inbound,Outbound\n2026-03-02 08:00,52,40,12\n2026-03-02 08:30,59,44,15`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44] }],
  },
  {
    title: 'Calls, Calls In, Calls Out',
    text: `Start,Calls,Calls In,Calls Out\n2026-03-02 08:00,52,40,12\n2026-03-02 08:30,59,44,15`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44] }],
  },
  {
    title: 'only "Calls" in an agent-outbound report (Dials, Connects)',
    text: `Start,Campaign,Dials,Connects,Contacts,Right Party Contacts\n2026-03-02 08:00,C1,200,50,40,12\n2026-03-02 08:30,C1,210,60,44,15`,
    doubts: [/outbound/],
    queues: [{ queue: 'C1', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44] }],
  },
  {
    title: 'French with semicolons, quoted decimals and "Taux d\'abandon"',
    text: `Date;Heure;Service;Taux d'abandon;Appels offerts;Appels abandonnés;Temps moyen de communication;Temps moyen post-appel\n14/03/2026;08:00;SAV;5,00;40;2;250,5;60\n14/03/2026;08:30;SAV;0,00;44;0;240,5;50`,
    queues: [{ queue: 'SAV', start: '2026-03-14T08:00Z', step: 30, volume: [40, 44], abandoned: [2, 0], ahtSeconds: [310.5, 290.5] }],
  },
  {
    title: 'Genesys style conversation list ms',
    text: `Conversation ID,Date,Direction,Queue,Media Type,Total Queue,Total Handle,Abandoned,Users\nc1,3/13/26 8:01 AM,Inbound,Sales,voice,12000,310000,NO,Anna\nc2,3/13/26 8:11 AM,Inbound,Sales,voice,45000,,YES,\nc3,3/13/26 8:31 AM,Outbound,Sales,voice,,90000,NO,Ben\nc4,3/13/26 8:41 AM,Inbound/Outbound,Sales,voice,2000,290000,NO,Ben`,
    queues: [{ queue: 'Sales', start: '2026-03-13T08:00Z', step: 30, volume: [2, 1], handled: [1, 1], abandoned: [1, 0], ahtSeconds: [310, 290] }],
  },
  {
    title: 'duration "5:10" that are mm:ss beside h:mm intervals',
    text: `Interval,Calls,AHT,ACW\n2026-03-02 08:00-08:30,40,5:10,0:30\n2026-03-02 08:30-09:00,44,4:50,0:25`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], ahtSeconds: [310, 290] }],
  },
  {
    title: 'two header rows merged: Forecast | Actual',
    text: `,,Forecast,,Actual,\nDate,Time,Calls,AHT,Calls,AHT\n2026-03-02,08:00,50,300,40,310\n2026-03-02,08:30,60,300,44,290`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], ahtSeconds: [310, 290] }],
  },
  {
    title: 'pivot: queue above each block, subtotals at its end',
    text: `Queue,Interval,Offered,Answered\nSales,2026-03-02 08:00,40,38\n,2026-03-02 08:30,44,44\nSales Total,,84,82\nCare,2026-03-02 08:00,20,18\n,2026-03-02 08:30,24,24\nCare Total,,44,42\nGrand Total,,128,124`,
    queues: [
      { queue: 'Sales', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], handled: [38, 44] },
      { queue: 'Care', start: '2026-03-02T08:00Z', step: 30, volume: [20, 24], handled: [18, 24] },
    ],
    dropped: { total: 3 },
  },
  {
    title: 'subtotals per day with a stamp',
    text: `Date,Time,Calls\n2026-03-02,08:00,40\n2026-03-02,08:30,44\n2026-03-02,Total,84\n2026-03-03,08:00,41\n2026-03-03,08:30,42\n2026-03-03,Total,83`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44, ...nothing(46), 41, 42] }],
    dropped: { total: 2 },
  },
  {
    title: 'weekday × hour averages without dates',
    text: `Hour,Mon,Tue,Wed,Thu,Fri\n08:00,10,12,11,9,8\n09:00,20,22,21,19,18`,
    refused: /no column with timestamps|told apart by|list of objects/,
  },
  {
    title: 'xlsx with real dates, AHT as [h]:mm:ss, percent, total row',
    bytes: bookOf({
      formats: ['yyyy\\-mm\\-dd hh:mm', '[h]:mm:ss', '0.0%'],
      sheets: [
        { name: 'Legend', rows: [['Nothing here']] },
        {
          name: 'Data',
          rows: [
            ['Interval', 'Queue', 'SL', 'Offered', 'Answered', 'AHT'],
            [{ value: 46083 + 8 / 24, format: 0 }, 'Sales', { value: 0.8, format: 2 }, 40, 38, { value: 310 / 86400, format: 1 }],
            [{ value: 46083 + 8.5 / 24, format: 0 }, 'Sales', { value: 0.9, format: 2 }, 44, 44, { value: 290 / 86400, format: 1 }],
            ['Total', null, null, 84, 82, null],
          ],
        },
      ],
    }),
    queues: [{ queue: 'Sales', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], handled: [38, 44], ahtSeconds: [310, 290] }],
    dropped: { total: 1 },
  },
  {
    title: 'xlsx: date and time in two cells, d-mmm format without year shown, AHT as mm:ss',
    bytes: bookOf({
      formats: ['d\\-mmm', 'h:mm AM/PM', 'mm:ss'],
      sheets: [
        {
          name: 'S',
          rows: [
            ['Day', 'Time', 'Calls', 'AHT'],
            [{ value: 46083, format: 0 }, { value: 8 / 24, format: 1 }, 40, { value: 310 / 86400, format: 2 }],
            [{ value: 46083, format: 0 }, { value: 8.5 / 24, format: 1 }, 44, { value: 290 / 86400, format: 2 }],
          ],
        },
      ],
    }),
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], ahtSeconds: [310, 290] }],
  },
  {
    title: 'xlsx matrix with dates across',
    bytes: bookOf({
      formats: ['ddd dd/mm', 'hh:mm'],
      sheets: [
        {
          name: 'S',
          rows: [
            ['Time', ...[0, 1, 2].map((d) => ({ value: 46083 + d, format: 0 }))],
            [{ value: 8 / 24, format: 1 }, 40, 41, 42],
            [{ value: 8.5 / 24, format: 1 }, 44, 45, 46],
          ],
        },
      ],
    }),
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44, ...nothing(46), 41, 45, ...nothing(46), 42, 46] }],
  },
  {
    title: 'xlsx AHT as a number formatted 0.0 in minutes',
    bytes: bookOf({
      formats: ['yyyy\\-mm\\-dd hh:mm', '0.0'],
      sheets: [
        {
          name: 'S',
          rows: [
            ['Start', 'Calls', 'AHT'],
            [{ value: 46083 + 8 / 24, format: 0 }, 40, { value: 5.2, format: 1 }],
            [{ value: 46083 + 8.5 / 24, format: 0 }, 44, { value: 4.8, format: 1 }],
          ],
        },
      ],
    }),
    doubts: [/minutes/],
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], ahtSeconds: [312, 288] }],
  },
  {
    title: 'JSON array nested two deep with nested queue object',
    text: `{"result":{"count":2,"items":[{"period":{"start":"2026-03-02T08:00:00Z","end":"2026-03-02T08:30:00Z"},"queue":{"id":1,"name":"Sales"},"metrics":{"offered":40,"answered":38,"avgHandleTime":310}},{"period":{"start":"2026-03-02T08:30:00Z","end":"2026-03-02T09:00:00Z"},"queue":{"id":1,"name":"Sales"},"metrics":{"offered":44,"answered":44,"avgHandleTime":290}}]}}`,
    queues: [{ queue: 'Sales', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], handled: [38, 44], ahtSeconds: [310, 290] }],
  },
  {
    title: 'JSON array of call records pretty printed',
    text: JSON.stringify(
      [
        { call_id: 'a', started_at: '2026-03-02T08:01:00Z', queue: 'Sales', direction: 'inbound', status: 'answered', wait_seconds: 10, talk_seconds: 300 },
        { call_id: 'b', started_at: '2026-03-02T08:05:00Z', queue: 'Sales', direction: 'inbound', status: 'abandoned', wait_seconds: 20, talk_seconds: 0 },
        { call_id: 'c', started_at: '2026-03-02T08:35:00Z', queue: 'Sales', direction: 'outbound', status: 'answered', wait_seconds: 0, talk_seconds: 300 },
        { call_id: 'd', started_at: '2026-03-02T08:36:00Z', queue: 'Sales', direction: 'inbound', status: 'answered', wait_seconds: 3, talk_seconds: 290 },
      ],
      null,
      2,
    ),
    queues: [{ queue: 'Sales', start: '2026-03-02T08:00Z', step: 30, volume: [2, 1], handled: [1, 1], abandoned: [1, 0], ahtSeconds: [300, 290] }],
  },
  {
    title: 'JSON of arrays (sheet values)',
    text: `{"range":"A1:C3","values":[["Date","Time","Calls"],["2026-03-02","08:00","40"],["2026-03-02","08:30","44"]]}`,
    refused: /no column with timestamps|told apart by|list of objects/,
  },
  {
    title: 'ISO basic week label W10-2026',
    text: `Week,Contacts\nW10-2026,1200\nW11-2026,1250\nW12-2026,1100`,
    queues: [{ queue: 'all', start: '2026-03-02', step: 'week', volume: [1200, 1250, 1100] }],
  },
  {
    title: 'month number and year columns with queue',
    text: `Year;Month;Queue;Offered\n2026;1;Sales;12.340\n2026;2;Sales;11.020\n2026;3;Sales;12.950`,
    queues: [{ queue: 'Sales', start: '2026-01-01', step: 'month', volume: [12340, 11020, 12950] }],
  },
  {
    title: 'Danish',
    text: `Dato;Klokken;Kø;Indgående opkald;Besvarede opkald;Mistede opkald;Gennemsnitlig samtaletid\n14-03-2026;08:00;Kundeservice;40;38;2;00:05:10\n14-03-2026;08:30;Kundeservice;44;44;0;00:04:50`,
    queues: [{ queue: 'Kundeservice', start: '2026-03-14T08:00Z', step: 30, volume: [40, 44], handled: [38, 44], abandoned: [2, 0], ahtSeconds: [310, 290] }],
  },
  {
    title: 'Norwegian',
    text: `Dato;Tid;Kø;Innkommende;Besvart;Tapt;Gjennomsnittlig behandlingstid (sek)\n14.03.2026;08:00;Salg;40;38;2;310\n14.03.2026;08:30;Salg;44;44;0;290`,
    queues: [{ queue: 'Salg', start: '2026-03-14T08:00Z', step: 30, volume: [40, 44], handled: [38, 44], abandoned: [2, 0], ahtSeconds: [310, 290] }],
  },
  {
    title: 'Hungarian with dots in dates',
    text: `Dátum;Időpont;Sor;Bejövő hívások;Fogadott hívások;Elveszett hívások\n2026.03.02.;08:00;Ügyfélszolgálat;40;38;2\n2026.03.02.;08:30;Ügyfélszolgálat;44;44;0`,
    queues: [{ queue: 'Ügyfélszolgálat', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], handled: [38, 44], abandoned: [2, 0] }],
  },
  {
    title: 'Russian',
    text: `Дата;Время;Очередь;Поступило звонков;Принято;Потеряно;Среднее время обработки, сек\n14.03.2026;08:00;Продажи;40;38;2;310\n14.03.2026;08:30;Продажи;44;44;0;290`,
    queues: [{ queue: 'Продажи', start: '2026-03-14T08:00Z', step: 30, volume: [40, 44], handled: [38, 44], abandoned: [2, 0], ahtSeconds: [310, 290] }],
  },
  {
    title: 'cp1252 bytes German',
    bytes: Uint8Array.from(
      Buffer.from(
        'Datum;Uhrzeit;Gruppe;Gespräche angeboten;Gespräche angenommen;Ø Bearbeitungszeit (s)\r\n14.03.2026;08:00;Störung;40;38;310,5\r\n14.03.2026;08:30;Störung;44;44;290\r\n',
        'latin1',
      ),
    ),
    queues: [{ queue: 'Störung', start: '2026-03-14T08:00Z', step: 30, volume: [40, 44], handled: [38, 44], ahtSeconds: [310.5, 290] }],
  },
  {
    title: 'call log: status in German words, duration total incl. ring',
    text: `Datum;Uhrzeit;Rufnummer;Warteschlange;Status;Wartezeit;Gesprächsdauer\n14.03.2026;08:01:10;0301;Service;angenommen;00:00:12;00:05:10\n14.03.2026;08:02:10;0302;Service;nicht angenommen;00:00:45;00:00:00\n14.03.2026;08:41:10;0303;Service;angenommen;00:00:05;00:04:50`,
    queues: [{ queue: 'Service', start: '2026-03-14T08:00Z', step: 30, volume: [2, 1], handled: [1, 1], abandoned: [1, 0], ahtSeconds: [310, 290] }],
  },
  {
    title: 'call log with Type Inbound/Outbound/Missed',
    text: `Date,Time,Type,From,To,Duration\n03/14/2026,8:01 AM,Inbound,+1555,Sales,310\n03/14/2026,8:05 AM,Outbound,Sales,+1556,100\n03/14/2026,8:11 AM,Missed,+1557,Sales,0\n03/14/2026,8:41 AM,Inbound,+1558,Sales,290`,
    queues: [{ queue: 'Sales', start: '2026-03-14T08:00Z', step: 30, volume: [2, 1], handled: [1, 1], abandoned: [1, 0] }],
  },
  {
    title: 'call log in column "Call direction" with In/Out',
    text: `Call direction,Started,Ended,Answered by,Number\nIn,2026-03-02 08:01:00,2026-03-02 08:06:00,Anna,1\nOut,2026-03-02 08:03:00,2026-03-02 08:06:00,Anna,2\nIn,2026-03-02 08:11:00,2026-03-02 08:11:30,,3`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [2], handled: [1], abandoned: [1] }],
  },
  {
    title: 'Salesforce cases with footer',
    text: `"Case Number","Date/Time Opened","Case Owner","Status","Case Origin","Case Reason"\n"00001","3/14/2026, 8:01 AM","Anna","Closed","Phone","Billing"\n"00002","3/14/2026, 8:12 AM","Ben","New","Email","Tech"\n"00003","3/14/2026, 8:45 AM","Ben","New","Email","Tech"\n\n"Confidential Information - Do Not Distribute"\n"Copyright (c) 2000-2026"`,
    queues: [
      { queue: 'all', channel: 'voice', start: '2026-03-14T08:00Z', step: 30, volume: [1, null] },
      { queue: 'all', channel: 'email', start: '2026-03-14T08:00Z', step: 30, volume: [1, 1] },
    ],
  },
  {
    title: 'SLA-only columns named answered within',
    text: `Interval;Angenommen in 20s;Angenommen;Angeboten\n02.03.2026 08:00;30;38;40\n02.03.2026 08:30;40;44;44`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], handled: [38, 44] }],
  },
  {
    title: 'negative numbers and dashes',
    text: `Start,Offered,Answered\n2026-03-02 08:00,40,38\n2026-03-02 08:30,-,-\n2026-03-02 09:00,44,44\n2026-03-02 09:30,45,44\n2026-03-02 10:00,46,44`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, null, 44, 45, 46] }],
  },
  {
    title: 'decimals as volume (average or forecast): 12.5',
    text: `Start,Queue,Calls\n2026-03-02 08:00,A,12.5\n2026-03-02 08:30,A,14.25`,
    queues: [{ queue: 'A', start: '2026-03-02T08:00Z', step: 30, volume: [12.5, 14.25] }],
  },
  {
    title: '1.234 without any other proof: contacts are whole',
    text: `Date\tCalls\n2026-03-02\t1.234\n2026-03-03\t1.187\n2026-03-04\t1.301`,
    queues: [{ queue: 'all', start: '2026-03-02', step: 'day', volume: [1234, 1187, 1301] }],
  },
  {
    title: '1,234 unquoted thousands in a tab file',
    text: `Date\tCalls\n2026-03-02\t1,234\n2026-03-03\t1,187\n2026-03-04\t987`,
    queues: [{ queue: 'all', start: '2026-03-02', step: 'day', volume: [1234, 1187, 987] }],
  },
  {
    title: 'skills joined, Calls NCO, NCH, AHT (five columns of WFM)',
    text: `SKILL,DATE,INTERVAL,NCO,NCH,AHT,ASA,SL\nBilling,2026-03-02,0800,40,38,310,18,0.85\nBilling,2026-03-02,0830,44,44,290,8,0.95`,
    queues: [{ queue: 'Billing', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], handled: [38, 44], ahtSeconds: [310, 290] }],
  },
  {
    title: 'sum of handle time in HH:MM:SS beyond a day',
    text: `Start,Queue,Contacts,Handle Time\n2026-03-02,Sales,400,34:26:40\n2026-03-03,Sales,500,43:03:20\n2026-03-04,Sales,300,25:50:00`,
    queues: [{ queue: 'Sales', start: '2026-03-02', step: 'day', volume: [400, 500, 300], ahtSeconds: [310, 310, 310] }],
  },
  {
    title: 'AHT typed wrong header "AHT (min)" but mm:ss',
    text: `Start,Contacts,AHT (min)\n2026-03-02 08:00,40,5:10\n2026-03-02 08:30,44,4:50`,
    queues: [{ queue: 'all', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44], ahtSeconds: [310, 290] }],
  },
  {
    title: 'callbacks requested must not be volume; Chats handled alone',
    text: `Start,Callbacks Requested,Chats Handled\n2026-03-02 08:00,3,40\n2026-03-02 08:30,5,44`,
    queues: [{ queue: 'all', channel: 'chat', start: '2026-03-02T08:00Z', step: 30, volume: [40, 44] }],
  },

  {
    title: 'fractions of a count in the only column there is: refused, a share is no volume',
    text: `Start,Calls\n2026-03-02 08:00,0.021\n2026-03-02 08:30,0.034\n2026-03-02 09:00,0.05`,
    refused: /no column for volume/,
  },
  {
    title: 'queue, direction and measures, all one below the other, in the order of the measures',
    text: `Timestamp,Queue,Direction,Metric,Value
2026-01-05 08:00,Sales,Inbound,Offered,31
2026-01-05 08:30,Sales,Inbound,Offered,40
2026-01-05 08:00,Sales,Outbound,Offered,9
2026-01-05 08:00,Sales,Inbound,AHT,312.5
2026-01-05 08:30,Sales,Inbound,AHT,298
2026-01-05 08:00,Sales,Outbound,AHT,100`,
    queues: [{ queue: 'Sales', start: '2026-01-05T08:00Z', step: 30, volume: [31, 40], ahtSeconds: [312.5, 298] }],
    dropped: { notInbound: 1 },
  },
];
