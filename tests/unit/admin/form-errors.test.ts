import {
  errorsUnder,
  firstError,
  serverFieldErrors,
  withoutErrors,
} from '../../../admin/src/form-errors';

const refusal = {
  status: 400,
  name: 'ValidationError',
  message: '3 fields are not right',
  details: {
    errors: [
      { path: ['schedules', '0', 'expression'], message: 'Minute: "99" is out of range' },
      { path: ['schedules', 10, 'time'], message: 'is required' },
      { path: ['schedules', '0', 'expression'], message: 'and another thing' },
      { path: ['name'], message: 'is required' },
      { message: 'without a path' },
    ],
  },
};

describe('what the server refused', () => {
  const errors = serverFieldErrors(refusal);

  it('is found by path, the first word on each field', () => {
    expect(errors).toEqual({
      'schedules.0.expression': { text: 'Minute: "99" is out of range' },
      'schedules.10.time': { text: 'is required' },
      name: { text: 'is required' },
    });
  });

  it('belongs to one schedule and not to another that starts with the same digit', () => {
    expect(Object.keys(errorsUnder(errors, 'schedules.0'))).toEqual(['expression']);
    expect(Object.keys(errorsUnder(errors, 'schedules.1'))).toEqual([]);
    expect(firstError(errors, 'schedules.1')).toBeUndefined();
  });

  it('is forgotten with the field that was changed', () => {
    expect(Object.keys(withoutErrors(errors, 'schedules'))).toEqual(['name']);
  });

  it.each([undefined, null, 'text', {}, { details: {} }, { details: { errors: 'x' } }])(
    'is nothing in an answer like %j',
    (error) => {
      expect(serverFieldErrors(error)).toEqual({});
    }
  );
});
