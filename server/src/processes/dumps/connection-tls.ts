import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as tls from 'node:tls';

/** How a dump program proves whom it speaks with: never less than Strapi's own connection does. */
export interface ConnectionTls {
  /** False only where the site says `rejectUnauthorized: false`. */
  verifies: boolean;
  /** Files for the program's eyes only. */
  ca: string | undefined;
  cert: string | undefined;
  key: string | undefined;
}

/** Writes what the driver's `ssl` holds into `folder`. Without authorities of its own it trusts those that Node trusts. */
export const writeTls = async (
  settings: Record<string, unknown>,
  folder: string
): Promise<ConnectionTls> => {
  const write = async (name: string, content: unknown): Promise<string | undefined> => {
    const text = pemOf(content);
    if (text === undefined) return undefined;
    const file = path.join(folder, `${name}.pem`);
    await writeFile(file, text, { mode: 0o600 });
    return file;
  };
  const verifies = settings['rejectUnauthorized'] !== false;
  const authorities = pemOf(settings['ca']);
  return {
    verifies,
    ca: verifies ? await write('ca', authorities ?? (await authoritiesOfNode())) : undefined,
    cert: await write('cert', settings['cert']),
    key: await write('key', settings['key']),
  };
};

/** Node takes one PEM or several. */
const pemOf = (content: unknown): string | undefined => {
  if (Array.isArray(content)) {
    const all = content.map(pemOf).filter((one) => one !== undefined);
    return all.length === 0 ? undefined : all.join('\n');
  }
  if (content instanceof Uint8Array) return Buffer.from(content).toString('utf8');
  return typeof content === 'string' && content !== '' ? content : undefined;
};

/** From Node 22.15 it tells; before that they are its own and those of NODE_EXTRA_CA_CERTS. */
const authoritiesOfNode = async (): Promise<string> => {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] };
  if (getCACertificates !== undefined) return getCACertificates('default').join('\n');
  const extra = process.env['NODE_EXTRA_CA_CERTS'];
  // Node goes on without a file that it cannot read.
  const more = extra ? await readFile(extra, 'utf8').catch(() => '') : '';
  return [...tls.rootCertificates, more].join('\n');
};
