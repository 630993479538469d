import { Layouts } from '@strapi/strapi/admin';
import { Box, Button, Flex, Grid, LinkButton, Typography } from '@strapi/design-system';
import { Calendar, Clock, Cog, Gift, Plus, Upload } from '@strapi/icons';
import { NavLink } from 'react-router-dom';

import { EmptyState } from '../../components/empty-state';
import { paths } from '../../paths';
import { useRights } from '../../permissions';
import { useTranslate } from '../../translate';
import { STARTERS, type Starter } from './starters';

const ICONS = {
  'business-hours': Clock,
  'public-holidays': Gift,
  'year-end': Calendar,
  maintenance: Cog,
} satisfies Record<Starter, typeof Clock>;

/** The first visit: calendars to begin with, an empty one, or a file. */
export const NoCalendarsYet = ({ onImport }: { onImport: () => void }) => {
  const t = useTranslate();
  const { rights } = useRights();
  if (!rights['calendars-create']) {
    return (
      <Layouts.Content>
        <EmptyState message={t('calendars.empty.reader')} />
      </Layouts.Content>
    );
  }
  return (
    <Layouts.Content>
      <Flex direction="column" alignItems="stretch" gap={6}>
        <EmptyState
          message={t('calendars.empty')}
          action={
            <Flex gap={2} wrap="wrap" justifyContent="center">
              <LinkButton tag={NavLink} to={paths.newCalendar()} startIcon={<Plus />}>
                {t('calendars.create')}
              </LinkButton>
              <Button variant="secondary" startIcon={<Upload />} onClick={onImport}>
                {t('calendars.import')}
              </Button>
            </Flex>
          }
        />
        <Typography variant="delta" tag="h2">
          {t('calendars.empty.starters')}
        </Typography>
        <Grid.Root gap={4}>
          {STARTERS.map((starter) => (
            <Grid.Item key={starter} col={3} m={6} xs={12} alignItems="stretch">
              <StarterCard starter={starter} />
            </Grid.Item>
          ))}
        </Grid.Root>
      </Flex>
    </Layouts.Content>
  );
};

const StarterCard = ({ starter }: { starter: Starter }) => {
  const t = useTranslate();
  const Icon = ICONS[starter];
  return (
    <Box background="neutral0" hasRadius shadow="tableShadow" padding={5} width="100%">
      <Flex direction="column" alignItems="flex-start" gap={3} height="100%">
        <Icon aria-hidden width="2.4rem" height="2.4rem" />
        <Typography variant="delta" tag="h3">
          {t(`calendars.starter.${starter}`)}
        </Typography>
        <Typography textColor="neutral600">{t(`calendars.starter.${starter}.about`)}</Typography>
        <LinkButton
          tag={NavLink}
          to={paths.newCalendar({ starter })}
          variant="secondary"
          aria-label={t('calendars.starter.use-named', {
            name: t(`calendars.starter.${starter}`),
          })}
          style={{ marginTop: 'auto' }}
        >
          {t('jobs.starter.use')}
        </LinkButton>
      </Flex>
    </Box>
  );
};
