import { Flex, Typography } from '@strapi/design-system';
import { ArrowRight } from '@strapi/icons';

import { DEPENDENCY_MODES } from '../../../../server/src/contract/dependency';
import { useTranslate } from '../../translate';

/** What the arrows and the last line of a box mean. */
export const GraphLegend = () => {
  const t = useTranslate();
  return (
    <Flex
      tag="dl"
      direction="column"
      alignItems="stretch"
      gap={2}
      aria-label={t('dependencies.legend')}
    >
      <Flex gap={2} alignItems="baseline" wrap="wrap">
        <Typography tag="dt" fontWeight="bold" variant="pi">
          <ArrowRight aria-hidden width="1.2rem" height="1.2rem" /> {t('dependencies.legend.arrow')}
        </Typography>
        <Typography tag="dd" variant="pi">
          {t('dependencies.legend.arrow.means')}
        </Typography>
      </Flex>
      {DEPENDENCY_MODES.map((mode) => (
        <Flex key={mode} gap={2} alignItems="baseline" wrap="wrap">
          <Typography tag="dt" fontWeight="bold" variant="pi">
            {t(`dependencies.mode.${mode}`)}
          </Typography>
          <Typography tag="dd" variant="pi">
            {t(`dependencies.legend.${mode}`)}
          </Typography>
        </Flex>
      ))}
    </Flex>
  );
};
