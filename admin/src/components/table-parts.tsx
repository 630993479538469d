import { styled } from 'styled-components';

/** Wide content scrolls inside this box, never the page. */
export const ScrollBox = styled.section`
  overflow-x: auto;
  background: ${({ theme }) => theme.colors.neutral0};
  border: 1px solid ${({ theme }) => theme.colors.neutral150};
  border-radius: ${({ theme }) => theme.borderRadius};
  box-shadow: ${({ theme }) => theme.shadows.tableShadow};
`;

/** A plain table in Strapi's colours. */
export const Table = styled.table`
  width: 100%;
  border-collapse: collapse;
  color: ${({ theme }) => theme.colors.neutral800};
  font-size: ${({ theme }) => theme.fontSizes[2]};

  th,
  td {
    padding: ${({ theme }) => `${theme.spaces[3]} ${theme.spaces[3]}`};
    text-align: left;
    vertical-align: middle;
  }

  th {
    white-space: nowrap;
    border-bottom: 1px solid ${({ theme }) => theme.colors.neutral150};
  }

  tbody tr + tr td {
    border-top: 1px solid ${({ theme }) => theme.colors.neutral150};
  }

  tbody tr:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }
`;
