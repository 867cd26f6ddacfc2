#!/bin/sh
# By TCP: while a new database is being set up the server listens on its socket only.
exec pg_isready --quiet --host=127.0.0.1 --username="${POSTGRES_USER:-postgres}"
