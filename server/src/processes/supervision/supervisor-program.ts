/**
 * The program that stands between this server and the processes of one execution, in Perl: it is there on nearly every
 * Linux (part of `perl-base`), starts in 5 ms with 6 MB, and can say exactly how a child ended and become the parent of
 * all orphans below it, which neither a shell nor Node can.
 *
 * Descriptors: 0 to 2 = the children's, 3 = one line about the end, 4 = lifeline (lines from the server: milliseconds
 * for which the children may go on, or `stop`; its end means that the server is gone).
 * Arguments: milliseconds between asking and killing, milliseconds of trust at the start, files of control groups to
 * enter (joined by `:`), then the command.
 * The end: `exit N`, `signal N` or `spawn ERRNO`, why it was stopped (`-`, `stop`, `gone`, `silence`), how many processes
 * were left over when the command itself was over.
 */
export const SUPERVISOR = String.raw`
use strict; use warnings;
use POSIX qw(:sys_wait_h :signal_h setsid _exit);
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my ($grace, $trust, $entrances, @command) = @ARGV;
my $inNamespace = $$ == 1;
my %PRCTL = (x86_64 => 157, aarch64 => 167);
my $prctl = $PRCTL{(POSIX::uname())[4]};
# PR_SET_CHILD_SUBREAPER: whoever loses his parent below us becomes our child.
my $reaps = defined $prctl && syscall($prctl, 36, 1, 0, 0, 0) == 0;

open(my $report, '>&=', 3) or _exit(70);
open(my $lifeline, '<&=', 4) or _exit(70);
$SIG{PIPE} = 'IGNORE';
# Its own session: a signal meant for the server's group does not reach it.
setsid() unless getpgrp() == $$;

# 0 = whoever writes it. What is started from here on is in the group and cannot leave it.
for my $entrance (split /:/, $entrances) {
  open(my $group, '>', $entrance) or next;
  syswrite($group, '0'); close($group);
}

pipe(my $failed, my $failing) or _exit(70);
my $ended; my $status; my $why = '-'; my $left = 0;
my $child = fork();
_exit(70) unless defined $child;
if ($child == 0) {
  setsid();
  $SIG{$_} = 'DEFAULT' for qw(PIPE CHLD TERM INT HUP);
  # Whatever this server or its parent left open is none of the script's business.
  if (opendir(my $fds, '/proc/self/fd')) {
    my @fds = grep { /^\d+$/ && $_ > 2 && $_ != fileno($failing) } readdir $fds;
    POSIX::close($_) for @fds;
  }
  # Closed by a successful exec.
  { no warnings; exec { $command[0] } @command; }
  syswrite($failing, $! + 0);
  _exit(127);
}
close($failing);
# The children's output ends with the children.
open(STDOUT, '>', '/dev/null');
open(STDERR, '>', '/dev/null');
my $errno; sysread($failed, $errno, 16);

sub now { return clock_gettime(CLOCK_MONOTONIC) * 1000 }

sub reap {
  while ((my $pid = waitpid(-1, WNOHANG)) > 0) {
    next unless $pid == $child;
    $status = $?; $ended = 1;
  }
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
  for my $round (1 .. 200) {
    reap();
    my @living = descendants();
    last if !@living && (!$inNamespace || kill(0, -1) == 0);
    if ($inNamespace) { kill('KILL', -1) } else { kill('STOP', $_) for @living; kill('KILL', $_) for @living }
    select(undef, undef, undef, $round < 20 ? 0.005 : 0.05);
  }
  reap();
}

sub finish {
  my ($how) = @_;
  syswrite($report, "$how $why $left\n");
  _exit(0);
}

if (defined $errno && length $errno) { waitpid($child, 0); finish("spawn $errno") }

$SIG{CHLD} = sub { };
my $until = now() + $trust;
my $buffer = '';
my $deadline;
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
      while ($buffer =~ s/^([^\n]*)\n//) {
        my $word = $1;
        if ($word eq 'stop') { $why = 'stop' } elsif ($word =~ /^\d+$/) { $until = now() + $word }
      }
    } elsif ($n > 0) { select(undef, undef, undef, 0.02) }
  }
  if ($why ne '-' && !defined $deadline) {
    $deadline = now() + $grace;
    tell_all('TERM'); tell_all('CONT');
  }
}
if ($ended) { $left = scalar(descendants()) }
kill_all();
unless ($ended) { for (1 .. 100) { reap(); last if $ended; select(undef, undef, undef, 0.01) } }
finish(!defined $status ? 'signal 9' : $status & 127 ? 'signal ' . ($status & 127) : 'exit ' . ($status >> 8));
`;
