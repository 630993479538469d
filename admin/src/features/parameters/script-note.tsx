import { Flex, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import { paths } from '../../paths';
import { useRights } from '../../permissions';
import { useTranslate } from '../../translate';
import { scriptNotes } from '../scripts/script-notes';
import type { ChoicesMeta, ChosenScript } from '../scripts/scripts-api';

interface Props {
  /** Undefined while none is chosen. */
  script: ChosenScript | undefined;
  meta: ChoicesMeta;
}

/** What one should know of the chosen script before the job is saved. */
export const ScriptNote = ({ script, meta }: Props) => {
  const t = useTranslate();
  const { rights } = useRights();
  const notes = scriptNotes(script, meta);
  if (notes.length === 0) return null;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1} role="status">
      {notes.map((note) => (
        <Typography key={note} variant="pi" textColor="neutral800">
          {t(note)}
        </Typography>
      ))}
      {script !== undefined && rights['scripts-read'] && (
        <Link tag={NavLink} to={paths.script(script.documentId)} target="_blank">
          {t('parameters.script.look')}
        </Link>
      )}
    </Flex>
  );
};
