import { Button, Flex, Modal, Typography } from '@strapi/design-system';

import type { CalendarView } from '../../../../server/src/contract/calendar';
import { RelativeTime } from '../../components/relative-time';
import { useTranslate } from '../../translate';

interface Props {
  /** The calendar as it was when the form was opened, and as it is now. */
  before: CalendarView;
  fresh: CalendarView;
  onReload: () => void;
  onOverwrite: () => void;
  onClose: () => void;
}

/** Somebody else saved the calendar meanwhile: says what they changed, and asks which one stays. */
export const CalendarConflict = ({ before, fresh, onReload, onOverwrite, onClose }: Props) => {
  const t = useTranslate();
  const fields = (['name', 'description', 'timezone', 'entries'] as const).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(fresh[field])
  );
  return (
    <Modal.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{t('calendars.conflict.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography tag="p">{t('calendars.conflict.body')}</Typography>
            <Typography tag="p" textColor="neutral600">
              {t('wizard.conflict.when')} <RelativeTime at={fresh.updatedAt} />
            </Typography>
            <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
              {fields.map((field) => (
                <Typography tag="li" key={field}>
                  {t(`calendars.conflict.${field}`, {
                    before: said(before[field]),
                    after: said(fresh[field]),
                  })}
                </Typography>
              ))}
            </Flex>
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

const said = (value: string | readonly unknown[] | null): string =>
  value === null || value === '' ? '–' : typeof value === 'string' ? value : String(value.length);
