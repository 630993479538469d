import { SubNav } from '@strapi/strapi/admin';
import { Box, Divider } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';

import { paths } from '../paths';
import { useRights, type Rights } from '../permissions';
import { useTranslate, type MessageId } from '../translate';

interface Section {
  label: MessageId;
  to: string;
  /** The overview lives at the root, below which every other page is. */
  exact?: true;
  /** One of these shows the section. */
  needs: (keyof Rights)[];
}

const SECTIONS: Section[] = [
  {
    label: 'overview.title',
    to: paths.overview(),
    exact: true,
    needs: ['scheduler-read', 'jobs-read', 'executions-read'],
  },
  { label: 'jobs.title', to: paths.jobs(), needs: ['jobs-read'] },
  { label: 'executions.title', to: paths.executions(), needs: ['executions-read'] },
  { label: 'dependencies.page', to: paths.graph(), needs: ['jobs-read'] },
  { label: 'templates.title', to: paths.templates(), needs: ['templates-read'] },
];

/** What is set once and used by all jobs. */
const SETTINGS: Section[] = [
  { label: 'calendars.title', to: paths.calendars(), needs: ['calendars-read'] },
  { label: 'scripts.title', to: paths.scripts(), needs: ['scripts-read'] },
  { label: 'secrets.title', to: paths.secrets(), needs: ['secrets-manage'] },
];

const useVisible = (sections: Section[]): Section[] => {
  const { rights } = useRights();
  return sections.filter(({ needs }) => needs.some((right) => rights[right]));
};

/** The sections at the left of every page (wide screens). */
export const SectionNav = () => {
  const t = useTranslate();
  const sections = useVisible(SECTIONS);
  const settings = useVisible(SETTINGS);
  return (
    <SubNav.Main aria-label={t('plugin.name')}>
      <SubNav.Header label={t('plugin.name')} />
      <Divider background="neutral150" />
      <SubNav.Content>
        <SubNav.Sections>
          {[
            <Box
              key="sections"
              paddingLeft={{ initial: 0, large: 2 }}
              paddingRight={{ initial: 0, large: 2 }}
            >
              {sections.map(({ label, to, exact }) => (
                <SubNav.Link key={to} to={to} end={exact ?? false} label={t(label)} />
              ))}
            </Box>,
            ...(settings.length === 0
              ? []
              : [
                  <SubNav.Section key="settings" label={t('settings.title')}>
                    {settings.map(({ label, to }) => (
                      <SubNav.Link key={to} to={to} label={t(label)} />
                    ))}
                  </SubNav.Section>,
                ]),
          ]}
        </SubNav.Sections>
      </SubNav.Content>
    </SubNav.Main>
  );
};

/** The same sections in a row that scrolls, for phones, where Strapi hides the side navigation. */
export const SectionTabs = () => {
  const t = useTranslate();
  const sections = useVisible([...SECTIONS, ...SETTINGS]);
  return (
    <Row aria-label={t('plugin.name')}>
      {sections.map(({ label, to, exact }) => (
        <RowLink key={to} to={to} end={exact ?? false}>
          {t(label)}
        </RowLink>
      ))}
    </Row>
  );
};

const Row = styled.nav`
  display: flex;
  overflow-x: auto;
  background: ${({ theme }) => theme.colors.neutral0};
  border-bottom: 1px solid ${({ theme }) => theme.colors.neutral150};

  ${({ theme }) => theme.breakpoints.medium} {
    display: none;
  }
`;

const RowLink = styled(NavLink)`
  flex: none;
  padding: ${({ theme }) => `${theme.spaces[3]} ${theme.spaces[4]}`};
  color: ${({ theme }) => theme.colors.neutral700};
  font-size: ${({ theme }) => theme.fontSizes[2]};
  text-decoration: none;

  &.active {
    color: ${({ theme }) => theme.colors.primary700};
    font-weight: 500;
    box-shadow: inset 0 -2px 0 ${({ theme }) => theme.colors.primary600};
  }

  &:focus-visible {
    outline-offset: -2px;
  }
`;
