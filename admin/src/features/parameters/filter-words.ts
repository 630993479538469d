import type { MessageId, Translate } from '../../translate';
import { NOW, type FilterDraft, type FilterOperator } from './filter-draft';

export const OPERATOR_WORDS = {
  $eq: 'parameters.filter.equal',
  $ne: 'parameters.filter.different',
  $in: 'parameters.filter.one-of',
  $lt: 'parameters.filter.less',
  $lte: 'parameters.filter.at-most',
  $gt: 'parameters.filter.more',
  $gte: 'parameters.filter.at-least',
  $contains: 'parameters.filter.contains',
  $null: 'parameters.filter.empty',
} satisfies Record<FilterOperator, MessageId>;

/** A filter as people say it: `state is resolved, publishAt is before the moment it runs`. */
export const filterInWords = (draft: FilterDraft, t: Translate): string =>
  draft.mode === 'json'
    ? draft.text
    : draft.rows
        .map(({ field, operator, value }) =>
          operator === '$null'
            ? `${field} ${t(value === false ? 'parameters.filter.filled' : 'parameters.filter.empty')}`
            : `${field} ${t(OPERATOR_WORDS[operator])} ${operandInWords(value, t)}`
        )
        .join(', ');

const operandInWords = (value: unknown, t: Translate): string => {
  if (value === undefined) return '…';
  if (value === NOW) return t('parameters.filter.now');
  if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no');
  if (Array.isArray(value)) return value.join(' / ');
  return typeof value === 'string' ? value : JSON.stringify(value);
};
