import { useState, type ComponentProps } from 'react';

import { useDebounce, useFetchClient, useNotification } from '@strapi/strapi/admin';
import {
  Button,
  Checkbox,
  Flex,
  Searchbar,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { ArrowDown, Download, Minus } from '@strapi/icons';

import {
  LOG_STREAMS,
  type ExecutionView,
  type LogStream,
} from '../../../../server/src/contract/execution';
import { useTranslate } from '../../translate';
import { downloadLog } from './log-api';
import { LogLines } from './log-lines';
import { useLogTail, type LogSource } from './log-tail';
import type { LogTail } from './tail-state';
import { isFinal } from './timeline';

/** The execution's log: live, searchable, by stream, to download. */
export const LogPanel = ({ execution }: { execution: ExecutionView }) => {
  const t = useTranslate();
  const [search, setSearch] = useState('');
  const [stream, setStream] = useState<LogStream | ''>('');
  const [wrap, setWrap] = useState(true);
  const [timestamps, setTimestamps] = useState(true);
  const isLive = !isFinal(execution.status);
  const [follow, setFollow] = useState(isLive);
  const q = useDebounce(search.trim(), 300);
  const { documentId: id, attempt } = execution;
  const source = { id, q, stream, attempt };

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Flex gap={3} wrap="wrap">
        <Searchbar
          name="log-search"
          size="S"
          value={search}
          placeholder={t('executions.log.search')}
          clearLabel={t('common.search.clear')}
          onClear={() => setSearch('')}
          onChange={(event) => setSearch(event.target.value)}
        >
          {t('executions.log.search')}
        </Searchbar>
        <StreamSelect value={stream} onChange={setStream} />
        <Checkbox checked={wrap} onCheckedChange={() => setWrap(!wrap)}>
          {t('executions.log.wrap')}
        </Checkbox>
        <Checkbox checked={timestamps} onCheckedChange={() => setTimestamps(!timestamps)}>
          {t('executions.log.timestamps')}
        </Checkbox>
        {isLive && (
          <Button
            variant="tertiary"
            size="S"
            startIcon={follow ? <Minus /> : <ArrowDown />}
            onClick={() => setFollow(!follow)}
          >
            {t(follow ? 'executions.log.pause' : 'executions.log.follow')}
          </Button>
        )}
        <DownloadButton id={id} />
      </Flex>
      <LogBody
        key={`${id} ${stream} ${q}`}
        source={source}
        look={{ wrap, timestamps, search: q }}
        follow={follow}
        onFollow={setFollow}
      />
    </Flex>
  );
};

type BodyProps = Omit<ComponentProps<typeof LogLines>, 'lines'> & { source: LogSource };

const LogBody = ({ source, ...lines }: BodyProps) => {
  const tail = useLogTail(source);
  return (
    <>
      <LogNotice tail={tail} isFiltered={source.q !== '' || source.stream !== ''} />
      <LogLines lines={tail.lines} {...lines} />
    </>
  );
};

type StreamProps = { value: LogStream | ''; onChange: (stream: LogStream | '') => void };

const StreamSelect = ({ value, onChange }: StreamProps) => {
  const t = useTranslate();
  const streams = LOG_STREAMS.map((stream) => ({
    value: stream,
    label: t(`executions.log.stream.${stream}`),
  }));
  return (
    <SingleSelect
      size="S"
      aria-label={t('executions.log.stream')}
      value={value === '' ? 'all' : value}
      onChange={(next) => onChange(streams.find((each) => each.value === next)?.value ?? '')}
    >
      <SingleSelectOption value="all">{t('executions.log.stream.all')}</SingleSelectOption>
      {streams.map((stream) => (
        <SingleSelectOption key={stream.value} value={stream.value}>
          {stream.label}
        </SingleSelectOption>
      ))}
    </SingleSelect>
  );
};

/** Downloads the whole log as text. */
export const DownloadButton = ({ id }: { id: string }) => {
  const t = useTranslate();
  const { get } = useFetchClient();
  const { toggleNotification } = useNotification();
  const download = () =>
    downloadLog(get, id).catch(() =>
      toggleNotification({ type: 'danger', message: t('executions.log.download-failed') })
    );
  return (
    <Button variant="tertiary" size="S" startIcon={<Download />} onClick={() => void download()}>
      {t('executions.log.download')}
    </Button>
  );
};

/** What a reader should know about the lines: none yet, some left out, connection lost. */
const LogNotice = ({ tail, isFiltered }: { tail: LogTail; isFiltered: boolean }) => {
  const t = useTranslate();
  const notices = [
    tail.failed ? t('executions.log.failed') : null,
    tail.dropped > 0 ? t('executions.log.dropped', { count: tail.dropped }) : null,
    tail.loaded && tail.lines.length === 0
      ? t(isFiltered ? 'executions.log.none-found' : 'executions.log.empty')
      : null,
    tail.loaded ? null : t('common.loading'),
  ];
  return (
    <Typography tag="output" variant="pi" textColor="neutral600">
      {notices.filter((notice) => notice !== null).join(' ')}
    </Typography>
  );
};
