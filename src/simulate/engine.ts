import { AgentBoard } from './agent-board.js';
import { ChatDesk } from './chat-desk.js';
import { countedAt, instantAfter } from './counted-time.js';
import { EventHeap } from './event-heap.js';
import { type GroupModel, type Model, type StaffChange, type TypeModel, thresholdOf } from './model.js';
import type { Onlookers } from './onlookers.js';
import type { Sources } from './sources.js';
import { AGENT_COUNTER_COUNT, AGENT_COUNTERS, COUNTER_COUNT, COUNTERS, type ContactOutcome, GROUP_COUNTER_COUNT, GROUP_COUNTERS, type Tally } from './tally.js';
import { WaitingLines } from './waiting-lines.js';

const END = 0;
const CHAT = 1;
const PATIENCE = 2;
const OVERFLOW = 3;
const RETURN = 4;
const FRONT = 5;
const LATE_START = 6;
const KINDS = 8;

const { offered, answered, answeredWithin, abandoned, abandonedWithin, waited, blocked } = COUNTERS;
const { waitAnswered, waitAll, calledBack, queueTime, handleTime, unfinished, solved, first, excessWork, excessPassedOn } = COUNTERS;
const BUSY = GROUP_COUNTERS.busy;
const IN_SERVICE = GROUP_COUNTERS.contacts;
const NEVER = Number.POSITIVE_INFINITY;

/** After the window the run goes on for at most this long, or the window's length where that is more. */
const LEAST_RUN_OUT_SECONDS = 604_800;
/** Weight of one contact in the recent service level. */
const RECENT_WEIGHT = 1 / 50;

/** Plays one replication after the other of a contact centre, event by event. */
export class Engine {
  private readonly heap: EventHeap = new EventHeap();
  private readonly lines: WaitingLines;
  private readonly board: AgentBoard;
  private readonly free: Int32Array;
  private readonly online: Int32Array;
  private readonly present: Int32Array;
  private readonly lastWait: Float64Array;
  private readonly recent: Float64Array;
  private readonly thresholds: Float64Array;
  private readonly countedUntil: Float64Array;
  private readonly chats: ChatDesk;
  private readonly absentDay: Float64Array;
  private readonly absent: Uint8Array;
  private readonly dueUntil: Float64Array;
  private readonly busySince: Float64Array;
  private presentInAll = 0;
  /** Counted contacts that have not come to their end. */
  private open = 0;
  private cell = 0;
  private nextEdge = NEVER;
  private nextChange = 0;
  private replication = 0;
  private onlookers: Onlookers = { looks: new Float64Array(0), passOn: new Float64Array(0), passWeight: new Float64Array(0) };

  constructor(
    private readonly model: Model,
    private readonly tally: Tally,
    private readonly sources: Sources,
  ) {
    const { types, groups } = model;
    this.lines = new WaitingLines(types.length);
    this.free = new Int32Array(groups.length);
    this.online = new Int32Array(groups.length);
    this.board = new AgentBoard(
      model.groupOfAgent,
      Int32Array.from(groups, (group) => group.concurrency),
      this.free,
    );
    this.present = new Int32Array(types.length);
    this.lastWait = new Float64Array(types.length);
    this.recent = new Float64Array(types.length);
    this.thresholds = Float64Array.from(types, thresholdOf);
    this.countedUntil = Float64Array.from(types, (type) => type.countedUntil);
    this.chats = new ChatDesk(model);
    this.absentDay = new Float64Array(model.agentCount);
    this.absent = new Uint8Array(model.agentCount);
    this.dueUntil = new Float64Array(model.agentCount);
    this.busySince = new Float64Array(model.agentCount);
  }

