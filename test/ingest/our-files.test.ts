import { describe, expect, it } from 'vitest';
import { readAgents, readEvents, readForecast, readOverrides, readRegressors, readRequirements, readRoster } from '../../src/ingest/index.js';

const zone = 'Europe/Berlin';

describe('readAgents', () => {
  it('reads skills, tiers, absences and wishes in any order of columns', () => {
    const { agents, issues } = readAgents(
      'contract;agent;skills;wishes;unavailable;cost_per_hour;zone;seniority;shoe size\nfull;Ann;"billing:1;tech:2:1.15";"off:2026-12-10:5;shift:late:2026-12-11:2";"2026-12-08;2026-12-09T08:00/2026-12-09T12:00";21.5;Europe/London;3;42\n',
    );
    expect(agents).toEqual([
      {
        agent: 'Ann',
        skills: [
          { skill: 'billing', tier: 1, ahtFactor: 1 },
          { skill: 'tech', tier: 2, ahtFactor: 1.15 },
        ],
        contract: 'full',
        zone: 'Europe/London',
        unavailable: [{ day: '2026-12-08' }, { from: '2026-12-09T08:00', to: '2026-12-09T12:00' }],
        wishes: [
          { kind: 'off', day: '2026-12-10', weight: 5 },
          { kind: 'shift', shift: 'late', day: '2026-12-11', weight: 2 },
        ],
        costPerHour: 21.5,
        seniority: 3,
      },
    ]);
    expect(issues).toEqual([expect.objectContaining({ code: 'unknownColumn', column: 'shoe_size' })]);
  });

  it.each([
    ['Ann,billing:0,full', 'skills', 'billing:0'],
    ['Ann,billing:1:0,full', 'skills', 'billing:1:0'],
    ['Ann,billing:one,full', 'skills', 'billing:one'],
    ['Ann,,full', 'skills', ''],
    ['Ann,billing;billing:2,full', 'skills', 'billing;billing:2'],
    ['Ann,billing,', 'contract', ''],
    [',billing,full', 'agent', ''],
    ['Ann,billing,full,2026-02-30', 'unavailable', '2026-02-30'],
    ['Ann,billing,full,2026-12-09T12:00/2026-12-09T08:00', 'unavailable', '2026-12-09T12:00/2026-12-09T08:00'],
    ['Ann,billing,full,,off:2026-12-10', 'wishes', 'off:2026-12-10'],
    ['Ann,billing,full,,off:2026-12-10:-1', 'wishes', 'off:2026-12-10:-1'],
    ['Ann,billing,full,,sleep:2026-12-10:1', 'wishes', 'sleep:2026-12-10:1'],
    ['Ann,billing,full,,,abc', 'cost_per_hour', 'abc'],
    ['Ann,billing,full,,,,Berlin', 'zone', 'Berlin'],
  ])('refuses %j, naming row, column and value', (row, column, value) => {
    const read = (): unknown => readAgents(`agent,skills,contract,unavailable,wishes,cost_per_hour,zone\n${row}\n`, { sourceName: 'agents.csv' });
    expect(read).toThrowError(
      expect.objectContaining({ code: 'unusableInput', facts: expect.objectContaining({ name: 'agents.csv', row: 2, column, value }) as unknown }),
    );
  });

  it('refuses two people of one name, a missing column and an empty file', () => {
    expect(() => readAgents('agent,skills,contract\nAnn,a,f\nBob,a,f\nAnn,b,f')).toThrowError(
      expect.objectContaining({ facts: expect.objectContaining({ row: 4, column: 'agent', value: 'Ann' }) as unknown }),
    );
    expect(() => readAgents('agent,skills\nAnn,a')).toThrow('"contract"');
    expect(() => readAgents('')).toThrow('empty');
    expect(() => readAgents('agent,skills,contract\n')).toThrow('no agents');
  });

  it('reads days away in a row, dates with dots and times with a space', () => {
    const away = (text: string) => readAgents(`agent,skills,contract,unavailable\nAnn,billing,full,${text}\n`).agents[0]?.unavailable;
    expect(away('2026-12-07/2026-12-11')).toEqual([{ from: '2026-12-07', to: '2026-12-11' }]);
    expect(away('8.12.2026;2026-12-09 08:00/2026-12-09 12:00')).toEqual([{ day: '2026-12-08' }, { from: '2026-12-09T08:00', to: '2026-12-09T12:00' }]);
    expect(away('2026-12-09T12:00/2026-12-09')).toEqual([{ from: '2026-12-09T12:00', to: '2026-12-09' }]);
    expect(() => away('2026-12-11/2026-12-07')).toThrow('days such as 2026-12-08 or 2026-12-08/2026-12-11');
  });

  it('takes off the apostrophe that neutralises a formula', () => {
    expect(readAgents("agent,skills,contract\n'=Ann,a,f").agents[0]?.agent).toBe('=Ann');
  });
});

