'use strict';

const { default: contentTypes } = require('../../../server/src/content-types');
const { models } = require('../../../server/src/content-types/models');

module.exports = {
  contentTypes,
  register: ({ strapi }) => models.forEach((model) => strapi.get('models').add(model)),
};
