import { readOptions } from './options';

export default {
  // No defaults here: Strapi merges arrays index by index. `readOptions` completes the configuration.
  default: {},
  validator: (config: unknown) => {
    readOptions(config, process.env);
  },
};
