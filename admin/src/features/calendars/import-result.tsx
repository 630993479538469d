import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, WarningCircle } from '@strapi/icons';

import type { CalendarImport } from '../../../../server/src/contract/calendar';
import { useTranslate } from '../../translate';

/** What became of the events of a file. */
export const ImportResult = ({
  result: { calendar, imported, skipped },
}: {
  result: CalendarImport;
}) => {
  const t = useTranslate();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Flex gap={2} role="status">
        <CheckCircle fill="success600" aria-hidden />
        <Typography tag="p">
          {t('calendars.import.done', { count: imported, name: calendar.name })}
        </Typography>
      </Flex>
      {skipped.length > 0 && (
        <Box tag="section" aria-label={t('calendars.import.skipped', { count: skipped.length })}>
          <Flex gap={2} paddingBottom={2}>
            <WarningCircle fill="warning600" aria-hidden />
            <Typography tag="h3" variant="delta">
              {t('calendars.import.skipped', { count: skipped.length })}
            </Typography>
          </Flex>
          <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
            {skipped.map(({ summary, reason }, index) => (
              <Box tag="li" key={index} padding={2} hasRadius background="neutral100">
                <Typography tag="p" fontWeight="bold" style={{ overflowWrap: 'anywhere' }}>
                  {summary || t('calendars.entry.unnamed')}
                </Typography>
                <Typography tag="p" textColor="neutral600">
                  {reason}
                </Typography>
              </Box>
            ))}
          </Flex>
        </Box>
      )}
    </Flex>
  );
};
