import type { ScriptView } from '../../../../server/src/contract/script';
import type { ListQuery } from '../../list-query';

type Listed = Pick<ScriptView, 'path' | 'description' | 'status' | 'usedBy' | 'seenAt'>;

/** What waits for a person comes first. */
const URGENCY: Record<ScriptView['status'], number> = {
  changed: 0,
  new: 1,
  rejected: 2,
  approved: 3,
  missing: 4,
};

/** The scripts that a list shows, in its order. The server answers all of them: there are at most a thousand. */
export const filterScripts = <Script extends Listed>(
  scripts: readonly Script[],
  { q, sort, filters }: Pick<ListQuery, 'q' | 'sort' | 'filters'>
): Script[] => {
  const wanted = q.trim().toLowerCase();
  const status = filters['status'];
  const [field, direction] = sort.split(':');
  const order = ORDERS[field ?? ''] ?? byPath;
  const found = scripts.filter(
    (script) =>
      (status === undefined || script.status === status) &&
      [script.path, script.description ?? ''].some((text) => text.toLowerCase().includes(wanted))
  );
  return found.sort((a, b) => (direction === 'desc' ? order(b, a) : order(a, b)));
};

type Order = (a: Listed, b: Listed) => number;

const byPath: Order = (a, b) => a.path.localeCompare(b.path);

const ORDERS: Record<string, Order> = {
  path: byPath,
  status: (a, b) => URGENCY[a.status] - URGENCY[b.status] || byPath(a, b),
  usedBy: (a, b) => a.usedBy - b.usedBy || byPath(a, b),
};
