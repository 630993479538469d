import { useMemo, useState } from 'react';

import type { TemplateView } from '../../../../server/src/contract/template';
import type { FormErrors } from '../../form-errors';
import { useText } from '../../translate';
import { todayHere } from '../schedules/format-local';
import { emptyForm, withTemplate, type JobForm } from './job-form';
import { suggestName } from './suggest-name';
import { useJobDraft, type JobDraft } from './use-job-draft';
import { stepOfPath, STEPS, validateStep, type Step } from './validate-form';

export type Wizard = ReturnType<typeof useWizard>;

/** The wizard: a job's form, the step one is on, and what is wrong on the steps that were left. */
export const useWizard = (templates: readonly TemplateView[], preset: TemplateView | undefined) => {
  const textOf = useText();
  const draft = useJobDraft(startingForm(preset), templates);
  const { form, template, change, refuse } = draft;
  const [step, setStep] = useState<Step>(preset ? 'parameters' : 'template');
  const [reached, setReached] = useState<Step>(step);
  const [left, setLeft] = useState<readonly Step[]>([]);
  const errors = useErrors(draft, left);

  const go = (to: Step, chosen = template) => {
    if (to === 'review' && form.name === '' && chosen) {
      change({ name: suggestName(chosen, form.parameters, textOf) });
    }
    setStep(to);
    if (STEPS.indexOf(to) > STEPS.indexOf(reached)) setReached(to);
  };
  const choose = (chosen: TemplateView) => {
    change(withTemplate(form, chosen));
    setLeft((now) => now.filter((one) => one !== 'parameters'));
    go('parameters', chosen);
  };
  /** Goes on if this step is sound; false if it is not. */
  const next = (): boolean => {
    setLeft((now) => [...new Set([...now, step])]);
    if (!isSound(draft, step)) return false;
    go(STEPS[STEPS.indexOf(step) + 1] ?? step);
    return true;
  };
  /** Whether all steps are sound; shows the first that is not. */
  const check = (): boolean => {
    setLeft(STEPS);
    const first = STEPS.find((one) => !isSound(draft, one));
    if (first !== undefined) setStep(first);
    return first === undefined;
  };
  /** Shows what the server refused, on the step where it is. */
  const showRefused = (refused: FormErrors) => {
    refuse(refused);
    const first = STEPS.find((one) => isWrong(refused, one));
    if (first !== undefined) setStep(first);
  };
  return { ...draft, step, reached, errors, go, choose, next, check, showRefused };
};

/** Steps on which something is wrong. */
export const wrongSteps = (errors: FormErrors): Step[] =>
  STEPS.filter((step) => isWrong(errors, step));

const isWrong = (errors: FormErrors, step: Step): boolean =>
  Object.keys(errors).some((path) => stepOfPath(path) === step);

/** A step that was left once is looked at again with every change. */
const useErrors = ({ form, template, refused }: JobDraft, left: readonly Step[]): FormErrors =>
  useMemo(
    () =>
      left.reduce<FormErrors>(
        (errors, step) => ({ ...errors, ...validateStep(step, form, template) }),
        refused
      ),
    [form, template, refused, left]
  );

const isSound = ({ form, template, view }: JobDraft, step: Step): boolean =>
  Object.keys(validateStep(step, form, template)).length === 0 &&
  !(step === 'schedule' && Object.keys(view.errors).length > 0);

const startingForm = (preset: TemplateView | undefined): JobForm => {
  const form = emptyForm(todayHere());
  return preset ? withTemplate(form, preset) : form;
};
