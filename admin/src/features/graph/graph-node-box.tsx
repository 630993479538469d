import type { KeyboardEvent } from 'react';

import { Flex, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';

import { JobStatusBadge } from '../../components/job-status-badge';
import { StatusBadge } from '../../components/status-badge';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { NODE_HEIGHT, NODE_WIDTH, type PlacedNode } from './graph-layout';

type Props = {
  node: PlacedNode;
  /** The job whose page this is. */
  isCurrent: boolean;
  onKeyDown: (event: KeyboardEvent<HTMLAnchorElement>) => void;
};

/** One job in the picture: a link with its name, what came of it last and when it starts. */
export const GraphNodeBox = ({ node: { job, x, y }, isCurrent, onKeyDown }: Props) => {
  const t = useTranslate();
  return (
    <NodeLink
      to={paths.job(job.documentId)}
      data-job={job.documentId}
      data-current={isCurrent}
      style={{ left: x, top: y }}
      title={job.name}
      onKeyDown={onKeyDown}
    >
      <Typography tag="span" fontWeight="bold" ellipsis display="block">
        {job.name}
      </Typography>
      <Flex tag="span" gap={1} overflow="hidden">
        {job.lastStatus === null ? (
          <Typography tag="span" variant="pi" textColor="neutral600">
            {t('jobs.last.never')}
          </Typography>
        ) : (
          <StatusBadge status={job.lastStatus} />
        )}
        {job.status !== 'active' && <JobStatusBadge status={job.status} />}
      </Flex>
      {job.mode !== null && (
        <Typography tag="span" variant="pi" textColor="neutral600" ellipsis display="block">
          {t(`dependencies.mode.${job.mode}`)}
        </Typography>
      )}
    </NodeLink>
  );
};

const NodeLink = styled(NavLink)`
  position: absolute;
  display: flex;
  flex-direction: column;
  justify-content: center;
  gap: ${({ theme }) => theme.spaces[1]};
  width: ${NODE_WIDTH}px;
  height: ${NODE_HEIGHT}px;
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[3]}`};
  color: ${({ theme }) => theme.colors.neutral800};
  text-decoration: none;
  background: ${({ theme }) => theme.colors.neutral0};
  border: 1px solid ${({ theme }) => theme.colors.neutral300};
  border-radius: ${({ theme }) => theme.borderRadius};
  box-shadow: ${({ theme }) => theme.shadows.tableShadow};

  &:hover {
    border-color: ${({ theme }) => theme.colors.primary600};
  }

  &[data-current='true'] {
    border: 2px solid ${({ theme }) => theme.colors.primary600};
  }

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;
