import { useId, useState } from 'react';

import { Button, Field, Flex, Modal, Radio, Textarea, Typography } from '@strapi/design-system';

import { FieldFrame } from '../../components/inputs/field-frame';
import type { FormErrors } from '../../form-errors';
import { formatMoment, viewerZone } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import { InstantField } from '../schedules/instant-field';
import type { PauseRequest } from './pause-request';
import { endOfPause, PAUSE_ENDS, type PauseEnd } from './pause-until';

type Props = {
  title: string;
  /** What will and will not happen while it is paused. */
  body: string;
  isBusy: boolean;
  onPause: (request: PauseRequest) => unknown;
  onClose: () => void;
};

/** Asks until when, and why: those who meet the pause later want to know. */
export const PauseDialog = ({ title, body, isBusy, onPause, onClose }: Props) => {
  const t = useTranslate();
  const form = usePauseForm(onPause);
  return (
    <Modal.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Content>
        <Modal.Header closeLabel={t('common.close')}>
          <Modal.Title>{title}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={5}>
            <Typography>{body}</Typography>
            <EndChoice end={form.end} now={form.opened} onChange={form.setEnd} />
            {form.end === 'own' && (
              <InstantField
                label={t('pauses.until.own')}
                hint={t('pauses.until.own.hint', { zone: viewerZone() })}
                timezone={viewerZone()}
                value={form.own}
                error={form.errors['until']}
                onChange={form.setOwn}
              />
            )}
            <FieldFrame
              label={t('pauses.note')}
              name="note"
              hint={t('pauses.note.hint')}
              error={form.errors['note']}
              required
            >
              <Textarea
                value={form.note}
                maxLength={500}
                onChange={(event) => form.setNote(event.target.value)}
              />
            </FieldFrame>
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button loading={isBusy} onClick={() => void form.submit()}>
            {t('pauses.pause')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};

const usePauseForm = (onPause: Props['onPause']) => {
  const [opened] = useState(() => new Date());
  const [end, setEnd] = useState<PauseEnd>('open');
  const [own, setOwn] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [isChecked, setChecked] = useState(false);
  const errors = isChecked ? mistakesIn({ end, own, note }) : {};
  const submit = () => {
    setChecked(true);
    if (Object.keys(mistakesIn({ end, own, note })).length > 0) return undefined;
    const until = end === 'own' ? own : endOfPause(end, new Date());
    return onPause({ note: note.trim(), ...(until !== null && { until }) });
  };
  return { opened, end, setEnd, own, setOwn, note, setNote, errors, submit };
};

const mistakesIn = ({
  end,
  own,
  note,
}: {
  end: PauseEnd;
  own: string | null;
  note: string;
}): FormErrors => ({
  ...(end === 'own' && own === null && { until: { id: 'parameters.error.required' } }),
  ...(end === 'own' &&
    own !== null &&
    Date.parse(own) <= Date.now() && { until: { id: 'pauses.error.past' } }),
  ...(note.trim() === '' && { note: { id: 'parameters.error.required' } }),
});

type ChoiceProps = { end: PauseEnd; now: Date; onChange: (end: PauseEnd) => void };

const EndChoice = ({ end, now, onChange }: ChoiceProps) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const id = useId();
  return (
    <Field.Root>
      <Field.Label id={id}>{t('pauses.until')}</Field.Label>
      <Radio.Group
        aria-labelledby={id}
        value={end}
        onValueChange={(next) => onChange(PAUSE_ENDS.find((one) => one === next) ?? 'open')}
      >
        {PAUSE_ENDS.map((one) => {
          const at = endOfPause(one, now);
          return (
            <Radio.Item key={one} value={one}>
              {t(`pauses.end.${one}`)}
              {at !== null && one !== 'hour' && ` (${formatMoment(at, locale)})`}
            </Radio.Item>
          );
        })}
      </Radio.Group>
    </Field.Root>
  );
};
