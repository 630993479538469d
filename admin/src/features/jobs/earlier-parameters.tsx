import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';

import type { JobView } from '../../../../server/src/contract/job';
import { formatMoment } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import { useGetSchedulerParameterHistoryQuery } from './jobs-api';

type Props = { job: JobView; onPick: (parameters: Record<string, unknown>) => void };

/** Fills the form with what an earlier start by hand was given; absent where there was none. */
export const EarlierParameters = ({ job, onPick }: Props) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const { data } = useGetSchedulerParameterHistoryQuery(job.documentId);
  const earlier = data?.data ?? [];
  if (earlier.length === 0) return null;
  return (
    <Field.Root name="earlier">
      <Field.Label>{t('jobs.run.earlier')}</Field.Label>
      <SingleSelect
        placeholder={t('jobs.run.earlier.pick')}
        onChange={(picked) => {
          const found = earlier.find(({ documentId }) => documentId === picked);
          if (found !== undefined) onPick(found.parameters);
        }}
      >
        {earlier.map(({ documentId, queuedAt, startedBy }) => (
          <SingleSelectOption key={documentId} value={documentId}>
            {[formatMoment(queuedAt, locale), startedBy?.name]
              .filter((part) => part !== null && part !== undefined)
              .join(' · ')}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Field.Root>
  );
};
