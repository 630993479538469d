import { Flex, Link, Tooltip } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type { BreakerView, JobView } from '../../../../server/src/contract/job';
import type { TemplateView } from '../../../../server/src/contract/template';
import { Chip } from '../../components/chip';
import { JobStatusBadge } from '../../components/job-status-badge';
import { TemplateIcon } from '../../components/template-icon';
import { paths } from '../../paths';
import { useText } from '../../translate';
import { BreakerBadge } from './breaker-badge';

type Props = {
  job: JobView;
  template: TemplateView | undefined;
  /** Where it is not closed. */
  breaker: BreakerView | undefined;
};

/** The job's name as the way to its page, with what sets it apart. */
export const JobNameCell = ({ job, template, breaker }: Props) => {
  const text = useText();
  return (
    <Flex gap={3} alignItems="flex-start">
      <Tooltip label={template === undefined ? job.template : text(template.label)}>
        <span>
          <TemplateIcon name={template?.icon ?? 'PuzzlePiece'} />
        </span>
      </Tooltip>
      <Flex direction="column" alignItems="flex-start" gap={1} minWidth={0}>
        <Link tag={NavLink} to={paths.job(job.documentId)}>
          {job.name}
        </Link>
        <Flex gap={1} wrap="wrap">
          {job.status !== 'active' && (
            <JobStatusBadge status={job.status} until={job.pausedUntil} />
          )}
          {breaker !== undefined && <BreakerBadge state={breaker.state} />}
          {job.category !== null && <Chip>{job.category}</Chip>}
          {job.tags.map((tag) => (
            <Chip key={tag} tone="info">
              #{tag}
            </Chip>
          ))}
        </Flex>
      </Flex>
    </Flex>
  );
};
