# Runs one PostgreSQL for as long as anybody uses it. Started in its run folder: supervise.sh RUN-FOLDER COMMAND...
# Every user holds the named pipe "users" open for writing, so the kernel counts them, however they end: the pipe
# reads as ended when the last one is gone. A user writes one line with its id and is answered by a file joined-ID,
# which tells it that the server was not yet on its way down.
umask 077
cd "$1" || exit 1
shift
exec 3<>users 4<users 3<&-
stopping=
server=
trap 'stopping=yes; kill -INT "$server" 2>/dev/null' TERM
trap '' INT HUP
(
  trap - TERM
  while read -r user; do : >"joined-$user"; done <&4
  kill -TERM $$
) &
users=$!
exec 4<&-
while [ -z "$stopping" ]; do
  "$@" &
  server=$!
  while kill -0 "$server" 2>/dev/null; do
    [ -n "$stopping" ] && kill -INT "$server" 2>/dev/null
    wait "$server"
  done
  # It ended by itself: a first start that failed is told to the user, a crash later on is followed by another start.
  [ -e ready ] || break
  [ -n "$stopping" ] || sleep 1
done
kill "$users" 2>/dev/null
