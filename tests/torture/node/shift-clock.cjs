'use strict';

// Loaded before anything else: the process takes it to be TORTURE_SHIFT_MS later than it is. `trueNow` tells the truth.
const shift = Number(process.env.TORTURE_SHIFT_MS ?? 0);
const RealDate = Date;
globalThis.trueNow = () => RealDate.now();

if (shift !== 0) {
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      if (given.length === 0) super(RealDate.now() + shift);
      else super(...given);
    }

    static now() {
      return RealDate.now() + shift;
    }
  };
}
