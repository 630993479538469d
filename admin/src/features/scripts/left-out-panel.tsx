import { Flex, Typography } from '@strapi/design-system';

import type { ScriptsMeta } from '../../../../server/src/contract/script';
import { Panel } from '../../components/panel';
import { useTranslate } from '../../translate';
import { VisibleText } from './visible-text';

/** What lies in the directory and is no script that may run, each with the reason. */
export const LeftOutPanel = ({ left }: Pick<ScriptsMeta, 'left'>) => {
  const t = useTranslate();
  if (left.length === 0) return null;
  return (
    <Panel title={t('scripts.left-out')}>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {left.map(({ path, reason }) => (
          <li key={path}>
            <Typography fontWeight="semiBold" style={{ overflowWrap: 'anywhere' }}>
              <VisibleText text={path} />
            </Typography>
            <Typography textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
              {` – ${reason}`}
            </Typography>
          </li>
        ))}
      </Flex>
    </Panel>
  );
};
