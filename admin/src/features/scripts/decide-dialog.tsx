import { useState } from 'react';

import { Button, Flex, Modal, Textarea, Typography } from '@strapi/design-system';

import type { ScriptDetail } from '../../../../server/src/contract/script';
import { FieldFrame } from '../../components/inputs/field-frame';
import { useTranslate } from '../../translate';
import { WholeDigest } from './digest';
import type { Decision } from './scripts-api';
import { VisibleText } from './visible-text';

interface Props {
  script: ScriptDetail;
  verb: Decision['verb'];
  isSending: boolean;
  onConfirm: (comment: string) => unknown;
  onClose: () => void;
}

const MOST = 2_000;

/** Asks once more, naming the bytes that the decision is about. */
export const DecideDialog = ({ script, verb, isSending, onConfirm, onClose }: Props) => {
  const t = useTranslate();
  const [comment, setComment] = useState('');
  return (
    <Modal.Root open onOpenChange={(open: boolean) => (open ? undefined : onClose())}>
      <Modal.Content>
        <Modal.Header closeLabel={t('common.close')}>
          <Modal.Title>{t(`scripts.${verb}.title`)}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography fontWeight="semiBold" style={{ overflowWrap: 'anywhere' }}>
              <VisibleText text={script.path} />
            </Typography>
            <Typography>{t(`scripts.${verb}.body`, { count: script.usedBy })}</Typography>
            <Typography>
              {t('scripts.digest.exactly')} <WholeDigest digest={script.digest} />
            </Typography>
            <FieldFrame
              label={t('scripts.comment')}
              name="comment"
              hint={t(`scripts.${verb}.comment.hint`)}
            >
              <Textarea
                value={comment}
                maxLength={MOST}
                onChange={(event) => setComment(event.target.value)}
              />
            </FieldFrame>
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {t('common.go-back')}
          </Button>
          <Button
            variant={verb === 'approve' ? 'success' : 'danger'}
            loading={isSending}
            onClick={() => onConfirm(comment.trim())}
          >
            {t(`scripts.${verb}.confirm`)}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
