// The rostering model as one mixed-integer programme, for solvers that take a model whole: same people, rules and prices as `schedule` has them.
// Each person works one shift a day at most (0 or 1 by day, family, start and length). Breaks are counts by group, day, family, start and place, so that people who start
// together share them; that two breaks of one person must not overlap is left out. People go to queues by a flow in each interval.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolvePlan } from '../dist/core/index.js';
import { solveWithHighs } from '../dist/optimize/index.js';
import { compileProblem } from '../dist/schedule/problem.js';

const WEEK = 7;

/** The model as data. Knows the rules of the made-up centres: hours and days a week, rest, days in a row, leave, wishes. */
export function rosterModel(requirements, config, agents) {
  const problem = compileProblem(requirements, resolvePlan(config), agents, []);
  const { plan, people, options, layouts, horizon, groups, queues, demand, cells, atomsPerCell, atomSeconds } = problem;
  const hours = (atomSeconds * atomsPerCell) / 3600;
  const days = horizon.days.length;
  const columns = [];
  const rows = [];
  const addColumn = (cost, more) => columns.push({ cost, ...more }) - 1;
  const addRow = (lower, upper, coefficients = []) => rows.push({ lower, upper, coefficients }) - 1;
  const enter = (row, column, value) => rows[row].coefficients.push([column, value]);
  let offset = 0;

  const supply = groups.map(() => Array.from({ length: cells }, () => addRow(0, 0)));
  const book = (group, column, from, to, sign) => {
    for (let cell = Math.floor(from / atomsPerCell); cell * atomsPerCell < to; cell += 1)
      enter(supply[group][cell], column, (sign * (Math.min(to, (cell + 1) * atomsPerCell) - Math.max(from, cell * atomsPerCell))) / atomsPerCell);
  };
  // rows that tie breaks to the shifts they belong to, by group, day, family, start and break
  const pauses = new Map();
  const pauseRow = (group, o, pause) => {
    const key = [group, options.day[o], options.rule[o], options.startAtom[o], pause.name, pause.positions.join('/')].join();
    if (!pauses.has(key)) {
      const row = addRow(0, 0);
      for (const position of pause.positions) {
        const column = addColumn(0, { integer: true });
        enter(row, column, 1);
        book(group, column, options.startAtom[o] + position, options.startAtom[o] + position + pause.lengthAtoms, -1);
      }
      pauses.set(key, row);
    }
    return pauses.get(key);
  };
  for (const person of people) {
    const rule = plan.contracts[person.contract];
    const worked = [];
    for (let day = 0; day < days; day += 1) {
      offset += person.offCost[day];
      worked.push(
        [...person.allowed[day]].map((o) => {
          const wish = person.workCost[day * plan.shifts.length + options.rule[o]] - person.offCost[day];
          const column = addColumn(person.payPerSecond[options.rule[o]] * options.paidSeconds[o] + wish, { integer: true, upper: 1 });
          book(person.group, column, options.startAtom[o], options.endAtom[o], 1);
          for (const pause of layouts[options.layout[o]].due) enter(pauseRow(person.group, o, pause), column, -1);
          return { o, column };
        }),
      );
    }
    const all = (list, value) => list.flat().map(({ o, column }) => [column, value(o)]);
    for (const own of worked)
      addRow(
        null,
        1,
        all(own, () => 1),
      );
    for (let week = 0; week < days / WEEK; week += 1) {
      const own = worked.slice(week * WEEK, (week + 1) * WEEK);
      addRow(
        rule.minimumSecondsPerWeek / 3600,
        rule.maximumSecondsPerWeek === null ? null : rule.maximumSecondsPerWeek / 3600,
        all(own, (o) => options.paidSeconds[o] / 3600),
      );
      addRow(
        rule.minimumDaysPerWeek,
        rule.maximumDaysPerWeek,
        all(own, () => 1),
      );
    }
    const run = rule.maximumConsecutiveDays;
    if (run !== null)
      for (let day = 0; day + run < days; day += 1)
        addRow(
          null,
          run,
          all(worked.slice(day, day + run + 1), () => 1),
        );
    for (let day = 0; day + 1 < days; day += 1) {
      for (const release of new Set(worked[day].map(({ o }) => options.endAtom[o] + rule.restSeconds / atomSeconds))) {
        const late = worked[day].filter(({ o }) => options.endAtom[o] + rule.restSeconds / atomSeconds >= release);
        const early = worked[day + 1].filter(({ o }) => options.startAtom[o] < release);
        if (early.length > 0)
          addRow(
            null,
            1,
            all([late, early], () => 1),
          );
      }
    }
    offset += person.lostWishes;
  }
  for (let cell = 0; cell < cells; cell += 1) {
    const needs = queues.map((queue, q) => {
      if (demand[q][cell] <= 0) return -1;
      const row = addRow(demand[q][cell], demand[q][cell]);
      enter(row, addColumn(queue.understaffedPerHour * hours), 1);
      return row;
    });
    groups.forEach((group, g) => {
      enter(supply[g][cell], addColumn(plan.surplusPerHour * hours), -1);
      for (const q of group.queues) {
        if (needs[q] < 0) continue;
        const column = addColumn(0);
        enter(supply[g][cell], column, -1);
        enter(needs[q], column, 1);
      }
    });
  }
  return { offset, columns, rows: rows.map((row) => ({ ...row, coefficients: summed(row.coefficients) })) };
}