  /** Plays one replication, whose streams are open. */
  run(replication: number, onlookers: Onlookers): void {
    this.onlookers = onlookers;
    this.reset(replication);
    this.model.types.forEach((type, k) => {
      for (let i = 0; i < type.waitingAtStart; i += 1) this.bringForward(k);
    });
    const { heap, sources } = this;
    const { warmUpSeconds, horizonSeconds } = this.tally.window;
    const cut = horizonSeconds + Math.max(horizonSeconds - warmUpSeconds, LEAST_RUN_OUT_SECONDS);
    const { changes } = this.model;
    for (;;) {
      const eventAt = heap.nextTime();
      const arrivalAt = sources.nextTime;
      const changeAt = this.nextChange < changes.length ? (changes[this.nextChange] as StaffChange).at : NEVER;
      const now = Math.min(eventAt, arrivalAt, changeAt);
      if (now === NEVER || now > cut || (now >= horizonSeconds && this.open === 0)) break;
      if (now >= this.nextEdge) this.moveCell(now);
      if (changeAt === now) this.changeStaff(now);
      else if (arrivalAt === now) this.arrive(now);
      else this.handle(heap.take(), now);
    }
    this.finish();
  }

  private reset(replication: number): void {
    this.replication = replication;
    this.heap.clear();
    this.lines.clear();
    this.free.fill(0);
    this.online.fill(0);
    this.present.fill(0);
    this.board.reset();
    this.chats.reset();
    this.lastWait.fill(0);
    this.model.types.forEach((type, k) => {
      this.recent[k] = type.targetServiceLevel;
    });
    this.absentDay.fill(-1);
    this.absent.fill(0);
    this.dueUntil.fill(-1);
    this.presentInAll = 0;
    this.open = 0;
    this.nextChange = 0;
    this.moveCell(0);
  }

  private moveCell(now: number): void {
    const { boundaries, cells } = this.tally.window;
    this.cell = cells === 1 ? 0 : this.tally.cellAt(now);
    this.nextEdge = cells === 1 ? NEVER : (boundaries[this.cell + 1] ?? NEVER);
  }

  private handle(item: number, now: number): void {
    const subject = Math.floor(item / KINDS);
    switch (item % KINDS) {
      case END:
        this.endService(subject, now);
        return;
      case CHAT:
        this.endChat(subject, now);
        return;
      case PATIENCE:
        if (this.lines.waiting[subject] === 1 && this.lines.deadline[subject] === now) this.giveUp(subject);
        return;
      case OVERFLOW:
        if (this.lines.waiting[subject] === 1 && this.lines.overflowAt[subject] === now) this.overflow(subject, now);
        return;
      case RETURN:
        this.comeBack(subject, now, true);
        return;
      case FRONT:
        this.enter(subject, now);
        return;
      default:
        this.startLate(subject, now);
    }
  }

  // Arrivals

  private arrive(now: number): void {
    const k = this.sources.nextType;
    this.sources.advance();
    const types = this.model.types.length;
    if (k >= types) {
      this.lookOn(k - types, this.weightOf(k - types), now);
      return;
    }
    const slot = this.lines.take(this.weightOf(k), 0);
    const share = this.sources.drawFirst(this.lines, slot, k, now);
    const base = this.baseAt(k, now);
    if (base >= 0) {
      this.count(base + first, 1);
      this.count(base + excessWork, share - 1);
    }
    this.throughSelfService(slot, k, now);
  }

  /** What a first attempt counts for. */
  private weightOf(k: number): number {
    return 1 / (this.onlookers.looks[k] as number);
  }

  /** Somebody who waits like the others, but takes nobody's time. */
  private lookOn(k: number, weight: number, now: number): void {
    const slot = this.lines.take(weight, 1);
    this.sources.drawOnlooker(this.lines, slot, k);
    this.enter(slot, now);
  }

  /** A redial, repeat, escalation or call-back: an attempt with draws of its own. */
  private comeBack(k: number, now: number, throughFront: boolean, weight = 1): void {
    const slot = this.lines.take(weight, 0);
    const share = this.sources.drawAgain(this.lines, slot, k, now);
    const base = this.baseAt(k, now);
    if (base >= 0) this.count(base + excessWork, share - 1);
    if (throughFront) this.throughSelfService(slot, k, now);
    else this.enter(slot, now);
  }

