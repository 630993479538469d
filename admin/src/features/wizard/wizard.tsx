import { useEffect, useRef, type RefObject } from 'react';

import { Box, Flex, Grid, Typography } from '@strapi/design-system';

import type { TemplateView } from '../../../../server/src/contract/template';
import { useErrorMessage } from '../../form-errors';
import { useTranslate } from '../../translate';
import { DryRun } from '../parameters/dry-run';
import { ParameterForm } from '../parameters/parameter-form';
import { focusFirstMistake } from '../../components/focus-first-mistake';
import { LeaveGuard } from '../../components/leave-guard';
import { ReviewStep } from './review-step';
import { ScheduleStep } from './schedule-step';
import { Stepper } from './stepper';
import { SummaryPanel } from './summary-panel';
import { TemplateStep } from './template-step';
import { useCreateJob } from './use-create-job';
import { useWizard, wrongSteps, type Wizard as WizardState } from './use-wizard';
import { STEPS } from './validate-form';
import { WizardFooter } from './wizard-footer';

interface Props {
  templates: readonly TemplateView[];
  /** A template that was chosen before the wizard was opened. */
  preset: TemplateView | undefined;
}

/** Template, parameters, schedule, review: a job in four steps. */
export const Wizard = ({ templates, preset }: Props) => {
  const wizard = useWizard(templates, preset);
  const content = useRef<HTMLDivElement>(null);
  const showMistakes = () => requestAnimationFrame(() => focusFirstMistake(content.current));
  const { submit, isBusy, isDone } = useCreateJob(wizard, (refused) => {
    wizard.showRefused(refused);
    showMistakes();
  });
  useFocusOnStep(wizard.step, content);
  return (
    <Box>
      <LeaveGuard isDirty={wizard.isDirty && !isDone} />
      <Box paddingBottom={4}>
        <Stepper
          current={wizard.step}
          reached={wizard.reached}
          wrong={wrongSteps(wizard.errors)}
          onGo={wizard.go}
        />
      </Box>
      <Grid.Root gap={6}>
        <Grid.Item col={8} m={12} xs={12} direction="column" alignItems="stretch">
          <Box
            ref={content}
            background="neutral0"
            hasRadius
            shadow="tableShadow"
            padding={{ initial: 4, medium: 6 }}
          >
            <StepContent wizard={wizard} templates={templates} />
            <WizardFooter
              step={wizard.step}
              isBusy={isBusy}
              onBack={() => wizard.go(STEPS[STEPS.indexOf(wizard.step) - 1] ?? 'template')}
              onNext={() => wizard.next() || showMistakes()}
              onCreate={(mode) => (wizard.check() ? submit(mode) : showMistakes())}
            />
          </Box>
        </Grid.Item>
        <Grid.Item col={4} m={12} xs={12} alignItems="flex-start">
          <SummaryPanel {...wizard} />
        </Grid.Item>
      </Grid.Root>
    </Box>
  );
};

const StepContent = ({
  wizard,
  templates,
}: {
  wizard: WizardState;
  templates: readonly TemplateView[];
}) => {
  const t = useTranslate();
  const describe = useErrorMessage();
  const mistake = describe(wizard.errors['template']);
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Box>
        <Typography variant="beta" tag="h2" tabIndex={-1} data-step-heading>
          {t(`wizard.step.${wizard.step}`)}
        </Typography>
        <Typography tag="p" textColor="neutral600">
          {t(`wizard.about.${wizard.step}`)}
        </Typography>
      </Box>
      {wizard.step === 'template' && mistake !== undefined && (
        <Typography role="alert" textColor="danger600">
          {mistake}
        </Typography>
      )}
      <StepFields wizard={wizard} templates={templates} />
    </Flex>
  );
};

const StepFields = ({
  wizard,
  templates,
}: {
  wizard: WizardState;
  templates: readonly TemplateView[];
}) => {
  const { step, form, template, errors, view, change, refuse } = wizard;
  switch (step) {
    case 'template':
      return <TemplateStep templates={templates} chosen={form.template} onChoose={wizard.choose} />;
    case 'parameters':
      return (
        template && (
          <>
            <ParameterForm
              key={template.uid}
              template={template}
              values={form.parameters}
              errors={errors}
              onChange={(parameters) => change({ parameters })}
            />
            {template.hasPreview && (
              <DryRun template={template} values={form.parameters} onErrors={refuse} />
            )}
          </>
        )
      );
    case 'schedule':
      return (
        <ScheduleStep
          form={form}
          template={template}
          errors={errors}
          view={view}
          onChange={change}
        />
      );
    case 'review':
      return <ReviewStep draft={wizard} errors={errors} onChange={change} />;
  }
};

/** A new step is read out and the keyboard starts at its top; not when the page opens. */
const useFocusOnStep = (step: string, content: RefObject<HTMLDivElement>): void => {
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    content.current?.querySelector<HTMLElement>('[data-step-heading]')?.focus();
  }, [step, content]);
};