function summed(coefficients) {
  const sums = new Map();
  for (const [column, value] of coefficients) sums.set(column, (sums.get(column) ?? 0) + value);
  return [...sums];
}

/** The HiGHS of this package, on the whole model. */
export async function solveByHighs(model, seconds) {
  const { status, objective, bound } = await solveWithHighs(model, { timeLimitSeconds: seconds });
  return { name: 'HiGHS (wasm)', status, objective, bound };
}

/** Native cbc on the same model; null where it is not installed. */
export function solveByCbc(model, seconds) {
  if (spawnSync('cbc', ['-quit']).error !== undefined) return null;
  const dir = mkdtempSync(join(tmpdir(), 'rivals-'));
  try {
    const file = join(dir, 'model.lp');
    writeFileSync(file, lpText(model));
    const { stdout } = spawnSync('cbc', [file, '-seconds', String(seconds), '-timeMode', 'elapsed', '-solve', '-quit'], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const read = (pattern) => {
      const found = pattern.exec(stdout);
      return found === null ? null : Number(found[1]) + model.offset;
    };
    const isOptimal = /Result - Optimal solution found/.test(stdout);
    const isFound = !/No feasible solution found/.test(stdout);
    const objective = isFound ? read(/^Objective value:\s+(\S+)/m) : null;
    // short of the end of its search it may have no more than the relaxation to show
    const bound = isOptimal ? objective : (read(/^Lower bound:\s+(\S+)/m) ?? read(/Continuous objective value is (\S+)/));
    return { name: 'cbc', status: isOptimal ? 'optimal' : 'timeLimit', objective, bound };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** The model in the LP format. The constant of the objective is left out. */
function lpText({ columns, rows }) {
  const sum = (terms) => terms.map(([column, value]) => `${value < 0 ? '-' : '+'} ${Math.abs(value)} x${column}`).join('\n ');
  const named = rows.filter(({ coefficients }) => coefficients.length > 0);
  const sides = named.flatMap(({ lower, upper, coefficients }, i) => {
    if (lower !== null && lower === upper) return [` r${i}: ${sum(coefficients)} = ${lower}`];
    return [...(lower === null ? [] : [` l${i}: ${sum(coefficients)} >= ${lower}`]), ...(upper === null ? [] : [` u${i}: ${sum(coefficients)} <= ${upper}`])];
  });
  const objective = sum(columns.flatMap(({ cost }, j) => (cost === 0 ? [] : [[j, cost]])));
  const bounds = columns.flatMap(({ upper }, j) => (upper === undefined ? [] : [` 0 <= x${j} <= ${upper}`]));
  const integers = columns.flatMap(({ integer }, j) => (integer ? [` x${j}`] : []));
  return ['Minimize', ` cost: ${objective}`, 'Subject To', ...sides, 'Bounds', ...bounds, 'Generals', ...integers, 'End', ''].join('\n');
}