describe('readEvents', () => {
  it('reads dates, times, effects and repetition', () => {
    const { events } = readEvents(
      'date,name,kind,end_date,start_time,end_time,queue,effect,repeats\n2026-12-25,Christmas,holiday,2026-12-26,,,,,yearly\n2026-11-27,Mailing,Campaign,,9:00,12:00,billing,x1.3,\n2026-11-28,Launch,other,,,,,+250,\n',
    );
    expect(events).toEqual([
      {
        date: '2026-12-25',
        endDate: '2026-12-26',
        name: 'Christmas',
        kind: 'holiday',
        startTime: null,
        endTime: null,
        queue: null,
        effect: null,
        repeats: 'yearly',
      },
      {
        date: '2026-11-27',
        endDate: '2026-11-27',
        name: 'Mailing',
        kind: 'campaign',
        startTime: '09:00',
        endTime: '12:00',
        queue: 'billing',
        effect: { operation: 'scale', factor: 1.3 },
        repeats: null,
      },
      {
        date: '2026-11-28',
        endDate: '2026-11-28',
        name: 'Launch',
        kind: 'other',
        startTime: null,
        endTime: null,
        queue: null,
        effect: { operation: 'add', contacts: 250 },
        repeats: null,
      },
    ]);
  });

  it.each([
    ['2026-12-32,x,holiday,,', 'date'],
    ['2026-12-25,x,feast,,', 'kind'],
    ['2026-12-25,x,holiday,2026-12-24,', 'end_date'],
    ['2026-12-25,x,holiday,,30%', 'effect'],
  ])('refuses %s', (row, column) =>
    expect(() => readEvents(`date,name,kind,end_date,effect\n${row}`)).toThrowError(
      expect.objectContaining({ facts: expect.objectContaining({ row: 2, column }) as unknown }),
    ),
  );
});

describe('readOverrides', () => {
  it('reads weekdays as ranges and lists', () => {
    const { overrides } = readOverrides(
      'queue,from,to,weekdays,start_time,end_time,field,operation,value,note\nbilling,2026-12-07,2026-12-20,mon-wed,08:00,12:00,volume,scale,1.2,mailing\n,2026-12-07,,"sat,sun",,,aht,add,-10,\n',
    );
    expect(overrides).toEqual([
      {
        queue: 'billing',
        from: '2026-12-07',
        to: '2026-12-20',
        weekdays: [0, 1, 2],
        startTime: '08:00',
        endTime: '12:00',
        field: 'volume',
        operation: 'scale',
        value: 1.2,
        note: 'mailing',
      },
      {
        queue: null,
        from: '2026-12-07',
        to: '2026-12-07',
        weekdays: [5, 6],
        startTime: null,
        endTime: null,
        field: 'aht',
        operation: 'add',
        value: -10,
        note: '',
      },
    ]);
  });

  it('refuses a negative factor and an unknown weekday', () => {
    expect(() => readOverrides('from,field,operation,value\n2026-12-07,volume,scale,-1')).toThrow('value');
    expect(() => readOverrides('from,weekdays,field,operation,value\n2026-12-07,someday,volume,scale,1')).toThrow('weekdays');
  });
});

describe('readForecast', () => {
  const csv = [
    'queue,start,interval_seconds,volume,volume_lo80,volume_hi80,volume_lo95,volume_hi95,aht_seconds',
    'a,2026-10-25T01:30:00+02:00,3600,4,2,6,1,8,300',
    'a,2026-10-25T02:30:00+01:00,3600,5,3,7,2,9,310',
    'b,2026-10-25T08:00:00+01:00,1800,1,0,2,0,3,',
  ].join('\n');

  it('fills closed gaps with null and reads bands from column names', () => {
    const { queues } = readForecast(csv, { zone });
    expect(queues.map(({ queue }) => queue)).toEqual(['a', 'b']);
    expect(queues[0]).toMatchObject({
      startMs: Date.parse('2026-10-24T23:30Z'),
      intervalSeconds: 3600,
      volume: [4, null, 5],
      ahtSeconds: [300, null, 310],
      days: [{ day: '2026-10-25', volume: 9, bands: [] }],
    });
    expect(queues[0]?.bands).toEqual([
      { level: 0.8, volumeLower: [2, null, 3], volumeUpper: [6, null, 7] },
      { level: 0.95, volumeLower: [1, null, 2], volumeUpper: [8, null, 9] },
    ]);
    expect(queues[1]?.ahtSeconds).toEqual([null]);
  });

  it.each([
    ['a,2026-10-25 25:00,1800,1,0,2,0,3,', 'start'],
    ['a,2026-10-25T02:00:00+01:00,0,1,0,2,0,3,', 'interval_seconds'],
    ['a,2026-10-25T02:00:00+01:00,1800,-1,0,2,0,3,', 'volume'],
    [',2026-10-25T02:00:00+01:00,1800,1,0,2,0,3,', 'queue'],
  ])('refuses %s', (row, column) =>
    expect(() => readForecast(`${csv.split('\n')[0]}\n${row}`, { zone })).toThrowError(
      expect.objectContaining({ facts: expect.objectContaining({ row: 2, column }) as unknown }),
    ),
  );

  it('refuses intervals that overlap or lie off the grid, and half a band', () => {
    const rows = (second: string): string => `queue,start,interval_seconds,volume\na,2026-10-25T08:00:00+01:00,1800,1\na,${second},1800,1`;
    expect(() => readForecast(rows('2026-10-25T08:10:00+01:00'), { zone })).toThrow('whole number of intervals');
    expect(() => readForecast(rows('2026-10-25T07:00:00Z'), { zone })).toThrow('row 2');
    expect(() => readForecast('queue,start,interval_seconds,volume,volume_lo80\na,2026-10-25T08:00:00+01:00,1800,1,0', { zone })).toThrow('volume_hi80');
  });
});

