import { setTimeout as sleep } from 'node:timers/promises';

import type { Cluster } from './cluster';
import { nodeName } from './launch-strapi';

/** A node's name is random: who is behind it is in the list of nodes, as long as it lives. */
export const keepNaming = async (
  { database }: Cluster,
  names: Map<string, string>,
  goesOn: () => boolean
): Promise<void> => {
  while (goesOn()) {
    const rows: { node_id: string; pid: number }[] = await database
      .knex('job_scheduler_nodes')
      .select('node_id', 'pid')
      .catch(() => []);
    for (const row of rows) names.set(row.node_id, nodeName(row.pid));
    await sleep(500);
  }
};
