import type { CalendarDefinition, CalendarEntry, CalendarImport } from '../contract/calendar';
import type { FieldError } from '../contract/schedule';
import { oneLine, readIcalFile } from '../domain/calendars/icalendar/read-file';
import type { IcalFile } from '../domain/calendars/icalendar/read-file';
import { Unreadable } from '../domain/calendars/icalendar/read-lines';
import { CALENDAR_FIELDS, checkCalendar, checkEntry } from './check-calendar';
import { insertCalendar } from './create-calendar';
import { Invalid } from './errors';
import type { Caller, ServicePorts } from './ports';
import { line, nullable, optional, refuse, required, shape } from './shape';
import type { Check } from './shape';

const MAX_BYTES = 1_000_000;
const MAX_EVENTS = 2_000;

const file: Check<string> = (value, path, errors) => {
  if (typeof value !== 'string' || value.trim() === '')
    return refuse(errors, path, 'must be the text of an iCalendar file');
  if (Buffer.byteLength(value) > MAX_BYTES)
    return refuse(errors, path, `must have at most ${MAX_BYTES} bytes`);
  return value;
};

const BODY = shape({
  ...CALENDAR_FIELDS,
  name: optional(nullable(line(1, 255)), null),
  content: required(file),
});

/**
 * Makes a calendar of an iCalendar file. Events that cannot be taken are left out, each with its reason; a file that
 * holds no other is refused.
 */
export const importCalendar = async (
  ports: ServicePorts,
  caller: Caller,
  body: unknown
): Promise<{ data: CalendarImport }> => {
  const errors: FieldError[] = [];
  const request = BODY(body, [], errors);
  if (request === undefined) throw new Invalid(errors);
  const read = withSoundEntries(readFile(request.content));
  if (read.events.length === 0) throw new Invalid([nothingTaken(read)]);
  const definition = checkCalendar({
    name: request.name ?? nameOf(read),
    description: request.description,
    timezone: request.timezone,
    entries: read.events.flatMap(({ entries }) => entries),
  } satisfies CalendarDefinition);
  if (!definition.ok) throw new Invalid(definition.errors.map(inContent));
  const calendar = await insertCalendar(ports, caller, definition.value, 'calendar.import');
  return { data: { calendar, imported: read.events.length, skipped: read.skipped } };
};

const readFile = (content: string): IcalFile => {
  try {
    return readIcalFile(content, MAX_EVENTS);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Invalid([{ path: ['content'], message: `The file ${error.message}` }]);
  }
};

/** An event whose entries a calendar would not take is left out, not the whole file refused. */
const withSoundEntries = ({ events, skipped, ...file }: IcalFile): IcalFile => {
  const sound: IcalFile['events'] = [];
  const reasons = [...skipped];
  for (const event of events) {
    const [error] = event.entries.flatMap(errorsOf);
    if (error === undefined) sound.push(event);
    else
      reasons.push({ summary: event.summary, reason: `${error.path.join('.')} ${error.message}` });
  }
  return { ...file, events: sound, skipped: reasons };
};

const errorsOf = (entry: CalendarEntry): FieldError[] => {
  const errors: FieldError[] = [];
  checkEntry(entry, [], errors);
  return errors;
};

const nameOf = ({ name }: IcalFile): string => {
  const own = oneLine(name ?? '');
  return own === '' ? 'Imported calendar' : own;
};

const nothingTaken = ({ skipped }: IcalFile): FieldError => {
  const first = skipped[0];
  const why =
    first === undefined ? 'holds no event' : `holds no event that can be taken: ${first.reason}`;
  return { path: ['content'], message: `The file ${why}` };
};

/** What is wrong with all entries together is wrong with the file. */
const inContent = (error: FieldError): FieldError =>
  error.path[0] === 'entries' ? { path: ['content'], message: `The file ${error.message}` } : error;
