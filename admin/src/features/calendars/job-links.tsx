import { Flex, Link } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import { paths } from '../../paths';

export interface NamedJob {
  documentId: string;
  name: string;
}

/** Jobs by name, each a link to its page. */
export const JobLinks = ({ jobs }: { jobs: readonly NamedJob[] }) => (
  <Flex tag="ul" direction="column" alignItems="flex-start" gap={1}>
    {jobs.map(({ documentId, name }) => (
      <li key={documentId}>
        <Link tag={NavLink} to={paths.job(documentId)} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Link>
      </li>
    ))}
  </Flex>
);
