/** What a column holds, as far as its name tells. */
export type Role =
  | 'start'
  | 'end'
  | 'length'
  | 'zone'
  | 'complete'
  | 'queue'
  | 'channel'
  | 'reason'
  | 'site'
  | 'volume'
  | 'handled'
  | 'abandoned'
  | 'shortAbandoned'
  | 'handle'
  | 'talk'
  | 'hold'
  | 'acw'
  | 'wait'
  | 'answerWait'
  | 'abandonWait'
  | 'duration'
  | 'beforeQueue'
  | 'id'
  | 'parentId'
  | 'agent'
  | 'direction'
  | 'status'
  | 'answeredAt';

/** Roles that a user may give to a column by an option. */
export const ROLES: readonly Role[] = [
  ...(['start', 'end', 'length', 'zone', 'complete', 'queue', 'channel', 'reason', 'site', 'volume', 'handled', 'abandoned', 'shortAbandoned'] as const),
  ...([
    'handle',
    'talk',
    'hold',
    'acw',
    'wait',
    'answerWait',
    'abandonWait',
    'duration',
    'beforeQueue',
    'id',
    'parentId',
    'agent',
    'direction',
    'status',
  ] as const),
  'answeredAt',
];

/** A column name as understood: lower rank = surer. `unitSeconds` from words such as `_s`, `(ms)`; `statistic` from `avg`, `total`. */
export type NamedColumn = {
  readonly role: Role;
  readonly rank: number;
  readonly unitSeconds: number | null;
  readonly statistic: 'average' | 'total' | null;
};

const UNIT_WORDS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    [
      [1, 's sec secs second seconds sek sekunde sekunden segundo segundos secondes secondi secs.'],
      [0.001, 'ms msec msecs millis millisecond milliseconds millisekunden milisegundos'],
      [60, 'min mins minute minutes minuten minutos minuti'],
      [3600, 'h hr hrs hour hours stunden std heures horas ore'],
    ] as const
  ).flatMap(([size, words]) => words.split(' ').map((word) => [word, size])),
);

