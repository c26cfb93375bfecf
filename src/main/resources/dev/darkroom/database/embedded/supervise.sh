# Looks after one PostgreSQL for as long as anybody uses it: supervise.sh RUN-FOLDER DATA-FOLDER OPTIONS PG_CTL...
# Every user holds the named pipe "users" open for writing, so the kernel counts them, however they end: the pipe reads
# as ended when the last one is gone. A user who writes "ID PORT" wants a server that takes connections, and is answered
# by a file of the name ID with an exit code; so it also knows that the server was not yet on its way down.
umask 077
cd "$1" || exit 1
data=$2
options=$3
shift 3
server=
trap 'kill -INT "$server"; exit' TERM
trap '' INT HUP
exec 3<>users <users 3<&-
while read -r id port; do
  "$@" status -D "$data" >/dev/null 2>&1 || "$@" start -D "$data" -w -t 600 -o "-p $port $options" >start.log 2>&1
  echo $? >"$id.part"
  [ -e "$data/postmaster.pid" ] && read -r server <"$data/postmaster.pid"
  mv "$id.part" "$id"
done
kill -INT "$server"
