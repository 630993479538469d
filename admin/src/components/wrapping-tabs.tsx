import { Tabs } from '@strapi/design-system';
import { styled } from 'styled-components';

/** A row of tabs that all stay in sight on a phone. */
export const WrappingTabs = styled(Tabs.List)`
  flex-wrap: wrap;

  & > button {
    flex: none;
    padding-inline: ${({ theme }) => theme.spaces[3]};
    white-space: nowrap;
  }
`;
