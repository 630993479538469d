import { compose } from '../../server/src/compose';
import { destroy } from '../../server/src/destroy';

jest.mock('../../server/src/compose', () => ({ compose: jest.fn() }));

test('the engine drains at once, also while the scripts directory is still being looked through', async () => {
  const order: string[] = [];
  let looked: () => void = () => undefined;
  const looking = new Promise<void>((resolve) => (looked = resolve));
  jest.mocked(compose).mockReturnValue({
    scriptWatch: () => ({
      stop: async () => {
        await looking;
        order.push('watch stopped');
      },
    }),
    engine: () => ({ stop: async () => void order.push('engine stopped') }),
    containment: { stop: () => order.push('all stopped') },
  } as never);
  const destroyed = destroy({ strapi: {} as never });
  expect(order).toEqual(['engine stopped']);
  looked();
  await destroyed;
  expect(order).toEqual(['engine stopped', 'watch stopped', 'all stopped']);
});
