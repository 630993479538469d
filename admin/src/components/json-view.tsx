import { styled } from 'styled-components';

/** A value as indented JSON, to read and to copy; never interpreted. */
export const JsonView = ({ label, value }: { label: string; value: unknown }) => (
  <Block tabIndex={0} aria-label={`${label} · JSON`}>
    {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
  </Block>
);

const Block = styled.section`
  max-height: 32rem;
  overflow: auto;
  padding: ${({ theme }) => theme.spaces[3]};
  border-radius: ${({ theme }) => theme.borderRadius};
  color: ${({ theme }) => theme.colors.neutral800};
  background: ${({ theme }) => theme.colors.neutral100};
  font-family: 'SF Mono', SFMono-Regular, ui-monospace, Menlo, Consolas, monospace;
  font-size: 1.2rem;
  line-height: 1.6;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
`;