  /** A contact that waits at 0 already; it is not counted. */
  private bringForward(k: number): void {
    const { lines } = this;
    const slot = lines.take(1, 0);
    this.sources.drawAgain(lines, slot, k, 0);
    lines.arrival[slot] = 0;
    lines.base[slot] = -1;
    lines.cell[slot] = this.cell;
    this.presentInAll += 1;
    this.present[k] = (this.present[k] as number) + 1;
    this.wait(slot, k, 0);
  }

  private throughSelfService(slot: number, k: number, now: number): void {
    const front = (this.model.types[k] as TypeModel).selfService;
    if (front === null) {
      this.enter(slot, now);
      return;
    }
    const lasts = this.sources.frontTime(k);
    if (this.sources.frontOutcome(k) >= front.solvedProbability) {
      this.lines.waiting[slot] = 0;
      this.heap.push(now + lasts, slot * KINDS + FRONT);
      return;
    }
    const base = this.baseAt(k, now);
    if (base >= 0) this.count(base + solved, 1);
    this.lines.give(slot);
  }

  /** Where an attempt of this instant is counted; −1 outside the window. */
  private baseAt(k: number, now: number): number {
    const { warmUpSeconds, horizonSeconds, cells } = this.tally.window;
    if (now < warmUpSeconds || now >= horizonSeconds || now >= (this.countedUntil[k] as number)) return -1;
    const cell = cells === 1 ? 0 : this.cell < 0 ? cells - 1 : this.cell;
    return (k * cells + cell) * COUNTER_COUNT;
  }

  private count(at: number, amount: number): void {
    const { types } = this.tally;
    types[at] = (types[at] as number) + amount;
  }

  private enter(slot: number, now: number): void {
    const { lines, model } = this;
    const k = lines.type[slot] as number;
    const base = this.baseAt(k, now);
    lines.arrival[slot] = now;
    lines.base[slot] = base;
    lines.cell[slot] = this.cell;
    const weight = lines.weight[slot] as number;
    if (base >= 0) this.count(base + offered, weight);
    if (this.presentInAll >= model.capacity || (this.present[k] as number) >= (model.types[k] as TypeModel).capacity) {
      if (base >= 0) this.count(base + blocked, weight);
      this.record(slot, 'blocked', 0, null);
      lines.give(slot);
      return;
    }
    if (lines.looksOn[slot] === 0) {
      this.presentInAll += 1;
      this.present[k] = (this.present[k] as number) + 1;
    }
    if (base >= 0) this.open += 1;
    const group = this.freeGroup(k);
    if (group >= 0) this.start(slot, group, now);
    else this.wait(slot, k, now);
  }

  /** The group that takes an arrival; −1 when all are busy. */
  private freeGroup(k: number): number {
    const { from, group, keepFree } = this.model.routes;
    const longestIdle = (this.model.types[k] as TypeModel).longestIdle;
    let best = -1;
    let since = NEVER;
    for (let step = from[k] as number; step < (from[k + 1] as number); step += 1) {
      const g = group[step] as number;
      if ((this.free[g] as number) <= (keepFree[step] as number)) continue;
      if (!longestIdle) return g;
      const idle = this.board.idleSince(g);
      if (best >= 0 && idle >= since) continue;
      best = g;
      since = idle;
    }
    return best;
  }

  private wait(slot: number, k: number, now: number): void {
    const { lines } = this;
    const type = this.model.types[k] as TypeModel;
    const base = lines.base[slot] as number;
    if (base >= 0) this.count(base + waited, lines.weight[slot] as number);
    if (type.callback !== null && this.takesCallback(slot, k, type, now)) return;
    const patience = type.announcement === null ? (lines.patience[slot] as number) : this.announcedPatience(slot, k, type, now);
    const deadline = now + patience;
    lines.deadline[slot] = deadline;
    lines.join(slot, k);
    if (patience === 0) {
      this.giveUp(slot);
      return;
    }
    if (!type.lazy && deadline !== NEVER) this.heap.push(deadline, slot * KINDS + PATIENCE);
    const step = this.model.overflows.from[k] as number;
    if (step < (this.model.overflows.from[k + 1] as number)) this.planOverflow(slot, step);
    else lines.overflowAt[slot] = NEVER;
  }

