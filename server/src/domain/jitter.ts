/**
 * How much later than its instant an occurrence starts, in milliseconds: from 0 to below `jitterMs`, always the same for
 * the same job and instant, on whichever node. It never reaches the job's next instant.
 */
export const jitterOf = (
  job: { documentId: string; jitterMs: number },
  slotAt: number,
  nextSlotAt: number | null
): number => {
  const room = nextSlotAt === null ? job.jitterMs : Math.min(job.jitterMs, nextSlotAt - slotAt);
  return room <= 1 ? 0 : hash(`${job.documentId}:${slotAt}`) % room;
};

/** FNV-1a over UTF-16 units, mixed at the end as MurmurHash3 does: neighbouring instants land far apart. 32 bits. */
const hash = (text: string): number => {
  let bits = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1)
    bits = Math.imul(bits ^ text.charCodeAt(at), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
};
