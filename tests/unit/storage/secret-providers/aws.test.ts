import type { SecretReference } from '../../../../server/src/contract/secret';
import { createAws } from '../../../../server/src/storage/secret-providers/aws';
import {
  signatureProblem,
  startAwsSecrets,
} from '../../../support/contract-servers/aws-secrets-server';
import type { AwsSecretsServer } from '../../../support/contract-servers/aws-secrets-server';
import { refusalOf } from '../../../support/refusal-of';

const mockFaults: Error[] = [];
jest.mock('@aws-sdk/client-secrets-manager', () => {
  const actual = jest.requireActual('@aws-sdk/client-secrets-manager');
  return {
    ...actual,
    SecretsManagerClient: class extends actual.SecretsManagerClient {
      constructor(given: object) {
        const fault = mockFaults.shift();
        if (fault !== undefined) throw fault;
        super(given);
      }
    },
  };
});

const CANARY = 'canary-of-aws';
const FIRST = '11111111-1111-1111-1111-111111111111';
const SECOND = '22222222-2222-2222-2222-222222222222';
const ACCOUNT = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfi' };
const CONTENTS = {
  region: 'eu-central-1',
  ...ACCOUNT,
  secrets: {
    'prod/crm': {
      [FIRST]: { text: JSON.stringify({ token: `${CANARY}-1` }) },
      [SECOND]: { text: JSON.stringify({ token: CANARY, pin: 1234 }) },
    },
    plain: { [FIRST]: { text: CANARY } },
    nul: { [FIRST]: { text: `${CANARY}\0` } },
    picture: { [FIRST]: { binary: Buffer.from('not text').toString('base64') } },
  },
  deleted: ['gone'],
};

let aws: AwsSecretsServer;
const environment = { ...process.env };
beforeEach(async () => {
  aws = await startAwsSecrets(CONTENTS);
  process.env['AWS_ACCESS_KEY_ID'] = ACCOUNT.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = ACCOUNT.secretAccessKey;
});
afterEach(async () => {
  process.env = { ...environment };
  await aws.stop();
  if (aws.violations.length > 0) throw new Error(aws.violations.join('; '));
});

const reader = (ca: string | null = aws.ca) =>
  createAws({ region: 'eu-central-1', endpoint: aws.url, ca });
const at = (path: string, more: Partial<SecretReference> = {}): SecretReference => ({
  provider: 'aws',
  path,
  field: 'token',
  version: null,
  ...more,
});

it('reads a field of JSON or the whole text, current or of a version, with a valid signature', async () => {
  const read = reader();
  expect(await read(at('prod/crm'))).toEqual({ ok: true, value: CANARY });
  expect(await read(at('prod/crm', { version: FIRST }))).toEqual({
    ok: true,
    value: `${CANARY}-1`,
  });
  expect(await read(at('plain', { field: null }))).toEqual({ ok: true, value: CANARY });
});

it.each([
  ['a secret that is not there', at('nowhere'), 'SECRET_MISSING', 'nowhere in AWS'],
  ['a field that is not there', at('prod/crm', { field: 'no' }), 'SECRET_MISSING', 'not there'],
  ['a field of what is no JSON', at('plain'), 'SECRET_MISSING', 'not there'],
  ['a field that is no text', at('prod/crm', { field: 'pin' }), 'SECRET_UNREADABLE', 'not text'],
  ['a text with NUL', at('nul', { field: null }), 'SECRET_UNREADABLE', 'no NUL character'],
  ['a binary secret', at('picture'), 'SECRET_UNREADABLE', 'is binary'],
  ['a secret marked for deletion', at('gone'), 'SECRET_UNREADABLE', 'marked for deletion'],
])(
  'says what is wrong with %s, and that trying again is no use',
  async (_what, reference, code, message) => {
    const refused = await refusalOf(reader()(reference));
    expect(refused).toMatchObject({ code, retry: false });
    expect(refused.message).toContain(message);
    expect(refused.message).not.toContain(CANARY);
  }
);

it.each([
  ['has an error', { status: 500, body: { __type: 'InternalServiceError' } }],
  ['is throttling', { status: 400, body: { __type: 'ThrottlingException' } }],
  ['answers what is no JSON', { status: 503, raw: '<html>' }],
  ['ends in the middle of its answer', 'cut'],
] as const)('may be tried again when AWS %s', async (_what, fault) => {
  aws.fault = fault;
  const refused = await refusalOf(reader()(at('prod/crm')));
  expect(refused).toMatchObject({ code: 'SECRET_UNAVAILABLE', retry: true });
  aws.fault = null;
  expect(await reader()(at('prod/crm'))).toEqual({ ok: true, value: CANARY });
});

it.each([
  ['a wrong secret key', { AWS_SECRET_ACCESS_KEY: 'another' }, 'InvalidSignature'],
  ['a wrong key id', { AWS_ACCESS_KEY_ID: 'AKIDOTHER' }, 'UnrecognizedClient'],
])('says that %s was refused', async (_what, variables, message) => {
  Object.assign(process.env, variables);
  const refused = await refusalOf(reader()(at('prod/crm')));
  expect(refused).toMatchObject({ code: 'SECRET_FORBIDDEN', retry: false });
  expect(refused.message).toContain(message);
});

it('opens its client anew after that failed once', async () => {
  const read = reader();
  mockFaults.push(Object.assign(new Error('not installed'), { code: 'MODULE_NOT_FOUND' }));
  expect(await refusalOf(read(at('prod/crm')))).toMatchObject({ code: 'SECRET_UNREADABLE' });
  expect(await read(at('prod/crm'))).toEqual({ ok: true, value: CANARY });
});

it('sends nothing to a server whose certificate it does not trust', async () => {
  const refused = await refusalOf(reader(null)(at('prod/crm')));
  expect(refused).toMatchObject({ code: 'SECRET_UNAVAILABLE', retry: true });
  expect(aws.asked).toEqual([]);
});

it.each([
  ['its body', (asked: { body: string }) => (asked.body = asked.body.replace('crm', 'erp'))],
  ['its target', (asked) => (asked.headers['x-amz-target'] = 'secretsmanager.DeleteSecret')],
  ['its time', (asked) => (asked.headers['x-amz-date'] = '20260101T000000Z')],
  ['its method', (asked) => (asked.method = 'GET')],
] as [string, (asked: AwsSecretsServer['asked'][number]) => unknown][])(
  'the contract server notices a request that was changed in %s',
  async (_what, change) => {
    await reader()(at('prod/crm'));
    const [asked] = aws.asked;
    if (asked === undefined) throw new Error('nothing was asked');
    expect(signatureProblem(asked, CONTENTS)).toBeNull();
    change(asked);
    expect(signatureProblem(asked, CONTENTS)).toBe('InvalidSignatureException');
  }
);
