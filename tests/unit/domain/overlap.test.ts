import { admit } from '../../../server/src/domain/overlap';
import { anAdvance, anExecution } from '../../support/factories';

const two = [anExecution({ slotAt: 1 }), anExecution({ slotAt: 2 })];
const missed = anExecution({ slotAt: 0, status: 'missed', reason: 'catch-up-exceeded' });

const aStep = (overlap: 'skip' | 'allow') =>
  anAdvance({ job: { ...anAdvance().job, overlap }, executions: [missed, ...two] });

test('an occurrence is skipped while another one of the job is in progress', () => {
  expect(admit(aStep('skip'), 1)).toEqual([
    missed,
    ...two.map((one) => ({ ...one, status: 'skipped', reason: 'overlap' })),
  ]);
});

test('several of one step do not skip each other', () => {
  expect(admit(aStep('skip'), 0)).toEqual([missed, ...two]);
});

test('a job that overlaps runs beside itself', () => {
  expect(admit(aStep('allow'), 7)).toEqual([missed, ...two]);
});
