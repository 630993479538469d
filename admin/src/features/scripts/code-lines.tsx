import { css, styled } from 'styled-components';

import { useTranslate } from '../../translate';
import type { DiffRow } from './line-diff';
import { VisibleText } from './visible-text';

/** A whole text with the numbers of its lines. */
export const WholeText = ({ label, text }: { label: string; text: string }) => (
  <Box tabIndex={0} aria-label={label}>
    <Lines>
      <tbody>
        {linesOf(text).map((line, index) => (
          <Row key={index} $kind="same">
            <Number>{index + 1}</Number>
            <Line text={line} />
          </Row>
        ))}
      </tbody>
    </Lines>
  </Box>
);

/** What changed, line by line: a sign, a colour and a word for those who hear it say the same. */
export const ChangedText = ({ label, rows }: { label: string; rows: DiffRow[] }) => {
  const t = useTranslate();
  return (
    <Box tabIndex={0} aria-label={label}>
      <Lines>
        <tbody>
          {rows.map((row, index) =>
            row.kind === 'gap' ? (
              <Gap key={index}>
                <td colSpan={4}>{t('scripts.diff.gap', { count: row.count })}</td>
              </Gap>
            ) : (
              <Row key={index} $kind={row.kind}>
                <Number>{row.before}</Number>
                <Number>{row.after}</Number>
                <Sign>
                  {row.kind === 'same' ? null : (
                    <span role="img" aria-label={t(`scripts.diff.${row.kind}`)}>
                      {row.kind === 'added' ? '+' : '−'}
                    </span>
                  )}
                </Sign>
                <Line text={row.text} />
              </Row>
            )
          )}
        </tbody>
      </Lines>
    </Box>
  );
};

const linesOf = (text: string): string[] =>
  (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');

const Line = ({ text }: { text: string }) => (
  <td>
    <VisibleText text={text} />
  </td>
);

const Box = styled.section`
  max-height: 70vh;
  overflow: auto;
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
`;

const Lines = styled.table`
  width: 100%;
  border-collapse: collapse;
  color: ${({ theme }) => theme.colors.neutral800};
  font-family: 'SF Mono', SFMono-Regular, ui-monospace, Menlo, Consolas, monospace;
  font-size: 1.2rem;
  line-height: 1.6;

  td {
    padding: 0 ${({ theme }) => theme.spaces[2]};
    vertical-align: top;
  }

  td:last-child {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    tab-size: 4;
  }
`;

/** What is copied is the text alone. */
const Number = styled.td`
  width: 1%;
  min-width: 3.2rem;
  text-align: end;
  white-space: nowrap;
  color: ${({ theme }) => theme.colors.neutral600};
  user-select: none;
`;

const Sign = styled.td`
  width: 1%;
  font-weight: bold;
  user-select: none;
`;

const COLORS = { same: null, added: 'success600', removed: 'danger600' } as const;

/** Mixed with the page's ground: the themes' own pale colours cannot be told apart in the dark one. */
const Row = styled.tr<{ $kind: keyof typeof COLORS }>`
  ${({ theme, $kind }) => {
    const color = COLORS[$kind];
    return color === null
      ? ''
      : css`
          background: color-mix(in srgb, ${theme.colors[color]} 14%, transparent);
          box-shadow: inset 3px 0 0 ${theme.colors[color]};

          ${Number} {
            color: ${theme.colors.neutral800};
          }
        `;
  }}
`;

const Gap = styled.tr`
  color: ${({ theme }) => theme.colors.neutral600};
  background: ${({ theme }) => theme.colors.neutral100};
`;
