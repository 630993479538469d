import type { SecretView } from '../../../../server/src/contract/secret';
import { DeleteUsed } from '../../components/delete-used';
import { useDeleteSchedulerSecretMutation } from './secrets-api';

interface Props {
  secret: Pick<SecretView, 'documentId' | 'name'>;
  onClose: () => void;
  onDeleted?: () => void;
}

export const DeleteSecret = ({ secret: { documentId, name }, ...rest }: Props) => {
  const [remove, { isLoading }] = useDeleteSchedulerSecretMutation();
  return (
    <DeleteUsed
      {...rest}
      kind="secrets"
      name={name}
      remove={() => remove(documentId)}
      isLoading={isLoading}
    />
  );
};
