import type { FieldError } from '../contract/schedule';
import { Invalid } from '../services/errors';
import { shape } from '../services/shape';

/** For actions that take nothing. Throws Invalid for whatever was sent. */
export const noBody = (body: unknown): void => {
  const errors: FieldError[] = [];
  shape({})(body, [], errors);
  if (errors.length > 0) throw new Invalid(errors);
};
