import { Flex, Typography } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { styled } from 'styled-components';

import { useTranslate } from '../../translate';
import { STEPS, type Step } from './validate-form';

interface Props {
  current: Step;
  /** The furthest step that was reached: up to it one may go freely. */
  reached: Step;
  /** Steps on which something is wrong. */
  wrong: readonly Step[];
  onGo: (step: Step) => void;
}

/** Where one is in the wizard. */
export const Stepper = ({ current, reached, wrong, onGo }: Props) => {
  const t = useTranslate();
  return (
    <nav aria-label={t('wizard.steps')}>
      <Flex tag="ol" gap={{ initial: 1, medium: 4 }} wrap="wrap">
        {STEPS.map((step, index) => (
          <li key={step}>
            <StepButton
              type="button"
              aria-current={step === current ? 'step' : undefined}
              disabled={index > STEPS.indexOf(reached)}
              data-wrong={wrong.includes(step)}
              onClick={() => onGo(step)}
            >
              <StepMark
                step={step}
                n={index + 1}
                done={index < STEPS.indexOf(reached) && !wrong.includes(step)}
              />
              <Typography
                variant="omega"
                textColor="inherit"
                fontWeight={step === current ? 'bold' : 'regular'}
              >
                {t(`wizard.step.${step}`)}
              </Typography>
            </StepButton>
          </li>
        ))}
      </Flex>
    </nav>
  );
};

const StepMark = ({ n, done }: { step: Step; n: number; done: boolean }) => (
  <Mark aria-hidden>{done ? <Check width="1.2rem" height="1.2rem" /> : n}</Mark>
);

const Mark = styled.span`
  display: inline-flex;
  align-items: center;
  justify-content: center;
  width: 2.4rem;
  height: 2.4rem;
  border: 1px solid currentcolor;
  border-radius: 50%;
  font-size: ${({ theme }) => theme.fontSizes[1]};

  & svg path {
    fill: currentcolor;
  }
`;

const StepButton = styled.button`
  display: inline-flex;
  align-items: center;
  gap: ${({ theme }) => theme.spaces[2]};
  padding: ${({ theme }) => theme.spaces[2]};
  border: 0;
  border-radius: ${({ theme }) => theme.borderRadius};
  background: none;
  color: ${({ theme }) => theme.colors.neutral700};
  cursor: pointer;

  &[aria-current='step'] {
    color: ${({ theme }) => theme.colors.primary600};
  }

  &[data-wrong='true'] {
    color: ${({ theme }) => theme.colors.danger600};
  }

  &:disabled {
    color: ${({ theme }) => theme.colors.neutral600};
    cursor: default;
  }

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;
