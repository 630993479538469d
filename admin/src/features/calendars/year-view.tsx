import { Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { css, styled } from 'styled-components';

import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import { weekdayNames } from '../schedules/format-local';
import type { DayState, MonthOfDays } from './year-days';

/** Twelve small months with the days that are inside; the same is in the table beside it, as this is a picture. */
export const YearView = ({ months }: { months: readonly MonthOfDays[] }) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  // Chinese names of the days differ in their last character, others in the first.
  const heads = weekdayNames(locale, 'short').map((name) =>
    locale.startsWith('zh') ? name.slice(-1) : name.slice(0, 1)
  );
  const count = (state: DayState) =>
    months.flatMap(({ days }) => days).filter((day) => day.state === state).length;
  return (
    <>
      <VisuallyHidden>
        {t('calendars.year.spoken', { whole: count('whole'), part: count('part') })}
      </VisuallyHidden>
      <Flex gap={4} wrap="wrap" paddingBottom={3}>
        {(['whole', 'part'] as const).map((state) => (
          <Flex key={state} tag="span" gap={2}>
            <Day $state={state} aria-hidden>
              {' '}
            </Day>
            <Typography textColor="neutral600">{t(`calendars.year.${state}`)}</Typography>
          </Flex>
        ))}
      </Flex>
      <Months aria-hidden>
        {months.map(({ month, offset, days }) => (
          <div key={month}>
            <Typography tag="p" fontWeight="bold" paddingBottom={1}>
              {monthTitle(month, locale)}
            </Typography>
            <Grid>
              {heads.map((name, index) => (
                <Head key={index}>{name}</Head>
              ))}
              {days.map(({ day, state, names }) => (
                <Day
                  key={day}
                  $state={state}
                  title={names.join(', ') || undefined}
                  {...(day === 1 && { style: { gridColumnStart: offset + 1 } })}
                >
                  {day}
                </Day>
              ))}
            </Grid>
          </div>
        ))}
      </Months>
    </>
  );
};

const monthTitle = (month: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${month}-01T00:00:00Z`)
  );

const Months = styled.div`
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr));
  gap: ${({ theme }) => theme.spaces[5]};
`;

const Grid = styled.div`
  display: grid;
  grid-template-columns: repeat(7, 1fr);
  gap: 2px;
  max-width: 24rem;
`;

const cell = css`
  display: flex;
  align-items: center;
  justify-content: center;
  min-width: 2.4rem;
  height: 2.4rem;
  font-size: ${({ theme }) => theme.fontSizes[1]};
`;

const Head = styled.span`
  ${cell}
  color: ${({ theme }) => theme.colors.neutral600};
`;

/** Whole days are filled; days that are inside in part have a frame and one side filled: told apart without colour. */
const Day = styled.span<{ $state: DayState | null }>`
  ${cell}
  border-radius: ${({ theme }) => theme.borderRadius};
  color: ${({ theme }) => theme.colors.neutral800};

  ${({ $state, theme }) =>
    $state === 'whole' &&
    css`
      background: ${theme.colors.primary600};
      color: ${theme.colors.neutral0};
      font-weight: ${theme.fontWeights.bold};
    `}
  ${({ $state, theme }) =>
    $state === 'part' &&
    css`
      background: ${theme.colors.primary100};
      box-shadow: inset 0 -3px 0 ${theme.colors.primary600};
      color: ${theme.colors.primary700};
    `}
`;
