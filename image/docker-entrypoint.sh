#!/bin/bash
#
# Makes a data directory where there is none, then becomes the server. Reads the variables of the official postgres image
# (POSTGRES_PASSWORD, _USER, _DB, _INITDB_ARGS, _INITDB_WALDIR, _HOST_AUTH_METHOD, the first four also as NAME_FILE), and two of
# its own for a replica: POSTGRES_PRIMARY_HOST and POSTGRES_PRIMARY_PORT. Any other command than postgres is run as it is.

set -euo pipefail

SCRIPTS=/docker-entrypoint-initdb.d

say() {
  printf '%s\n' "$1" >&2
}

die() {
  say "error: $1"
  exit 1
}

# The value of a variable, or of the file that NAME_FILE names: secrets are mounted as files.
value_of() {
  local name=$1 file_name=$1_FILE
  if [[ ${!name:-} && ${!file_name:-} ]]; then
    die "$name and $file_name are both set, but they exclude each other"
  elif [[ ${!file_name:-} ]]; then
    [[ -r ${!file_name} ]] || die "$file_name names ${!file_name}, which cannot be read"
    printf '%s' "$(<"${!file_name}")"
  else
    printf '%s' "${!name:-$2}"
  fi
}

# --- as root: the data belong to the server's user, and so does the rest of this script ------------------------------------------

own_data() {
  mkdir -p "$PGDATA" "${POSTGRES_INITDB_WALDIR:-$PGDATA}"
  find "$PGDATA" "${POSTGRES_INITDB_WALDIR:-$PGDATA}" ! -user postgres -exec chown postgres {} +
  find /var/run/postgresql ! -user postgres -exec chown postgres {} +
}

# --- a new primary ------------------------------------------------------------------------------------------------------------

make_primary() {
  if [[ -z $PASSWORD && ${POSTGRES_HOST_AUTH_METHOD:-} != trust ]]; then
    die "POSTGRES_PASSWORD is not set: the new database needs a superuser's password (-e POSTGRES_PASSWORD=…), unless everybody is let in without one (-e POSTGRES_HOST_AUTH_METHOD=trust)"
  fi
  local options=() method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  read -r -a options <<<"$INITDB_ARGS"
  initdb --username="$DB_USER" --pwfile=<(printf '%s\n' "${PASSWORD:-none}") \
    ${POSTGRES_INITDB_WALDIR:+--waldir="$POSTGRES_INITDB_WALDIR"} "${options[@]}"
  # Also for replicas, which pg_basebackup makes.
  printf '\nhost all all all %s\nhost replication %s all %s\n' "$method" "\"$DB_USER\"" "$method" >>"$PGDATA/pg_hba.conf"
  printf "\nlisten_addresses = '*'\n" >>"$PGDATA/postgresql.conf"
}

set_up_database() {
  # Not reachable from outside before it is whole.
  pg_ctl --pgdata="$PGDATA" --wait --silent --options="-c listen_addresses='' ${SERVER_OPTIONS:-}" start
  export PGHOST=/var/run/postgresql PGUSER=$DB_USER PGDATABASE=postgres PGPASSWORD=$PASSWORD
  if [[ $DATABASE != postgres ]]; then
    run_sql --variable=name="$DATABASE" <<<'CREATE DATABASE :"name"'
  fi
  export PGDATABASE=$DATABASE
  run_sql <<<'CREATE EXTENSION float2 CASCADE'
  local script
  for script in "$SCRIPTS"/*; do
    run_script "$script"
  done
  unset PGHOST PGUSER PGDATABASE PGPASSWORD
  pg_ctl --pgdata="$PGDATA" --mode=fast --wait --silent stop
}

run_sql() {
  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 "$@"
}

run_script() {
  case $1 in
    "$SCRIPTS/*") ;;
    *.sh)
      say "running $1"
      # One that may be executed is a program; another one is read, and can set what comes after it.
      if [[ -x $1 ]]; then "$1"; else . "$1"; fi
      ;;
    *.sql) say "running $1"; run_sql --file="$1" ;;
    *.sql.gz) say "running $1"; gzip -dc "$1" | run_sql ;;
    *.sql.xz) say "running $1"; xz -dc "$1" | run_sql ;;
    *.sql.zst) say "running $1"; zstd -dc "$1" | run_sql ;;
    *) say "leaving out $1, which is neither .sh nor .sql" ;;
  esac
}

# --- a new replica ------------------------------------------------------------------------------------------------------------

# Copied from the primary, which may still be starting.
make_replica() {
  local port=${POSTGRES_PRIMARY_PORT:-5432} connection attempt
  [[ $PASSWORD ]] || die "POSTGRES_PASSWORD is not set: the replica connects to $POSTGRES_PRIMARY_HOST as the user $DB_USER with it"
  connection="host=$POSTGRES_PRIMARY_HOST port=$port user=$DB_USER application_name=$(hostname)"
  for ((attempt = 1; ; attempt++)); do
    pg_isready --quiet --host="$POSTGRES_PRIMARY_HOST" --port="$port" && break
    ((attempt < 60)) || die "the primary $POSTGRES_PRIMARY_HOST:$port does not answer"
    sleep 1
  done
  say "copying $POSTGRES_PRIMARY_HOST:$port"
  PGPASSWORD=$PASSWORD pg_basebackup --dbname="$connection" --pgdata="$PGDATA" --checkpoint=fast --wal-method=stream --write-recovery-conf
}

# --- off ----------------------------------------------------------------------------------------------------------------------

if [[ ${1:-} == -* ]]; then
  set -- postgres "$@"
fi
if [[ ${1:-} != postgres ]] || [[ " $* " == *' --help '* || " $* " == *' --version '* || " $* " == *' -V '* ]]; then
  exec "$@"
fi
if ((EUID == 0)); then
  own_data
  exec setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/var/lib/postgresql "${BASH_SOURCE[0]}" "$@"
fi

if [[ ! -s $PGDATA/PG_VERSION ]]; then
  PASSWORD=$(value_of POSTGRES_PASSWORD '')
  DB_USER=$(value_of POSTGRES_USER postgres)
  DATABASE=$(value_of POSTGRES_DB "$DB_USER")
  INITDB_ARGS=$(value_of POSTGRES_INITDB_ARGS '')
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA" 2>/dev/null || true
  if [[ ${POSTGRES_PRIMARY_HOST:-} ]]; then
    make_replica
  else
    make_primary
    set_up_database
  fi
fi
exec "$@"
