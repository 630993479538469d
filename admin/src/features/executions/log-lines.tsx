import { Fragment, memo, useEffect, useRef } from 'react';

import { styled } from 'styled-components';

import type { LogLine } from '../../../../server/src/contract/execution';
import { formatClock } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import { LogText } from './log-text';

export interface LogLook {
  wrap: boolean;
  timestamps: boolean;
  search: string;
}

type Props = {
  lines: LogLine[];
  look: LogLook;
  follow: boolean;
  /** Scrolling up stops following, scrolling to the end takes it up again. */
  onFollow: (follow: boolean) => void;
};

const NEAR_END_PX = 24;

/** The lines themselves, in a box of their own that scrolls. */
export const LogLines = ({ lines, look, follow, onFollow }: Props) => {
  const t = useTranslate();
  const box = useRef<HTMLDivElement>(null);
  const count = lines.at(-1)?.seq ?? 0;
  useEffect(() => {
    if (follow && count > 0) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [count, follow]);

  const onScroll = () => {
    if (box.current === null) return;
    const { scrollTop, scrollHeight, clientHeight } = box.current;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (isAtEnd !== follow) onFollow(isAtEnd);
  };

  return (
    <Box
      ref={box}
      role="log"
      aria-label={t('executions.log')}
      tabIndex={0}
      $wrap={look.wrap}
      onScroll={onScroll}
    >
      {lines.map((line, index) => (
        <Fragment key={line.seq}>
          {line.attempt !== lines[index - 1]?.attempt && line.attempt > 1 && (
            <Divider>{t('executions.attempt', { attempt: line.attempt })}</Divider>
          )}
          <Line line={line} timestamps={look.timestamps} search={look.search} />
        </Fragment>
      ))}
    </Box>
  );
};

type LineProps = { line: LogLine; timestamps: boolean; search: string };

const Line = memo(({ line, timestamps, search }: LineProps) => {
  const locale = useIntlLocale();
  return (
    <Row $line={line}>
      {timestamps && (
        <time dateTime={line.at} title={line.at}>
          {formatClock(line.at, locale)}
        </time>
      )}
      {line.stream !== 'stdout' && <Stream>{line.stream}</Stream>}
      <span>
        <LogText text={line.text} search={search} />
      </span>
    </Row>
  );
});
Line.displayName = 'Line';

const Box = styled.div<{ $wrap: boolean }>`
  min-height: 16rem;
  max-height: 60vh;
  overflow: auto;
  padding: ${({ theme }) => theme.spaces[3]};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  color: ${({ theme }) => theme.colors.neutral800};
  background: ${({ theme }) => theme.colors.neutral0};
  font-family: 'SF Mono', SFMono-Regular, ui-monospace, Menlo, Consolas, monospace;
  font-size: 1.2rem;
  line-height: 1.6;
  white-space: ${({ $wrap }) => ($wrap ? 'pre-wrap' : 'pre')};
  overflow-wrap: ${({ $wrap }) => ($wrap ? 'anywhere' : 'normal')};
`;

const LEVEL_COLORS = {
  debug: 'neutral600',
  info: 'neutral800',
  warn: 'warning700',
  error: 'danger700',
} as const satisfies Record<LogLine['level'], string>;

const Row = styled.div<{ $line: LogLine }>`
  display: flex;
  gap: ${({ theme }) => theme.spaces[2]};
  color: ${({ theme, $line }) => theme.colors[LEVEL_COLORS[$line.level]]};
  content-visibility: auto;
  contain-intrinsic-size: auto 2rem;

  time {
    flex: none;
    color: ${({ theme }) => theme.colors.neutral600};
    user-select: none;
  }
`;

const Stream = styled.span`
  flex: none;
  color: ${({ theme }) => theme.colors.neutral600};
  font-style: italic;
`;

const Divider = styled.div`
  margin: ${({ theme }) => theme.spaces[2]} 0;
  border-top: 1px dashed ${({ theme }) => theme.colors.neutral300};
  color: ${({ theme }) => theme.colors.neutral600};
`;
