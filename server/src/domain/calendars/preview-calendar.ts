import type { CalendarDefinition, CalendarPreview, CalendarSpan } from '../../contract/calendar';
import { formatLocal, localAt } from '../time/local-time';
import { compileCalendar } from './compile-calendar';

const MAX_SPANS = 1_000;
/** Looks at the calendar; a rule of many starts a day ends the list before the year does. */
const MAX_STEPS = 20_000;

/** The stretches inside the calendar from `from` (inclusive) to `to` (exclusive); what touches is one. */
export const previewCalendar = (
  calendar: CalendarDefinition,
  { zone, from, to }: { zone: string; from: number; to: number }
): CalendarPreview => {
  const compiled = compileCalendar(calendar, zone);
  const spans: Stretch[] = [];
  let at = from;
  for (let step = 0; at < to; step += 1) {
    if (step === MAX_STEPS) return viewOf(spans, zone, 'more');
    const said = compiled.at(at);
    if (said.inside) {
      const last = spans.at(-1);
      if (last?.to === at) extend(last, said.until, said.entry);
      else if (spans.length === MAX_SPANS) return viewOf(spans, zone, 'more');
      else spans.push({ from: at, to: said.until, names: namesOf(said.entry) });
    }
    at = said.until;
  }
  const last = spans.at(-1);
  if (last !== undefined) last.to = Math.min(last.to, to);
  return viewOf(spans, zone, 'all');
};

interface Stretch {
  from: number;
  to: number;
  names: string[];
}

const namesOf = (name: string | null): string[] => (name === null ? [] : [name]);

const extend = (stretch: Stretch, to: number, name: string | null): void => {
  stretch.to = to;
  if (name !== null && !stretch.names.includes(name)) stretch.names.push(name);
};

const viewOf = (spans: Stretch[], zone: string, listed: 'all' | 'more'): CalendarPreview => ({
  zone,
  spans: spans.map((span) => viewSpan(span, zone)),
  more: listed === 'more',
});

const viewSpan = ({ from, to, names }: Stretch, zone: string): CalendarSpan => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
  fromLocal: formatLocal(localAt(zone, from)),
  toLocal: formatLocal(localAt(zone, to)),
  names,
});
