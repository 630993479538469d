import { Agent } from 'node:https';

import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import type { SecretReference } from '../../contract/secret';
import type { ReadReference, ReadSecret } from '../../services/secret-ports';
import { refused, textValue, unavailable } from './failures';

const PACKAGE = '@aws-sdk/client-secrets-manager';
const CONNECT_MS = 5_000;
const ANSWER_MS = 10_000;
/** Beyond that the job's own policy of retries decides. */
const MAX_ATTEMPTS = 2;

export interface AwsOptions {
  region: string;
  /** Null = AWS's own for the region. */
  endpoint: string | null;
  /** PEM of the authority that signed the endpoint's certificate; null = those of the system. */
  ca: string | null;
}

/**
 * Reads values of AWS Secrets Manager by the official client, which finds its credentials itself (environment, profile,
 * container, instance). It is an optional peer: a site without it is told so at the first use.
 */
export const createAws = ({ region, endpoint, ca }: AwsOptions): ReadReference => {
  let client: Promise<SecretsManagerClient> | null = null;
  const open = async (): Promise<SecretsManagerClient> => {
    const { SecretsManagerClient: Client } = await import('@aws-sdk/client-secrets-manager');
    return new Client({
      region,
      ...(endpoint === null ? {} : { endpoint }),
      maxAttempts: MAX_ATTEMPTS,
      requestHandler: {
        connectionTimeout: CONNECT_MS,
        requestTimeout: ANSWER_MS,
        throwOnRequestTimeout: true,
        ...(ca === null ? {} : { httpsAgent: new Agent({ ca, keepAlive: true }) }),
      },
    });
  };
  return async (reference) => {
    try {
      // What failed to open (a package that is installed a moment later) is tried again by the next.
      client ??= open().catch((error: unknown) => {
        client = null;
        throw error;
      });
      return await read(await client, reference);
    } catch (error) {
      return failureOf(reference, error);
    }
  };
};

const read = async (
  client: SecretsManagerClient,
  { path, field, version }: SecretReference
): Promise<ReadSecret> => {
  const { GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
  const { SecretString: text } = await client.send(
    new GetSecretValueCommand({
      SecretId: path,
      ...(version === null ? {} : { VersionId: version }),
    })
  );
  if (text === undefined)
    return refused('SECRET_UNREADABLE', `${path} in AWS Secrets Manager is binary, not text`);
  return field === null
    ? textValue(text, `${path} in AWS Secrets Manager`)
    : textValue(fieldOf(text, field), `${field} of ${path} in AWS Secrets Manager`);
};

const fieldOf = (text: string, field: string): unknown => {
  try {
    const fields = JSON.parse(text) as unknown;
    const isObject = typeof fields === 'object' && fields !== null;
    return isObject && Object.hasOwn(fields, field)
      ? (fields as Record<string, unknown>)[field]
      : undefined;
  } catch {
    return undefined;
  }
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html */
const failureOf = ({ path }: SecretReference, error: unknown): ReadSecret => {
  const { name, code, $metadata } = error as {
    name?: unknown;
    code?: unknown;
    $metadata?: { httpStatusCode?: number };
  };
  const what = `${path} in AWS Secrets Manager`;
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND')
    return refused('SECRET_UNREADABLE', `AWS Secrets Manager needs the package ${PACKAGE}`);
  switch (name) {
    case 'ResourceNotFoundException':
      return refused('SECRET_MISSING', `${what} is not there`);
    case 'InvalidRequestException':
      return refused('SECRET_UNREADABLE', `${what} is marked for deletion, or cannot be read now`);
    case 'DecryptionFailure':
    case 'DecryptionFailureException':
      return refused('SECRET_UNREADABLE', `${what} cannot be decrypted: its KMS key refuses`);
    case 'CredentialsProviderError':
      return refused('SECRET_FORBIDDEN', 'AWS Secrets Manager: no credentials were found');
    default:
      return byStatus(what, { name, code, status: $metadata?.httpStatusCode ?? null });
  }
};

const FORBIDDEN =
  /^(AccessDenied|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|ExpiredToken|IncompleteSignature|MissingAuthenticationToken)/;

const byStatus = (
  what: string,
  { name, code, status }: { name: unknown; code: unknown; status: number | null }
): ReadSecret => {
  const called = typeof code === 'string' && status === null ? code : String(name);
  if (FORBIDDEN.test(called))
    return refused('SECRET_FORBIDDEN', `AWS does not let this site read ${what} (${called})`);
  const passes = status === null || status >= 500 || status === 429 || /Throttl/.test(called);
  return passes
    ? unavailable(`AWS Secrets Manager does not answer (${called})`)
    : refused('SECRET_UNREADABLE', `AWS Secrets Manager refused to read ${what} (${called})`);
};
