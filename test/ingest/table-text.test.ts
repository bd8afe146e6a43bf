import { describe, expect, it } from 'vitest';
import { readAgents, readForecast, readOverrides, readRequirements, readTableText } from '../../src/ingest/index.js';
import { bookOf, serialOf } from './write-workbook.js';

const FORMATS = ['yyyy-mm-dd', 'h:mm', 'yyyy-mm-dd hh:mm'];
const day = (iso: string): { value: number; format: number } => ({ value: serialOf(`${iso}T00:00`), format: 0 });
const clock = (hours: number): { value: number; format: number } => ({ value: hours / 24, format: 1 });

describe('readTableText', () => {
  const sheets = [
    { name: 'Notes', rows: [['first draft']] },
    { name: 'Agents', rows: [['Name', 'Skills', 'Contract'], [], ['Ann "A."', 'billing:1;tech:2:1.15', 'full, days']] },
  ];

  it('gives the sheet that is named like the table, else the first one, else the one asked for', async () => {
    const bytes = bookOf({ sheets });
    expect(await readTableText(bytes, { usualSheet: 'agents' })).toBe('Name,Skills,Contract\n\n"Ann ""A.""",billing:1;tech:2:1.15,"full, days"');
    expect(await readTableText(bytes, { usualSheet: 'events' })).toBe('first draft');
    expect(await readTableText(bytes, { sheet: 2 })).toContain('Skills');
    await expect(readTableText(bytes, { sheet: 'People', sourceName: 'team.xlsx' })).rejects.toThrow(
      'team.xlsx has no sheet "People". Its sheets: "Notes", "Agents".',
    );
  });

  it('lets agents, overrides and forecasts be kept in workbooks', async () => {
    const { agents } = readAgents(await readTableText(bookOf({ sheets }), { usualSheet: 'agents' }));
    expect(agents[0]).toMatchObject({ agent: 'Ann "A."', contract: 'full, days', skills: [{ tier: 1 }, { tier: 2, ahtFactor: 1.15 }] });
    const overrides = [
      ['queue', 'from', 'to', 'start_time', 'end_time', 'field', 'operation', 'value'],
      ['billing', day('2026-12-07'), day('2026-12-08'), clock(8), clock(24), 'volume', 'scale', 1.2],
    ];
    expect(readOverrides(await readTableText(bookOf({ sheets: [{ name: 'a', rows: overrides }], formats: FORMATS }))).overrides[0]).toMatchObject({
      from: '2026-12-07',
      to: '2026-12-08',
      startTime: '08:00',
      endTime: '24:00',
      value: 1.2,
    });
    const forecast = [
      ['queue', 'start', 'interval_seconds', 'volume'],
      ['billing', { value: serialOf('2026-12-07T08:00'), format: 2 }, 1800, 12.5],
    ];
    const text = await readTableText(bookOf({ sheets: [{ name: 'a', rows: forecast }], formats: FORMATS }));
    expect(readForecast(text, { zone: 'Europe/Berlin' }).queues[0]).toMatchObject({ startMs: Date.parse('2026-12-07T08:00+01:00'), volume: [12.5] });
  });

  it('decodes text as readHistory does', async () => {
    expect(await readTableText(Uint8Array.of(0x53, 0xfc, 0x64))).toBe('Süd');
    expect(await readTableText(Uint8Array.of(0xff, 0xfe, 0x53, 0, 0xfc, 0))).toBe('Sü');
    expect(await readTableText('\ufeffSüd')).toBe('Süd');
  });
});

describe('agents.csv', () => {
  it('may call its first column name', () => {
    expect(readAgents('name,skills,contract\nAnn,billing,full').agents[0]?.agent).toBe('Ann');
    expect(readAgents('name,agent,skills,contract\nx,Ann,billing,full').agents[0]?.agent).toBe('Ann');
  });

  it('with decimal commas is told to write points', () => {
    expect(() => readAgents('agent,skills,contract\nAnn,billing:1:1,15,full')).toThrow(/"billing:1:1,15".*|decimal comma as a point.*"billing:1:1,15"/);
    expect(() => readAgents('agent,skills,contract\nAnn,billing:1:1,15,full')).toThrow('write the decimal comma as a point');
    expect(() => readAgents('agent;skills;contract\nAnn;"billing:1:1,15";full')).toThrow('write the decimal comma as a point');
  });
});

describe('requirements.csv', () => {
  const csv = [
    'queue,start,interval_seconds,volume,agents,agents_exact,service_level,occupancy',
    'billing,2026-12-07T08:00:00+01:00,1800,20,5,5,0.86,0.7',
    'billing,2026-12-07T08:30:00+01:00,1800,30,5,5,0.55,0.93',
    'billing,2026-12-07T09:00:00+01:00,1800,10,0,0,0,',
    'billing,2026-12-07T09:30:00+01:00,1800,0,0,0,,',
  ].join('\n');
  const status = (target: object | null): readonly string[] | undefined =>
    readRequirements(csv, { zone: 'Europe/Berlin', ...(target === null ? {} : { queues: [{ queue: 'billing', target: { over: 'interval', ...target } }] }) })
      .queues[0]?.status;

  it('is unreachable where its own figures miss the target', () => {
    expect(status(null)).toEqual(['met', 'met', 'unreachable', 'met']);
    expect(status({ serviceLevel: 0.8 })).toEqual(['met', 'unreachable', 'unreachable', 'met']);
    expect(status({ serviceLevel: 0.9 })).toEqual(['unreachable', 'unreachable', 'unreachable', 'met']);
    expect(status({ maxOccupancy: 0.9 })).toEqual(['met', 'unreachable', 'unreachable', 'met']);
    expect(status({ serviceLevel: 0.9, over: 'day' })).toEqual(['met', 'met', 'unreachable', 'met']);
  });
});
