import { Flex, Typography } from '@strapi/design-system';

import { HOOK_TIMES } from '../../../../server/src/contract/hook';
import { JOB_SERVER_FIELDS, type JobMeta, type JobView } from '../../../../server/src/contract/job';
import { FactList } from '../../components/fact-list';
import { JsonView } from '../../components/json-view';
import { Moment } from '../../components/moment';
import { Panel } from '../../components/panel';
import { formatDuration } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useText, useTranslate } from '../../translate';
import { ScriptName } from '../scripts/script-name';
import { useListSchedulerTemplatesQuery } from '../templates/templates-api';
import { calendarWords } from './calendar-words';
import { limitWords } from './limit-words';
import { useParameterWords } from './parameter-words';
import { SchedulesPanel } from './schedules-panel';

type Props = { job: JobView; meta: JobMeta };

/** The job as it is saved: parameters, schedules and rules in words, and the document for experts. */
export const JobDefinitionView = ({ job, meta }: Props) => {
  const t = useTranslate();
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <ParametersPanel job={job} />
      <SchedulesPanel job={job} meta={meta} />
      <RulesPanel job={job} meta={meta} />
      <HooksPanel hooks={job.hooks} />
      <Panel title={t('jobs.definition.document')}>
        <details>
          <summary>
            <Typography tag="span">{t('jobs.definition.document.show')}</Typography>
          </summary>
          <JsonView label={t('jobs.definition.document')} value={definitionOf(job)} />
        </details>
      </Panel>
    </Flex>
  );
};

const SERVER_FIELDS: ReadonlySet<string> = new Set(JOB_SERVER_FIELDS);

/** Without what the server adds: what a PUT would send. */
const definitionOf = (job: JobView): Record<string, unknown> =>
  Object.fromEntries(Object.entries(job).filter(([name]) => !SERVER_FIELDS.has(name)));

const ParametersPanel = ({ job }: { job: JobView }) => {
  const t = useTranslate();
  const text = useText();
  const inWords = useParameterWords();
  const { data: templates = [] } = useListSchedulerTemplatesQuery();
  const definitions = templates.find(({ uid }) => uid === job.template)?.parameters ?? [];
  const facts = Object.entries(job.parameters).map(([name, value]) => {
    const definition = definitions.find((each) => each.name === name);
    return {
      label: definition === undefined ? name : text(definition.label),
      value:
        definition?.type === 'script' && typeof value === 'string' ? (
          <ScriptName id={value} />
        ) : (
          inWords(definition, value)
        ),
    };
  });
  return (
    <Panel title={t('jobs.definition.parameters')}>
      {facts.length === 0 ? (
        <Typography textColor="neutral600">{t('common.none')}</Typography>
      ) : (
        <FactList facts={facts} />
      )}
    </Panel>
  );
};

/** Nothing where there are none: most jobs have none. */
const HooksPanel = ({ hooks }: Pick<JobView, 'hooks'>) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const facts = HOOK_TIMES.flatMap((time) =>
    hooks[time].map(({ script, args, env, timeoutMs }, index) => ({
      label: t(`policies.hooks.${time}.nth`, { n: index + 1 }),
      value: (
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <ScriptName id={script} />
          {[args.join(' '), ...Object.entries(env).map((entry) => entry.join(': '))]
            .filter((line) => line !== '')
            .map((line) => (
              <Typography key={line} tag="code" style={{ overflowWrap: 'anywhere' }}>
                {line}
              </Typography>
            ))}
          <Typography variant="pi" textColor="neutral600">
            {t('policies.hooks.timeout')}: {formatDuration(timeoutMs, locale)}
          </Typography>
        </Flex>
      ),
    }))
  );
  return facts.length === 0 ? null : (
    <Panel title={t('policies.hooks')}>
      <FactList facts={facts} />
    </Panel>
  );
};

const RulesPanel = ({ job, meta }: Props) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const duration = (ms: number) => formatDuration(ms, locale);
  return (
    <Panel title={t('jobs.definition.rules')}>
      <FactList
        facts={[
          {
            label: t('jobs.rule.missed'),
            value: t(`jobs.rule.missed.${job.missed.policy}`, {
              window: duration(job.missed.windowMs),
            }),
          },
          { label: t('jobs.rule.overlap'), value: t(`jobs.rule.overlap.${job.overlap}`) },
          { label: t('jobs.rule.limit'), value: limitWords(job.concurrency, t) },
          { label: t('jobs.rule.priority'), value: t(`jobs.rule.priority.${job.priority}`) },
          {
            label: t('jobs.rule.timeout'),
            value: job.timeoutMs === null ? t('jobs.rule.timeout.site') : duration(job.timeoutMs),
          },
          {
            label: t('jobs.rule.retry'),
            value: t('jobs.rule.retry.attempts', {
              attempts: job.retry.maxAttempts,
              delay: duration(job.retry.delayMs),
              strategy: job.retry.strategy,
            }),
          },
          {
            label: t('jobs.rule.breaker'),
            value:
              job.breaker === null
                ? t('jobs.rule.breaker.none')
                : t('jobs.rule.breaker.after', {
                    failures: job.breaker.failures,
                    wait: duration(job.breaker.coolDownMs),
                  }),
          },
          { label: t('jobs.rule.lost'), value: t(`jobs.rule.lost.${job.onLost}`) },
          { label: t('jobs.rule.start'), value: <Moment at={job.startAt} /> },
          { label: t('jobs.rule.end'), value: <Moment at={job.endAt} /> },
          {
            label: t('schedules.calendars'),
            value: calendarWords(job.calendars, meta.calendars, t).join('; ') || t('common.none'),
          },
          {
            label: t('schedules.max-executions'),
            value:
              job.maxExecutions === null
                ? t('schedules.no-limit')
                : t('schedules.so-many-of', {
                    count: meta.scheduledCount,
                    most: job.maxExecutions,
                  }),
          },
          {
            label: t('schedules.spread'),
            value: job.jitterMs === 0 ? t('schedules.no-spread') : duration(job.jitterMs),
          },
        ]}
      />
    </Panel>
  );
};
