import { BUGS } from '../../torture/bugs';
import { readOptions } from '../../torture/options';

const STAGES = ['simulation', 'crash-points'];
const rare = BUGS.filter(({ isRare }) => isRare).map(({ name }) => name);
const all = BUGS.map(({ name }) => name);

test.each([
  { args: [], planted: 'all mistakes', bugs: all },
  { args: ['--bugs'], planted: 'all mistakes', bugs: all },
  { args: ['--short', '--bugs'], planted: 'all mistakes', bugs: all },
  { args: ['--short', '--bug', rare[0]!], planted: 'the one that is named', bugs: [rare[0]] },
  {
    args: ['--short'],
    planted: 'all but those that show seldom',
    bugs: all.filter((name) => !rare.includes(name)),
  },
  { args: ['--stage', 'simulation'], planted: 'none', bugs: [] },
])('with "$args" the torture plants $planted', ({ args, bugs }) => {
  expect(readOptions(args, STAGES).bugs).toEqual(bugs);
});

test('a name that is none is answered with those that are', () => {
  expect(() => readOptions(['--stage', 'simulatoin'], STAGES)).toThrow(
    'There is no stage simulatoin: simulation, crash-points.'
  );
});
