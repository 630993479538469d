import type { FieldError } from '../contract/schedule';

/** Refusals to a caller; `controllers/answer` turns each into its HTTP status. Anything else that is thrown is a bug. */
export abstract class Refusal extends Error {
  /** A try that was denied goes into the audit log. */
  readonly denied: boolean = false;
  readonly errors: FieldError[] = [];
  readonly details: Record<string, unknown> = {};
}

/** 400: every field that is wrong. */
export class Invalid extends Refusal {
  override readonly name = 'ValidationError';
  constructor(override readonly errors: FieldError[]) {
    super(errors.length === 1 ? sentence(errors[0]) : `${errors.length} fields are not right`);
  }
}

/** 404: not there, or not for this caller to know about. */
export class NotFound extends Refusal {
  override readonly name = 'NotFoundError';
  constructor(override readonly denied: boolean = false) {
    super('Not Found');
  }
}

/** 403: there, known to the caller, and not allowed. */
export class Forbidden extends Refusal {
  override readonly name = 'ForbiddenError';
  override readonly denied = true;
  constructor(
    message = 'Forbidden',
    override readonly details: Record<string, unknown> = {}
  ) {
    super(message);
  }
}

/** 409: it would have been right before somebody else's change. */
export class Conflict extends Refusal {
  override readonly name = 'ConflictError';
  constructor(
    message: string,
    override readonly details: Record<string, unknown> = {}
  ) {
    super(message);
  }
}

/** 503: the site is not set up for it. */
export class Unavailable extends Refusal {
  override readonly name = 'ServiceUnavailableError';
}

const sentence = (error: FieldError | undefined): string =>
  error === undefined ? 'Not right' : `${error.path.join('.') || 'body'}: ${error.message}`;