describe('readRequirements', () => {
  it('takes left-out intervals for closed and rounds agents up where the column is not there', () => {
    const { queues, totals } = readRequirements(
      'queue,start,interval_seconds,agents_exact\na,2026-12-07T08:00:00+01:00,1800,2.4\na,2026-12-07T09:00:00+01:00,1800,3',
      { zone },
    );
    expect(queues[0]).toMatchObject({ agents: [3, 0, 3], agentsExact: [2.4, 0, 3], status: ['met', 'closed', 'met'], volume: [null, null, null] });
    expect(totals).toEqual([{ day: '2026-12-07', paidHours: 2.7, fte: 2.7 / 8 }]);
  });

  it('takes agents for agents_exact where that is not there', () => {
    const { queues } = readRequirements('queue,start,interval_seconds,agents\na,2026-12-07T08:00:00+01:00,1800,3\n', { zone });
    expect(queues[0]).toMatchObject({ agents: [3], agentsExact: [3], agentsWithShrinkage: [3] });
  });

  it('refuses a row without agents', () => {
    expect(() => readRequirements('queue,start,interval_seconds,agents_exact\na,2026-12-07T08:00:00+01:00,1800,', { zone })).toThrow('agents_exact');
  });
});

describe('readRoster', () => {
  const header = 'agent,date,shift,start,end,activity,queue';
  const row = (from: string, to: string, activity: string, queue = ''): string =>
    `Ann,2026-12-07,day,2026-12-07T${from}:00+01:00,2026-12-07T${to}:00+01:00,${activity},${queue}`;

  it('joins stretches into shifts, in order of time, and counts paid time', () => {
    const text = [header, row('12:00', '12:30', 'lunch'), row('08:00', '12:00', 'online', 'a'), row('12:30', '16:00', 'online')].join('\n');
    const [ann] = readRoster(text, { unpaidActivities: ['lunch'] });
    expect(ann?.shifts).toEqual([
      expect.objectContaining({
        day: '2026-12-07',
        shift: 'day',
        startMs: Date.parse('2026-12-07T07:00Z'),
        endMs: Date.parse('2026-12-07T15:00Z'),
        paidSeconds: 7.5 * 3600,
      }),
    ]);
    expect(ann?.shifts[0]?.activities.map(({ activity, queue }) => [activity, queue])).toEqual([
      ['online', 'a'],
      ['lunch', undefined],
      ['online', undefined],
    ]);
  });

  it('refuses gaps, stretches that end before they start, and times whose offset nobody knows', () => {
    expect(() => readRoster([header, row('08:00', '12:00', 'online'), row('12:30', '16:00', 'online')].join('\n'))).toThrow('gap');
    expect(() => readRoster([header, row('12:00', '08:00', 'online')].join('\n'))).toThrow('later than');
    expect(() => readRoster(`${header}\nAnn,2026-12-07,day,2026-12-07T08:00,2026-12-07T09:00,online,`)).toThrow('offset');
    expect(readRoster(`${header}\nAnn,2026-12-07,day,2026-12-07T08:00,2026-12-07T09:00,online,`, { zone })[0]?.shifts[0]?.startMs).toBe(
      Date.parse('2026-12-07T07:00Z'),
    );
  });
});

