'use strict';

const TICKET = 'api::ticket.ticket';
const HOUR = 3_600_000;

/** [title, state, hours from now at which it is due to be published; null = published already] */
const TICKETS = [
  ['Printer on floor 3 prints blank pages', 'open', null],
  ['Cannot log in after the holiday', 'open', null],
  ['Invoice shows last year’s address', 'resolved', null],
  ['Search finds nothing with an umlaut', 'resolved', null],
  ['Newsletter arrives twice', 'resolved', null],
  ['Announcement: new opening hours', 'open', -1],
  ['Announcement: maintenance on Sunday', 'open', 1],
  ['Announcement: summer party', 'open', 24],
];

/** Writes some tickets, only into a table that has none. */
const ensureTickets = async (strapi) => {
  if ((await strapi.db.query(TICKET).count()) > 0) return;
  for (const [title, state, dueInHours] of TICKETS) {
    const publishAt = dueInHours === null ? null : new Date(Date.now() + dueInHours * HOUR);
    await strapi.documents(TICKET).create({
      data: { title, state, publishAt },
      status: dueInHours === null ? 'published' : 'draft',
    });
  }
};

module.exports = { ensureTickets };
