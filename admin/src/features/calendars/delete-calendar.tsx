import type { CalendarView } from '../../../../server/src/contract/calendar';
import { DeleteUsed } from '../../components/delete-used';
import { useDeleteSchedulerCalendarMutation } from './calendars-api';

interface Props {
  calendar: Pick<CalendarView, 'documentId' | 'name'>;
  onClose: () => void;
  onDeleted?: () => void;
}

export const DeleteCalendar = ({ calendar: { documentId, name }, ...rest }: Props) => {
  const [remove, { isLoading }] = useDeleteSchedulerCalendarMutation();
  return (
    <DeleteUsed
      {...rest}
      kind="calendars"
      name={name}
      remove={() => remove(documentId)}
      isLoading={isLoading}
    />
  );
};
