import type { JobDefinition } from '../contract/job';
import { hooksOf } from '../domain/hooks';
import type { JobPlace } from '../domain/job-times';
import type { JobRecord } from '../services/records';
import type { JobWrite, Pause } from '../services/ports';
import { fromJson, toJson, toNumber, toNumberOrNull, toText, toTextOrNull } from './engine/rows';
import type { Row } from './engine/session';
import { toInstant } from './values';

export const toJob = (row: Row): JobRecord => ({
  id: toNumber(row['id']),
  documentId: String(row['document_id']),
  revision: toNumber(row['revision']),
  owner: toOwner(row),
  definition: definitionIn(row),
  nextAt: toNumberOrNull(row['next_at']),
  nextRunAt: toNumberOrNull(row['next_run_at']),
  cursorAt: toNumberOrNull(row['cursor_at']),
  pausedAt: toNumberOrNull(row['paused_at']),
  pausedUntil: toNumberOrNull(row['paused_until']),
  pauseNote: toTextOrNull(row['pause_note']),
  pausedBy: toTextOrNull(row['paused_by']),
  heldReason: toTextOrNull(row['held_reason']),
  heldAt: toNumberOrNull(row['held_at']),
  failureStreak: toNumber(row['failure_streak']),
  breakerUntil: toNumberOrNull(row['breaker_until']),
  scheduledCount: toNumber(row['scheduled_count']),
  executionCount: toNumber(row['execution_count']),
  failureCount: toNumber(row['failure_count']),
  createdAt: toInstant(row['created_at']),
  updatedAt: toInstant(row['updated_at']),
});

/** What was stored before there were hooks has none. */
const definitionIn = (row: Row): JobDefinition => {
  const stored = fromJson(row['definition']) as JobDefinition;
  return { ...stored, hooks: hooksOf(stored) };
};

/** The definition, and beside it the columns that lists filter and sort by. */
export const fromWrite = ({ definition, ...place }: JobWrite): Row => ({
  name: definition.name,
  description: definition.description,
  category: definition.category,
  tags: toJson(definition.tags),
  template: definition.template,
  enabled: definition.enabled,
  definition: toJson(definition),
  ...fromPlace(place),
  held_reason: null,
  held_at: null,
  breaker_failures: definition.breaker?.failures ?? null,
  breaker_cool_down_ms: definition.breaker?.coolDownMs ?? null,
  // An open one stays as it is under an edit, and goes with its rule.
  ...(definition.breaker === null ? { breaker_until: null } : {}),
});

export const fromPlace = ({ nextAt, nextRunAt, cursorAt }: JobPlace): Row => ({
  next_at: nextAt,
  next_run_at: nextRunAt,
  cursor_at: cursorAt,
});

export const fromPause = (pause: Pause | null): Row => ({
  paused_at: pause?.at ?? null,
  paused_until: pause?.until ?? null,
  pause_note: pause?.note ?? null,
  paused_by: toText(pause?.by?.slice(0, 255) ?? null),
});

const toOwner = (row: Row): JobRecord['owner'] => {
  const kind = row['owner_kind'];
  if (kind !== 'user' && kind !== 'token') return null;
  return { kind, id: String(row['owner_id']) };
};
