import { useCallback } from 'react';

import { useIntl } from 'react-intl';

/** The language that the admin is shown in; Strapi keeps it on the page's root element. */
export const adminLanguage = (): string => document.documentElement.lang || 'en';

/**
 * The locale for `Intl`. Strapi's code `zh` is Traditional Chinese (its Simplified one is `zh-Hans`),
 * but a bare `zh` formats times and units in Simplified.
 */
export const intlLocale = (language: string): string => (language === 'zh' ? 'zh-HK' : language);

export const useIntlLocale = (): string => intlLocale(useIntl().locale);

/** `a, b and c` in the admin's language. */
export const useList = (): ((items: readonly string[]) => string) => {
  const locale = useIntlLocale();
  return useCallback(
    (items) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
    [locale]
  );
};
