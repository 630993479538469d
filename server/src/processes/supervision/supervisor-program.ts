/**
 * The numbers of prctl, setsid, clock_gettime and prlimit64; undefined where they are not known. Perl's POSIX module has
 * names for the first three, and takes 20 ms to load.
 */
export const SYSCALLS = (
  { x64: '157,112,228,302', arm64: '167,157,113,261' } as Record<string, string>
)[process.arch];

/**
 * The program that stands between this server and the processes of one execution, in Perl: it is there on nearly every
 * Linux (part of `perl-base`), starts in 5 ms with 6 MB, and can say exactly how a child ended and become the parent of
 * all orphans below it, which neither a shell nor Node can.
 *
 * How it is spoken to: `supervise.ts`. It gives its child the environment that it is told and has none itself.
 */
export const SUPERVISOR = String.raw`
use strict;

my ($calls, $rlimits, $grace, $orphanGrace, $trust, $standstill, $entrances, @command) = @ARGV;
my ($PRCTL, $SETSID, $CLOCK_GETTIME, $PRLIMIT64) = map { $_ + 0 } split /,/, $calls;
my ($WNOHANG, $EPERM) = (1, 1);
my $inNamespace = $$ == 1;
# PR_SET_CHILD_SUBREAPER: whoever loses his parent below us becomes our child.
syscall($PRCTL, 36, 1, 0, 0, 0);

open(my $report, '>&=', 3) or exit(70);
open(my $lifeline, '<&=', 4) or exit(70);
open(my $server, '<&=', 5) or exit(70);
$SIG{PIPE} = 'IGNORE';
# Its own session: a signal meant for the server's group does not reach it.
syscall($SETSID) unless getpgrp() == $$;

# First comes the environment: its length in bytes, a line's end, its entries, each with a NUL behind it.
my $buffer = '';
my %environment;
while ($buffer !~ /^(\d+)\n/ || length($buffer) < length($1) + 1 + $1) {
  sysread($lifeline, $buffer, 65536, length $buffer) or exit(70);
}
$buffer =~ s/^(\d+)\n//;
for my $entry (split /\0/, substr($buffer, 0, $1, '')) {
  my ($name, $value) = split /=/, $entry, 2;
  $environment{$name} = $value;
}

my $ended; my $status; my $why = '-'; my $left = 0; my $survived = 0;
# 0 = whoever writes it. What is started from here on is in the group and cannot leave it; outside of it nothing bounds it.
for my $entrance (split /:/, $entrances) {
  my $group;
  finish('spawn ' . ($! + 0)) unless open($group, '>', $entrance) && syswrite($group, '0');
  close($group);
}

pipe(my $failed, my $failing) or exit(70);
my $child = fork();
exit(70) unless defined $child;
if ($child == 0) {
  syscall($SETSID);
  $SIG{$_} = 'DEFAULT' for qw(PIPE CHLD TERM INT HUP);
  # Whatever this server or its parent left open is none of the script's business.
  if (opendir(my $fds, '/proc/self/fd')) {
    my @fds = grep { /^\d+$/ && $_ > 2 && $_ != fileno($failing) } readdir $fds;
    for (@fds) { open(my $fd, "<&=$_"); close($fd) }
  }
  # What is bounded more tightly already stays so. A bound that cannot be set keeps the command from starting.
  for my $rlimit (split /,/, $rlimits) {
    my ($resource, $bound) = map { $_ + 0 } split /=/, $rlimit;
    my $old = "\0" x 16;
    if (syscall($PRLIMIT64, 0, $resource, 0, $old) == 0) {
      my (undef, $most) = unpack('Q2', $old);
      $bound = $most if $most < $bound;
      next if syscall($PRLIMIT64, 0, $resource, pack('Q2', $bound, $bound), 0) == 0;
    }
    syswrite($failing, $! + 0);
    exit(126);
  }
  %ENV = %environment;
  # Closed by a successful exec.
  exec { $command[0] } @command;
  syswrite($failing, $! + 0);
  exit(127);
}
close($failing);
# The children's output ends with the children.
open(STDOUT, '>', '/dev/null');
open(STDERR, '>', '/dev/null');
my $errno; sysread($failed, $errno, 16);

# CLOCK_MONOTONIC, in milliseconds.
sub now {
  my $time = "\0" x 16;
  syscall($CLOCK_GETTIME, 1, $time);
  my ($seconds, $nanoseconds) = unpack('q2', $time);
  return $seconds * 1000 + $nanoseconds / 1e6;
}

# Answers whether nobody is left: as long as anybody lives below us, somebody is our child.
sub reap {
  my $pid;
  while (($pid = waitpid(-1, $WNOHANG)) > 0) {
    next unless $pid == $child;
    $status = $?; $ended = 1;
  }
  return $pid < 0;
}

# All that live below us, by who is whose parent now.
sub descendants {
  my (%parent, @found);
  opendir(my $proc, '/proc') or return ();
  for my $pid (grep { /^\d+$/ } readdir $proc) {
    open(my $stat, '<', "/proc/$pid/stat") or next;
    my $line = <$stat>; next unless defined $line;
    next unless $line =~ /^\d+ \(.*\) (\S) (\d+)/s;
    next if $1 eq 'Z' || $1 eq 'X';
    push @{$parent{$2}}, $pid;
  }
  my @open = ($$);
  while (@open) { my @below = @{$parent{shift @open} || []}; push @found, @below; push @open, @below; }
  return @found;
}

sub tell_all {
  my ($signal) = @_;
  if ($inNamespace) { kill($signal, -1); return }
  kill($signal, -$child);
  kill($signal, $_) for descendants();
}

# What forks faster than one look is stopped first: a stopped process forks no more.
sub kill_all {
  my $inVain = 0;
  for my $round (1 .. 200) {
    last if reap();
    my @living = descendants();
    if ($inNamespace) { kill('KILL', -1) }
    # Those of other users stay.
    else {
      kill('STOP', $_) for @living;
      my @reached = grep { kill('KILL', $_) || $! != $EPERM } @living;
      last if @living && !@reached && ($inVain += 1) > 5;
    }
    select(undef, undef, undef, $round < 20 ? 0.005 : 0.05);
  }
  reap();
}

sub finish {
  my ($how) = @_;
  syswrite($report, "$how $why $left $survived\n");
  exit(0);
}

if (defined $errno && length $errno) { waitpid($child, 0); finish("spawn $errno") }

# The server's own line of /proc, opened by it: the state T is a process that was stopped. One that is busy has none.
sub is_stopped {
  my $line;
  sysseek($server, 0, 0);
  return sysread($server, $line, 512) && $line =~ /^\d+ \(.*\) T /s;
}

$SIG{CHLD} = sub { };
my $until = now() + $trust;
my $deadline;
my $look = 0; my $stillSince;
sub heed {
  while ($buffer =~ s/^([^\n]*)\n//) {
    my $word = $1;
    if ($word eq 'stop') { $why = 'stop' } elsif ($word =~ /^\d+$/) { $until = now() + $word }
  }
}
# It may have come with the environment.
heed();
while (!$ended) {
  reap(); last if $ended;
  my $wait = ($deadline // $until) - now();
  if ($wait <= 0) {
    last if defined $deadline;
    $why = 'silence';
  } else {
    my $ready = ''; vec($ready, fileno($lifeline), 1) = 1;
    # Short: a child may end between the look and the wait.
    my $n = select($ready, undef, undef, ($wait < 50 ? $wait : 50) / 1000);
    if ($n > 0 && $why eq '-') {
      my $got = sysread($lifeline, $buffer, 4096, length $buffer);
      if (!$got) { $why = 'gone' if defined $got }
      heed();
    } elsif ($n > 0) { select(undef, undef, undef, 0.02) }
  }
  if ($why eq '-' && now() >= $look) {
    $look = now() + $standstill / 5;
    $stillSince = is_stopped() ? $stillSince // now() : undef;
    $why = 'standstill' if defined $stillSince && now() - $stillSince >= $standstill;
  }
  if ($why ne '-' && !defined $deadline) {
    $deadline = now() + ($why eq 'stop' ? $grace : $orphanGrace);
    tell_all('TERM'); tell_all('CONT');
  }
}
if ($ended) { $left = scalar(descendants()) }
kill_all();
$survived = $inNamespace ? 0 : scalar(descendants());
unless ($ended) { for (1 .. 100) { reap(); last if $ended; select(undef, undef, undef, 0.01) } }
finish(!defined $status ? 'signal 9' : $status & 127 ? 'signal ' . ($status & 127) : 'exit ' . ($status >> 8));
`;
