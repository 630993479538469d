import type { ArtifactListMeta, ArtifactView } from '../contract/artifact';
import type { ArtifactBytes, ArtifactRecord } from './artifact-ports';
import { auditEntry } from './audit';
import { Forbidden, NotFound, Unavailable } from './errors';
import { iso } from './job-view';
import type { Caller, ServicePorts } from './ports';
import { findReadable } from './read-executions';

/** More than `artifacts.maxFiles` allows. */
const MOST = 10_000;

/** The artifacts of an execution, authorised through its job. */
export const listArtifacts = async (
  { store }: Pick<ServicePorts, 'store'>,
  caller: Caller,
  id: string
): Promise<{ data: ArtifactView[]; meta: ArtifactListMeta }> => {
  const execution = await findReadable(store, caller, id);
  const found = await store.listArtifacts(execution.id, MOST);
  const withheld = found.filter((artifact) => missingRight(caller, artifact) !== null);
  return {
    data: found.map(viewArtifact),
    meta: { withheld: withheld.map(({ documentId }) => documentId) },
  };
};

export interface ArtifactDownload {
  artifact: ArtifactView;
  content: ArtifactBytes;
}

/**
 * One artifact as a download would give it, without its bytes. Throws Forbidden where it needs a right that the caller
 * lacks, Unavailable where its file is not on this server.
 */
export const describeArtifact = async (
  { store, artifacts }: Pick<ServicePorts, 'store' | 'artifacts'>,
  caller: Caller,
  given: { id: string; artifactId: string }
): Promise<ArtifactView> => {
  const artifact = await findDownloadable(store, caller, given);
  if (!(await artifacts.has(artifact.file, artifact.size))) throw notHere();
  return viewArtifact(artifact);
};

/**
 * The bytes of one artifact. Throws Forbidden where it needs a right that the caller lacks, Unavailable where its file is
 * not on this server. What needs a right of its own is given out only with an entry in the audit log.
 */
export const downloadArtifact = async (
  { store, artifacts }: Pick<ServicePorts, 'store' | 'artifacts'>,
  caller: Caller,
  given: { id: string; artifactId: string }
): Promise<ArtifactDownload> => {
  const artifact = await findDownloadable(store, caller, given);
  const content = await artifacts.read(artifact.file, artifact.size);
  if (content === null) throw notHere();
  try {
    if (artifact.neededRight !== null) await recordDownload(store, caller, artifact);
  } catch (error) {
    content.destroy();
    throw error;
  }
  return { artifact: viewArtifact(artifact), content };
};

const notHere = (): Unavailable =>
  new Unavailable(
    'The file of this artifact is not on this server. Several servers need one artifacts.directory that all of them share.'
  );

const findDownloadable = async (
  store: ServicePorts['store'],
  caller: Caller,
  { id, artifactId }: { id: string; artifactId: string }
): Promise<ArtifactRecord> => {
  const execution = await findReadable(store, caller, id);
  const artifact = await store.findArtifact(execution.id, artifactId);
  if (artifact === undefined) throw new NotFound();
  const missing = missingRight(caller, artifact);
  if (missing !== null)
    throw new Forbidden(`This needs the right ${missing.action}`, { missing: [missing] });
  return artifact;
};

/** A token of the content API has no rights of the site. */
const missingRight = (caller: Caller, { neededRight }: ArtifactRecord) => {
  if (neededRight === null) return null;
  const right = { action: neededRight, subject: null };
  return caller.holds?.(right) === true ? null : right;
};

const recordDownload = (
  store: ServicePorts['store'],
  caller: Caller,
  { documentId, name }: ArtifactRecord
): Promise<void> =>
  store.change((changes) =>
    changes.writeAudit(
      auditEntry(caller, {
        action: 'artifact.downloaded',
        object: { kind: 'artifact', documentId, name },
      })
    )
  );

const viewArtifact = ({
  documentId,
  name,
  mime,
  size,
  sha256,
  keptAt,
}: ArtifactRecord): ArtifactView => ({
  documentId,
  name,
  mime,
  size,
  sha256,
  createdAt: iso(keptAt),
});