  /** What the wait is thought to be, seen from the end of the line. */
  private estimate(k: number, how: string, now: number): number {
    if (how === 'lastAnswered') return this.lastWait[k] as number;
    const head = this.liveHead(k, now);
    if (how === 'headOfLine') return head < 0 ? 0 : now - (this.lines.arrival[head] as number);
    const { from, group } = this.model.routes;
    let agents = 0;
    let pace = 0;
    for (let step = from[k] as number; step < (from[k + 1] as number); step += 1) {
      const g = group[step] as number;
      const online = this.online[g] as number;
      agents += online;
      pace += online / (this.model.ahtSeconds[k * this.free.length + g] as number);
    }
    return agents === 0 ? 0 : ((this.lines.lengths[k] as number) + 1) / pace;
  }

  private announcedPatience(slot: number, k: number, type: TypeModel, now: number): number {
    const { estimate, steps } = type.announcement as NonNullable<TypeModel['announcement']>;
    const told = this.estimate(k, estimate, now);
    const step = steps.findLast(({ fromSeconds }) => fromSeconds <= told);
    if (step === undefined) return this.lines.patience[slot] as number;
    if (this.sources.choice(k) < (step.leaveProbability ?? 0)) return 0;
    // Endless patience × 0 would be no number.
    return step.patienceFactor === 0 ? 0 : (this.lines.patience[slot] as number) * (step.patienceFactor ?? 1);
  }

  private takesCallback(slot: number, k: number, type: TypeModel, now: number): boolean {
    const offer = type.callback as NonNullable<TypeModel['callback']>;
    if (this.estimate(k, offer.estimate, now) < offer.fromSeconds || this.sources.choice(k) >= offer.acceptProbability) return false;
    if ((this.lines.base[slot] as number) >= 0) {
      this.count((this.lines.base[slot] as number) + calledBack, 1);
      this.open -= 1;
    }
    this.record(slot, 'calledBack', 0, null);
    this.depart(slot, k);
    this.comeBack(offer.toIndex, now, false);
    return true;
  }

  private depart(slot: number, k: number): void {
    if (this.lines.looksOn[slot] === 0) {
      this.presentInAll -= 1;
      this.present[k] = (this.present[k] as number) - 1;
    }
    this.lines.give(slot);
  }

  // Waiting

  private planOverflow(slot: number, step: number): void {
    const at = (this.lines.arrival[slot] as number) + (this.model.overflows.after[step] as number);
    this.lines.overflowAt[slot] = at;
    this.lines.overflowStep[slot] = step;
    this.heap.push(at, slot * KINDS + OVERFLOW);
  }

  private overflow(slot: number, now: number): void {
    const { lines } = this;
    const { from, group, keepFree } = this.model.overflows;
    if ((lines.deadline[slot] as number) <= now) {
      this.giveUp(slot);
      return;
    }
    const step = lines.overflowStep[slot] as number;
    const g = group[step] as number;
    if ((this.free[g] as number) > (keepFree[step] as number)) {
      lines.leave(slot);
      this.start(slot, g, now);
    } else if (step + 1 < (from[(lines.type[slot] as number) + 1] as number)) this.planOverflow(slot, step + 1);
  }

  /** The longest waiting contact; those found to have given up leave on the way. */
  private liveHead(k: number, now: number): number {
    const { lines } = this;
    let head = lines.heads[k] as number;
    while (head >= 0 && (lines.deadline[head] as number) <= now) {
      this.giveUp(head);
      head = lines.heads[k] as number;
    }
    return head;
  }

