import { useId, useState, type ReactNode } from 'react';

import { Box, Flex, Typography } from '@strapi/design-system';
import { ChevronDown, ChevronRight } from '@strapi/icons';
import { styled } from 'styled-components';

interface Props {
  title: string;
  /** What is inside, in a few words, while it is closed. */
  summary?: string;
  /** Something inside is wrong: it opens by itself. */
  open?: boolean;
  children: ReactNode;
}

/** Options that few people need, one click away. */
export const Fold = ({ title, summary, open = false, children }: Props) => {
  const [chosen, setChosen] = useState(false);
  const id = useId();
  const shown = chosen || open;
  return (
    <Box>
      <FoldButton
        type="button"
        aria-expanded={shown}
        aria-controls={id}
        onClick={() => setChosen(!shown)}
      >
        <Flex tag="span" gap={2} alignItems="center" wrap="wrap">
          {shown ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
          <Typography fontWeight="bold" textColor="primary600">
            {title}
          </Typography>
          {summary !== undefined && !shown && (
            <Typography variant="pi" textColor="neutral600">
              {summary}
            </Typography>
          )}
        </Flex>
      </FoldButton>
      <Box id={id} hidden={!shown} paddingTop={4}>
        {shown && children}
      </Box>
    </Box>
  );
};

const FoldButton = styled.button`
  padding: ${({ theme }) => theme.spaces[1]} 0;
  border: 0;
  background: none;
  text-align: start;
  cursor: pointer;

  & svg path {
    fill: ${({ theme }) => theme.colors.primary600};
  }

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;
