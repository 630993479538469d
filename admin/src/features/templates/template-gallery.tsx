import { useState } from 'react';

import { Layouts, Page } from '@strapi/strapi/admin';
import { Box, Flex, Grid, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';

import type { TemplateView } from '../../../../server/src/contract/template';
import { ActionButton } from '../../components/action-button';
import { Chip } from '../../components/chip';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { SearchField } from '../../components/search-field';
import { TemplateIcon } from '../../components/template-icon';
import { paths } from '../../paths';
import { useBlocked } from '../../permissions';
import { useText, useTranslate } from '../../translate';
import { categoryName } from './category-name';
import { useListSchedulerTemplatesQuery } from './templates-api';

/** Every kind of job that the site knows, by category. */
export const TemplateGallery = () => {
  const t = useTranslate();
  const text = useText();
  const { data, error, isLoading, refetch } = useListSchedulerTemplatesQuery();
  const [search, setSearch] = useState('');
  if (isLoading) return <Page.Loading />;
  if (data === undefined) {
    return (
      <Layouts.Content>
        <ErrorState error={error} onRetry={refetch} />
      </Layouts.Content>
    );
  }
  const wanted = search.trim().toLowerCase();
  const found = data.filter(({ uid, label, description }) =>
    [uid, text(label), text(description)].some((words) => words.toLowerCase().includes(wanted))
  );
  return (
    <>
      <Layouts.Action
        startActions={
          <SearchField label={t('templates.search')} value={search} onChange={setSearch} />
        }
      />
      <Layouts.Content>
        {found.length === 0 && <EmptyState message={t('templates.none-found')} />}
        <Flex direction="column" alignItems="stretch" gap={6}>
          {categoriesOf(found).map((category) => (
            <Box key={category} tag="section" aria-label={categoryName(category, t)}>
              <Typography variant="delta" tag="h2">
                {categoryName(category, t)}
              </Typography>
              <Box paddingTop={3}>
                <Grid.Root gap={4}>
                  {found
                    .filter((template) => template.category === category)
                    .map((template) => (
                      <Grid.Item key={template.uid} col={4} s={6} xs={12} alignItems="stretch">
                        <TemplateCard template={template} />
                      </Grid.Item>
                    ))}
                </Grid.Root>
              </Box>
            </Box>
          ))}
        </Flex>
      </Layouts.Content>
    </>
  );
};

/** In the order in which the server lists them. */
const categoriesOf = (templates: TemplateView[]): string[] => [
  ...new Set(templates.map(({ category }) => category)),
];

const TemplateCard = ({ template }: { template: TemplateView }) => {
  const t = useTranslate();
  const text = useText();
  const navigate = useNavigate();
  const blocked = useBlocked();
  return (
    <Box background="neutral0" hasRadius shadow="tableShadow" padding={5} width="100%">
      <Flex direction="column" alignItems="flex-start" gap={3} height="100%">
        <Flex gap={3}>
          <TemplateIcon name={template.icon} />
          <Typography variant="delta" tag="h3">
            {text(template.label)}
          </Typography>
        </Flex>
        <Typography textColor="neutral600">{text(template.description)}</Typography>
        <Flex gap={2} wrap="wrap">
          {template.writesContent && <Chip tone="warn">{t('templates.writes')}</Chip>}
          {template.hasPreview && <Chip tone="info">{t('templates.dry-run')}</Chip>}
        </Flex>
        <Box style={{ marginTop: 'auto' }}>
          <ActionButton
            variant="secondary"
            startIcon={<Plus />}
            blocked={blocked('jobs-create')}
            onClick={() => navigate(paths.newJob({ template: template.uid }))}
          >
            {t('templates.use')}
          </ActionButton>
        </Box>
      </Flex>
    </Box>
  );
};