  /** Ends a wait at the contact's own deadline, which may have passed a while ago. */
  private giveUp(slot: number): void {
    const { lines } = this;
    const k = lines.type[slot] as number;
    const type = this.model.types[k] as TypeModel;
    const deadline = lines.deadline[slot] as number;
    const wait = deadline - (lines.arrival[slot] as number);
    const base = lines.base[slot] as number;
    lines.leave(slot);
    this.addQueueTime(slot, k, deadline);
    if (base >= 0) {
      const weight = lines.weight[slot] as number;
      this.open -= 1;
      this.count(base + abandoned, weight);
      if (this.isInTime(k, lines.arrival[slot] as number, deadline)) this.count(base + abandonedWithin, weight);
      this.count(base + waitAll, wait * weight);
      this.tally.addWait(k, wait, false);
    }
    if (lines.looksOn[slot] === 1) {
      this.depart(slot, k);
      return;
    }
    this.recent[k] = (this.recent[k] as number) * (1 - RECENT_WEIGHT);
    this.record(slot, 'abandoned', wait, null);
    if (type.redialProbability > 0 && (lines.outcome[slot] as number) < type.redialProbability)
      this.planReturn(k, deadline, this.sources.delay(k) * type.redialDelaySeconds);
    this.depart(slot, k);
  }

  private addQueueTime(slot: number, k: number, until: number): void {
    const { tally, lines } = this;
    if (lines.looksOn[slot] === 1) return;
    const offset = k * tally.window.cells * COUNTER_COUNT + queueTime;
    tally.addSpan(tally.types, offset, COUNTER_COUNT, lines.arrival[slot] as number, until, lines.cell[slot] as number);
  }

  // Service

  private start(slot: number, group: number, now: number): void {
    const { lines, tally, model } = this;
    const k = lines.type[slot] as number;
    const wait = now - (lines.arrival[slot] as number);
    if (wait > 0) this.addQueueTime(slot, k, now);
    const base = lines.base[slot] as number;
    const inTime = this.isInTime(k, lines.arrival[slot] as number, now);
    if (base >= 0) {
      const weight = lines.weight[slot] as number;
      this.count(base + answered, weight);
      if (inTime) this.count(base + answeredWithin, weight);
      if (wait > 0) {
        this.count(base + waitAnswered, wait * weight);
        this.count(base + waitAll, wait * weight);
      }
      tally.addWait(k, wait, true);
    }
    if (lines.looksOn[slot] === 1) {
      if (base >= 0) this.open -= 1;
      lines.give(slot);
      return;
    }
    const pair = k * model.groups.length + group;
    const shape = (model.types[k] as TypeModel).workShape;
    const work = shape === null ? this.sources.work(pair) * (lines.work[slot] as number) : (lines.work[slot] as number);
    this.countPassedOn(pair, lines.outcome[slot] as number, now);
    this.lastWait[k] = wait;
    this.recent[k] = (this.recent[k] as number) + ((inTime ? 1 : 0) - (this.recent[k] as number)) * RECENT_WEIGHT;
    lines.group[slot] = group;
    lines.start[slot] = now;
    const seconds = work * (model.ahtSeconds[pair] as number);
    if ((model.groups[group] as GroupModel).individual) this.seat(slot, group, seconds, now);
    else {
      lines.agent[slot] = -1;
      this.free[group] = (this.free[group] as number) - 1;
      this.planEnd(slot, group, base, seconds, now);
    }
  }

  /** What is passed on is settled when service begins; counted where and while it would be new. */
  private countPassedOn(pair: number, outcome: number, now: number): void {
    const probability = this.model.escalateProbability[pair] as number;
    if (probability === 0) return;
    const base = this.baseAt(this.model.escalateTo[pair] as number, now);
    if (base >= 0) this.count(base + excessPassedOn, (outcome < probability ? 1 : 0) - probability);
  }

  private isInTime(k: number, arrival: number, end: number): boolean {
    const { countedTime } = this.model.types[k] as TypeModel;
    const wait = countedTime === null ? end - arrival : countedAt(countedTime, end) - countedAt(countedTime, arrival);
    return wait <= (this.thresholds[k] as number);
  }

