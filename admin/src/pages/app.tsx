import { lazy, Suspense } from 'react';

import { Layouts, Page } from '@strapi/strapi/admin';
import { Navigate, Route, Routes } from 'react-router-dom';

import { SectionNav, SectionTabs } from '../components/section-nav';
import { MENU_PERMISSIONS, RightsProvider } from '../permissions';

const OverviewPage = lazy(() => import('./overview-page'));
const JobsPage = lazy(() => import('./jobs-page'));
const JobNewPage = lazy(() => import('./job-new-page'));
const JobPage = lazy(() => import('./job-page'));
const JobEditPage = lazy(() => import('./job-edit-page'));
const ExecutionsPage = lazy(() => import('./executions-page'));
const ExecutionPage = lazy(() => import('./execution-page'));
const GraphPage = lazy(() => import('./graph-page'));
const TemplatesPage = lazy(() => import('./templates-page'));
const CalendarsPage = lazy(() => import('./calendars-page'));
const CalendarNewPage = lazy(() => import('./calendar-new-page'));
const CalendarPage = lazy(() => import('./calendar-page'));
const ScriptsPage = lazy(() => import('./scripts-page'));
const ScriptPage = lazy(() => import('./script-page'));
const SecretsPage = lazy(() => import('./secrets-page'));
const SecretNewPage = lazy(() => import('./secret-new-page'));
const SecretPage = lazy(() => import('./secret-page'));

/** The plugin's pages, below `/plugins/job-scheduler`. */
const App = () => (
  <Page.Protect permissions={MENU_PERMISSIONS}>
    <RightsProvider>
      <Layouts.Root sideNav={<SectionNav />}>
        <SectionTabs />
        <Suspense fallback={<Page.Loading />}>
          <Routes>
            <Route index element={<OverviewPage />} />
            <Route path="jobs" element={<JobsPage />} />
            <Route path="jobs/new" element={<JobNewPage />} />
            <Route path="jobs/:id" element={<JobPage />} />
            <Route path="jobs/:id/edit" element={<JobEditPage />} />
            <Route path="executions" element={<ExecutionsPage />} />
            <Route path="executions/:id" element={<ExecutionPage />} />
            <Route path="graph" element={<GraphPage />} />
            <Route path="templates" element={<TemplatesPage />} />
            <Route path="settings" element={<Navigate to="calendars" replace />} />
            <Route path="settings/calendars" element={<CalendarsPage />} />
            <Route path="settings/calendars/new" element={<CalendarNewPage />} />
            <Route path="settings/calendars/:id" element={<CalendarPage />} />
            <Route path="settings/scripts" element={<ScriptsPage />} />
            <Route path="settings/scripts/:id" element={<ScriptPage />} />
            <Route path="settings/secrets" element={<SecretsPage />} />
            <Route path="settings/secrets/new" element={<SecretNewPage />} />
            <Route path="settings/secrets/:id" element={<SecretPage />} />
            <Route path="*" element={<Navigate to="" replace />} />
          </Routes>
        </Suspense>
      </Layouts.Root>
    </RightsProvider>
  </Page.Protect>
);

export default App;
