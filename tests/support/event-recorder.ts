import type { EngineEvent, EngineEvents } from '../../server/src/engine/events';
import type { Emit } from '../../server/src/engine/ports';

type EventOf<Type extends keyof EngineEvents> = Extract<EngineEvent, { type: Type }>;

/** Remembers all that happened, and waits for what is to happen. */
export interface EventRecorder {
  emit: Emit;
  /** In the order of their coming. */
  all(): EngineEvent[];
  of<Type extends keyof EngineEvents>(type: Type): EventOf<Type>[];
  /** The first one of this type that comes after the call. */
  next<Type extends keyof EngineEvents>(type: Type): Promise<EventOf<Type>>;
}

export const createEventRecorder = (): EventRecorder => {
  const events: EngineEvent[] = [];
  const waiting: { type: string; resolve: (event: never) => void }[] = [];
  const isOf =
    <Type extends keyof EngineEvents>(type: Type) =>
    (event: EngineEvent): event is EventOf<Type> =>
      event.type === type;

  return {
    emit: (event) => {
      events.push(event as EngineEvent);
      for (const one of waiting.splice(0)) {
        if (one.type === event.type) one.resolve(event as never);
        else waiting.push(one);
      }
    },
    all: () => [...events],
    of: (type) => events.filter(isOf(type)),
    next: (type) => new Promise((resolve) => waiting.push({ type, resolve })),
  };
};
