import type { UseCases } from '../../server/src/services/create-services';
import type { Site } from './start-site';

/** Looks through the scripts directory as the watch does: what was just written is in the catalogue then. */
export const lookThroughScripts = async ({ strapi }: Site): Promise<void> => {
  const useCases: Pick<UseCases, 'noticeScripts'> = strapi
    .plugin('job-scheduler')
    .service('use-cases');
  await useCases.noticeScripts();
};
