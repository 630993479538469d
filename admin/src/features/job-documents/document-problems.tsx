import { Box, Flex, Typography } from '@strapi/design-system';

import { useErrorText, type QueryError } from '../../components/error-state';
import { serverFieldErrors, useErrorMessage } from '../../form-errors';
import { useTranslate } from '../../translate';

const MAX_SHOWN = 50;

/** Why a document was refused: by the place in it, where that is known. */
export const DocumentProblems = ({ error }: { error: QueryError }) => {
  const t = useTranslate();
  const describe = useErrorText();
  const words = useErrorMessage();
  const problems = Object.entries(serverFieldErrors(error));
  return (
    <Box role="alert">
      <Typography tag="p" textColor="danger600" style={{ overflowWrap: 'anywhere' }}>
        {problems.length === 0 ? describe(error) : t('documents.import.refused')}
      </Typography>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2} paddingTop={2}>
        {problems.slice(0, MAX_SHOWN).map(([path, problem]) => (
          <Box tag="li" key={path} padding={2} hasRadius background="danger100">
            <Typography tag="p" fontWeight="bold" style={{ overflowWrap: 'anywhere' }}>
              {path === 'content' ? t('documents.import.text') : path}
            </Typography>
            <Typography tag="p" style={{ overflowWrap: 'anywhere' }}>
              {words(problem)}
            </Typography>
          </Box>
        ))}
      </Flex>
    </Box>
  );
};
