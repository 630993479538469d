import type { StrapiApp } from '@strapi/strapi/admin';
import { Clock } from '@strapi/icons';

import { PLUGIN_ID } from '../../server/src/contract/rights';
import { MENU_PERMISSIONS } from './permissions';
import { messageId, prefixMessages } from './translate';

const plugin = {
  register(app: StrapiApp) {
    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: Clock,
      intlLabel: { id: messageId('plugin.name'), defaultMessage: 'Jobs' },
      permissions: MENU_PERMISSIONS,
      Component: () => import('./pages/app'),
    });
    app.registerPlugin({ id: PLUGIN_ID, name: PLUGIN_ID });
  },

  async registerTrads({ locales }: { locales: string[] }) {
    return Promise.all(
      locales.map(async (locale) => ({ locale, data: prefixMessages(await loadMessages(locale)) }))
    );
  },
};

export default plugin;

const LANGUAGES: Record<string, () => Promise<{ default: Record<string, string> }>> = {
  en: () => import('./translations/en'),
  zh: () => import('./translations/zh'),
};

const loadMessages = async (locale: string): Promise<Record<string, string>> =>
  (await LANGUAGES[locale]?.())?.default ?? {};
