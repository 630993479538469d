/**
 * Scripts that do not want to end. Each gets a mark as its argument, which everything that it starts keeps in its command
 * line, and prints `up` when all of it is there.
 */
export const ZOO = {
  'a child in the same group': 'sleep "$1" & echo up; wait',
  'a session of its own': 'setsid sleep "$1" & echo up; wait',
  'a double fork': '( (sleep "$1" &) & ); echo up; sleep "$1"',
  'no environment': 'env -i /usr/bin/setsid /bin/sleep "$1" & echo up; sleep "$1"',
  'no ear for SIGTERM': `
    trap "" TERM HUP INT
    setsid bash -c 'trap "" TERM HUP INT; while :; do sleep 0.05; done' "$1" &
    echo up
    while :; do sleep 0.05; done`,
  'stopped processes': 'setsid sleep "$1" & kill -STOP $!; echo up; kill -STOP $$',
  // A chain in which each starts the next one, in a session of its own, and is gone.
  'a new process again and again': `
    if [ "$2" = hop ]; then sleep 0.02; fi
    trap "" TERM
    setsid bash "$0" "$1" hop &
    if [ "$2" != hop ]; then echo up; sleep "$1"; fi`,
  'more and more processes': `
    grow() { while :; do setsid sleep "$1" & sleep 0.05; done; }
    grow "$1" & grow "$1" &
    echo up; wait`,
} as const;

/** One that hides from everything but the kernel: nothing ties it to the script but a glance in time. */
export const DAEMON = `
  env -i /usr/bin/setsid /bin/sh -c 'cd /; /bin/sleep "$0" </dev/null >/dev/null 2>&1 &' "$1"
  echo up; sleep "$1"`;

/** Every copy starts two more. */
export const FORK_BOMB = `
  bomb() { bomb "$1" | bomb "$1" & }
  echo up
  bomb "$1" 2>/dev/null
  while :; do sleep 0.05; done`;

/** One that thinks itself free once nobody watches it. */
export const ASSASSIN = 'setsid sleep "$1" & echo up; kill -KILL $PPID; sleep "$1"';
