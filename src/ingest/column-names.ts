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
      [1, 's sec secs second seconds sek sekunde sekunden sekunder segundo segundos secondes secondi seconden seg sekundy sekund sekundakh'],
      [0.001, 'ms msec msecs millis millisecond milliseconds millisekunden milisegundos millisecondes'],
      [60, 'min mins minute minutes minuten minutos minuti minuter minuty minutakh'],
      [3600, 'h hr hrs hour hours stunden std heures horas ore'],
      [86_400, 'days tage jours dias giorni dagen'],
    ] as const
  ).flatMap(([size, words]) => words.split(' ').map((word) => [word, size])),
);

/** Letters that do not decompose, and Cyrillic ones, as Latin letters: one set of patterns then does for all. */
const LATIN: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ł: 'l', ø: 'o', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i', а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ж: 'zh', з: 'z', и: 'i', к: 'k', л: 'l' },
  ...{ м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ы: 'y', ь: '', э: 'e' },
  ...{ ю: 'yu', я: 'ya', і: 'i', є: 'ye' },
};

/** `(US/Eastern)` behind a name tells a clock, not what the column holds. */
const ZONE_IN_BRACKETS = /\s*[([][A-Z][A-Za-z]+(?:\/[A-Z][A-Za-z_-]+)+[)\]]\s*$/;

