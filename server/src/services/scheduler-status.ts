import type { PauseView } from '../contract/job';
import type { SchedulerStatus } from '../contract/scheduler';
import { UNSUCCESSFUL_STATUSES } from '../contract/execution';
import { iso, pauseView } from './job-view';
import type { ServicePorts } from './ports';

const HOUR_MS = 3_600_000;
const RATE_MINUTES = 5;

type Outcomes = SchedulerStatus['outcomes'];

/** What the whole cluster is doing. */
export const readStatus = async (ports: ServicePorts): Promise<{ data: SchedulerStatus }> => {
  const { store, options, clock } = ports;
  const now = await store.now();
  const firstHour = Math.floor(now / HOUR_MS) - 23;
  const [stored, nodes, queue, counted, recent, containment] = await Promise.all([
    store.readPause(),
    store.listNodes(),
    store.countQueue(),
    store.countOutcomes(firstHour * HOUR_MS),
    store.countFinished(now - RATE_MINUTES * 60_000),
    ports.containment(),
  ]);
  const pause = pauseView(stored, now);
  // Nodes publish theirs once a minute; this one is asked.
  const published = nodes.map(({ lastTickAt }) => lastTickAt);
  const ticks = [...published, ports.engine.lastTickAt()].flatMap((at) => at ?? []);
  return {
    data: {
      state: stateOf(options, pause),
      pause,
      enabled: options.enabled && options.role !== 'off',
      engine: 'database',
      database: ports.database,
      timezone: options.timezone,
      zoneData: ports.zoneData,
      nodes: nodes.map(({ lastTickAt: _tick, ...node }) => node),
      queueDepth: queue.queued,
      running: queue.running,
      limits: {
        maxConcurrentTotal: options.maxConcurrentTotal,
        maxQueuedPerJob: options.maxQueuedPerJob,
      },
      oldestWaitMs: queue.oldestReadyAt === null ? null : Math.max(0, now - queue.oldestReadyAt),
      rates: {
        perMinute: recent.finished / RATE_MINUTES,
        failedPerMinute: recent.failed / RATE_MINUTES,
      },
      lastTickAt: ticks.length === 0 ? null : iso(Math.max(...ticks)),
      clockSkewMs: Math.round(clock.skewMs()),
      outcomes: bucketsOf(firstHour, counted),
      scriptApproval: approvalOf(ports.scripts),
      containment,
    },
  };
};

const approvalOf = ({
  directory,
  requireApproval,
}: ServicePorts['scripts']): SchedulerStatus['scriptApproval'] => {
  if (directory === null) return null;
  return requireApproval ? 'required' : 'off';
};

const stateOf = (
  { enabled }: ServicePorts['options'],
  pause: PauseView | null
): SchedulerStatus['state'] => {
  if (!enabled) return 'off';
  return pause === null ? 'running' : 'paused';
};

const bucketsOf = (
  firstHour: number,
  counted: Awaited<ReturnType<ServicePorts['store']['countOutcomes']>>
): Outcomes =>
  Array.from({ length: 24 }, (_, index) => {
    const ofHour = counted.filter(({ hour }) => hour === firstHour + index);
    const sum = (isIn: (status: string) => boolean): number =>
      ofHour.reduce((total, { status, count }) => (isIn(status) ? total + count : total), 0);
    return {
      from: iso((firstHour + index) * HOUR_MS),
      succeeded: sum((status) => status === 'succeeded'),
      failed: sum(isUnsuccessful),
      other: sum((status) => status !== 'succeeded' && !isUnsuccessful(status)),
    };
  });

const isUnsuccessful = (status: string): boolean =>
  UNSUCCESSFUL_STATUSES.some((unsuccessful) => unsuccessful === status);
