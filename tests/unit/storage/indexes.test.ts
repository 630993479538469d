import contentTypes from '../../../server/src/content-types';
import { models } from '../../../server/src/content-types/models';

it('every index has a name of its own: databases refuse the second', () => {
  const names = [
    ...Object.values(contentTypes).map(({ schema }) => schema.indexes),
    ...models.map(({ indexes }) => indexes),
  ].flatMap((indexes) => indexes.map(({ name }) => name));
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
