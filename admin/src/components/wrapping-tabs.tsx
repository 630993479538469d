import { Tabs } from '@strapi/design-system';
import { styled } from 'styled-components';

/** A row of tabs that all stay in sight on a phone; `$fills`: they share the width between them. */
export const WrappingTabs = styled(Tabs.List)<{ $fills?: boolean }>`
  flex-wrap: wrap;

  & > button {
    flex: ${({ $fills }) => ($fills ? '1 0 auto' : 'none')};
    padding-inline: ${({ theme }) => theme.spaces[3]};
    white-space: nowrap;
  }
`;
