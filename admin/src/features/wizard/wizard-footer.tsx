import { Box, Button, Flex } from '@strapi/design-system';
import { ArrowLeft, ArrowRight, Play } from '@strapi/icons';

import { ActionButton } from '../../components/action-button';
import { useBlocked } from '../../permissions';
import { useTranslate } from '../../translate';
import type { CreateMode } from './use-create-job';
import { STEPS, type Step } from './validate-form';

interface Props {
  step: Step;
  isBusy: boolean;
  onBack: () => void;
  onNext: () => void;
  onCreate: (mode: CreateMode) => void;
}

/** Back and on; on the last step the three ways to finish. */
export const WizardFooter = ({ step, isBusy, onBack, onNext, onCreate }: Props) => {
  const t = useTranslate();
  const blocked = useBlocked();
  return (
    <Flex justifyContent="space-between" gap={2} wrap="wrap" paddingTop={6}>
      <Box>
        {STEPS.indexOf(step) > 0 && (
          <Button variant="tertiary" startIcon={<ArrowLeft />} onClick={onBack}>
            {t('wizard.back')}
          </Button>
        )}
      </Box>
      {step === 'review' ? (
        <Flex gap={2} wrap="wrap">
          <Button variant="tertiary" loading={isBusy} onClick={() => onCreate('disabled')}>
            {t('wizard.create-disabled')}
          </Button>
          <ActionButton
            variant="secondary"
            startIcon={<Play />}
            loading={isBusy}
            blocked={blocked('jobs-run')}
            onClick={() => onCreate('run')}
          >
            {t('wizard.create-run')}
          </ActionButton>
          <Button loading={isBusy} onClick={() => onCreate('enabled')}>
            {t('wizard.create')}
          </Button>
        </Flex>
      ) : (
        <Button endIcon={<ArrowRight />} onClick={onNext}>
          {t('wizard.next')}
        </Button>
      )}
    </Flex>
  );
};
