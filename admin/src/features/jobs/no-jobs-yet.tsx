import { Layouts } from '@strapi/strapi/admin';
import { Box, Flex, Grid, LinkButton, Typography } from '@strapi/design-system';
import { Database, PaperPlane, Plus, Webhooks } from '@strapi/icons';
import { NavLink } from 'react-router-dom';

import { EmptyState } from '../../components/empty-state';
import { paths } from '../../paths';
import { useRights } from '../../permissions';
import { useTranslate } from '../../translate';

const STARTERS = [
  { name: 'cleanup', template: 'database-cleanup', icon: Database },
  { name: 'publish', template: 'publish', icon: PaperPlane },
  { name: 'request', template: 'http-request', icon: Webhooks },
] as const;

/** The first visit: three ways to begin, each a wizard that is partly filled in. */
export const NoJobsYet = () => {
  const t = useTranslate();
  const { rights } = useRights();
  if (!rights['jobs-create']) {
    return (
      <Layouts.Content>
        <EmptyState message={t('jobs.empty.reader')} />
      </Layouts.Content>
    );
  }
  return (
    <Layouts.Content>
      <Flex direction="column" alignItems="stretch" gap={6}>
        <EmptyState
          message={t('jobs.empty')}
          action={
            <LinkButton tag={NavLink} to={paths.newJob()} startIcon={<Plus />}>
              {t('jobs.create')}
            </LinkButton>
          }
        />
        <Typography variant="delta" tag="h2">
          {t('jobs.empty.starters')}
        </Typography>
        <Grid.Root gap={4}>
          {STARTERS.map((starter) => (
            <Grid.Item key={starter.name} col={4} m={6} xs={12} alignItems="stretch">
              <Starter {...starter} />
            </Grid.Item>
          ))}
        </Grid.Root>
      </Flex>
    </Layouts.Content>
  );
};

const Starter = ({ name, template, icon: Icon }: (typeof STARTERS)[number]) => {
  const t = useTranslate();
  return (
    <Box background="neutral0" hasRadius shadow="tableShadow" padding={5} width="100%">
      <Flex direction="column" alignItems="flex-start" gap={3} height="100%">
        <Icon aria-hidden width="2.4rem" height="2.4rem" />
        <Typography variant="delta" tag="h3">
          {t(`jobs.starter.${name}`)}
        </Typography>
        <Typography textColor="neutral600">{t(`jobs.starter.${name}.about`)}</Typography>
        <LinkButton
          tag={NavLink}
          to={paths.newJob({ template })}
          variant="secondary"
          style={{ marginTop: 'auto' }}
        >
          {t('jobs.starter.use')}
        </LinkButton>
      </Flex>
    </Box>
  );
};
