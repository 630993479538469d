import { useErrorText, type QueryError } from '../../components/error-state';
import { propertyOf } from '../../form-errors';
import { useTranslate, type MessageId, type Translate } from '../../translate';
import { useContentTypes } from './use-content-types';

const RIGHT_WORDS: Record<string, MessageId> = {
  'plugin::content-manager.explorer.read': 'parameters.right.read',
  'plugin::content-manager.explorer.create': 'parameters.right.create',
  'plugin::content-manager.explorer.update': 'parameters.right.update',
  'plugin::content-manager.explorer.delete': 'parameters.right.delete',
  'plugin::content-manager.explorer.publish': 'parameters.right.publish',
  'plugin::job-scheduler.http-use': 'parameters.right.http',
  'plugin::job-scheduler.scripts-use': 'parameters.right.scripts',
  'plugin::job-scheduler.secrets-use': 'parameters.right.secrets',
};

/** An error of a call as one sentence; where a right is missing, which one, in words. */
export const useRefusalText = (): ((error: QueryError) => string) => {
  const t = useTranslate();
  const describe = useErrorText();
  const { types } = useContentTypes();
  return (error) => {
    const missing = missingRights(error);
    if (missing.length === 0) return describe(error);
    const nameOf = (uid: string) =>
      types?.find((type) => type.uid === uid)?.info.displayName ?? uid;
    const list = missing.map((right) => rightText(right, nameOf, t)).join(', ');
    return t('parameters.missing-rights', { list });
  };
};

interface MissingRight {
  action: string;
  subject: string | null;
}

/** The server names what is missing in the details of a 403. */
const missingRights = (error: unknown): MissingRight[] => {
  const missing = propertyOf(propertyOf(error, 'details'), 'missing');
  return Array.isArray(missing) ? missing.filter(isMissingRight) : [];
};

const isMissingRight = (value: unknown): value is MissingRight =>
  typeof propertyOf(value, 'action') === 'string';

const rightText = (
  { action, subject }: MissingRight,
  nameOf: (uid: string) => string,
  t: Translate
): string => {
  const words = RIGHT_WORDS[action];
  const type = subject === null ? '' : nameOf(subject);
  return words === undefined ? `${action} ${type}`.trim() : t(words, { type });
};
