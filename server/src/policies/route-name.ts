import { PLUGIN_ID } from '../contract/rights';
import type { Asking } from './caller';

/** The route as it is documented: `PUT /job-scheduler/jobs/:id`. */
export const routeName = ({ state, request }: Asking): string => {
  const { method } = request as { method?: string };
  const prefix = state.route?.info?.type === 'content-api' ? '/api' : '';
  return `${method ?? ''} ${prefix}/${PLUGIN_ID}${state.route?.path ?? ''}`;
};
