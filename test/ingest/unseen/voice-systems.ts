import type { Shape } from './shape.js';

const U = '2026-01-13T';

/** Reports of telephone systems, as their manuals and users show them; all values are invented. */
export const VOICE_SHAPES: readonly Shape[] = [
  {
    title: 'Genesys Cloud, interactions (conversation detail)',
    text: [
      '"Full Export Completed","Partial Result Timestamp","Filters","Users","Remote","Date","Duration","Direction","DNIS","Queue","Wrap-up","Media Type","Conversation ID","Total Queue","Total Talk","Total Hold","Total ACW","Total Handle","Abandoned"',
      '"YES","","","Ada Lind","Caller A","1/13/26 8:03:10 AM","354000.0","Inbound","tel:+4930111","Sales","Order","voice","c-1","28000.0","251000.0","12000.0","49000.0","312000.0","NO"',
      '"YES","","","","Caller B","1/13/26 8:05:40 AM","41000.0","Inbound","tel:+4930111","Sales","","voice","c-2","41000.0","","","","","YES"',
      '"YES","","","Ben Roth","Caller C","1/13/26 8:31:02 AM","200000.0","Inbound","tel:+4930111","Support","Fault","voice","c-3","10000.0","180000.0","","20000.0","200000.0","NO"',
      '"YES","","","Ben Roth","Caller D","1/13/26 8:33:00 AM","90000.0","Outbound","tel:+4930222","Support","","voice","c-4","","90000.0","","","90000.0","NO"',
    ].join('\n'),
    queues: [
      {
        queue: 'Sales',
        start: `${U}08:00Z`,
        step: 30,
        volume: [2, null],
        handled: [1, null],
        abandoned: [1, null],
        ahtSeconds: [312, null],
        meanWaitSeconds: [34.5, null],
      },
      { queue: 'Support', start: `${U}08:30Z`, step: 30, volume: [1], handled: [1], abandoned: [0], ahtSeconds: [200], meanWaitSeconds: [10] },
    ],
    kept: 3,
    dropped: { notInbound: 1 },
  },
  {
    title: 'Genesys Cloud, abandon insights by interval',
    text: [
      '"Interval Start","Interval End","Interval Complete","Filters","Media Type","Queue Id","Queue Name","Offer","Answer","Answer %","Abandon","Abandon %","Service Level %","ASA","Avg Wait","Avg Handle"',
      '"1/13/26 8:00 AM","1/13/26 8:30 AM","TRUE","","voice","q1","Sales","22","20","0.909","2","0.091","0.8636","12000","15120.25","312450.75"',
      '"1/13/26 8:30 AM","1/13/26 9:00 AM","TRUE","","voice","q1","Sales","31","31","1","","0","0.9677","7000","8120","298000"',
    ].join('\n'),
    queues: [
      {
        queue: 'Sales',
        start: `${U}08:00Z`,
        step: 30,
        volume: [22, 31],
        handled: [20, 31],
        abandoned: [2, 0],
        ahtSeconds: [312.45075, 298],
        meanWaitSeconds: [15.12025, 8.12],
      },
    ],
    kept: 2,
  },
  {
    title: 'Genesys Cloud, agents performance by interval: only what was answered',
    text: [
      '"Interval Start","Interval End","Agent Name","Media Type","Answer","Handle","Avg Handle","Avg Talk","Avg ACW"',
      '"1/13/26 8:00 AM","1/13/26 8:30 AM","Ada Lind","voice","4","4","300000","260000","40000"',
      '"1/13/26 8:00 AM","1/13/26 8:30 AM","Ben Roth","voice","6","6","200000","180000","20000"',
      '"1/13/26 8:30 AM","1/13/26 9:00 AM","Ada Lind","voice","5","5","240000","200000","40000"',
    ].join('\n'),
    queues: [{ queue: 'all', start: `${U}08:00Z`, step: 30, volume: [10, 5], handled: [10, 5], ahtSeconds: [240, 240] }],
    kept: 3,
    doubts: [/offered/],
  },
  {
    title: 'Genesys Engage, queue interval report of the Info Mart',
    text: [
      'Queue Interval Report',
      '',
      'Day,Time,Queue,Media Type,Entered,Accepted,% Accepted,Accepted Service Level,Abandoned Waiting,Short Abandoned Waiting,Avg Accept Time (Fmt),Avg Handle Time (Fmt),Max Accept Time (Fmt)',
      '2026-01-13,08:00,VQ_Sales,Voice,24,22,91.67%,86.36%,2,1,00:00:14,00:05:00,00:01:02',
      '2026-01-13,08:15,VQ_Sales,Voice,31,31,100.00%,96.77%,0,0,00:00:08,00:04:58,00:00:21',
      'Total,,,,55,53,96.36%,92.45%,2,1,00:00:10,00:04:59,00:01:02',
    ].join('\n'),
    queues: [
      {
        ...{ queue: 'VQ_Sales', start: `${U}08:00Z`, step: 15, volume: [24, 31], handled: [22, 31], abandoned: [2, 0], shortAbandoned: [1, 0] },
        ...{ ahtSeconds: [300, 298], meanWaitSeconds: [14, 8] },
      },
    ],
    kept: 2,
    dropped: { total: 1 },
  },
  {
    title: 'Amazon Connect, contact search',
    text: [
      'Contact ID,Channel,Initiation timestamp,Disconnect timestamp,System phone number,Queue,Agent,Customer phone number,Disconnect reason',
      'a1,VOICE,2026-01-13T08:01:12Z,2026-01-13T08:06:40Z,+49301,Sales,ada,+49170,CUSTOMER_DISCONNECT',
      'a2,VOICE,2026-01-13T08:12:12Z,2026-01-13T08:13:40Z,+49301,Sales,,+49171,CUSTOMER_DISCONNECT',
      'a3,CHAT,2026-01-13T08:15:12Z,2026-01-13T08:33:40Z,,Sales,ben,,AGENT_DISCONNECT',
    ].join('\n'),
    queues: [
      { queue: 'Sales', start: `${U}08:00Z`, step: 30, volume: [2], handled: [1], abandoned: [1] },
      { queue: 'Sales', channel: 'chat', start: `${U}08:00Z`, step: 30, volume: [1], handled: [1], abandoned: [0] },
    ],
    kept: 3,
  },
  {
    title: 'Amazon Connect, contact records as a table with other columns',
    text: [
      'ContactId,InitialContactId,InitiationMethod,Channel,InitiationTimestamp,Queue.Name,Queue.EnqueueTimestamp,Queue.Duration,Agent.Username,Agent.AgentInteractionDuration,Agent.CustomerHoldDuration,Agent.AfterContactWorkDuration,DisconnectTimestamp',
      'b1,,INBOUND,VOICE,2026-01-13T08:28:50Z,Sales,2026-01-13T08:30:10Z,28,ada,251,12,49,2026-01-13T08:36:00Z',
      'b2,,INBOUND,VOICE,2026-01-13T08:31:00Z,Sales,2026-01-13T08:31:30Z,95,,,,,2026-01-13T08:33:05Z',
      'b3,b1,OUTBOUND,VOICE,2026-01-13T08:32:00Z,,,,ben,60,,10,2026-01-13T08:33:05Z',
    ].join('\n'),
    // the moment of entering the queue counts: 8:30, not 8:28
    queues: [{ queue: 'Sales', start: `${U}08:30Z`, step: 30, volume: [2], handled: [1], abandoned: [1], ahtSeconds: [312], meanWaitSeconds: [61.5] }],
    kept: 2,
    dropped: { notInbound: 1 },
  },
  {
    title: 'Amazon Connect, scheduled agent report',
    text: [
      'Agent,StartInterval,EndInterval,Contacts handled,Average handle time,After contact work time,Contacts missed,Occupancy',
      'ada,2026-01-13T08:00:00Z,2026-01-13T08:30:00Z,4,300,160,0,81%',
      'ben,2026-01-13T08:00:00Z,2026-01-13T08:30:00Z,6,200,-,1,77%',
    ].join('\n'),
    queues: [{ queue: 'all', start: `${U}08:00Z`, step: 30, volume: [10], handled: [10], ahtSeconds: [240] }],
    kept: 2,
    doubts: [/offered/],
  },
  {
    title: 'NICE CXone, inbound skill summary by interval',
    text: [
      'Skill Name,Interval,Inbound Contacts,Contacts Handled,Contacts Abandoned,Abandon Rate,Short Abandons,Average Speed of Answer,Average Talk Time,Average ACW Time,Average Handle Time,Service Level',
      'Sales,01/13/2026 08:00 AM,24,22,2,8.33%,1,00:00:14,00:04:11,00:00:49,00:05:00,86.36%',
      'Sales,01/13/2026 08:15 AM,31,31,0,0.00%,0,00:00:08,00:04:00,00:00:58,00:04:58,96.77%',
      'Billing,01/13/2026 08:15 AM,7,7,0,0.00%,0,00:00:03,00:02:00,00:00:20,00:02:20,100.00%',
    ].join('\n'),
    queues: [
      {
        queue: 'Sales',
        start: `${U}08:00Z`,
        step: 15,
        volume: [24, 31],
        handled: [22, 31],
        abandoned: [2, 0],
        shortAbandoned: [1, 0],
        ahtSeconds: [300, 298],
        meanWaitSeconds: [14, 8],
      },
      { queue: 'Billing', start: `${U}08:15Z`, step: 15, volume: [7], handled: [7], abandoned: [0], ahtSeconds: [140], meanWaitSeconds: [3] },
    ],
    kept: 3,
  },
  {
    title: 'Five9, ACD queue by half hour',
    text: [
      'SKILL,DATE,HALF HOUR,CALLS count,ABANDONED count,ABANDON RATE,Average QUEUE WAIT TIME,Average HANDLE TIME,SERVICE LEVEL percentage',
      'Sales,2026/01/13,08:00,24,2,8.33,00:00:16,00:05:00,86.4',
      'Sales,2026/01/13,08:30,31,0,0,00:00:08,00:04:58,96.8',
      'Support,2026/01/13,08:30,5,1,20,00:00:33,00:07:30,60',
    ].join('\n'),
    queues: [
      { queue: 'Sales', start: `${U}08:00Z`, step: 30, volume: [24, 31], abandoned: [2, 0], ahtSeconds: [300, 298], meanWaitSeconds: [16, 8] },
      { queue: 'Support', start: `${U}08:30Z`, step: 30, volume: [5], abandoned: [1], ahtSeconds: [450], meanWaitSeconds: [33] },
    ],
    kept: 3,
  },
  {
    title: 'Five9, call log with separate date and time',
    text: [
      '"DATE","TIME","CALL ID","CALL TYPE","SKILL","DISPOSITION","AGENT NAME","QUEUE WAIT TIME","TALK TIME","HOLD TIME","AFTER CALL WORK TIME","ABANDONED"',
      '"13/01/2026","08:04:11","300001","Inbound","Sales","Sale","Ada Lind","00:00:28","00:04:11","00:00:12","00:00:49","0"',
      '"13/01/2026","08:05:11","300002","Inbound","Sales","Abandon","","00:00:41","","","","1"',
      '"13/01/2026","08:06:11","300003","Manual","Sales","Callback","Ada Lind","","00:01:00","","00:00:10","0"',
    ].join('\n'),
    queues: [{ queue: 'Sales', start: `${U}08:00Z`, step: 30, volume: [2], handled: [1], abandoned: [1], ahtSeconds: [312], meanWaitSeconds: [34.5] }],
    kept: 2,
    dropped: { notInbound: 1 },
  },
  {
    title: 'Talkdesk Explore, contacts: durations as fractions of a day',
    text: [
      'Contact ID,Interaction ID,Direction,Contact Type,Contact Started At,Contact Finished At,Ring Groups,Queue,Wait Time,Talk Time,Hold Time,After Call Work Time,Handle Time,Handling User Name',
      'k1,i1,Inbound,Answered,2026-01-13 08:04:11,2026-01-13 08:09:40,sales,Sales,0.00032407,0.00290509,0.00013889,0.00056713,0.00361111,Ada Lind',
      'k2,i2,Inbound,Abandoned,2026-01-13 08:05:01,2026-01-13 08:05:42,sales,Sales,0.00047454,,,,,',
      'k3,i3,Outbound,Connected,2026-01-13 08:07:01,2026-01-13 08:09:42,,,,0.00186343,,,0.00186343,Ada Lind',
      'k4,i4,Inbound,Short abandoned,2026-01-13 08:35:01,2026-01-13 08:35:04,sales,Sales,0.00003472,,,,,',
    ].join('\n'),
    queues: [
      {
        ...{ queue: 'Sales', start: `${U}08:00Z`, step: 30, volume: [2, 1], handled: [1, 0], abandoned: [1, 1], shortAbandoned: [0, 1] },
        // fractions with eight digits: 0.00361111 of a day, (0.00032407 + 0.00047454) / 2
        ...{ ahtSeconds: [311.999904, null], meanWaitSeconds: [34.499952, 2.999808] },
      },
    ],
    kept: 3,
    dropped: { notInbound: 1 },
  },
  {
    title: 'Twilio Flex Insights, segments',
    text: [
      'Conversation ID;Segment;Kind;Date;Time;Queue;Communication Channel;Direction;Abandoned;Agent;Queue Time;Talk Time;Wrap Up Time',
      'CA1;s1;Conversation;2026-01-13;08:04:11;Sales;Call;Inbound;No;Ada Lind;28;263;49',
      'CA2;s2;Conversation;2026-01-13;08:05:11;Sales;Call;Inbound;Yes;;41;;',
      'CH1;s3;Conversation;2026-01-13;08:09:11;Sales;Chat;Inbound;No;Ben Roth;5;600;30',
    ].join('\n'),
    queues: [
      { queue: 'Sales', start: `${U}08:00Z`, step: 30, volume: [2], handled: [1], abandoned: [1], ahtSeconds: [312], meanWaitSeconds: [34.5] },
      { queue: 'Sales', channel: 'chat', start: `${U}08:00Z`, step: 30, volume: [1], handled: [1], abandoned: [0], ahtSeconds: [630], meanWaitSeconds: [5] },
    ],
    kept: 3,
  },
  {
    title: 'Aircall, exported calls',
    text: [
      'line,date (TZ offset incl.),number timezone,duration (total),duration (in call),from,to,answered,direction,missed_call_reason,user,tags,call id,waiting time',
      'Sales line,2026-01-13 09:04:11 +0100,Europe/Berlin,291,263,+49170,+4930,Yes,inbound,,Ada Lind,order,801,28',
      'Sales line,2026-01-13 09:05:11 +0100,Europe/Berlin,41,0,+49171,+4930,No,inbound,abandoned_in_classic,,,802,41',
      'Sales line,2026-01-13 09:15:11 +0100,Europe/Berlin,60,50,+4930,+49171,Yes,outbound,,Ada Lind,,803,0',
    ].join('\n'),
    options: { zone: 'Europe/Berlin' },
    queues: [{ queue: 'Sales line', start: `${U}08:00Z`, step: 30, volume: [2], handled: [1], abandoned: [1], ahtSeconds: [263], meanWaitSeconds: [34.5] }],
    kept: 2,
    dropped: { notInbound: 1 },
  },
  {
    title: 'RingCentral, queue analytics by hour',
    text: [
      'Queue Name,Date,Hour,# of Calls,Answered,Missed,Voicemail,% Answered,Avg. Wait Time,Avg. Handle Time',
      'Sales,01/13/2026,8:00 AM,24,22,1,1,91.7%,0:00:16,0:05:00',
      'Sales,01/13/2026,9:00 AM,31,31,0,0,100%,0:00:08,0:04:58',
    ].join('\n'),
    queues: [
      {
        queue: 'Sales',
        start: `${U}08:00Z`,
        step: 60,
        volume: [24, 31],
        handled: [22, 31],
        abandoned: [1, 0],
        ahtSeconds: [300, 298],
        meanWaitSeconds: [16, 8],
      },
    ],
    kept: 2,
  },
  {
    title: '8x8, queue interval details',
    text: [
      'Queue,Date,Interval,Entered,Accepted,Abandoned,Short abandoned,Diverted,Avg waiting time,Avg handling time,Service level',
      'Sales,2026-01-13,10:00 - 10:15,24,22,2,1,0,00:00:16,00:05:00,86.4%',
      'Sales,2026-01-13,10:15 - 10:30,31,31,0,0,0,00:00:08,00:04:58,96.8%',
      'Sales total,,,55,53,2,1,0,00:00:11,00:04:59,92.5%',
    ].join('\n'),
    queues: [
      {
        queue: 'Sales',
        start: `${U}10:00Z`,
        step: 15,
        volume: [24, 31],
        handled: [22, 31],
        abandoned: [2, 0],
        shortAbandoned: [1, 0],
        ahtSeconds: [300, 298],
        meanWaitSeconds: [16, 8],
      },
    ],
    kept: 2,
    dropped: { total: 1 },
  },
  {
    title: 'Vonage Contact Center, interactions',
    text: [
      'Interaction ID,Start time,Direction,Media type,Service name,Queue name,Outcome,Agent name,Time in queue (s),Talk time (s),Hold time (s),Wrap time (s)',
      'g1,2026-01-13T08:04:11.120Z,Inbound,Phone,Main,Sales,Answered,Ada Lind,28,251,12,49',
      'g2,2026-01-13T08:05:11.480Z,Inbound,Phone,Main,Sales,Abandoned in queue,,41,0,0,0',
      'g3,2026-01-13T08:08:00.000Z,Outbound,Phone,Main,,Answered,Ben Roth,0,60,0,10',
    ].join('\n'),
    queues: [{ queue: 'Sales', start: `${U}08:00Z`, step: 30, volume: [2], handled: [1], abandoned: [1], ahtSeconds: [312], meanWaitSeconds: [34.5] }],
    kept: 2,
    dropped: { notInbound: 1 },
  },
  {
    title: 'Cisco Unified CCE, call type historical all fields',
    text: [
      'Call Type,DateTime,Service Level,ASA,Calls Offered,Calls Handled,Aban,Avg Aban Delay,AHT,Overflow Out,% Aban',
      'CT_Sales,01/13/2026 08:00:00 AM,86.36%,00:00:14,24,22,2,00:00:40,00:05:00,0,8.3%',
      'CT_Sales,01/13/2026 08:30:00 AM,96.77%,00:00:08,31,31,0,00:00:00,00:04:58,0,0.0%',
      'CT_Sales Summary,,92.0%,00:00:10,55,53,2,00:00:40,00:04:59,0,3.6%',
      'Report Summary,,92.0%,00:00:10,55,53,2,00:00:40,00:04:59,0,3.6%',
    ].join('\n'),
    queues: [
      {
        ...{ queue: 'CT_Sales', start: `${U}08:00Z`, step: 30, volume: [24, 31], handled: [22, 31], abandoned: [2, 0], ahtSeconds: [300, 298] },
        meanWaitSeconds: [(22 * 14 + 2 * 40) / 24, 8],
      },
    ],
    kept: 2,
    dropped: { total: 2 },
  },
  {
    title: 'Cisco Unified CCX, CSQ activity by interval with times',
    text: [
      'Contact Service Queue Activity Report (by CSQ)',
      'CSQ Name,Call Skills,Interval Start Time,Interval End Time,Calls Presented,Avg Queue Time,Max Queue Time,Calls Handled,Avg Speed of Answer,Avg Handle Time,Max Handle Time,Calls Abandoned,Avg Time to Abandon,Calls Dequeued',
      'SALES_CSQ,sales(5),1/13/26 8:00:00 AM,1/13/26 8:30:00 AM,24,0:00:16,0:01:02,22,0:00:14,0:05:00,0:11:00,2,0:00:40,0',
      'SALES_CSQ,sales(5),1/13/26 8:30:00 AM,1/13/26 9:00:00 AM,31,0:00:08,0:00:21,31,0:00:08,0:04:58,0:09:00,0,0:00:00,0',
    ].join('\n'),
    queues: [
      {
        queue: 'SALES_CSQ',
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
    title: 'Avaya CMS, VDN interval',
    text: [
      'Report: Historical VDN Interval',
      'Date: 1/13/2026',
      'VDN: Hotline North',
      'Time,Inbound Calls,Flow In,ACD Calls,Avg Speed Ans,Avg ACD Time,Avg ACW Time,Aban Calls,Avg Aban Time,Flow Out,% In Serv Level',
      '8:00AM,24,0,22,:14,4:11,:49,2,:40,0,86.4',
      '8:30AM,31,0,31,:08,4:00,:58,0,,0,96.8',
      'Totals,55,0,53,:10,4:04,:54,2,:40,0,92.5',
    ].join('\n'),
    queues: [
      {
        ...{ queue: 'Hotline North', start: `${U}08:00Z`, step: 30, volume: [24, 31], handled: [22, 31], abandoned: [2, 0], ahtSeconds: [300, 298] },
        meanWaitSeconds: [(22 * 14 + 2 * 40) / 24, 8],
      },
    ],
    kept: 2,
    dropped: { total: 1 },
  },
  {
    title: 'Avaya Aura Contact Center, skillset by timestamp: totals in seconds',
    text: [
      'Timestamp,Site,Skillset,CallsOffered,CallsAnswered,CallsAbandoned,TalkTime,PostCallProcessingTime,CallsAnsweredDelay,MaxAnsweredDelay,ServiceLevel',
      '2026-01-13 08:00:00,North,Sales,24,22,2,5522,1078,308,62,86',
      '2026-01-13 08:15:00,North,Sales,31,31,0,7440,1798,248,21,97',
      '2026-01-13 08:30:00,North,Sales,12,12,0,3000,600,60,11,98',
    ].join('\n'),
    queues: [
      {
        queue: 'Sales',
        site: 'North',
        start: `${U}08:00Z`,
        step: 15,
        volume: [24, 31, 12],
        handled: [22, 31, 12],
        abandoned: [2, 0, 0],
        ahtSeconds: [300, 298, 300],
      },
    ],
    kept: 3,
  },
  {
    title: 'Mitel, queue performance by period',
    text: [
      'Queue Performance by Period',
      'Queue: Sales P801',
      'Date: 13/01/2026',
      '',
      'Period,ACD Calls Offered,ACD Calls Handled,Calls Abandoned (Short),Calls Abandoned (Long),Average Speed of Answer (hh:mm:ss),Average ACD Handling Time (hh:mm:ss),Service Level %,,',
      '08:00,24,22,1,2,00:00:14,00:05:00,86.4%,,',
      '08:15,31,31,0,0,00:00:08,00:04:58,96.8%,,',
      'Average,27,26,0,1,00:00:11,00:04:59,91.6%,,',
      'Total,55,53,1,2,00:00:11,00:04:59,91.6%,,',
    ].join('\n'),
    queues: [
      {
        queue: 'Sales P801',
        start: `${U}08:00Z`,
        step: 15,
        volume: [24, 31],
        handled: [22, 31],
        abandoned: [2, 0],
        shortAbandoned: [1, 0],
        ahtSeconds: [300, 298],
        meanWaitSeconds: [14, 8],
      },
    ],
    kept: 2,
    dropped: { total: 2 },
  },
  {
    title: 'Alcatel OmniTouch, pilot by quarter hour, in French',
    text: [
      'Pilote;Date;Heure;Appels reçus;Appels servis;Appels abandonnés;Durée moyenne de communication;Temps moyen de post-traitement;Attente moyenne;Taux de décroché',
      'Ventes;13/01/2026;08:00;24;22;2;00:04:11;00:00:49;00:00:16;91,7 %',
      'Ventes;13/01/2026;08:15;31;31;0;00:04:00;00:00:58;00:00:08;100 %',
    ].join('\n'),
    queues: [
      {
        queue: 'Ventes',
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
    title: 'FreePBX and Issabel, CDR report with a header',
    text: [
      'calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,disposition,amaflags,accountcode,uniqueid',
      '2026-01-13 08:04:11,"""Caller A"" <017>",017,600,ext-queues,SIP/trunk-1,SIP/201-2,Queue,"600,t,,",291,263,ANSWERED,3,,1768291451.1',
      '2026-01-13 08:05:11,"""Caller B"" <018>",018,600,ext-queues,SIP/trunk-3,,Queue,"600,t,,",41,41,ANSWERED,3,,1768291511.2',
      '2026-01-13 08:15:11,"""Ada"" <201>",201,017,from-internal,SIP/201-4,SIP/trunk-5,Dial,SIP/trunk/017,60,50,ANSWERED,3,,1768292111.3',
    ].join('\n'),
    queues: [{ queue: '600', start: `${U}08:00Z`, step: 30, volume: [2], handled: [1], abandoned: [1] }],
    kept: 2,
    dropped: { noQueue: 1 },
  },
  {
    title: 'QueueMetrics, details of calls taken and lost',
    text: [
      'Date,Caller,Queue,Wait,Duration,Pos.,Disconnection,Handled by,Attempts,Code',
      '"2026-01-13, 08:04:11",017,Sales,0:28,4:23,1,Caller,Agent/201,1,ORD',
      '"2026-01-13, 08:05:11",018,Sales,0:41,,1,Abandon,,0,',
      '"2026-01-13, 08:31:11",019,Sales,0:05,5:00,1,Agent,Agent/202,1,',
    ].join('\n'),
    queues: [
      { queue: 'Sales', start: `${U}08:00Z`, step: 30, volume: [2, 1], handled: [1, 1], abandoned: [1, 0], ahtSeconds: [263, 300], meanWaitSeconds: [34.5, 5] },
    ],
    kept: 3,
  },
  {
    title: '3CX, queue performance over the whole period: no times',
    text: [
      'Queue,Received calls,Answered,Unanswered,Average ring time,Average talk time',
      'Sales,240,220,20,00:00:16,00:05:00',
      'Support,110,100,10,00:00:33,00:07:30',
    ].join('\n'),
    refused: /no column with timestamps/,
  },
  {
    title: '3CX version 20, call log',
    text: [
      'Call Time,Call ID,From,To,Direction,Status,Ringing,Talking,Call Activity Details',
      '2026-01-13T08:04:11,501,Caller A (017),Sales (800),Inbound Queue,Answered,00:00:28,00:04:23,Ended by caller',
      '2026-01-13T08:05:11,502,Caller B (018),Sales (800),Inbound Queue,Unanswered,00:00:41,00:00:00,Ended by caller',
      '2026-01-13T08:07:11,503,Ada (201),Caller A (017),Outbound,Answered,00:00:05,00:01:00,Ended by Ada',
    ].join('\n'),
    queues: [{ queue: 'Sales (800)', start: `${U}08:00Z`, step: 30, volume: [2], handled: [1], abandoned: [1], ahtSeconds: [263], meanWaitSeconds: [34.5] }],
    kept: 2,
    dropped: { notInbound: 1 },
  },
  {
    title: 'Dialpad, contact center totals by day',
    text: [
      'Date,Call Center,Total Calls,Handled Calls,Missed Calls,Abandoned Calls,Voicemails,Average Handle Time (min),Average Speed to Answer (sec),Service Level',
      '2026-01-12,Sales,240,220,5,15,0,5.2,14,88%',
      '2026-01-13,Sales,210,200,2,8,0,4.9,9,91%',
    ].join('\n'),
    queues: [
      {
        queue: 'Sales',
        start: '2026-01-12',
        step: 'day',
        volume: [240, 210],
        handled: [220, 200],
        abandoned: [15, 8],
        ahtSeconds: [312, 294],
        meanWaitSeconds: [14, 9],
      },
    ],
    kept: 2,
  },
  {
    title: 'Microsoft Teams, call queues from Power BI',
    text: [
      'Call Queue Name,Date,Hour,Call Count,Answered,Abandoned,Timed Out,Overflowed,% Abandoned,Avg Wait Time (Sec),Avg Call Duration (Sec)',
      'Sales CQ,13.01.2026,8,24,21,2,1,0,8.3%,16,300',
      'Sales CQ,13.01.2026,9,31,31,0,0,0,0.0%,8,298',
      'Sales CQ,13.01.2026,10,12,12,0,0,0,0.0%,5,250',
    ].join('\n'),
    queues: [
      {
        queue: 'Sales CQ',
        start: `${U}08:00Z`,
        step: 60,
        volume: [24, 31, 12],
        handled: [21, 31, 12],
        abandoned: [2, 0, 0],
        ahtSeconds: [300, 298, 250],
        meanWaitSeconds: [16, 8, 5],
      },
    ],
    kept: 3,
  },
  {
    title: 'Teleopti and Calabrio, queue file without a header',
    text: [
      '15;20260113;08:00;7;Sales;24;0;2;0;22;308;80;5522;1078;62;40;5;19;388;1;1',
      '15;20260113;08:15;7;Sales;31;0;0;0;31;248;0;7440;1798;21;0;6;30;248;0;0',
      '15;20260113;08:30;7;Sales;0;0;0;0;0;0;0;0;0;0;0;6;0;0;0;0',
    ].join('\n'),
    // offered, overflow in, abandoned, overflow out, answered; queued and answered, queued and abandoned, talk, wrap-up in seconds
    queues: [
      {
        ...{ queue: 'Sales', start: `${U}08:00Z`, step: 15, volume: [24, 31, 0], handled: [22, 31, 0], abandoned: [2, 0, 0], shortAbandoned: [1, 0, 0] },
        ...{ ahtSeconds: [300, 298, null], meanWaitSeconds: [388 / 24, 8, null] },
      },
    ],
    kept: 3,
  },
  {
    title: 'Injixo import: totals of handle time beside counts',
    text: [
      'Interval start;Queue;Contacts offered;Contacts answered;Contacts abandoned;Total handling time',
      '2026-01-13T08:00:00+01:00;Vertrieb;24;22;2;6600',
      '2026-01-13T08:15:00+01:00;Vertrieb;31;31;0;9238',
      '2026-01-13T08:30:00+01:00;Vertrieb;8;8;0;2400',
    ].join('\n'),
    options: { zone: 'Europe/Berlin' },
    queues: [
      { queue: 'Vertrieb', start: `${U}07:00Z`, step: 15, volume: [24, 31, 8], handled: [22, 31, 8], abandoned: [2, 0, 0], ahtSeconds: [300, 298, 300] },
    ],
    kept: 3,
  },
  {
    title: 'Verint and Aspect style: one column per date part',
    text: [
      'Queue Name|Year|Month|Day|Interval Start|Contacts Received|Contacts Handled|Contacts Abandoned|AHT|Backlog',
      'Sales|2026|1|13|08:00|24|22|2|300|0',
      'Sales|2026|1|13|08:30|31|31|0|298|0',
    ].join('\n'),
    queues: [{ queue: 'Sales', start: `${U}08:00Z`, step: 30, volume: [24, 31], handled: [22, 31], abandoned: [2, 0], ahtSeconds: [300, 298] }],
    kept: 2,
  },
];