/** Reduces a header to plain lower-case words: no accents, Latin letters, no punctuation, camelCase split. */
export function plainWords(header: string): string {
  return header
    .replace(ZONE_IN_BRACKETS, '')
    .replace(/(?<!\p{L})[Øø∅](?!\p{L})/gu, ' avg ')
    .replace(/%/g, ' percent ')
    .replace(/[€$£¥]/g, ' price ')
    .replace(/#/g, ' number ')
    .replace(/</g, ' below ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßłøđæœıЀ-ӿŁØĐÆŒ]/g, (letter) => LATIN[letter.toLowerCase()] ?? letter)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Names of shares, targets, extremes and bookkeeping: never counts or times of contacts. */
const OTHER_FIGURES =
  /\b(percent|pct|prozent|protsent|procent|andel|dolya|uroven|poziom|niveau|nivel|livello|servicegrad|serviceniva|svarsgrad|palvelutaso|erreichbarkeit|kosten|cout|costo|costes|koszt|omzet|umsatz|revenue|ertrag|backlog|reopened|agenten|rate|ratio|quote|taux|tasa|share|anteil|goal|target|threshold|plan|planned|geplante?[rns]?|soll|fcst|fc|forecasted|projected|projection|expected|erwartete?[rns]?|budget|budgeted|prevista?s?|previsti|prevue?s?|prevision(?:es)?|pronostico|previsao|verwachte?|vorjahr|prior|yoy|ytd|mtd|sla|sl|service ?level|servicelevel|niveau de service|nivel de servicio|within|below|acceptable|max|maximum|longest|oldest|highest|occupancy|auslastung|cost|price|per|forecast|prognose|predicted|scheduled|staffed|staff|stafftime|required|flow|dequeued?|transfers?|transferred|conferences?|extn?|out|outbound|outgoing|variance|deviation|std ?dev|cumulative|agents|positions|adherence|shrinkage|utili[sz]ation|score|csat|nps|non response|rank)\b/;

/** True for plain words that make a figure a share, a target or bookkeeping. */
export function isOtherFigure(words: string): boolean {
  return OTHER_FIGURES.test(words);
}

const AVERAGE =
  /\b(avg|average|mean|averages|avrg|sr|prum|mittl|gjsn|tma|tme|dma|srednee|srednyaya|srednii|sredni|srednia|sredniy|genomsnittlig|genomsnitt|snitt|gennemsnitlig|gjennomsnittlig|gns|prumern[ay]|keskimaarainen|atlagos|ortalama|gemiddeld|durchschn|durchschnittlich|gem|durchschnitt|durchschnittliche?r?|mittlere?|moyenne?|moy|promedio|medio|media|gem|gemiddelde?|aht|att|acwt|asa|awt|dmt|tmo|dmc)\b/;
const TOTAL = /\b(totaltid|obshchee|suma|laczny|laczna|samlet|total|totals|sum|summe|gesamt|totale?|insgesamt|totaal)\b/;

/** Time per contact is an average. */
const PER_CONTACT = / (?:per|pro|par|por|je|x) (?:call|contact|interaction|chat|ticket|anruf|kontakt|gesprach|appel|llamada|chiamata|gesprek|chamada)$/;
/** Words that say how a column is written, not what it holds. */
const EXTRAS = /^sum of | (?:fmt|formatted|tz offset incl|local time|utc|gmt|incl wrap(?: up)?)$/;

type Rule = readonly [role: Role, rank: number, pattern: RegExp];

const CONTACTS =
  '(?:calls?|contacts?|interactions?|chats?|e ?mails?|mails?|tickets?|cases?|messages?|conversations?|incidents?|' +
  'anrufe?n?|kontakte?n?|gesprache?|vorgange?|nachrichten|anfragen|appels?|demandes?|llamadas?|contactos?|chiamate|contatti|gesprekken|oproepen|contacten|chamadas|ligacoes|' +
  'contatos|samtal(?:er|e)?|arenden|anrop|opkald|henvendelser|kald|polaczenia|polaczen|rozmowy|rozmow|kontakty|zvonki|zvonkov|vyzovy|vyzovov|obrashcheniya|obrashchenii|' +
  'hovory|hovoru|puhelut|puheluita|hivasok|cagri(?:lar)?)';
const CONTACT = `(?:(?:acd|csq|queue|voice|inbound|phone|telephone) )?${CONTACTS}`;
const BEFORE =
  '(?:qtde?(?: de)?|quantidade de|cantidad de|quantita di|number of|number|nb|nb of|nombre d|nombre de|numero de|numero di|num|no of|anzahl|anz|aantal|antal|antall|liczba|kolichestvo|chislo|pocet|n|total|totaal|sum of|sum|inbound|voice|actual|actuals|ist|reel|reelle?s?|real|reales|reais|realised|realized|gerealiseerde?|werkelijke?|net|gesamt)';
const AFTER = '(?:count|number|n|total|totaal|qty|anzahl|antal|incoming|inbound|waiting|in queue|acd)';
const count = (words: string): RegExp =>
  new RegExp(`^(?:${BEFORE} )*(?:${CONTACT} )?(?:${words})(?: (?:in|from) (?:the )?queue)?(?: ${CONTACT})?(?: ${AFTER})?$`);

const OFFERED =
  'offered|offer|offers|presented|volume|arrivals?|angeboten[ea]?|angebot|offerts?|offertes?|presentes?|ofrecidas?|ofrecidos?|presentadas?|offerte|aangeboden|oferecidas?|ofertadas?|erbjudna|' +
  'tilbudte?|oferowane|zaoferowane|predlozheno|callsoffered|nco';
const RECEIVED =
  'received|inbound|eingehend|incoming|entered|queued|in queue|recus|entrants?|recibid[ao]s?|entrantes?|ricevute|entrate|in ingresso|in entrata|recebid[ao]s?|binnengekomen|inkomende?|ontvangen|inkommande|inkomna|innkommende|indgaende|' +
  'indkomne|modtagne|przychodzac(?:e|ych)|odebrano|postupilo|postupivshi[ek]h?|postupivshie|vkhodyashchi[ek]h?|vkhodyashchie|prichozi|saapuneet|bejovo|gelen|eingehende?|eingegangene?|eingange?|arrived|arriving|enqueued|incalls|' +
  'created|opened|demand|routed|in|着信数|着信件数|入電数|呼入量|呼入数|来电量';
const HANDLED =
  'handled|nch|対応件数|処理件数|acdcalls|acd calls?|bearbeitete?|afgehandelde?|gestite|evase|traites?|tratadas?|gestionadas?|obsluzone|obsluzonych|obsluzheno|obrabotano|hanterade|behandlede';
const ANSWERED =
  'answered|answer|answers|ans|accepted|replied|replies|served|servis?|servies|taken|angenommene?|beantwortete?|bediente?|entgegengenommene?|repondus?|decroches?|pris|prises|atendid[ao]s?|contestad[ao]s?|respondid[ao]s?|risposte|beantwoorde?|aangenomen|' +
  'besvarade|besvarede|besvarte?|応答数|応答件数|接通量|接听量|odebran(?:e|ych)|prinyato|prinyatye|prinyatykh|otvecheno|otvechennye|prijate|zodpovezene|vastatut|fogadott|cevaplanan|yanitlanan';
const ABANDONED =
  'abandoned|abandons?|abandonment|aban|abncalls|abandonnes?|abandonnees?|abandonad[ao]s?|abbandonate|verlaten|afgehaakt|opgehangen|aufgelegte?|aufleger|abgebrochene?|abbruche?|abbrecher|verzichter|overgivna|tappade|' +
  'avbrutna|forladte|opgivne|porzucon(?:e|ych)|poteryano|poteryannye|poteryannykh|broshennye|ztracene|opustene|luopuneet|elejtett|desistencias|abandoned long|long aban?doned|放棄数|放棄呼数|放弃量|放弃数';
const LOST =
  'lost|missed|hung up|hang ?ups?|verlorene?|verpasste?|perdus?|perdid[ao]s?|perse|gemiste?|unanswered|not answered|nicht angenommene?|nieodebran(?:e|ych)|utracone|propushcheno|propushchennye|ubesvarede?|tapte?|elveszett|mistede|zmeskane|menetetyt|kacan';

const COUNT_RULES: readonly Rule[] = [
  [
    'shortAbandoned',
    0,
    /^(short (calls? )?aband?on(s|ed)?( calls?| contacts?| waiting)?|(calls? |contacts? )?short aband?on(s|ed)?|(calls? |contacts? )?aband?on(s|ed|ed calls)? short|short calls?|kurzabbrecher|kurzaufleger|abandonadas cortas|abandons courts)$/,
  ],
  ['volume', 0, count(OFFERED)],
  ['volume', 1, count(RECEIVED)],
  ['volume', 2, new RegExp(`^(?:${BEFORE} )*(?:(?:csq|queue|phone) )?${CONTACTS}(?: (?:count|total|volume|n|number|in|anzahl|gesamt|totaal))?$`)],
  [
    'volume',
    3,
    /^(count|n|y|value|quantity|qty|total|anzahl|aantal|antal|liczba|kolichestvo|menge|load|volumes|workload|requests?|gesamtanrufe|anrufvolumen|anrufaufkommen|callvolume|call volume|contact volume|volumen|volumen de llamadas|volume d appels)$/,
  ],
  ['handled', 0, count(HANDLED)],
  ['handled', 1, count(ANSWERED)],
  ['handled', 2, /^(completed|connected|verbunden|erledigt|closed|resolved|handled n|n handled|calls completed)$/],
  ['abandoned', 0, new RegExp(`${count(ABANDONED).source}|^(?:calls? |contacts? )?aban?doned (?:calls? )?long$`)],
  ['abandoned', 1, count(LOST)],
];

const TIME_RULES: readonly Rule[] = [
  ['abandonWait', 0, /\b(aband?on(ed|ment)?|aban|abn ?time|abntime)\b.*\b(time|wait|delay)\b|\btime to aband?on\b|^abntime$|\bwait\b.*\baband?on/],
  [
    'answerWait',
    0,
    /\b(asa|speed (of |to )?ans(wer)?|speed ans|queue answer time|answer (wait|delay)|time to answer|ans ?time|anstime|wait(ing)? time answered|antwortzeit|accept time|answered delay|svarstid|asa)\b/,
  ],
  [
    'acw',
    0,
    /\b(acw|after (call|contact)s? work|after call|wrap ?(up)?|wrapup|acwtime|nachbearbeitung(szeit)?|nachbearbeitungs|post ?call|post ?appels?|post (?:contact|contacto|llamada|chamada)|post traitement|trabajo posterior|post ?queue work|nawerk|nawerktijd|(efter|etter)behandling(stid|stijd)?|efterarbete|efterbehandlingstid|post ?processing|post atendimento|post chiamata|nacharbeit(szeit)?|post ?call ?processing)\b/,
  ],
  ['acw', 1, /^(?:(?:avg|average|mean|total|sum) )?work ?time$/],
  ['hold', 0, /\b(hold|on hold|holdtime|holdacdtime|haltezeit|halten|mise en attente|retencion|espera en linea|parkering)\b/],
  [
    'talk',
    0,
    /\b(talk|talking|talktime|conversation|agent interaction|interaction time|acd ?time|acdtime|att|gesprach(szeit)?|gesprachs?(dauer)?|sprechzeit|conversation time|communication|conversacion|conversazione|conversa|hovoru|puheaika|samtaletid|gesprekstijd|spreektijd|samtalstid|taletid|rozmowy|razgovora|agent time|speaking|in call|in conversation)\b/,
  ],
  [
    'handle',
    0,
    /(?:平均処理時間|平均处理时长|平均通話時間)|\b(aht|handle|handling|handletime|bearbeitung(szeit)?|dmt|tmo|dmc|traitement|gestion|gestione|manejo|operativo|operacion|atencion|atendimento|tma|obslugi|obsluhy|obrabotki|obsluzhivaniya|hanteringstid|behandlingstid|afhandeltijd|afhandeling|kasittelyaika|service time|servicezeit|lavorazione)\b/,
  ],
  ['beforeQueue', 0, /\b(ivr|pre ?queue|menu|self service)\b/],
  [
    'wait',
    0,
    /\b(wait|waiting|awt|queue time|queue wait|in queue|inqueue|queued time|time in queue|queue duration|delay|wartezeit|warte|attente|espera|attesa|wachttijd|wachten|time queued|tme|dma|oczekiwania|ozhidaniya|vantetid|ventetid|cekani|odotusaika|jonotusaika|total queue|avg queue|average queue)\b/,
  ],
  ['wait', 3, /\b(ringing|ring time)\b/],
  [
    'duration',
    0,
    /\b(duration|total time|call time|length|bill ?sec|dauer|duree|duracion|durata|elapsed|total duration|call length|gesamtdauer|duur|varighet|varighed|langd|czas trwania|dlitelnost)\b/,
  ],
];

const PLACE_RULES: readonly Rule[] = [
  ['complete', 0, /^(interval )?complete$/],
  ['zone', 0, /^(time ?zone|tz|zeitzone|fuseau( horaire)?|zona horaria)$/],
  ['length', 0, /^(interval|intrvl|period|intervall|interval length|interval (size|duration|minutes?|seconds?))$/],
  [
    'direction',
    0,
    /^(direction|call direction|initial direction|richtung|anrufrichtung|call type|type of call|contact type|call direction type|leg type|segment type|record type|originating direction|napravlenie|kierunek|riktning|retning|richting|direzione|sentido|initiation method|sens|direccion|inbound outbound)$/,
  ],
  ['direction', 1, /^(type|typ)$/],
  [
    'queue',
    0,
    /^(queue|queue name|csq|csq name|キュー|スキル|队列|技能组|skill|skill name|split|split skill|split name|contact queue|warteschlange|warteschleife|file|file d attente|cola|coda|wachtrij|fila|kolejka|ochered|fronta|ko|koe|jono|kuyruk|acd queue|contact service queue|call queue( name)?|service queue|workgroup|hunt group|skillset|skill ?set name|assignment group|queue ?group|handling queues?|task queue(?: name)?)$/,
  ],
  [
    'queue',
    1,
    /^(queue name|routing queue|call group( name| id)?|group|group name|agent group|ring group|line of business|lob|service|department|abteilung|campaign( name)?|kampagne|campana|campagne|campanha|campagna|vdn|vdn name|vq|virtual queue|contact type|call type name|application|hotline|team|queuename|line|line name|phone line|call type|team (name|assigned|inbox)|inbox|mailbox|postfach|postkorb|boite|buzon|pilote?|pilot name|gruppe|gruppo|grupo|groupe|grupa|gruppa|dienst|dienstleistung|servicio|servizio|servico|usluga|team assigned|pipeline|project|assigned (group|team|queue)|assignee (?:group|team)|ring groups?|service name|line of (?:service|business)|(?:service|business|product) line|(?:anruf|ruf|skill|hunt|sammelanschluss)gruppe(?: name)?|(?:to|from|last|first|initial|final|original|current|target|destination|entry|routed|assigned|inbound|dialed|dialled) (?:queue|skill|split|csq|warteschlange|cola|coda|fila|wachtrij)(?: name)?)$/,
  ],
  [
    'queue',
    2,
    /^(name|to|called|display name|phone display name|talkdesk phone display name|dnis|target|target name|destination|skill no|skill id|queue id|to dispname|lob name|dst|call ?cent(er|re)( name)?)$/,
  ],
  [
    'channel',
    0,
    /^(communication channel|contact type|conversation channel|channel|media|media type|media name|medium|kanal|canal|canale|kanaal|channel type|mediatype|(?:call|contact|task|initial|first|original) channel|case origin|origin|source)$/,
  ],
  [
    'reason',
    0,
    /^(reason|(contact|call|case|ticket|inquiry|enquiry) reason|reason for (contact|call)|reason code|topic|kontaktgrund|anrufgrund|grund|anliegen|thema|motif( d appel)?|motivo( de (la )?(llamada|contacto))?|motivo (chiamata|contatto)|(sub)?category|kategorie|categorie|categoria|kategoria|kategori|kategoriya|prichina|tematika|powod|wrap ?up( (code|reason|name))?|wrapup code|wrap ?code|disposition (name|code)|completion code|abschlussgrund|ergebniscode|tipificacion|tipologia|assunto|intent|issue type|request type|ticket type|case type|orsak|reden|contactreden|arsak)$/,
  ],
  ['site', 3, /^call ?cent(er|re)$/],
  ['site', 0, /^(site|site name|location|standort|office|ubicacion|sede|centre|center|vestiging|branch|filiale|niederlassung|agence|oddzial|filial)$/],
  ['parentId', 0, /^((master|parent|initial|original|root|related) (contact|call|interaction|conversation) ?id|linked ?id)$/],
  [
    'id',
    0,
    /^(call id|callid|contact id|contactid|conversation id|interaction id|unique id|uniqueid|session id|call sid|callsid|ucid|ticket id|case id|call guid|id|anruf id|gesprachs id|history id|historyid|recording id|case number|ticket number|segment id|task sid|reservation sid|call uuid|uuid|guid|call record id|call no|call number|numer polaczenia|issue key|incident( (id|number))?|request (id|number)|record id|vorgangsnummer|ticketnummer|ticket no|conversation sid|chat id|email id|message id|id interaccion|id llamada|id appel|ticket)$/,
  ],
  [
    'agent',
    0,
    /^(agent|agent name|agent id|agent no|agent username|username|user name|user|user id|operator|mitarbeiter|bearbeiter|agente|employee|advisor|handled by|answered by|owner|case owner|assignee|dstchannel|agent email|user email|users|agent s name|handling (user|agent)( name)?|ticket owner|teammate( assigned)?|medewerker|operatore|operador|consultor|konsultant|handlaggare|rep|representative|served by|taken by|resource name)$/,
  ],
  [
    'status',
    0,
    /^(status|call status|result|action result|outcome|completion status|disposition|ergebnis|statut|estado|resultado|state|call result|contact status|categories|disconnect type|call disposition|reason terminated|ended reason|disconnection|contact disposition|ticket status|conversation state|ergebnis des anrufs|resultat|esito|risultato|uitkomst|wynik|rezultat|termination( type)?|call outcome|contact outcome)$/,
  ],
];

const WHEN_RULES: readonly Rule[] = [
  [
    'answeredAt',
    0,
    /^(answered at|accepted (?:at|time|date)|date connected|connect(ed)? ?(time|at)|answer ?(time|timestamp|date)|answered ?time|agent connected to agent timestamp|connected to agent timestamp|time answered|answer)$/,
  ],
  [
    'start',
    0,
    /^(date queued|queued at|enqueue ?(time|timestamp)|queue enqueue timestamp|queue (start|entry) ?(time)?|enter(ed)? queue( at)?|time queued|arrival ?(time|timestamp|date)?|arrived( at| on)?|offered (at|time))$/,
  ],
  [
    'start',
    1,
    /^(interval( start)?( utc)?( date)?( time)?|start interval|interval (begin|beginning|from)|interval start date ?time|half hour|half hour interval|quarter hour|time ?(slot|bucket|interval|period|window)|slot|intervall( ?(beginn|start|von))?|periode?|period( start)?|tranche( horaire)?|franja( horaria)?|plage( horaire)?|zeitintervall|zeitraum|from|von|van|beginn?|begins|beginning|bucket|intervalo|intervallo|tijdvak|tijdsinterval|tidsinterval|przedzial( czasu)?|interwal|promezhutok|interval nachala|fascia( oraria)?|faixa( horaria)?|tranche d heure|halbstunde|viertelstunde|half hour start|hour interval|interval local|local interval)$/,
  ],
  [
    'start',
    2,
    /^(start|start ?(date ?)?(time|at|ed|timestamp)?|start date|start date ?time|startzeit|start zeit|started( at| on)?|start ?time( utc)?|date started|call ?start( ?time)?|call time|call date|call start(ed)?( at)?|time ?start|debut|inicio|inizio|hora inicio|fecha inicio|initiation ?timestamp|start stamp|contact start(ed)?( time| at)?|conversation start(ed)?( time| at| date)?|interaction start(ed)?( time| at)?|chat start(ed)?( time| at)?|started time|anrufbeginn|anrufzeit|start call|call ?start ?date( ?time)?|inbound time|data inizio|data ora inizio|heure debut|date debut|nachalo|poczatek|row date|starttime)$/,
  ],
  [
    'start',
    3,
    /^(time ?stamp|timestamp( utc| local)?|date ?time( utc| local)?|date and time|datum( und)? uhrzeit|datum zeit|zeitstempel|zeitpunkt|horodatage|date heure|fecha( y)? hora|data( e)? ora|ds|when|t|ts|local ?time|utc ?time|event ?time|datetime|fecha y hora|data i godzina|data i vremya|datum och tid|date time stamp|dato( og)? tid|date tz( offset incl)?|date local|date utc)$/,
  ],
  [
    'start',
    4,
    /^(date|day|datum|tag|fecha|data|dia|jour|dag|giorno|row ?date|call ?date|business date|datetag|kalendertag|date utc|week|month|monat|woche|mois|mes|semaine|semana|settimana|mese|maand|dato|giornata|data polaczenia|den|datum anrufs?|kw|kalenderwoche|calendar week|iso week|year week|year month|vecka|manad|uge|maned|miesiac|mesyats|nedelya|tydzien|dzien|paiva|pvm|paivamaara|tarih|report date|interval date|date range|日付|日期|年月日)$/,
  ],
  [
    'start',
    4,
    /^(time|uhrzeit|zeit|heure|hora|ora|tijd|hour|stunde|time of day|start ?hour|tageszeit|hhmm|hour of day|klokslag|tid|tijdstip|orario|ora inizio|godzina|vremya|cas|hodina|kello|klokkeslaet|klokkeslett|klockslag|saat|heure de debut|half ?hour|local hour|interval time|time from|uur|timme|time interval|timestamp time|klokken|klokka|cas od|idopont|時間|時刻|時間帯|时间|时段)$/,
  ],
  [
    'start',
    5,
    /^(created?( at| on| date| time)?|create (date|time)|sys created on|date created|date received|request date|aangemaakt( op)?|skapad|oprettet|utworzono|sozdano|data creazione|fecha de creacion|data de criacao|creation (date|time)|received( at| on| date| time)|opened( at| on)?|open(ed)? date|date time (opened|created|received)|erstellt( am)?|eingegangen( am)?|cree le|logged( at)?|submitted( at)?|calldate|time created|erstellungsdatum)$/,
  ],
  [
    'start',
    5,
    /^(?:(?:call|contact|chat|ticket|case|conversation|interaction|task) )?(?:created|creation|opened|received) (?:date ?time|time ?stamp|date|time)$/,
  ],
  ['start', 4, /^(?:(?:call|contact|chat|ticket|case|conversation|interaction|task) )?(?:created|creation|start|started|opened|received) (?:half ?)?hour$/],
  [
    'end',
    0,
    /^(end|end ?(date ?)?(time|at|ed|timestamp)?|interval end( time| date)?|end interval|interval (to|until)|to|bis|ende|endzeit|fin|hora fin|fine|until|finished( at)?|stop|stop time|disconnect ?(time|timestamp)|date ended|ended( at)?|end stamp|time end|hang ?up( time)?|closed at|completed (?:at|time)|contact (finished|ended)( at)?|conversation end(ed)?( at| time)?|interaction end(ed)?( at| time)?|call end(ed)?( at| time)?|einde|slut|koniec|konets|intervalend|endinterval)$/,
  ],
];

/**
 * Reads what a column may hold from its header, in several languages, likeliest first. A name can mean several things (`Answer`: a count, or the
 * moment of answering; `To`: an end, or a queue): the values decide.
 */
export function readColumnName(header: string): NamedColumn[] {
  const words = plainWords(header);
  if (words === '') return [];
  const { base: named, unitSeconds } = takeUnit(words);
  const base = named.replace(PER_CONTACT, ' avg').replace(EXTRAS, '').trim();
  const lastWords = base.split(' ').slice(-2).join(' ');
  const found: NamedColumn[] = [
    ...matches(WHEN_RULES, matches(WHEN_RULES, words).length > 0 ? words : base),
    ...matches(PLACE_RULES, base),
    ...matches(PLACE_RULES, lastWords).filter(({ rank }) => rank === 0),
  ].map((match) => ({ ...match, unitSeconds, statistic: null }));
  if (OTHER_FIGURES.test(base)) return found;
  const statistic = AVERAGE.test(base) ? 'average' : TOTAL.test(words) ? 'total' : null;
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
