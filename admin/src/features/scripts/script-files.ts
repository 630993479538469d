import type { ScriptDetail, ScriptFile } from '../../../../server/src/contract/script';

export const FILE_CHANGES = ['same', 'changed', 'added', 'removed', 'unknown'] as const;
export type FileChange = (typeof FILE_CHANGES)[number];

/** A file of a script beside the one that was approved last. */
export interface ComparedFile {
  path: string;
  change: FileChange;
  content: string | null;
  approved: string | null;
  /** Null of a file that is gone. */
  file: ScriptFile | null;
}

/** The files as they are now, then those that are gone. Without an earlier approval there is nothing to compare with. */
export const compareWithApproved = ({
  files,
  removed,
  history,
}: Pick<ScriptDetail, 'files' | 'removed' | 'history'>): ComparedFile[] => {
  const wasApproved = history.some(({ decision }) => decision === 'approved');
  return [
    ...files.map((file) => ({
      path: file.path,
      change: changeOf(file, wasApproved),
      content: file.content,
      approved: file.approved,
      file,
    })),
    ...removed.map(({ path, approved }) => ({
      path,
      change: 'removed' as const,
      content: null,
      approved,
      file: null,
    })),
  ];
};

/** Of what is not text only the newest bytes are known: whether they changed cannot be told here. */
const changeOf = ({ content, approved }: ScriptFile, wasApproved: boolean): FileChange => {
  if (!wasApproved || content === null) return 'unknown';
  if (approved === null) return 'added';
  return content === approved ? 'same' : 'changed';
};
