import { createIntl } from 'react-intl';

import english from '../../../admin/src/translations/en';
import chinese from '../../../admin/src/translations/zh';
import type { Translate } from '../../../admin/src/translate';

const MESSAGES = { en: english, zh: chinese };

/** The admin's own sentences, outside a page. */
export const wordsIn = (locale: 'en' | 'zh'): Translate => {
  const intl = createIntl({ locale, messages: MESSAGES[locale] });
  return (id, values) => intl.formatMessage({ id }, values);
};
