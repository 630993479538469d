import type { ExecutionError, Reason } from '../contract/execution';
import { storableText } from './storable';

const MAX_NAME = 120;
const MAX_MESSAGE = 4_000;
const MAX_CODE = 80;

/** How an attempt failed, with the facts that decide about another one. */
export interface Failure {
  error: ExecutionError;
  httpStatus: number | null;
  exitCode: number | null;
  /** False: another attempt would fail in the same way. */
  retryable: boolean;
}

/** What a template throws to say more than a message. `retryable: false` rules out another attempt. */
export class JobFailure extends Error {
  override readonly name: string = 'JobFailure';
  readonly code: string | null;
  readonly httpStatus: number | null;
  readonly exitCode: number | null;
  readonly retryable: boolean;

  constructor(message: string, facts: JobFailureFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = facts.code ?? null;
    this.httpStatus = facts.httpStatus ?? null;
    this.exitCode = facts.exitCode ?? null;
    this.retryable = facts.retryable ?? true;
  }
}

/** Thrown where an attempt must not run after all: it becomes `skipped` with this reason, and is not tried again. */
export class JobRefused extends Error {
  override readonly name = 'JobRefused';
  constructor(readonly reason: Reason) {
    super(`The execution was refused: ${reason}`);
  }
}

export interface JobFailureFacts {
  /** `ECONNREFUSED`, `HTTP_503`, … as `retry.when.errorCodes` names it. */
  code?: string;
  httpStatus?: number;
  exitCode?: number;
  retryable?: boolean;
  cause?: unknown;
}

/**
 * Whatever was thrown, as a failure of bounded size that a database can hold. Never throws. `mask` hides secrets, before
 * anything is cut off.
 */
export const describeFailure = (
  thrown: unknown,
  mask: (text: string) => string = (text) => text
): Failure => {
  try {
    return isObject(thrown) ? fromObject(thrown, mask) : fromPrimitive(thrown, mask);
  } catch {
    return failure('Error', 'The job threw something that cannot be read.', null);
  }
};

/** Parameters that do not pass their check: the same ones will not pass the next time either. */
export const describeBadParameters = (thrown: unknown): Failure => {
  const described = describeFailure(thrown);
  const code = described.error.code ?? 'INVALID_PARAMETERS';
  return { ...described, error: { ...described.error, code }, retryable: false };
};

/** A failure that the engine itself found: no handler's facts beside name, message and code. */
export const failure = (name: string, message: string, code: string | null): Failure => ({
  error: {
    name: storableText(name, MAX_NAME),
    message: storableText(message, MAX_MESSAGE),
    code: code === null ? null : storableText(code, MAX_CODE),
  },
  httpStatus: null,
  exitCode: null,
  retryable: true,
});

/**
 * Query builders put the whole statement with its values before what the database said; the values may be secrets.
 */
const STATEMENT =
  /^\s*(insert|update|select|delete|with|begin)\b[^]*\b(into|set|from|values|where)\b[^]* - /i;

const withoutStatement = (message: string | null): string | null =>
  message?.replace(STATEMENT, '') ?? null;

type Readable = Record<string, unknown>;

const isObject = (thrown: unknown): thrown is Readable =>
  (typeof thrown === 'object' && thrown !== null) || typeof thrown === 'function';

type Mask = (text: string) => string;

const fromPrimitive = (thrown: unknown, mask: Mask): Failure =>
  failure(
    'Error',
    mask(typeof thrown === 'string' ? thrown : `The job threw ${String(thrown)}.`),
    null
  );

const fromObject = (thrown: Readable, mask: Mask): Failure => {
  const httpStatus = httpStatusOf(thrown);
  const code = codeOf(thrown) ?? (httpStatus === null ? null : `HTTP_${httpStatus}`);
  const name = textOf(thrown['name']) ?? 'Error';
  const message =
    withoutStatement(textOf(thrown['message'])) ?? 'The job failed without a message.';
  return {
    ...failure(mask(name), mask(message), code === null ? null : mask(code)),
    httpStatus,
    exitCode: integerOf(thrown['exitCode']),
    retryable: thrown['retryable'] !== false,
  };
};

// `fetch` hides the network error behind "fetch failed": its code is in the cause.
const codeOf = (thrown: Readable): string | null => {
  const cause = thrown['cause'];
  return codeText(thrown['code']) ?? (isObject(cause) ? codeText(cause['code']) : null);
};

const codeText = (code: unknown): string | null =>
  typeof code === 'number' ? String(code) : textOf(code);

const httpStatusOf = (thrown: Readable): number | null => {
  const status = integerOf(thrown['httpStatus'] ?? thrown['statusCode'] ?? thrown['status']);
  return status !== null && status >= 100 && status <= 599 ? status : null;
};

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

const integerOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
