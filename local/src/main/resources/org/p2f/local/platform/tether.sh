# Runs a command tied to this shell's standard input: when that ends, because whoever holds its
# other end has closed it or died, even by SIGKILL, the command is sent ORPHANED, and FORCE if it is
# still there GRACE seconds later. A SIGTERM to this shell is passed on as STOP. The command gets a session or process group of its own, so a terminal's Ctrl-C reaches
# only the holder, which stops its commands in order.
#
# usage: sh -c "$(cat tether.sh)" tether STOP ORPHANED GRACE FORCE COMMAND...
stop=$1 orphaned=$2 grace=$3 force=$4
shift 4
exec 3<&0
if command -v setsid >/dev/null 2>&1; then
  setsid "$@" </dev/null 3<&- &
else
  set -m
  "$@" </dev/null 3<&- &
fi
child=$!
trap 'kill -"$stop" "$child" 2>/dev/null' TERM
trap '' INT HUP
(
  cat <&3 >/dev/null
  kill -"$orphaned" "$child" 2>/dev/null
  sleep "$grace"
  kill -"$force" "$child" 2>/dev/null
) 2>/dev/null &
watcher=$!
exec 3<&-
while
  wait "$child"
  status=$?
  kill -0 "$child" 2>/dev/null
do :; done
kill -KILL "$watcher" 2>/dev/null
exit "$status"
