import { createAbort } from '../../../server/src/engine/abort';

describe('an abort', () => {
  it('calls back once, with its first reason', () => {
    const abort = createAbort();
    const called: unknown[] = [];
    abort.onAbort(() => called.push(abort.reason));
    expect([abort.aborted, abort.reason]).toEqual([false, undefined]);
    abort.abort('first');
    abort.abort('second');
    expect(called).toEqual(['first']);
    expect([abort.aborted, abort.reason]).toEqual([true, 'first']);
  });

  it('calls nobody who left, or who came after it', () => {
    const abort = createAbort();
    const called: string[] = [];
    abort.onAbort(() => called.push('left'))();
    abort.abort('now');
    abort.onAbort(() => called.push('late'));
    expect(called).toEqual([]);
  });

  it('does not mind who leaves while it calls', () => {
    const abort = createAbort();
    const called: string[] = [];
    const leave = abort.onAbort(() => {
      called.push('one');
      leave();
    });
    abort.onAbort(() => called.push('two'));
    abort.abort('now');
    expect(called).toEqual(['one', 'two']);
  });

  it('has one signal, which tells of it whenever it is asked for', () => {
    const before = createAbort();
    const { signal } = before;
    const heard: unknown[] = [];
    signal.addEventListener('abort', () => heard.push(signal.reason));
    before.abort('now');
    expect(heard).toEqual(['now']);
    expect(before.signal).toBe(signal);
    const after = createAbort();
    after.abort('earlier');
    expect([after.signal.aborted, after.signal.reason]).toEqual([true, 'earlier']);
  });

  it('comes with that of its parent, for the same reason, but not the other way round', () => {
    const parent = createAbort();
    const [one, other] = [createAbort(parent), createAbort(parent)];
    one.abort('own');
    expect([parent.aborted, other.aborted]).toEqual([false, false]);
    parent.abort('all');
    expect([one.reason, other.reason, other.signal.reason]).toEqual(['own', 'all', 'all']);
  });

  it('is there from the start where its parent was aborted before', () => {
    const parent = createAbort();
    parent.abort('all');
    const child = createAbort(parent);
    expect([child.aborted, child.reason]).toEqual([true, 'all']);
  });
});
