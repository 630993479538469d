import { Box, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import type { TemplateView } from '../../../../server/src/contract/template';
import { Chip } from '../../components/chip';
import { TemplateIcon } from '../../components/template-icon';
import { useText, useTranslate } from '../../translate';

interface Props {
  template: TemplateView;
  isChosen: boolean;
  onChoose: () => void;
}

/** One template to choose: what it does, what it asks for, and whether it writes content. */
export const TemplateCard = ({ template, isChosen, onChoose }: Props) => {
  const t = useTranslate();
  const text = useText();
  const needs = template.parameters
    .filter(({ required }) => required === true)
    .map(({ label }) => text(label));
  return (
    <CardButton type="button" aria-pressed={isChosen} onClick={onChoose}>
      <Flex gap={3} alignItems="flex-start">
        <Box flex="0 0 auto" padding={2} hasRadius background="primary100">
          <TemplateIcon name={template.icon} />
        </Box>
        <Flex direction="column" alignItems="flex-start" gap={2}>
          <Typography variant="delta" tag="span" textColor="neutral800">
            {text(template.label)}
          </Typography>
          <Typography textColor="neutral700">{text(template.description)}</Typography>
          <Typography variant="pi" textColor="neutral600">
            {needs.length > 0
              ? t('wizard.template.needs', { list: needs.join(', ') })
              : t('wizard.template.needs-nothing')}
          </Typography>
          <Flex gap={2} wrap="wrap">
            {template.writesContent && <Chip tone="warn">{t('templates.writes')}</Chip>}
            {template.hasPreview && <Chip tone="info">{t('templates.dry-run')}</Chip>}
          </Flex>
        </Flex>
      </Flex>
    </CardButton>
  );
};

const CardButton = styled.button`
  width: 100%;
  padding: ${({ theme }) => theme.spaces[4]};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
  text-align: start;
  cursor: pointer;

  & svg path {
    fill: ${({ theme }) => theme.colors.primary600};
  }

  &:hover {
    border-color: ${({ theme }) => theme.colors.primary500};
  }

  &[aria-pressed='true'] {
    border-color: ${({ theme }) => theme.colors.primary600};
    box-shadow: inset 0 0 0 1px ${({ theme }) => theme.colors.primary600};
  }

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;
