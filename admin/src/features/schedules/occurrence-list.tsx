import { Box, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import type { OccurrenceView } from '../../../../server/src/contract/schedule';
import { Chip } from '../../components/chip';
import { useIntlLocale } from '../../language';
import { formatLocal } from './format-local';
import { VerdictChip } from './verdict-chip';

interface Props {
  occurrences: readonly OccurrenceView[];
  /** Schedule key → its name on the page; given where there are several. */
  scheduleNames?: Record<string, string>;
}

/** Coming occurrences as the scheduler sees them: local time, offset, UTC and what becomes of each. */
export const OccurrenceList = ({ occurrences, scheduleNames = {} }: Props) => {
  const locale = useIntlLocale();
  return (
    <List>
      {occurrences.map(({ at, local, offset, zone, schedule, verdict, note }) => (
        <Box tag="li" key={`${schedule} ${at} ${verdict}`} paddingTop={2} paddingBottom={2}>
          <Flex justifyContent="space-between" alignItems="center" gap={3}>
            <Flex flex="1" wrap="wrap" gap={{ initial: 0, medium: 2 }}>
              <Box flex="1 1 19rem">
                <Typography fontWeight="semiBold">{formatLocal(local, locale)}</Typography>
              </Box>
              <Box flex="1 1 16rem">
                <Typography variant="pi" textColor="neutral600">
                  {`UTC${offset} · ${zone}`}
                </Typography>
              </Box>
              <Box flex="1 1 16rem">
                <Typography variant="pi" textColor="neutral600">
                  {`${formatUtc(at)} UTC`}
                </Typography>
              </Box>
            </Flex>
            <Flex gap={2} wrap="wrap">
              {scheduleNames[schedule] !== undefined && <Chip>{scheduleNames[schedule]}</Chip>}
              <VerdictChip verdict={verdict} />
            </Flex>
          </Flex>
          {note !== null && (
            <Typography variant="pi" textColor="neutral700">
              {note}
            </Typography>
          )}
        </Box>
      ))}
    </List>
  );
};

/** `2026-03-08T07:30:00.000Z` → `2026-03-08 07:30:00` */
const formatUtc = (at: string): string => at.slice(0, 19).replace('T', ' ');

const List = styled.ol`
  margin: 0;
  padding: 0;
  list-style: none;

  & > li + li {
    border-top: 1px solid ${({ theme }) => theme.colors.neutral150};
  }
`;
