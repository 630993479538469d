'use strict';

/** Prints where the site is and how to get in, once it listens. */
const announce = (strapi, { email, password }) => {
  strapi.server.httpServer.once('listening', () => {
    const { address, port } = strapi.server.httpServer.address();
    const host = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(address) ? 'localhost' : address;
    const lines = [
      'The demo site is ready.',
      '',
      `URL       http://${host}:${port}/admin`,
      `E-mail    ${email}`,
      `Password  ${password ?? 'the one that was set later'}`,
    ];
    console.log(`\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
  });
};

module.exports = { announce };
