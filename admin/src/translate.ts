import { useCallback } from 'react';

import { useIntl, type PrimitiveType } from 'react-intl';

import { PLUGIN_ID } from '../../server/src/contract/rights';
import type { Text } from '../../server/src/contract/template';
import type english from './translations/en';

/** A key of the English files: a misspelt one does not compile. */
export type MessageId = Extract<keyof typeof english, string>;
export type Translate = (id: MessageId, values?: Record<string, PrimitiveType>) => string;

/** `t('jobs.title')` in the admin's language; what a language lacks is shown in English. */
export const useTranslate = (): Translate => {
  const intl = useIntl();
  return useCallback(
    (id, values) => intl.formatMessage({ id: messageId(id), defaultMessage: id }, values),
    [intl]
  );
};

/** The id under which Strapi knows one of our messages. */
export const messageId = (id: MessageId): string => `${PLUGIN_ID}.${id}`;

/** Strapi keeps all plugins' messages in one map: ours get the plugin's name in front. */
export const prefixMessages = (messages: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(messages).map(([id, text]) => [`${PLUGIN_ID}.${id}`, text]));

/** A template's word in the admin's language, English where it has none. */
export const useText = (): ((text: Text) => string) => {
  const { locale } = useIntl();
  return useCallback(
    (text) => (typeof text === 'string' ? text : (text[locale] ?? text.en)),
    [locale]
  );
};