  private planEnd(slot: number, group: number, base: number, seconds: number, now: number): void {
    const { tally } = this;
    const end = now + seconds;
    if (base >= 0) {
      this.count(base + handleTime, seconds * (this.lines.weight[slot] as number));
      this.open -= 1;
    }
    tally.addSpan(tally.groups, group * tally.window.cells * GROUP_COUNTER_COUNT + BUSY, GROUP_COUNTER_COUNT, now, end, this.cell);
    this.record(slot, 'answered', now - (this.lines.arrival[slot] as number), seconds);
    this.heap.push(end, slot * KINDS + END);
  }

  /** Gives a contact to one agent. */
  private seat(slot: number, group: number, seconds: number, now: number): void {
    const agent = this.board.choose(group);
    this.lines.agent[slot] = agent;
    const work = seconds * (this.model.factorOfAgent[agent] as number);
    if ((this.model.groups[group] as GroupModel).concurrency === 1) {
      this.board.take(agent, now);
      this.countAgent(agent, now, now + work, this.lines.base[slot] as number);
      this.planEnd(slot, group, this.lines.base[slot] as number, work, now);
      return;
    }
    this.chats.advance(agent, this.board.load[agent] as number, now);
    if (this.board.load[agent] === 0) this.busySince[agent] = now;
    this.chats.add(agent, slot, work, this.board.load[agent] as number);
    this.board.take(agent, now);
    this.planChat(agent, now);
    this.countAgent(agent, now, now, this.lines.base[slot] as number);
  }

  private countAgent(agent: number, from: number, to: number, base: number): void {
    const { agents } = this.tally;
    const at = agent * AGENT_COUNTER_COUNT;
    if (base >= 0) agents[at + AGENT_COUNTERS.contacts] = (agents[at + AGENT_COUNTERS.contacts] as number) + 1;
    this.addAgentTime(agent, from, to);
  }

  private addAgentTime(agent: number, from: number, to: number): void {
    const { warmUpSeconds, horizonSeconds } = this.tally.window;
    const seconds = Math.min(to, horizonSeconds) - Math.max(from, warmUpSeconds);
    const at = agent * AGENT_COUNTER_COUNT + AGENT_COUNTERS.busy;
    if (seconds > 0) this.tally.agents[at] = (this.tally.agents[at] as number) + seconds;
  }

  private endService(slot: number, now: number): void {
    const { lines } = this;
    const k = lines.type[slot] as number;
    const group = lines.group[slot] as number;
    const agent = lines.agent[slot] as number;
    const outcome = lines.outcome[slot] as number;
    this.depart(slot, k);
    if (agent >= 0) this.board.release(agent, now);
    else this.free[group] = (this.free[group] as number) + 1;
    this.serve(group, now);
    this.follow(k, group, outcome, now);
  }

  /** What comes after a finished contact: the next tier, or another try later. */
  private follow(k: number, group: number, outcome: number, now: number): void {
    const { model } = this;
    const type = model.types[k] as TypeModel;
    const pair = k * model.groups.length + group;
    const escalates = model.escalateProbability[pair] as number;
    const { passOn, passWeight } = this.onlookers;
    if (outcome < escalates) {
      this.comeBack(model.escalateTo[pair] as number, now, false, passWeight[pair]);
      return;
    }
    if (outcome < (passOn[pair] as number)) this.lookOn(model.escalateTo[pair] as number, passWeight[pair] as number, now);
    if (type.repeatProbability > 0 && outcome - escalates < type.repeatProbability * (1 - escalates))
      this.planReturn(type.repeatTo, now, this.sources.delay(k) * type.repeatDelaySeconds);
  }

  /** A contact that comes as type `k` after a while; never where that is closed from then on. */
  private planReturn(k: number, now: number, delay: number): void {
    const { openTime } = this.model.types[k] as TypeModel;
    const at = openTime === null ? now + delay : instantAfter(openTime, now, delay);
    if (at !== NEVER) this.heap.push(at, k * KINDS + RETURN);
  }

