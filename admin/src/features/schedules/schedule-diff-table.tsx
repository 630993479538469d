import { Flex, Typography } from '@strapi/design-system';
import { CheckCircle, MinusCircle, PlusCircle } from '@strapi/icons';
import { styled } from 'styled-components';

import {
  RUNNING_VERDICTS,
  type ChangedOccurrence,
  type Verdict,
} from '../../../../server/src/contract/schedule';
import { Chip, type Tone } from '../../components/chip';
import { ScrollBox, Table } from '../../components/table-parts';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import { formatLocalDay } from './format-local';
import { changedDays, type ChangedDay } from './schedule-changes';
import { VerdictChip } from './verdict-chip';

interface Look {
  icon: typeof CheckCircle;
  tone: Tone;
}

const LOOKS: Record<ChangedOccurrence['change'], Look> = {
  kept: { icon: CheckCircle, tone: 'calm' },
  added: { icon: PlusCircle, tone: 'good' },
  removed: { icon: MinusCircle, tone: 'bad' },
};

/** What stays, what is new and what falls away, grouped by day. */
export const ScheduleDiffTable = ({
  occurrences,
}: {
  occurrences: readonly ChangedOccurrence[];
}) => {
  const t = useTranslate();
  return (
    <ScrollBox aria-label={t('schedules.diff.table')} tabIndex={0}>
      <Compact>
        <thead>
          <tr>
            <th scope="col">{t('schedules.diff.change')}</th>
            <th scope="col">{t('common.time')}</th>
          </tr>
        </thead>
        {changedDays(occurrences).map((day) => (
          <DayRows key={day.day} day={day} />
        ))}
      </Compact>
    </ScrollBox>
  );
};

const DayRows = ({ day: { day, occurrences } }: { day: ChangedDay }) => {
  const locale = useIntlLocale();
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={2}>
          {formatLocalDay(day, locale)}
        </th>
      </tr>
      {occurrences.map((occurrence) => (
        <OccurrenceRow
          key={`${occurrence.at} ${occurrence.schedule} ${occurrence.change}`}
          occurrence={occurrence}
        />
      ))}
    </tbody>
  );
};

const OccurrenceRow = ({ occurrence }: { occurrence: ChangedOccurrence }) => {
  const t = useTranslate();
  const { change, local, offset, zone, verdict, note } = occurrence;
  const { icon: Icon, tone } = LOOKS[change];
  return (
    <tr>
      <td>
        <Chip tone={tone}>
          <Icon width="1.2rem" height="1.2rem" aria-hidden />
          {t(`schedules.diff.${change}`)}
        </Chip>
      </td>
      <td>
        <Typography tag="p" fontWeight="semiBold">
          {timeOf(local)}
        </Typography>
        <Typography tag="p" variant="pi" textColor="neutral600">
          {`UTC${offset} · ${zone}`}
        </Typography>
        {(!willRun(verdict) || note !== null) && (
          <Flex direction="column" alignItems="flex-start" gap={1} paddingTop={1}>
            <VerdictChip verdict={verdict} />
            {note !== null && (
              <Typography variant="pi" textColor="neutral700">
                {note}
              </Typography>
            )}
          </Flex>
        )}
      </td>
    </tr>
  );
};

const willRun = (verdict: Verdict): boolean => RUNNING_VERDICTS.some((one) => one === verdict);

/** `2026-03-08T03:30:00` → `03:30`; seconds only where there are some. */
const timeOf = (local: string): string =>
  local.endsWith(':00') ? local.slice(11, 16) : local.slice(11);

const Compact = styled(Table)`
  th,
  td {
    padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[3]}`};
    vertical-align: top;
  }

  td:first-child {
    width: 1%;
    white-space: nowrap;
  }

  tbody th {
    background: ${({ theme }) => theme.colors.neutral100};
    color: ${({ theme }) => theme.colors.neutral800};
    white-space: normal;
  }
`;
