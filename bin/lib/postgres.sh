# shellcheck shell=bash disable=SC2034  # the PG_ variables are for the other parts
#
# The PostgreSQL server and its headers.

MINIMUM_POSTGRES=14

# Asks the pg_config $1 about its server; fails if it is not one. Sets PG_CONFIG_PATH, PG_VERSION, PG_MAJOR, PG_BINDIR,
# PG_PKGLIBDIR, PG_SHAREDIR, PG_INCLUDEDIR and PG_PGXS.
ask_pg_config() {
  local answer
  mapfile -t answer < <("$1" --version --bindir --pkglibdir --sharedir --includedir-server --pgxs 2>/dev/null)
  ((${#answer[@]} == 6)) || return 1
  [[ ${answer[0]} =~ ^PostgreSQL\ (([0-9]+)[^ ]*) ]] || return 1
  PG_VERSION=${BASH_REMATCH[1]}
  PG_MAJOR=${BASH_REMATCH[2]}
  PG_BINDIR=${answer[1]}
  PG_PKGLIBDIR=${answer[2]}
  PG_SHAREDIR=${answer[3]}
  PG_INCLUDEDIR=${answer[4]}
  PG_PGXS=${answer[5]}
  # Debian's /usr/bin/pg_config is a wrapper that may answer for another server tomorrow.
  PG_CONFIG_PATH=$1
  [[ ! -x $PG_BINDIR/pg_config ]] || PG_CONFIG_PATH=$PG_BINDIR/pg_config
}

forget_postgres() {
  PG_CONFIG_PATH='' PG_VERSION='' PG_MAJOR='' PG_BINDIR='' PG_PKGLIBDIR='' PG_SHAREDIR='' PG_INCLUDEDIR='' PG_PGXS=''
}

# Finds the server to work with: the one PG_CONFIG names, else the one of the pg_config in PATH, else Debian's newest.
locate_postgres() {
  local candidate
  forget_postgres
  if [[ ${PG_CONFIG:-} ]]; then
    ask_pg_config "$PG_CONFIG" && [[ -x $PG_BINDIR/postgres ]]
    return
  fi
  while IFS= read -r candidate; do
    if ask_pg_config "$candidate" && [[ -x $PG_BINDIR/postgres ]] && ((PG_MAJOR >= MINIMUM_POSTGRES)); then
      return 0
    fi
  done < <(
    command -v pg_config || true
    printf '%s\n' /usr/lib/postgresql/*/bin/pg_config | sort -t / -k 5,5nr
  )
  forget_postgres
  return 1
}

# A server the user named is taken or refused, never replaced by another one.
refuse_unusable_postgres() {
  [[ ${PG_CONFIG:-} ]] || return 0
  [[ $PG_VERSION ]] || die "PG_CONFIG names $PG_CONFIG, which is not a working pg_config"
  [[ -x $PG_BINDIR/postgres ]] || die "PG_CONFIG names $PG_CONFIG, but there is no PostgreSQL server in $PG_BINDIR"
  ((PG_MAJOR >= MINIMUM_POSTGRES)) ||
    die "PG_CONFIG names PostgreSQL $PG_VERSION, but float2 needs $MINIMUM_POSTGRES or newer"
}

headers_there() {
  [[ -f $PG_INCLUDEDIR/postgres.h && -f $PG_PGXS ]]
}

postgres_missing() {
  if [[ -z $PG_VERSION ]]; then
    echo "a PostgreSQL server ($MINIMUM_POSTGRES or newer)"
  elif ! headers_there; then
    echo "the headers of PostgreSQL $PG_VERSION"
  fi
}

bring_postgres() {
  locate_postgres || true
  if [[ -z $PG_VERSION ]]; then
    bring_server
  elif ! headers_there; then
    bring_headers
  fi
}

bring_server() {
  need_apt "PostgreSQL"
  apt_refresh
  local major
  major=$(LC_ALL=C apt-cache depends postgresql 2>/dev/null |
    sed -n 's/.*Depends: postgresql-\([0-9][0-9]*\)$/\1/p' | head -n 1)
  [[ $major ]] || die "apt knows no package postgresql; add the distribution's package source and run bin/setup again"
  ((major >= MINIMUM_POSTGRES)) ||
    die "apt offers PostgreSQL $major, but float2 needs $MINIMUM_POSTGRES or newer; add a package source that has it"
  hold_back_main_cluster
  apt_install "postgresql-$major" "postgresql-server-dev-$major"
  release_main_cluster
  locate_postgres || true
  headers_there ||
    die "apt installed postgresql-$major, but no server with headers is there; set PG_CONFIG to its pg_config"
}

# Debian's package makes and starts a cluster of its own on port 5432. Nobody asked for that one.
CLUSTER_DROP_IN=/etc/postgresql-common/createcluster.d/float2-setup.conf

hold_back_main_cluster() {
  local directory=${CLUSTER_DROP_IN%/*} made=''
  need_root "install packages"
  [[ -d $directory ]] || made=$directory
  [[ -d ${directory%/*} ]] || made=${directory%/*}
  DROP_IN_MADE=$made
  at_end release_main_cluster
  as_root mkdir -p "$directory"
  echo 'create_main_cluster = false' | as_root tee "$CLUSTER_DROP_IN" >/dev/null
}

release_main_cluster() {
  [[ -e $CLUSTER_DROP_IN ]] || return 0
  as_root rm -f "$CLUSTER_DROP_IN"
  # Removed only if made here and nothing else came into them.
  if [[ $DROP_IN_MADE ]]; then
    as_root rmdir "${CLUSTER_DROP_IN%/*}" 2>/dev/null || true
    as_root rmdir "$DROP_IN_MADE" 2>/dev/null || true
  fi
}

# Takes the headers at the very version of the server when apt has it, so that nothing installed is upgraded.
bring_headers() {
  [[ $PG_BINDIR == /usr/lib/postgresql/"$PG_MAJOR"/bin ]] ||
    die "PostgreSQL $PG_VERSION in $PG_BINDIR comes without headers ($PG_INCLUDEDIR/postgres.h); install its development files"
  need_apt "postgresql-server-dev-$PG_MAJOR"
  apt_refresh
  local packages=() version
  version=$(installed_version "postgresql-$PG_MAJOR" || true)
  if [[ $version ]] && apt_versions "postgresql-server-dev-$PG_MAJOR" | grep -Fqx "$version"; then
    packages+=("postgresql-server-dev-$PG_MAJOR=$version")
  else
    packages+=("postgresql-server-dev-$PG_MAJOR")
  fi
  # The headers ask for libpq-dev, and that one asks for a libpq5 of its own version.
  if ! installed_version libpq-dev >/dev/null && version=$(installed_version libpq5) &&
    apt_versions libpq-dev | grep -Fqx "$version"; then
    packages+=("libpq-dev=$version")
  fi
  apt_install "${packages[@]}"
  locate_postgres || true
  headers_there ||
    die "apt installed ${packages[0]}, but $PG_INCLUDEDIR/postgres.h is not there; set PG_CONFIG to the right pg_config"
}

# What make must be told for this server, one argument a line. The server's build may name a clang that is not
# installed; it is only needed for the bitcode that JIT inlines.
pg_make_flags() {
  local makefile=${PG_PGXS%/makefiles/pgxs.mk}/Makefile.global clang
  echo "PG_CONFIG=$PG_CONFIG_PATH"
  clang=$(sed -n 's/^CLANG *= *//p' "$makefile")
  if grep -q '^with_llvm[[:space:]]*= *yes' "$makefile" && ! command -v "${clang:-clang}" >/dev/null; then
    echo with_llvm=no
  fi
}
