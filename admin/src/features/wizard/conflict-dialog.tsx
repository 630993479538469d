import { Box, Button, Flex, Modal, Typography } from '@strapi/design-system';

import type { TemplateView } from '../../../../server/src/contract/template';
import { RelativeTime } from '../../components/relative-time';
import { useText, useTranslate } from '../../translate';
import { formValues } from '../parameters/parameter-values';
import { changesBetween, type LoadedJob } from './conflict-changes';
import { useValueInWords } from './use-value-in-words';

interface Props {
  /** The job as it was when the form was opened. */
  before: LoadedJob;
  /** The job as it is now. */
  fresh: LoadedJob;
  template: TemplateView | undefined;
  onReload: () => void;
  onOverwrite: () => void;
  onClose: () => void;
}

/** Somebody else saved the job meanwhile: shows what they changed, and asks which one stays. */
export const ConflictDialog = ({
  before,
  fresh,
  template,
  onReload,
  onOverwrite,
  onClose,
}: Props) => {
  const t = useTranslate();
  const inWords = useValueInWords();
  const changes = changesBetween(before, fresh, {
    template,
    parameterWords: (definition, value) =>
      inWords(definition, formValues([definition], { [definition.name]: value })[definition.name]),
  });
  return (
    <Modal.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{t('wizard.conflict.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography tag="p">{t('wizard.conflict.body')}</Typography>
            <Typography tag="p" textColor="neutral600">
              {t('wizard.conflict.when')} <RelativeTime at={fresh.data.updatedAt} />
            </Typography>
            {changes.length === 0 ? (
              <Typography tag="p">{t('wizard.conflict.nothing')}</Typography>
            ) : (
              <Changes changes={changes} />
            )}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Flex gap={2} wrap="wrap" justifyContent="flex-end" width="100%">
            <Button variant="tertiary" onClick={onClose}>
              {t('wizard.conflict.keep-editing')}
            </Button>
            <Button variant="danger-light" onClick={onOverwrite}>
              {t('wizard.conflict.overwrite')}
            </Button>
            <Button onClick={onReload}>{t('wizard.conflict.reload')}</Button>
          </Flex>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};

const Changes = ({ changes }: { changes: ReturnType<typeof changesBetween> }) => {
  const t = useTranslate();
  const textOf = useText();
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
      {changes.map(({ field, parameter, before, after }) => {
        const name = parameter === null ? t(`wizard.field.${field}`) : textOf(parameter);
        return (
          <Box tag="li" key={`${field} ${name}`} padding={3} hasRadius background="neutral100">
            <Typography fontWeight="bold" tag="p">
              {name}
            </Typography>
            <Typography tag="p" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
              {t('wizard.conflict.was', { value: before })}
            </Typography>
            <Typography tag="p" style={{ overflowWrap: 'anywhere' }}>
              {t('wizard.conflict.is', { value: after })}
            </Typography>
          </Box>
        );
      })}
    </Flex>
  );
};
