import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { Pencil, Trash } from '@strapi/icons';
import { NavLink, useNavigate } from 'react-router-dom';

import { useTranslate } from '../translate';
import { IconAction } from './icon-action';

/** A name that leads to its page, with its description below it. */
export const NameCell = (props: { name: string; description: string; to: string }) => (
  <Box maxWidth="40rem">
    <Link tag={NavLink} to={props.to} style={{ overflowWrap: 'anywhere' }}>
      {props.name}
    </Link>
    {props.description !== '' && (
      <Typography tag="p" variant="pi" textColor="neutral600" ellipsis>
        {props.description}
      </Typography>
    )}
  </Box>
);

interface Actions {
  name: string;
  to: string;
  /** Why it may not be deleted. */
  blocked?: string | null;
  onDelete: () => void;
}

/** What a row of a list offers: its page, and its end. */
export const RowActions = ({ name, to, blocked = null, onDelete }: Actions) => {
  const t = useTranslate();
  const navigate = useNavigate();
  return (
    <Flex gap={1} justifyContent="flex-end">
      <IconAction label={t('common.edit-named', { name })} onClick={() => navigate(to)}>
        <Pencil />
      </IconAction>
      <IconAction label={t('common.delete-named', { name })} blocked={blocked} onClick={onDelete}>
        <Trash />
      </IconAction>
    </Flex>
  );
};
