'use strict';

/**
 * better-sqlite3's native half is loaded once per process and throws the Error class of whoever came first. jest runs
 * several test files in a process, each with classes of its own: this makes the driver ask again.
 */
require('better-sqlite3/build/Release/better_sqlite3.node').isInitialized = false;
