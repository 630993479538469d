'use strict';

const EMAIL = 'admin@example.com';
const PASSWORD = 'Demo-Admin-1';

/**
 * Makes the first admin account, only if missing.
 * Answers `{ user, email, password }`; `password` is null where it was changed since.
 */
const ensureAccount = async (strapi) => {
  const email = (process.env.DEMO_ADMIN_EMAIL || EMAIL).toLowerCase();
  const password = process.env.DEMO_ADMIN_PASSWORD || PASSWORD;
  const user = (await find(strapi, email)) ?? (await create(strapi, { email, password }));
  const unchanged = await strapi.service('admin::auth').validatePassword(password, user.password);
  return { user, email, password: unchanged ? password : null };
};

const find = (strapi, email) => strapi.db.query('admin::user').findOne({ where: { email } });

/** Another process on the same database may be first: then its account is the one. */
const create = async (strapi, { email, password }) => {
  const role = await strapi.service('admin::role').getSuperAdmin();
  try {
    await strapi.service('admin::user').create({
      email,
      password,
      firstname: 'Demo',
      lastname: 'Admin',
      isActive: true,
      registrationToken: null,
      roles: [role.id],
    });
  } catch (error) {
    if (!(await find(strapi, email))) throw error;
  }
  return find(strapi, email);
};

module.exports = { ensureAccount };
