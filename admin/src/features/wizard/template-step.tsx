import { useState } from 'react';

import { Box, Flex, Grid, Searchbar, Typography } from '@strapi/design-system';

import type { TemplateView } from '../../../../server/src/contract/template';
import { useText, useTranslate } from '../../translate';
import { categoryName } from '../templates/category-name';
import { TemplateCard } from './template-card';

interface Props {
  templates: readonly TemplateView[];
  chosen: string;
  onChoose: (template: TemplateView) => void;
}

/** The templates by category, and a search over them. */
export const TemplateStep = ({ templates, chosen, onChoose }: Props) => {
  const t = useTranslate();
  const text = useText();
  const [search, setSearch] = useState('');
  const found = templates.filter(({ uid, label, description, category }) =>
    [uid, text(label), text(description), category].some((word) =>
      word.toLowerCase().includes(search.trim().toLowerCase())
    )
  );
  const categories = [...new Set(found.map(({ category }) => category))];
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <Searchbar
        name="template-search"
        value={search}
        clearLabel={t('common.search.clear')}
        placeholder={t('templates.search')}
        onChange={(event) => setSearch(event.target.value)}
        onClear={() => setSearch('')}
      >
        {t('templates.search')}
      </Searchbar>
      {found.length === 0 && (
        <Typography role="status" textColor="neutral600">
          {t('templates.none-found')}
        </Typography>
      )}
      {categories.map((category) => (
        <Box tag="section" key={category} aria-label={categoryName(category, t)}>
          <Box paddingBottom={3}>
            <Typography variant="sigma" tag="h3" textColor="neutral600">
              {categoryName(category, t)}
            </Typography>
          </Box>
          <Grid.Root gap={4}>
            {found
              .filter((template) => template.category === category)
              .map((template) => (
                <Grid.Item key={template.uid} col={6} s={12} xs={12} alignItems="stretch">
                  <TemplateCard
                    template={template}
                    isChosen={template.uid === chosen}
                    onChoose={() => onChoose(template)}
                  />
                </Grid.Item>
              ))}
          </Grid.Root>
        </Box>
      ))}
    </Flex>
  );
};
