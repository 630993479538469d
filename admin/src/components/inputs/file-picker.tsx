import { useRef, useState, type ChangeEvent } from 'react';

import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Upload } from '@strapi/icons';

interface Props {
  label: string;
  /** Endings and media types, as a file input takes them. */
  accept: string;
  onRead: (text: string) => void;
}

/** The browser's own file dialog behind a button of ours. */
export const FilePicker = ({ label, accept, onRead }: Props) => {
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState('');
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (file === undefined) return;
    setChosen(file.name);
    onRead(await file.text());
  };
  return (
    <Flex gap={3} wrap="wrap">
      <Button variant="secondary" startIcon={<Upload />} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <Box minWidth={0} aria-live="polite">
        <Typography textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
          {chosen}
        </Typography>
      </Box>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        aria-label={label}
        onChange={(event) => take(event)}
      />
    </Flex>
  );
};
