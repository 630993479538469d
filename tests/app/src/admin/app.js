export default {
  config: { locales: ['zh'], tutorials: false, notifications: { releases: false } },
  bootstrap() {},
};