  /** Lets free agents of a group take what waits for them. */
  private serve(group: number, now: number): void {
    while ((this.free[group] as number) > 0) {
      const slot = this.pick(group, now);
      if (slot < 0) return;
      this.lines.leave(slot);
      this.start(slot, group, now);
    }
  }

  private pick(group: number, now: number): number {
    const { classes, from, type, after, keepFree } = this.model.serves;
    const { arrival } = this.lines;
    const free = this.free[group] as number;
    const how = (this.model.groups[group] as GroupModel).pick;
    for (let list = classes[group] as number; list < (classes[group + 1] as number); list += 1) {
      let best = -1;
      let least = NEVER;
      for (let entry = from[list] as number; entry < (from[list + 1] as number); entry += 1) {
        const k = type[entry] as number;
        if ((this.lines.heads[k] as number) < 0 || free <= (keepFree[entry] as number)) continue;
        const head = this.liveHead(k, now);
        if (head < 0 || now < (arrival[head] as number) + (after[entry] as number)) continue;
        const rank = how === 'longestWaiting' ? (arrival[head] as number) : this.rank(how, k, arrival[head] as number);
        if (rank < least) {
          best = head;
          least = rank;
        }
      }
      if (best >= 0) return best;
    }
    return -1;
  }

  private rank(how: GroupModel['pick'], k: number, arrival: number): number {
    if (how === 'earliestDeadline') return arrival + (this.thresholds[k] as number);
    return (this.recent[k] as number) - (this.model.types[k] as TypeModel).targetServiceLevel;
  }

  // Chats

  private planChat(agent: number, now: number): void {
    const at = this.chats.nextEnd(agent, this.board.load[agent] as number, now);
    if (at !== NEVER) this.heap.push(at, agent * KINDS + CHAT);
  }

  private endChat(agent: number, now: number): void {
    if (this.chats.endsAt[agent] !== now) return;
    const { lines } = this;
    const load = this.board.load[agent] as number;
    this.chats.advance(agent, load, now);
    const slot = this.chats.remove(agent, load);
    const k = lines.type[slot] as number;
    const group = lines.group[slot] as number;
    const outcome = lines.outcome[slot] as number;
    this.closeChat(slot, group, now);
    this.depart(slot, k);
    this.board.release(agent, now);
    if (load === 1) this.closeBusy(agent, group, now);
    this.planChat(agent, now);
    this.serve(group, now);
    this.follow(k, group, outcome, now);
  }

  private closeChat(slot: number, group: number, now: number): void {
    const { tally, lines } = this;
    const began = lines.start[slot] as number;
    const base = lines.base[slot] as number;
    if (base >= 0) {
      this.count(base + handleTime, (now - began) * (lines.weight[slot] as number));
      this.open -= 1;
    }
    const offset = group * tally.window.cells * GROUP_COUNTER_COUNT + IN_SERVICE;
    tally.addSpan(tally.groups, offset, GROUP_COUNTER_COUNT, began, now, -1);
    this.record(slot, 'answered', began - (lines.arrival[slot] as number), now - began);
  }

  private closeBusy(agent: number, group: number, now: number): void {
    const { tally } = this;
    const since = this.busySince[agent] as number;
    tally.addSpan(tally.groups, group * tally.window.cells * GROUP_COUNTER_COUNT + BUSY, GROUP_COUNTER_COUNT, since, now, -1);
    this.addAgentTime(agent, since, now);
  }

  // People on line

  private changeStaff(now: number): void {
    const change = this.model.changes[this.nextChange] as StaffChange;
    this.nextChange += 1;
    const { group, count, agent, reserve } = change;
    const { individual, firstAgent, agentCount } = this.model.groups[group] as GroupModel;
    if (reserve !== undefined) reserve.keepFree[reserve.entry] = count;
    else if (agent >= 0) this.changeAgent(change, now);
    else {
      if (individual) this.board.setOnline(firstAgent, firstAgent + agentCount, count, now);
      else this.free[group] = (this.free[group] as number) + count - (this.online[group] as number);
      this.online[group] = count;
    }
    this.serve(group, now);
  }

