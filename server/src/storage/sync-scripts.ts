import type { ScriptBytes } from '../domain/script';
import type { ScriptChange } from '../services/script-ports';
import { readNow } from './engine/database-clock';
import { toText } from './engine/rows';
import { execute, forUpdate, marks, query } from './engine/session';
import type { Row, Session } from './engine/session';
import { listScripts } from './find-scripts';

/**
 * Writes down what was seen: new and changed ones, and those that are there no more; answers these. Locks the catalogue.
 */
export const syncScripts = async (
  session: Session,
  seen: ScriptBytes[],
  newId: () => string
): Promise<ScriptChange[]> => {
  const now = await readNow(session);
  await query(session, `SELECT id FROM ${session.tables.scripts} ${forUpdate(session)}`);
  const before = new Map((await listScripts(session)).map((script) => [script.path, script]));
  const present = new Set(seen.map(({ path }) => path));
  const isOther = ({ path, digest }: ScriptBytes): boolean => {
    const known = before.get(path);
    return known === undefined || known.isMissing || known.digest !== digest;
  };
  for (const script of seen.filter(isOther)) {
    const known = before.get(script.path);
    const row = toRow(script, now);
    // oxlint-disable-next-line no-await-in-loop -- one transaction has one connection
    await (known === undefined
      ? insert(session, { ...row, document_id: newId() }, now)
      : update(session, known.id, row));
  }
  await touch(
    session,
    seen.flatMap(({ path }) => before.get(path)?.id ?? []),
    now
  );
  const gone = [...before.values()].filter(
    ({ path, isMissing }) => !present.has(path) && !isMissing
  );
  if (gone.length > 0)
    await execute(
      session,
      `UPDATE ${session.tables.scripts} SET is_missing = ? WHERE id IN (${marks(gone)})`,
      [true, ...gone.map(({ id }) => id)]
    );
  const paths = new Set([...gone, ...seen.filter(isOther)].map(({ path }) => path));
  if (paths.size === 0) return [];
  const after = (await listScripts(session)).filter(({ path }) => paths.has(path));
  return after.map((script) => ({ before: before.get(script.path) ?? null, after: script }));
};

const touch = async (session: Session, ids: number[], now: number): Promise<void> => {
  if (ids.length === 0) return;
  await execute(
    session,
    `UPDATE ${session.tables.scripts} SET seen_at = ? WHERE id IN (${marks(ids)})`,
    [now, ...ids]
  );
};

const toRow = (script: ScriptBytes, now: number): Row => ({
  path: script.path,
  type: script.type,
  interpreter: script.interpreter,
  digest: script.digest,
  size: script.size,
  takes_options: script.manifest.options,
  description: toText(script.manifest.description),
  is_missing: false,
  seen_at: now,
});

const insert = (session: Session, row: Row, now: number): Promise<void> => {
  const at = new Date(now);
  const full: Row = { ...row, created_at: at, updated_at: at, published_at: at };
  const columns = Object.keys(full);
  return execute(
    session,
    `INSERT INTO ${session.tables.scripts} (${columns.map(() => '??').join(', ')})
     VALUES (${marks(columns)})`,
    [...columns, ...Object.values(full)]
  );
};

const update = (session: Session, id: number, row: Row): Promise<void> =>
  execute(
    session,
    `UPDATE ${session.tables.scripts} SET ${Object.keys(row)
      .map(() => '?? = ?')
      .join(', ')} WHERE id = ?`,
    [...Object.entries(row).flat(), id]
  );
