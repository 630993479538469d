import { createHash, createHmac } from 'node:crypto';

import type { Answer, Asked, TlsServer } from './tls-server';
import { startTlsServer } from './tls-server';

/**
 * What the public API text says of GetSecretValue, with every request's signature checked (Signature Version 4), and
 * nothing else. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export interface AwsSecretsServer extends TlsServer {
  /** Requests that the API does not know. */
  violations: string[];
  /** Answered in the place of everything, while it is set. */
  fault: Answer | null;
}

interface Contents {
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Versions by VersionId; the last is AWSCURRENT. */
  secrets: Record<string, Record<string, { text: string } | { binary: string }>>;
  /** Names that are marked for deletion. */
  deleted?: string[];
}

const TARGET = 'secretsmanager.GetSecretValue';

export const startAwsSecrets = async (contents: Contents): Promise<AwsSecretsServer> => {
  const state = { violations: [] as string[], fault: null as Answer | null };
  const violation = (asked: Asked, what: string): Answer => {
    state.violations.push(`${asked.method} ${asked.path}: ${what}`);
    return refusal('ValidationException', what);
  };

  const answer = (asked: Asked): Answer => {
    if (asked.method !== 'POST' || asked.path !== '/') return violation(asked, 'is not POST /');
    if (asked.headers['content-type'] !== 'application/x-amz-json-1.1')
      return violation(asked, 'is not JSON 1.1');
    if (asked.headers['x-amz-target'] !== TARGET) return violation(asked, `is not ${TARGET}`);
    if (state.fault !== null) return state.fault;
    const wrong = signatureProblem(asked, contents);
    if (wrong !== null) return refusal(wrong, 'The request was not signed as it should be.');
    const { SecretId, VersionId, ...others } = JSON.parse(asked.body) as Record<string, unknown>;
    if (typeof SecretId !== 'string' || Object.keys(others).length > 0)
      return violation(asked, 'SecretId and VersionId are all that is asked with');
    return secretOf(SecretId, VersionId);
  };

  const secretOf = (name: string, id: unknown): Answer => {
    if (contents.deleted?.includes(name))
      return refusal(
        'InvalidRequestException',
        "You can't perform this operation on the secret because it was marked for deletion."
      );
    const versions = contents.secrets[name] ?? {};
    const version = typeof id === 'string' ? id : Object.keys(versions).at(-1);
    const value = version === undefined ? undefined : versions[version];
    if (value === undefined)
      return refusal(
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret."
      );
    const body = { ARN: `arn:aws:secretsmanager:${name}`, Name: name, VersionId: version };
    return {
      status: 200,
      body:
        'text' in value
          ? { ...body, SecretString: value.text }
          : { ...body, SecretBinary: value.binary },
    };
  };

  return Object.assign(state, await startTlsServer(answer));
};

const refusal = (type: string, message: string): Answer => ({
  status: 400,
  headers: { 'x-amzn-errortype': type, 'content-type': 'application/x-amz-json-1.1' },
  body: { __type: type, Message: message },
});

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer =>
  createHmac('sha256', key).update(text, 'utf8').digest();

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/secretsmanager\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/**
 * The error that AWS answers to a signature that is not right; null where it is. Written from
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export const signatureProblem = (
  asked: Asked,
  { region, accessKeyId, secretAccessKey }: Contents
): string | null => {
  const authorization = asked.headers['authorization'];
  if (authorization === undefined) return 'MissingAuthenticationTokenException';
  const [, keyId = '', date = '', ofRegion, signed = '', signature] =
    AUTHORIZATION.exec(authorization) ?? [];
  if (signature === undefined) return 'IncompleteSignatureException';
  if (keyId !== accessKeyId) return 'UnrecognizedClientException';
  const names = signed.split(';');
  const least = ['host', 'x-amz-date', 'x-amz-target'];
  if (ofRegion !== region || !least.every((name) => names.includes(name)))
    return 'InvalidSignatureException';
  const time = String(asked.headers['x-amz-date']);
  const canonical = [
    asked.method,
    asked.path,
    '',
    ...names.map((name) => `${name}:${String(asked.headers[name]).trim()}`),
    '',
    signed,
    sha256(asked.body),
  ].join('\n');
  const scope = `${date}/${region}/secretsmanager/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = ['secretsmanager', 'aws4_request'].reduce(
    hmac,
    hmac(hmac(`AWS4${secretAccessKey}`, date), region)
  );
  const expected = hmac(key, toSign).toString('hex');
  return time.startsWith(date) && expected === signature ? null : 'InvalidSignatureException';
};