  private changeAgent({ group, count, agent, until }: StaffChange, now: number): void {
    const { lateProbability, lateSeconds, absenceProbability } = this.model.groups[group] as GroupModel;
    if (count === 0) {
      if (this.dueUntil[agent] === until) this.online[group] = (this.online[group] as number) - 1;
      this.dueUntil[agent] = -1;
      this.board.sendOff(agent);
      return;
    }
    if (absenceProbability > 0 && this.isAbsent(agent, Math.floor(now / 86_400), absenceProbability)) return;
    const late = lateProbability > 0 && this.sources.attendance() < lateProbability ? this.sources.lateness() * lateSeconds : 0;
    if (now + late >= until) return;
    this.dueUntil[agent] = until;
    this.online[group] = (this.online[group] as number) + 1;
    if (late === 0) this.board.bringOn(agent, now);
    else this.heap.push(now + late, agent * KINDS + LATE_START);
  }

  private isAbsent(agent: number, day: number, probability: number): boolean {
    if (this.absentDay[agent] !== day) {
      this.absentDay[agent] = day;
      this.absent[agent] = this.sources.attendance() < probability ? 1 : 0;
    }
    return this.absent[agent] === 1;
  }

  private startLate(agent: number, now: number): void {
    this.board.bringOn(agent, now);
    this.serve(this.model.groupOfAgent[agent] as number, now);
  }

  // The end

  /** Settles what is still under way: waits run to their deadline, time in service counts up to the horizon. */
  private finish(): void {
    const { lines, model, board, tally } = this;
    for (let k = 0; k < model.types.length; k += 1) {
      for (let slot = lines.heads[k] as number; slot >= 0; slot = lines.heads[k] as number) {
        if (lines.deadline[slot] !== NEVER) this.giveUp(slot);
        else this.leaveUnfinished(slot, k);
      }
    }
    for (let agent = 0; agent < model.agentCount; agent += 1) {
      const group = model.groupOfAgent[agent] as number;
      if ((model.groups[group] as GroupModel).concurrency === 1) continue;
      for (let i = 0; i < (board.load[agent] as number); i += 1) this.closeChat(this.chats.slotOf(agent, i), group, tally.window.horizonSeconds);
      if ((board.load[agent] as number) > 0) this.closeBusy(agent, group, tally.window.horizonSeconds);
    }
  }

  private leaveUnfinished(slot: number, k: number): void {
    const base = this.lines.base[slot] as number;
    this.lines.leave(slot);
    this.addQueueTime(slot, k, this.tally.window.horizonSeconds);
    if (base >= 0) this.count(base + unfinished, this.lines.weight[slot] as number);
    this.record(slot, 'unfinished', null, null);
    this.lines.give(slot);
  }

  private record(slot: number, outcome: ContactOutcome, waitSeconds: number | null, handleSeconds: number | null): void {
    const { records } = this.tally;
    if (records === null || (this.lines.base[slot] as number) < 0) return;
    const { lines, model } = this;
    const served = outcome === 'answered';
    const agent = served ? (lines.agent[slot] as number) : -1;
    records.replication.push(this.replication);
    records.contactType.push((model.types[lines.type[slot] as number] as TypeModel).name);
    records.arrivalSeconds.push(lines.arrival[slot] as number);
    records.waitSeconds.push(waitSeconds);
    records.handleSeconds.push(handleSeconds);
    records.outcome.push(outcome);
    records.group.push(served ? (model.groups[lines.group[slot] as number] as GroupModel).name : null);
    records.agent.push(agent >= 0 && model.agentNames[agent] !== '' ? (model.agentNames[agent] as string) : null);
  }
}
