import type {
  SecretProvider,
  SecretReference,
  SecretView,
} from '../../../../server/src/contract/secret';
import type { FormErrors } from '../../form-errors';
import type { SecretBody } from './secrets-api';

export interface SecretForm {
  name: string;
  description: string;
  provider: SecretProvider;
  /** `local`: what was typed; a value that is kept already is never here. */
  value: string;
  /** Elsewhere: where it is kept; empty texts stand for "left out". */
  reference: Record<'path' | 'field' | 'version', string>;
  /** documentIds of scripts. */
  allowedScripts: string[];
  /** One host a line. */
  hosts: string;
}

export const emptySecret = (): SecretForm => ({
  name: '',
  description: '',
  provider: 'local',
  value: '',
  reference: { path: '', field: '', version: '' },
  allowedScripts: [],
  hosts: '',
});

export const formOfSecret = (secret: SecretView): SecretForm => ({
  name: secret.name,
  description: secret.description,
  provider: secret.provider,
  value: '',
  reference: {
    path: secret.reference?.path ?? '',
    field: secret.reference?.field ?? '',
    version: secret.reference?.version ?? '',
  },
  allowedScripts: secret.allowedScripts,
  hosts: secret.allowedHosts.join('\n'),
});

/** What is sent. An empty value and an unchanged reference are left out: the server keeps what it has. */
export const secretBody = (form: SecretForm, opened: SecretView | null): SecretBody => {
  const reference = referenceOf(form);
  const isChanged = JSON.stringify(reference) !== JSON.stringify(knownReference(opened));
  return {
    name: form.name.trim(),
    description: form.description,
    allowedScripts: form.allowedScripts,
    allowedHosts: hostsOf(form.hosts),
    ...(form.provider === 'local' && form.value !== '' && { value: form.value }),
    ...(reference !== null && isChanged && { reference }),
  };
};

const referenceOf = ({ provider, reference }: SecretForm): SecretReference | null =>
  provider === 'local'
    ? null
    : {
        provider,
        path: reference.path.trim(),
        field: reference.field.trim() || null,
        version: reference.version.trim() || null,
      };

/** The same with its keys in the same order. */
const knownReference = (opened: SecretView | null): SecretReference | null =>
  opened === null ? null : referenceOf(formOfSecret(opened));

export const hostsOf = (text: string): string[] =>
  text.split(/[\s,;]+/).filter((host) => host !== '');

const MIN_VALUE = 4;
const MAX_VALUE = 16_384;

/** What can be told here already; the server checks everything again. By the server's paths. */
export const validateSecret = (
  form: SecretForm,
  opened: Pick<SecretView, 'provider'> | null
): FormErrors => {
  const errors: FormErrors = {};
  if (!/^[a-z][a-z0-9._-]{0,99}$/i.test(form.name.trim()))
    errors['name'] = { id: 'secrets.error.name' };
  const wrong = hostsOf(form.hosts).find((host) => !HOST.test(host));
  if (wrong !== undefined)
    errors['allowedHosts'] = { id: 'secrets.error.host', values: { host: wrong } };
  if (form.provider !== 'local') return { ...errors, ...validateReference(form) };
  const isKept = opened?.provider === 'local';
  if (form.value === '' && !isKept) errors['value'] = { id: 'parameters.error.required' };
  const inked = form.value.replace(/\s/g, '').length;
  if (form.value !== '' && (inked < MIN_VALUE || form.value.length > MAX_VALUE))
    errors['value'] = { id: 'secrets.error.value', values: { min: MIN_VALUE, max: MAX_VALUE } };
  return errors;
};

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/i;

const validateReference = ({ provider, reference }: SecretForm): FormErrors => ({
  ...(reference.path.trim() === '' && {
    'reference.path': { id: 'parameters.error.required' as const },
  }),
  ...(provider === 'vault' &&
    reference.field.trim() === '' && {
      'reference.field': { id: 'parameters.error.required' as const },
    }),
});
