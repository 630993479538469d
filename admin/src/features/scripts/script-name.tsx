import { useRights } from '../../permissions';
import { useListSchedulerScriptChoicesQuery } from './scripts-api';
import { VisibleText } from './visible-text';

/** A script by its path; by its id for those who may not see the list. */
export const ScriptName = ({ id }: { id: string }) => {
  const { rights } = useRights();
  const maySee = rights['scripts-read'] || rights['scripts-use'];
  const { data } = useListSchedulerScriptChoicesQuery(undefined, { skip: !maySee });
  const script = data?.data.find(({ documentId }) => documentId === id);
  return <VisibleText text={script?.path ?? id} />;
};
