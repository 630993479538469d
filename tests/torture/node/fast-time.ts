import type { Clock } from '../../../server/src/engine/ports';
import { nowSql } from '../../../server/src/storage/engine/database-clock';
import type { DatabaseName } from '../../support/databases';

/** A time of its own: at the true instant `real` it is `virtual`, and time passes `speed` times as fast. Epoch ms. */
export interface FastTime {
  real: number;
  virtual: number;
  speed: number;
}

export const virtualAt = ({ real, virtual, speed }: FastTime, at: number): number =>
  virtual + (at - real) * speed;

/** The true instant of one in this time. */
export const realAt = ({ real, virtual, speed }: FastTime, at: number): number =>
  real + (at - virtual) / speed;

/** The database's own clock goes as fast: every statement that asks for it is rewritten. */
export const fastSql = (client: DatabaseName, time: FastTime): ((sql: string) => string) => {
  const now = nowSql(client)();
  const { real, virtual, speed } = time;
  return (sql) => sql.replaceAll(now, `(${virtual} + (${now} - ${real}) * ${speed})`);
};

/** The pauses that keep the engine from asking again at once stay pauses. */
const BREATH_MS = 5;

/** The system clock, with what it learns and what it tells passed through the same line as the database's. */
export const createFastClock = (time: FastTime, clock: Clock): Clock => ({
  now: () => Math.floor(virtualAt(time, clock.now())),
  monotonic: () => clock.monotonic() * time.speed,
  sample: (databaseNow, sentAt, receivedAt) =>
    clock.sample(realAt(time, databaseNow), sentAt / time.speed, receivedAt / time.speed),
  skewMs: () => clock.skewMs(),
  after: (ms, call) => clock.after(Math.max(ms / time.speed, Math.min(ms, BREATH_MS)), call),
});
