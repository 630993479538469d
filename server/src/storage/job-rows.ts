import type { JobDefinition } from '../contract/job';
import type { JobRecord } from '../services/records';
import type { JobWrite } from '../services/ports';
import { fromJson, toJson, toNumber, toNumberOrNull, toTextOrNull } from './engine/rows';
import type { Row } from './engine/session';
import { toInstant } from './values';

export const toJob = (row: Row): JobRecord => ({
  id: toNumber(row['id']),
  documentId: String(row['document_id']),
  revision: toNumber(row['revision']),
  owner: toOwner(row),
  definition: fromJson(row['definition']) as JobDefinition,
  nextAt: toNumberOrNull(row['next_at']),
  nextRunAt: toNumberOrNull(row['next_run_at']),
  cursorAt: toNumberOrNull(row['cursor_at']),
  pausedAt: toNumberOrNull(row['paused_at']),
  pausedUntil: toNumberOrNull(row['paused_until']),
  pauseNote: toTextOrNull(row['pause_note']),
  pausedBy: toTextOrNull(row['paused_by']),
  heldReason: toTextOrNull(row['held_reason']),
  failureStreak: toNumber(row['failure_streak']),
  breakerUntil: toNumberOrNull(row['breaker_until']),
  scheduledCount: toNumber(row['scheduled_count']),
  executionCount: toNumber(row['execution_count']),
  failureCount: toNumber(row['failure_count']),
  createdAt: toInstant(row['created_at']),
  updatedAt: toInstant(row['updated_at']),
});

/** The definition, and beside it the columns that lists filter and sort by. */
export const fromWrite = ({ definition, nextAt, cursorAt }: JobWrite): Row => ({
  name: definition.name,
  description: definition.description,
  category: definition.category,
  tags: toJson(definition.tags),
  template: definition.template,
  enabled: definition.enabled,
  definition: toJson(definition),
  next_at: nextAt,
  cursor_at: cursorAt,
  held_reason: null,
  held_at: null,
});

const toOwner = (row: Row): JobRecord['owner'] => {
  const kind = row['owner_kind'];
  if (kind !== 'user' && kind !== 'token') return null;
  return { kind, id: String(row['owner_id']) };
};
