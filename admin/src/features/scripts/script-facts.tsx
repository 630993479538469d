import { Typography } from '@strapi/design-system';

import type { ScriptDetail } from '../../../../server/src/contract/script';
import { FactLines } from '../../components/fact-lines';
import { RelativeTime } from '../../components/relative-time';
import { useTranslate } from '../../translate';
import { WholeDigest } from './digest';
import { VisibleText } from './visible-text';

/** What runs it, how large it is, and which bytes a decision would be about. */
export const ScriptFacts = ({ script }: { script: ScriptDetail }) => {
  const t = useTranslate();
  const { type, interpreter, size, takesOptions, description, digest, seenAt } = script;
  return (
    <FactLines
      facts={[
        ...(description === null
          ? []
          : [{ label: t('scripts.description'), value: <VisibleText text={description} /> }]),
        { label: t('scripts.column.type'), value: t(`scripts.type.${type}`) },
        {
          label: t('scripts.interpreter'),
          value: interpreter === '-' ? t('scripts.interpreter.none') : interpreter,
        },
        { label: t('scripts.size.label'), value: t('scripts.size', { bytes: size }) },
        {
          label: t('scripts.options'),
          value: t(takesOptions ? 'scripts.options.yes' : 'scripts.options.no'),
        },
        { label: t('scripts.seen'), value: <RelativeTime at={seenAt} variant="pi" /> },
        {
          label: t('scripts.column.digest'),
          value: (
            <Typography variant="pi">
              <WholeDigest digest={digest} />
            </Typography>
          ),
        },
      ]}
    />
  );
};
