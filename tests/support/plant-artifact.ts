import { openArtifactFiles } from '../../server/src/artifacts/artifact-files';
import type { Site } from './start-site';

interface Planted {
  name: string;
  content: string | Uint8Array;
  mime?: string;
  neededRight?: string;
}

/** Gives an execution an artifact without running anything; answers its documentId and its file. */
export const plantArtifact = async (
  { strapi }: Site,
  directory: string,
  execution: string,
  { name, content, mime = 'text/plain', neededRight }: Planted
): Promise<{ documentId: string; file: string }> => {
  const folders = { root: strapi.dirs.app.root, public: strapi.dirs.static.public };
  const files = openArtifactFiles(directory, folders);
  const written = await files.write(content, { maxBytes: 10_000_000, signal: undefined });
  const of = await strapi.db
    .query('plugin::job-scheduler.execution')
    .findOne({ where: { documentId: execution } });
  const row = await strapi.db.query('plugin::job-scheduler.artifact').create({
    data: {
      execution: of.id,
      jobDocumentId: of.jobDocumentId,
      attempt: 1,
      name,
      mime,
      size: written.size,
      digest: written.sha256,
      file: written.file,
      neededRight: neededRight ?? null,
      keptAt: 1_767_225_600_000,
    },
  });
  await files.settle([written.file]);
  return { documentId: row.documentId, file: written.file };
};