describe('a file of ours given for another', () => {
  const FORECAST = 'queue,start,interval_seconds,volume,aht_seconds\nbilling,2026-12-07T08:00:00+01:00,1800,12,300\n';
  const AGENTS = 'agent,skills,contract\nAnn,billing,full\n';
  const EVENTS = 'date,name,kind\n2026-12-25,Christmas,holiday\n';

  it('is named, with the file that is needed and what makes it', () => {
    expect(() => readRequirements(FORECAST, { zone, sourceName: 'week.csv' })).toThrow(
      'week.csv: row 1 has no column "agents_exact"; this looks like forecast.csv (a forecast). Needed is requirements.csv (agents needed), which shiftcast staff writes: queue, start, interval_seconds, agents_exact.',
    );
    expect(() => readRoster(AGENTS, { zone })).toThrow('looks like agents.csv (people). Needed is roster.csv');
    expect(() => readForecast('timestamp,volume\n2026-12-07 08:00,5\n', { zone })).toThrow('looks like a history (past contacts)');
    expect(() => readRegressors(EVENTS)).toThrow('looks like events.csv (special days). Needed: date, letters or other columns of numbers by day.');
  });

  it('is told from JSON and from web pages, and from tables that are merely short of a column', () => {
    expect(() => readAgents('{ "zone": "UTC" }', { sourceName: 'plan.json' })).toThrow('plan.json is JSON, not a table.');
    expect(() => readRoster('<!doctype html><html></html>', { zone, sourceName: 'report.html' })).toThrow('report.html is a web page, not a table.');
    expect(() => readAgents('agent,skills\nAnn,billing\n')).toThrow('Found: agent, skills. Needed: agent, skills, contract');
  });
});

describe('files of ours that a spreadsheet saved', () => {
  it('decimal commas are read where semicolons or tabs split the cells, and only there', () => {
    const csv = 'queue;start;interval_seconds;volume;aht_seconds\nbilling;2026-12-07T08:00:00+01:00;1800;12,5;1.234,25\n';
    const [queue] = readForecast(csv, { zone }).queues;
    expect(queue).toMatchObject({ volume: [12.5], ahtSeconds: [1234.25] });
    const quoted = 'queue,start,interval_seconds,volume\nbilling,2026-12-07T08:00:00+01:00,1800,"12,5"\n';
    expect(() => readForecast(quoted, { zone })).toThrow('"12,5"');
  });

  it('dates with dots are day first, alone and before a time; impossible ones are refused as written', () => {
    const roster = 'agent;date;shift;start;end;activity\nAnn;7.12.2026;day;07.12.2026 08:00;07.12.2026 16:00;online\n';
    expect(readRoster(roster, { zone })[0]?.shifts[0]).toMatchObject({ day: '2026-12-07', startMs: Date.parse('2026-12-07T08:00+01:00'), paidSeconds: 28_800 });
    expect(readRegressors('date;letters\n24.12.2026;3,5\n').regressors[0]).toMatchObject({ values: [3.5] });
    expect(() => readEvents('date,name,kind\n31.02.2026,No day,holiday\n')).toThrow('"31.02.2026"');
  });

  it('hours of one digit are read, and what cannot be read is told with a time that may be written instead', () => {
    const at = (start: string) => readForecast(`queue;start;interval_seconds;volume\nbilling;${start};1800;1\n`, { zone }).queues[0]?.startMs;
    expect(at('7.12.2026 8:30')).toBe(Date.parse('2026-12-07T07:30Z'));
    expect(at('2026-12-07 8:30:00')).toBe(Date.parse('2026-12-07T07:30Z'));
    expect(() => at('Monday 8:30')).toThrow('such as 2026-12-07T08:30:00+01:00, or without it such as 2026-12-07 08:30, got "Monday 8:30"');
  });

  it('a first line that tells Excel the separator, and empty lines before the header, keep rows their numbers', () => {
    expect(readAgents('\uFEFFsep=;\r\nagent;skills;contract\r\nAnn;billing;full\r\n').agents).toHaveLength(1);
    expect(readAgents('\n\nagent;skills;contract\nAnn;billing;full\n').agents).toHaveLength(1);
    expect(() => readAgents('sep=,\nagent,skills,contract\nAnn,billing,\n')).toThrow('row 3, column contract');
  });

  it('a row with more cells than the header is said to lack quotes, where that makes a cell wrong', () => {
    const unquoted = 'agent;skills;contract;zone\nAnn;billing:1;tech:2;full;UTC\n';
    expect(() => readAgents(unquoted)).toThrow('got "full". It has more cells than the header: quote those that hold a separator.');
    expect(() => readAgents('agent,skills,contract,zone\nAnn,billing,full,Mars\n')).toThrow(/got "Mars"\.$/);
  });

  it('a thousands separator does not make an interval of two seconds', () => {
    const csv = 'queue;start;interval_seconds;agents_exact\nbilling;2026-12-07T08:00:00+01:00;1.800;2,5\n';
    expect(() => readRequirements(csv, { zone })).toThrow('row 2, column interval_seconds must be a whole number of seconds above 0, got "1.800"');
  });
});
