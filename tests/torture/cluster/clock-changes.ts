import { DATABASES, isAvailable, type DatabaseName } from '../../support/databases';

/** A change of a zone's clocks. */
export interface Change {
  zone: string;
  /** ISO; the instant at which they are changed. */
  at: string;
}

/** Spring and autumn, an hour and half an hour; all of them over, in the order in which they came. */
export const CHANGES: readonly Change[] = [
  { zone: 'America/New_York', at: '2025-03-09T07:00Z' },
  { zone: 'Europe/Berlin', at: '2025-03-30T01:00Z' },
  { zone: 'Australia/Lord_Howe', at: '2025-04-05T15:00Z' },
  { zone: 'Australia/Lord_Howe', at: '2025-10-04T15:30Z' },
  { zone: 'Europe/Berlin', at: '2025-10-26T01:00Z' },
  { zone: 'America/New_York', at: '2025-11-02T06:00Z' },
];

/** Each database's part of them: one in which clocks go forward and one in which they go back where there are three. */
export const partOf = (database: DatabaseName): readonly Change[] => {
  const databases = DATABASES.filter(isAvailable);
  return CHANGES.filter((_, index) => databases[index % databases.length] === database);
};
