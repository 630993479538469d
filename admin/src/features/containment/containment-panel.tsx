import { Flex, Typography } from '@strapi/design-system';

import type { ContainmentView } from '../../../../server/src/contract/scheduler';
import { FactList } from '../../components/fact-list';
import { Notice } from '../../components/notice';
import { Panel } from '../../components/panel';
import { useRights } from '../../permissions';
import { useTranslate } from '../../translate';
import { useGetSchedulerStatusQuery } from '../overview/status-api';

/** What keeps scripts together and in bounds on the server that answers, and what that cannot do. */
export const ContainmentPanel = () => {
  const { rights } = useRights();
  const { data } = useGetSchedulerStatusQuery(undefined, { skip: !rights['scheduler-read'] });
  const containment = data?.containment ?? null;
  return containment === null ? null : <Containment containment={containment} />;
};

const LIMITS = ['memory', 'cpu', 'processes', 'fileSize'] as const;

const Containment = ({ containment }: { containment: ContainmentView }) => {
  const t = useTranslate();
  const { level, cannotCatch, limits, survivors } = containment;
  return (
    <Panel title={t('containment.title')}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        {level === 'none' ? (
          <Notice tone="bad" title={t('containment.level.none')}>
            <Typography>{t('containment.level.none.body')}</Typography>
          </Notice>
        ) : (
          <Typography>{t(`containment.level.${level}`)}</Typography>
        )}
        {survivors > 0 && (
          <Notice tone="bad" title={t('containment.survivors.title', { count: survivors })}>
            <Typography>{t('containment.survivors.body')}</Typography>
          </Notice>
        )}
        <FactList
          facts={LIMITS.map((limit) => ({
            label: t(`containment.limit.${limit}`),
            value: t(`containment.by.${limits[limit] ?? 'nothing'}`),
          }))}
        />
        {cannotCatch.length > 0 && (
          <Flex direction="column" alignItems="stretch" gap={2}>
            <Typography tag="h3" fontWeight="bold">
              {t('containment.gaps')}
            </Typography>
            <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
              {cannotCatch.map((gap) => (
                <Typography tag="li" key={gap}>
                  {`– ${t(`containment.gap.${gap}`)}`}
                </Typography>
              ))}
            </Flex>
          </Flex>
        )}
      </Flex>
    </Panel>
  );
};
