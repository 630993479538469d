import { useMemo, useState } from 'react';

import { Box, Button, Flex, Typography } from '@strapi/design-system';

import { Chip, type Tone } from '../../components/chip';
import { useTranslate } from '../../translate';
import { ChangedText, WholeText } from './code-lines';
import { WholeDigest } from './digest';
import { countChanges, diffLines } from './line-diff';
import type { ComparedFile, FileChange } from './script-files';
import { countHidden } from './visible-characters';
import { VisibleText } from './visible-text';

const TONES: Record<FileChange, Tone> = {
  same: 'calm',
  changed: 'warn',
  added: 'good',
  removed: 'bad',
  unknown: 'calm',
};

/** One file: what changed since it was approved, or all of it. */
export const ScriptFileView = ({ compared }: { compared: ComparedFile }) => {
  const t = useTranslate();
  const { path, change, content, file } = compared;
  const hidden = content === null ? 0 : countHidden(content);
  return (
    <Flex tag="article" aria-label={path} direction="column" alignItems="stretch" gap={2}>
      <Flex gap={3} wrap="wrap" alignItems="center">
        <Typography
          tag="h3"
          fontWeight="bold"
          style={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}
        >
          <VisibleText text={path} />
        </Typography>
        {change !== 'unknown' && <Chip tone={TONES[change]}>{t(`scripts.file.${change}`)}</Chip>}
        {file !== null && (
          <Typography variant="pi" textColor="neutral600">
            {t('scripts.size', { bytes: file.size })}
          </Typography>
        )}
      </Flex>
      {hidden > 0 && (
        <Typography textColor="danger600" role="note">
          {t('scripts.file.hidden', { count: hidden })}
        </Typography>
      )}
      <FileText compared={compared} />
    </Flex>
  );
};

const FileText = ({ compared: { path, change, content, approved, file } }: Props) => {
  const t = useTranslate();
  if (content !== null && approved !== null && change === 'changed') {
    return <Comparison path={path} content={content} approved={approved} />;
  }
  if (change === 'removed') {
    return approved === null ? (
      <Typography textColor="neutral600">{t('scripts.file.not-text-removed')}</Typography>
    ) : (
      <WholeText label={t('scripts.file.as-approved', { path })} text={approved} />
    );
  }
  if (content !== null) return <WholeText label={path} text={content} />;
  return (
    <Box>
      <Typography tag="p" textColor="neutral600">
        {t('scripts.file.not-text')}
      </Typography>
      <Typography tag="p">
        {'SHA-256 '}
        <WholeDigest digest={file?.sha256 ?? ''} />
      </Typography>
    </Box>
  );
};

interface Props {
  compared: ComparedFile;
}

const Comparison = ({
  path,
  content,
  approved,
}: Record<'path' | 'content' | 'approved', string>) => {
  const t = useTranslate();
  const [isWhole, setWhole] = useState(false);
  const rows = useMemo(() => diffLines(approved, content), [approved, content]);
  const { added, removed } = countChanges(rows);
  return (
    <>
      <Flex gap={3} wrap="wrap" alignItems="center">
        <Typography variant="pi" textColor="neutral600">
          {t('scripts.diff.count', { added, removed })}
        </Typography>
        <Button variant="tertiary" size="S" onClick={() => setWhole(!isWhole)}>
          {t(isWhole ? 'scripts.diff.show-changes' : 'scripts.diff.show-whole')}
        </Button>
      </Flex>
      {isWhole ? (
        <WholeText label={path} text={content} />
      ) : (
        <ChangedText label={t('scripts.diff.label', { path })} rows={rows} />
      )}
    </>
  );
};
