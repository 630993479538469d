import { BackButton, Layouts } from '@strapi/strapi/admin';
import { Button } from '@strapi/design-system';
import { Check } from '@strapi/icons';

import type { TemplateView } from '../../../../server/src/contract/template';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { ScheduleDiffDialog } from '../schedules/schedule-diff-dialog';
import { ConflictDialog } from './conflict-dialog';
import type { LoadedJob } from './conflict-changes';
import { EditTabs } from './edit-tabs';
import { LeaveGuard } from '../../components/leave-guard';
import { useEditJob } from './use-edit-job';

interface Props {
  loaded: LoadedJob;
  templates: readonly TemplateView[];
  readFresh: () => Promise<LoadedJob | undefined>;
  /** Throws the form away and starts again from what the server has. */
  onReload: () => void;
}

/** A job's definition in tabs, saved as a whole over the revision that was opened. */
export const EditJob = ({ loaded, templates, readFresh, onReload }: Props) => {
  const t = useTranslate();
  const edit = useEditJob({ loaded, templates, readFresh });
  const { opened, draft, conflict } = edit;
  return (
    <>
      <LeaveGuard isDirty={draft.isDirty && !edit.isSaved} />
      <Layouts.Header
        title={t('wizard.edit.title', { name: opened.data.name })}
        navigationAction={<BackButton fallback={paths.job(opened.data.documentId)} />}
        primaryAction={
          <Button
            startIcon={<Check />}
            loading={edit.isSaving}
            disabled={!draft.isDirty}
            onClick={() => edit.submit()}
          >
            {t('wizard.save')}
          </Button>
        }
      />
      <Layouts.Content>
        <EditTabs
          tab={edit.tab}
          onTab={edit.setTab}
          draft={draft}
          job={opened.data}
          errors={edit.errors}
          note={edit.note}
          onNote={edit.setNote}
        />
      </Layouts.Content>
      {edit.compared && (
        <ScheduleDiffDialog
          request={edit.compared}
          isSaving={edit.isSaving}
          onSave={edit.confirm}
          onClose={edit.keepEditing}
        />
      )}
      {conflict && (
        <ConflictDialog
          before={opened}
          fresh={conflict}
          template={draft.template}
          onReload={onReload}
          onOverwrite={() => edit.overwrite(conflict)}
          onClose={() => edit.setConflict(null)}
        />
      )}
    </>
  );
};