/** Reduces a header to plain lower-case words: no accents, no punctuation, camelCase split. */
export function plainWords(header: string): string {
  return header
    .replace(/[Øø∅]/g, ' avg ')
    .replace(/%/g, ' percent ')
    .replace(/#/g, ' number ')
    .replace(/</g, ' below ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Names of shares, targets, extremes and bookkeeping: never counts or times of contacts. */
const OTHER_FIGURES =
  /\b(percent|pct|prozent|rate|ratio|quote|taux|tasa|share|anteil|goal|target|threshold|sla|sl|service ?level|servicelevel|niveau de service|nivel de servicio|within|below|acceptable|max|maximum|longest|oldest|highest|occupancy|auslastung|cost|price|per|forecast|prognose|predicted|scheduled|staffed|staff|stafftime|required|flow|dequeued?|transfers?|transferred|conferences?|extn?|out|outbound|outgoing|variance|deviation|std ?dev|cumulative|agents|positions|adherence|shrinkage|utili[sz]ation|score|csat|nps|non response|rank)\b/;

const AVERAGE =
  /\b(avg|average|mean|averages|durchschnitt|durchschnittliche?r?|mittlere?|moyenne?|moy|promedio|medio|media|gem|gemiddelde?|aht|att|acwt|asa|awt|dmt|tmo|dmc)\b/;
const TOTAL = /\b(total|totals|sum|summe|gesamt|totale?|insgesamt|totaal)\b/;

type Rule = readonly [role: Role, rank: number, pattern: RegExp];

const CONTACT =
  '(?:calls?|contacts?|interactions?|chats?|emails?|tickets?|cases?|messages?|conversations?|anrufe?|kontakte?|appels?|llamadas?|contactos?|chiamate|gesprekken|oproepen|chamadas|samtal|csq calls?|queue calls?)';
const count = (words: string): RegExp =>
  new RegExp(
    `^(?:(?:number of|nb|nb of|nombre d|nombre de|num|no of|anzahl|n|total|sum of|inbound|voice|actual|net) )*(?:${CONTACT} )?(?:${words})(?: ${CONTACT})?(?: (?:count|number|n|total|qty|anzahl|incoming|inbound))?$`,
  );

const COUNT_RULES: readonly Rule[] = [
  [
    'shortAbandoned',
    0,
    /^(short (calls? )?aband?on(s|ed)?( calls?| contacts?)?|(calls? |contacts? )?short aband?on(s|ed)?|aband?on(s|ed)? short|short calls?|kurzabbrecher|kurzaufleger)$/,
  ],
  [
    'volume',
    0,
    count(
      'offered|offer|offers|presented|volume|arrivals?|angeboten[ea]?|angebot|offerts?|offertes?|presentes?|ofrecidas?|ofrecidos?|presentadas?|offerte|aangeboden|oferecidas?|erbjudna|callsoffered|nco',
    ),
  ],
  [
    'volume',
    1,
    count(
      'received|incoming|entered|queued|in queue|recus|entrants?|recibidas?|entrantes?|ricevute|in ingresso|recebidas?|binnengekomen|inkommande|eingehende?|eingegangene?|eingang|arrived|arriving|enqueued|incalls|created|opened|demand',
    ),
  ],
  [
    'volume',
    2,
    new RegExp(
      `^(?:(?:number of|nb|nombre d|nombre de|num|no of|anzahl|n|total|inbound|sum of) )*${CONTACT}(?: (?:count|total|volume|n|number|in|anzahl|gesamt))?$`,
    ),
  ],
  ['volume', 3, /^(count|n|y|value|quantity|qty|total|anzahl|menge|load|volumes|workload|requests?|gesamtanrufe|anrufvolumen|callvolume)$/],
  ['handled', 0, count('handled|acdcalls|acd calls?|bearbeitete?|afgehandeld|gestite|traites?|tratadas?')],
  [
    'handled',
    1,
    count(
      'answered|answer|answers|accepted|served|taken|angenommene?|beantwortete?|bediente?|entgegengenommene?|repondus?|decroches?|pris|atendidas?|contestadas?|risposte|beantwoord|besvarade',
    ),
  ],
  ['handled', 2, /^(completed|connected|verbunden|erledigt|closed|resolved|handled n|n handled|calls completed)$/],
  [
    'abandoned',
    0,
    count(
      'abandoned|abandons?|abandonment|aban|abncalls|abandonnes?|abandonadas?|abandonados?|abbandonate|verlaten|afgehaakt|opgehangen|aufgelegte?|aufleger|abgebrochene?|abbruche?|abbrecher|verzichter|overgivna',
    ),
  ],
  ['abandoned', 1, count('lost|missed|hung up|hang ?ups?|verlorene?|verpasste?|perdus?|perdidas?|perse|gemist|unanswered|not answered|nicht angenommene?')],
];

const TIME_RULES: readonly Rule[] = [
  ['abandonWait', 0, /\b(aband?on(ed|ment)?|aban|abn ?time|abntime)\b.*\b(time|wait|delay)\b|\btime to aband?on\b|^abntime$|\bwait\b.*\baband?on/],
  [
    'answerWait',
    0,
    /\b(asa|speed (of |to )?ans(wer)?|speed ans|queue answer time|answer (wait|delay)|time to answer|ans ?time|anstime|wait(ing)? time answered|antwortzeit)\b/,
  ],
  [
    'acw',
    0,
    /\b(acw|after (call|contact)s? work|after call|wrap ?(up)?|wrapup|acwtime|nachbearbeitung(szeit)?|nachbearbeitungs|post ?call|post traitement|trabajo posterior|post ?queue work|nawerk)\b/,
  ],
  ['hold', 0, /\b(hold|on hold|holdtime|holdacdtime|haltezeit|halten|mise en attente|retencion|espera en linea)\b/],
  [
    'talk',
    0,
    /\b(talk|talking|talktime|conversation|agent interaction|interaction time|acd ?time|acdtime|att|gesprach(szeit)?|gesprachs?(dauer)?|sprechzeit|conversation time|communication|conversacion|spreektijd|agent time|speaking|in call)\b/,
  ],
  [
    'handle',
    0,
    /\b(aht|handle|handling|handletime|bearbeitung(szeit)?|dmt|tmo|dmc|traitement|gestion|manejo|operativo|afhandeltijd|afhandeling|service time|servicezeit|tempo di gestione)\b/,
  ],
  ['beforeQueue', 0, /\b(ivr|pre ?queue|menu|self service)\b/],
  [
    'wait',
    0,
    /\b(wait|waiting|awt|queue time|queue wait|in queue|inqueue|queued time|time in queue|queue duration|delay|wartezeit|warte|attente|espera|attesa|wachttijd|wachten|time queued)\b/,
  ],
  ['wait', 3, /\b(ringing|ring time)\b/],
  ['duration', 0, /\b(duration|total time|call time|length|bill ?sec|dauer|duree|duracion|durata|elapsed|total duration|call length|gesamtdauer)\b/],
];

const PLACE_RULES: readonly Rule[] = [
  ['complete', 0, /^(interval )?complete$/],
  ['zone', 0, /^(time ?zone|tz|zeitzone|fuseau( horaire)?|zona horaria)$/],
  ['length', 0, /^(interval|intrvl|period|intervall|interval length|interval (size|duration|minutes?|seconds?))$/],
  ['direction', 0, /^(direction|call direction|richtung|call type|type of call|initiation method|sens|direccion|inbound outbound)$/],
  ['direction', 1, /^(type|typ)$/],
  [
    'queue',
    0,
    /^(queue|queue name|csq|csq name|skill|skill name|split|split skill|split name|contact queue|warteschlange|warteschleife|file|file d attente|cola|coda|wachtrij|fila|ko|acd queue|contact service queue|call queue|service queue|workgroup|hunt group)$/,
  ],
  [
    'queue',
    1,
    /^(queue name|routing queue|call group( name| id)?|group|group name|agent group|ring group|line of business|lob|service|department|abteilung|campaign( name)?|vdn|vdn name|vq|virtual queue|contact type|call type name|application|hotline|team|queuename|line|line name|phone line)$/,
  ],
  [
    'queue',
    2,
    /^(name|to|called|display name|phone display name|talkdesk phone display name|dnis|target|target name|destination|skill no|skill id|queue id|to dispname|lob name|dst)$/,
  ],
  ['channel', 0, /^(channel|media|media type|media name|medium|kanal|canal|canale|kanaal|channel type|mediatype|contact channel|case origin|origin|source)$/],
  [
    'reason',
    0,
    /^(reason|contact reason|call reason|reason for contact|topic|kontaktgrund|anrufgrund|grund|motif|motivo|category|kategorie|wrap up code|wrapup code|wrap ?code|intent|issue type)$/,
  ],
  ['site', 0, /^(site|location|standort|office|call ?cent(er|re)|ubicacion|sede|centre|center|vestiging)$/],
  ['parentId', 0, /^((master|parent|initial|original|root|related) (contact|call|interaction|conversation) ?id|linked ?id)$/],
  [
    'id',
    0,
    /^(call id|callid|contact id|contactid|conversation id|interaction id|unique id|uniqueid|session id|call sid|callsid|ucid|ticket id|case id|call guid|id|anruf id|gesprachs id|history id|historyid|recording id|case number|ticket number)$/,
  ],
  [
    'agent',
    0,
    /^(agent|agent name|agent id|agent no|agent username|username|user name|user|user id|operator|mitarbeiter|bearbeiter|agente|employee|advisor|handled by|answered by|owner|case owner|assignee|dstchannel|agent email|user email)$/,
  ],
  [
    'status',
    0,
    /^(status|call status|result|action result|outcome|completion status|disposition|ergebnis|statut|estado|resultado|state|call result|contact status|categories|disconnect type|call disposition|reason terminated|ended reason)$/,
  ],
];

const WHEN_RULES: readonly Rule[] = [
  [
    'answeredAt',
    0,
    /^(answered at|date connected|connect(ed)? ?(time|at)|answer ?(time|timestamp|date)|answered ?time|agent connected to agent timestamp|connected to agent timestamp|time answered|answer)$/,
  ],
  [
    'start',
    0,
    /^(date queued|queued at|enqueue ?(time|timestamp)|queue enqueue timestamp|queue (start|entry) ?(time)?|enter(ed)? queue( at)?|time queued|arrival ?(time|timestamp|date)?|arrived at|offered (at|time))$/,
  ],
  [
    'start',
    1,
    /^(interval( start)?( utc)?( date)?( time)?|start interval|interval (begin|beginning|from)|interval start date ?time|half hour|half hour interval|quarter hour|time ?(slot|bucket|interval|period|window)|slot|intervall( ?(beginn|start|von))?|periode?|period( start)?|tranche( horaire)?|franja( horaria)?|plage( horaire)?|zeitintervall|zeitraum|from|von|beginn?|begins|beginning|bucket|intervalo)$/,
  ],
  [
    'start',
    2,
    /^(start|start ?(date ?)?(time|at|ed|timestamp)?|start date|start date ?time|startzeit|start zeit|started( at| on)?|start ?time( utc)?|date started|call ?start( ?time)?|call time|call date|call start(ed)?( at)?|time ?start|debut|inicio|inizio|hora inicio|fecha inicio|initiation ?timestamp|start stamp|contact start( time)?|row date|starttime)$/,
  ],
  [
    'start',
    3,
    /^(time ?stamp|timestamp( utc| local)?|date ?time( utc| local)?|date and time|datum( und)? uhrzeit|datum zeit|zeitstempel|zeitpunkt|horodatage|date heure|fecha( y)? hora|data( e)? ora|ds|when|t|ts|local ?time|utc ?time|event ?time)$/,
  ],
  [
    'start',
    4,
    /^(date|day|datum|tag|fecha|data|dia|jour|dag|giorno|row ?date|call ?date|business date|datetag|kalendertag|date utc|week|month|monat|woche|mois|mes|semaine|semana|settimana|mese|maand)$/,
  ],
  ['start', 4, /^(time|uhrzeit|zeit|heure|hora|ora|tijd|hour|stunde|time of day|start ?hour|tageszeit|hhmm|hour of day|klokslag|tid)$/],
  [
    'start',
    5,
    /^(created( at| on| date| time)?|creation (date|time)|received( at| on| date| time)|opened( at| on)?|open(ed)? date|date time (opened|created|received)|erstellt( am)?|eingegangen( am)?|cree le|logged( at)?|submitted( at)?|calldate|time created|erstellungsdatum)$/,
  ],
  [
    'end',
    0,
    /^(end|end ?(date ?)?(time|at|ed|timestamp)?|interval end( time| date)?|end interval|interval (to|until)|to|bis|ende|endzeit|fin|hora fin|fine|until|finished( at)?|stop|stop time|disconnect ?(time|timestamp)|date ended|ended( at)?|end stamp|time end|hang ?up( time)?|closed at)$/,
  ],
];

/**
 * Reads what a column may hold from its header, in several languages, likeliest first. A name can mean several things (`Answer`: a count, or the
 * moment of answering; `To`: an end, or a queue): the values decide.
 */
export function readColumnName(header: string): NamedColumn[] {
  const words = plainWords(header);
  if (words === '') return [];
  const { base, unitSeconds } = takeUnit(words);
  const lastWords = base.split(' ').slice(-2).join(' ');
  const found: NamedColumn[] = [
    ...matches(WHEN_RULES, base),
    ...matches(PLACE_RULES, base),
    ...matches(PLACE_RULES, lastWords).filter(({ rank }) => rank === 0),
  ].map((match) => ({ ...match, unitSeconds, statistic: null }));
  if (OTHER_FIGURES.test(base)) return found;
  const statistic = AVERAGE.test(words) ? 'average' : TOTAL.test(words) ? 'total' : null;
  return [
    ...found,
    ...matches(COUNT_RULES, base).map((match) => ({ ...match, unitSeconds: null, statistic: null })),
    ...matches(TIME_RULES, base)
      .slice(0, 1)
      .map((match) => ({ ...match, unitSeconds, statistic }) as const),
  ];
}

function matches(rules: readonly Rule[], words: string): { role: Role; rank: number }[] {
  return rules.filter(([, , pattern]) => pattern.test(words)).map(([role, rank]) => ({ role, rank }));
}

/** Takes a unit off a header: `aht s`, `handle time ms`, `talk time hh mm ss`. */
function takeUnit(words: string): { base: string; unitSeconds: number | null } {
  const clock = words.replace(/ (in )?(h|hh|mm|m) (mm|m|ss)( ss)?$/, '');
  if (clock !== words) return { base: clock, unitSeconds: null };
  const found = /^(.*\S) (?:in )?(\S+)$/.exec(words);
  const unitSeconds = UNIT_WORDS[found?.[2] ?? ''] ?? null;
  return unitSeconds === null || found === null ? { base: words, unitSeconds: null } : { base: found[1] ?? words, unitSeconds };
}
