import {
  emptySecret,
  formOfSecret,
  secretBody,
  validateSecret,
} from '../../../admin/src/features/secrets/secret-form';
import type { SecretView } from '../../../server/src/contract/secret';

const kept: SecretView = {
  documentId: 's1',
  name: 'crm-token',
  description: 'for the CRM',
  provider: 'local',
  reference: null,
  allowedScripts: ['script1'],
  allowedHosts: ['crm.example.com', 'api.example.com:8443'],
  revision: 2,
  version: 1,
  fingerprint: '0123456789ab',
  keyId: 'k1',
  usedBy: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  updatedBy: null,
};

const inVault: SecretView = {
  ...kept,
  provider: 'vault',
  reference: { version: null, field: 'password', path: 'crm/production', provider: 'vault' },
  fingerprint: null,
  keyId: null,
};

describe('the form of a secret', () => {
  it('never holds a value that is kept, and sends none where none was typed', () => {
    const form = formOfSecret(kept);
    expect(form.value).toBe('');
    expect(secretBody(form, kept)).toEqual({
      name: 'crm-token',
      description: 'for the CRM',
      allowedScripts: ['script1'],
      allowedHosts: ['crm.example.com', 'api.example.com:8443'],
    });
    expect(secretBody({ ...form, value: 'new value' }, kept)).toMatchObject({ value: 'new value' });
  });

  it('sends where a value is kept elsewhere only when that changed', () => {
    const form = formOfSecret(inVault);
    expect(secretBody(form, inVault)).not.toHaveProperty('reference');
    const moved = { ...form, reference: { ...form.reference, path: 'crm/test' } };
    expect(secretBody(moved, inVault).reference).toEqual({
      provider: 'vault',
      path: 'crm/test',
      field: 'password',
      version: null,
    });
    expect(secretBody({ ...form, value: 'left over' }, inVault)).not.toHaveProperty('value');
  });

  it('needs a value for a new one, and for one that comes back from elsewhere', () => {
    const named = { ...emptySecret(), name: 'token' };
    expect(Object.keys(validateSecret(named, null))).toEqual(['value']);
    expect(validateSecret(formOfSecret(kept), kept)).toEqual({});
    const back = { ...formOfSecret(inVault), provider: 'local' as const };
    expect(Object.keys(validateSecret(back, inVault))).toEqual(['value']);
  });

  it.each([
    ['a name with a space', { name: 'a b' }, 'name'],
    ['a name that begins with a digit', { name: '1a' }, 'name'],
    ['a short value', { value: 'abc' }, 'value'],
    ['a value of white space', { value: ' \t abc \n' }, 'value'],
    ['a host that is an address', { hosts: 'ok.example.com\nhttps://x/y' }, 'allowedHosts'],
    ['Vault without a path', { provider: 'vault' as const }, 'reference.path'],
  ])('refuses %s at its field', (_what, fields, path) => {
    const form = { ...emptySecret(), name: 'token', value: 'long enough', ...fields };
    expect(Object.keys(validateSecret(form, null))).toContain(path);
  });

  it('asks for the key of a value in Vault, and not in AWS', () => {
    const form = {
      ...emptySecret(),
      name: 'token',
      reference: { path: 'p', field: '', version: '' },
    };
    expect(Object.keys(validateSecret({ ...form, provider: 'vault' }, null))).toEqual([
      'reference.field',
    ]);
    expect(validateSecret({ ...form, provider: 'aws' }, null)).toEqual({});
  });
});
