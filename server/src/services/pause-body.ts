import type { FieldError } from '../contract/schedule';
import { UNTIL_RESUMED } from '../domain/job-times';
import { Invalid } from './errors';
import { instant } from './field-checks';
import { nullable, optional, paragraph, refuse, required, shape } from './shape';

/** What a pause is asked for with; `until` is `UNTIL_RESUMED` where somebody has to end it. */
export interface WantedPause {
  until: number;
  note: string;
}

const BODY = shape({
  until: optional(nullable(instant), null),
  note: required(paragraph(500)),
});

/** Throws Invalid naming the field. The note is required: whoever finds the pause wants to know why. */
export const readPauseBody = (body: unknown): WantedPause => {
  const errors: FieldError[] = [];
  const read = BODY(body, [], errors);
  if (read !== undefined && read.note.trim() === '')
    refuse(errors, ['note'], 'must say why, in at least one letter', read.note);
  if (read === undefined || errors.length > 0) throw new Invalid(errors);
  return { until: read.until === null ? UNTIL_RESUMED : Date.parse(read.until), note: read.note };
};

/** Throws Invalid where the pause would be over before it begins. */
export const mustBeToCome = ({ until }: WantedPause, now: number): void => {
  if (until > now) return;
  const message = `must be later than now (${new Date(now).toISOString()})`;
  throw new Invalid([{ path: ['until'], message, value: new Date(until).toISOString() }]);
};

/** As people read it in the audit log. */
export const untilOf = (until: number): string =>
  until >= UNTIL_RESUMED ? 'until resumed' : new Date(until).toISOString();
