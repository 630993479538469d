import type { FieldError } from '../contract/schedule';
import type { ScriptDecisionKind, ScriptDetail, ScriptMeta } from '../contract/script';
import { scriptStatus } from '../domain/script';
import { auditEntry } from './audit';
import { Conflict, Forbidden, Invalid, NotFound, Unavailable } from './errors';
import type { Caller, ServicePorts } from './ports';
import { readScript } from './read-scripts';
import { scanScripts } from './scan-scripts';
import { scriptObject, textOf } from './script-view';
import { line, optional, paragraph, required, shape } from './shape';

const BODY = shape({
  digest: required(line(64, 64)),
  comment: optional(paragraph(2_000), ''),
});

const WHY_NOT_READY = {
  off: 'Scripts are off: no scripts directory is configured',
  refused: 'The scripts directory is not to be trusted; the list of scripts says why',
};

/**
 * Writes down a decision about exactly the bytes of `digest`. Throws Unavailable where the directory is not to be
 * trusted, Conflict where it holds other bytes by now, Forbidden (`self-approval`) for whoever chose the script.
 */
export const decideScript = async (
  ports: ServicePorts,
  caller: Caller,
  { id, body, decision }: { id: string; body: unknown; decision: ScriptDecisionKind }
): Promise<{ data: ScriptDetail; meta: ScriptMeta }> => {
  const errors: FieldError[] = [];
  const input = BODY(body, [], errors);
  if (input === undefined) throw new Invalid(errors);
  const { state } = await scanScripts(ports);
  if (state !== 'ready') throw new Unavailable(WHY_NOT_READY[state]);
  const known = await ports.store.findScript(id);
  if (known === undefined) throw new NotFound();
  const bytes = known.isMissing ? null : await ports.scripts.read(known.path);
  if (bytes === null) throw new Conflict('The script is not in the directory any more');
  if (bytes.digest !== input.digest)
    throw new Conflict('The script has other bytes by now', { digest: bytes.digest });
  await ports.store.change(async (changes) => {
    const script = await changes.lockScript(id);
    if (script === undefined) throw new NotFound();
    const authors = await changes.findScriptAuthors(id);
    if (decision === 'approved' && caller.userId !== null && authors.includes(caller.userId))
      throw new Forbidden('Somebody else must approve it: you once chose this script to run', {
        reason: 'self-approval',
      });
    const before = scriptStatus(script, script.decisions);
    await changes.insertDecision({
      scriptId: id,
      decision,
      digest: bytes.digest,
      comment: input.comment,
      by: { id: caller.id, name: caller.name },
      userId: caller.userId,
      files: Object.fromEntries(bytes.files.map((file) => [file.path, textOf(file.bytes)])),
    });
    await changes.writeAudit(
      auditEntry(caller, {
        action: decision === 'approved' ? 'script.approve' : 'script.reject',
        object: scriptObject(script),
        diff: {
          status: { before, after: decision },
          digest: { before: script.digest, after: bytes.digest },
          ...(input.comment === '' ? {} : { comment: { before: null, after: input.comment } }),
        },
      })
    );
  });
  return readScript(ports, caller, id);
};
