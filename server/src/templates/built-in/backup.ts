import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

import { actionUid } from '../../contract/rights';
import type { TemplatePreview } from '../../contract/template';
import type { KeptArtifact } from '../../engine/artifacts';
import { defineTemplate } from '../define-template';
import type { PreviewContext, TemplateContext } from '../define-template';
import type { Dump } from '../tools';

interface Backup {
  keep: number;
}

/** A backup holds everything, hashes of passwords and sealed secrets included. */
const RIGHT = actionUid('backups-use');

/** Dumps the site's own database into a compressed artifact. */
export const backup = defineTemplate<Backup>({
  uid: 'backup',
  version: 1,
  category: 'maintenance',
  icon: 'Database',
  label: { en: 'Backup', zh: '備份' },
  description: {
    en: 'Dumps the database of this site into a compressed file and keeps the newest ones. Uploaded files are not in it.',
    zh: '將本網站的資料庫匯出為壓縮檔，並保留最新的幾份。不包含已上傳的檔案。',
  },
  startsProcesses: true,
  parameters: [
    {
      name: 'keep',
      type: 'number',
      label: { en: 'Backups to keep', zh: '保留份數' },
      help: {
        en: 'Of this job. An older backup goes when a newer one is complete.',
        zh: '僅計算此工作的備份。新的備份完成後，才會刪除較舊的備份。',
      },
      default: 7,
      integer: true,
      min: 1,
      max: 1_000,
    },
  ],
  requires: () => [{ action: RIGHT, subject: null }],
  run: async (context) => context.backups.dump(context, (dump) => keepDump(context, dump)),
  preview: async (context) => sayWhat(context),
});

const keepDump = async (context: TemplateContext<Backup>, dump: Dump): Promise<unknown> => {
  const { artifact, log, job, now, parameters } = context;
  const stamp = new Date(now()).toISOString().slice(0, 19).replaceAll(':', '');
  const name = `${job.name} ${stamp}Z.${dump.ending}.gz`;
  log(`${dump.database} is dumped by ${dump.by}.`);
  const read = { bytes: 0 };
  const kept = await pipeline(
    counted(context, dump, read),
    createGzip(),
    async (pieces: AsyncIterable<Uint8Array>): Promise<KeptArtifact> =>
      artifact(name, pieces, {
        mime: 'application/gzip',
        right: RIGHT,
        versions: { of: 'backup', keep: parameters.keep },
      })
  );
  log(`${inWords(read.bytes)} were dumped; the compressed file has ${inWords(kept.size)}.`);
  return {
    artifact: kept.documentId,
    name: kept.name,
    bytes: kept.size,
    bytesUncompressed: read.bytes,
    sha256: kept.sha256,
  };
};

const REPORT_EVERY = 8 * 1_048_576;

async function* counted(
  { progress, signal }: Pick<TemplateContext, 'progress' | 'signal'>,
  { bytes }: Dump,
  read: { bytes: number }
): AsyncGenerator<Uint8Array> {
  let reported = 0;
  for await (const piece of bytes) {
    signal.throwIfAborted();
    read.bytes += piece.length;
    if (read.bytes - reported >= REPORT_EVERY) {
      reported = read.bytes;
      progress(null, `${inWords(reported)} dumped`);
    }
    yield piece;
  }
}

const inWords = (bytes: number): string => `${bytes.toLocaleString('en')} bytes`;

const sayWhat = async ({
  backups,
  parameters: { keep },
  language,
}: PreviewContext<Backup>): Promise<TemplatePreview> => {
  const { database, by } = await backups.plan();
  return {
    summary:
      language === 'zh'
        ? `會以 ${by} 匯出 ${database} 資料庫，並保留最新的 ${keep} 份備份。`
        : `It would dump the ${database} database by ${by} and keep the newest ${keep}.`,
  };
};
