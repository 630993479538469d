import { Flex, Link } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import { propertyOf } from '../form-errors';
import { paths } from '../paths';

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

/** The jobs that a refusal names: what was asked for cannot be done because of them. */
export const jobsOfRefusal = (error: unknown): NamedJob[] => {
  const jobs = propertyOf(propertyOf(error, 'details'), 'jobs');
  return Array.isArray(jobs) ? jobs.filter(isNamedJob) : [];
};

const isNamedJob = (value: unknown): value is NamedJob =>
  typeof propertyOf(value, 'documentId') === 'string' &&
  typeof propertyOf(value, 'name') === 'string';
