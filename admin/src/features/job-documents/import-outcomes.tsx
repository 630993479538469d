import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle } from '@strapi/icons';

import { useTranslate } from '../../translate';
import type { ImportAnswer } from './job-documents-api';

/** What became of each job of a document, or would. */
export const ImportOutcomes = ({ answer: { data, meta } }: { answer: ImportAnswer }) => {
  const t = useTranslate();
  const written = meta.created + meta.updated + meta.copied;
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Flex gap={2} role="status">
        {!meta.dryRun && <CheckCircle fill="success600" aria-hidden />}
        <Typography tag="p">
          {meta.dryRun
            ? t('documents.import.would', { count: written })
            : t('documents.import.done', { count: written })}
        </Typography>
      </Flex>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {data.map(({ index, name, outcome, warnings }) => (
          <Box tag="li" key={index} padding={2} hasRadius background="neutral100">
            <Flex gap={2} justifyContent="space-between" wrap="wrap">
              <Typography tag="p" fontWeight="bold" style={{ overflowWrap: 'anywhere' }}>
                {name}
              </Typography>
              <Typography tag="p">{t(`documents.outcome.${outcome}`)}</Typography>
            </Flex>
            {warnings.map(({ code, names }) => (
              <Typography key={code} tag="p" textColor="neutral600">
                {t(`documents.warning.${code}`, { names: names.join(', ') })}
              </Typography>
            ))}
          </Box>
        ))}
      </Flex>
    </Flex>
  );
};
