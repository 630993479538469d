import type { PlacedNode } from './graph-layout';

const STEPS: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** How much a box that lies aside counts against one that lies straight ahead. */
const ASIDE = 2;

/** The job that an arrow key leads to from another one; undefined where none lies that way. */
export const neighbourBy = (
  nodes: readonly PlacedNode[],
  from: string,
  key: string
): string | undefined => {
  const step = STEPS[key];
  const start = nodes.find(({ job }) => job.documentId === from);
  if (step === undefined || start === undefined) return undefined;
  return nodes
    .map(({ job, x, y }) => {
      const ahead = (x - start.x) * step.x + (y - start.y) * step.y;
      const aside = Math.abs((x - start.x) * step.y) + Math.abs((y - start.y) * step.x);
      return { id: job.documentId, ahead, distance: ahead + ASIDE * aside };
    })
    .filter(({ ahead }) => ahead > 0)
    .toSorted((a, b) => a.distance - b.distance)[0]?.id;
};
