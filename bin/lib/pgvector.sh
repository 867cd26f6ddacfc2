# shellcheck shell=bash
#
# pgvector 0.8: float2 builds on its HNSW, whose inner structures it knows, so neither older nor newer ones will do.

# The pgvector that is installed for the server in use, or nothing.
pgvector_version() {
  [[ $PG_VERSION && -r $PG_SHAREDIR/extension/vector.control && -e $PG_PKGLIBDIR/vector.so ]] || return 0
  sed -n "s/^default_version *= *'\(.*\)'.*/\1/p" "$PG_SHAREDIR/extension/vector.control"
}

# Replacing a pgvector that is in use is not setup's business.
refuse_unusable_pgvector() {
  local version
  version=$(pgvector_version)
  case $version in
    '' | 0.8.*) ;;
    0.[0-7].*) die "pgvector $version is installed, but float2 needs 0.8; update it or remove it, then run bin/setup again" ;;
    *) die "pgvector $version is installed, but float2 knows only 0.8; install that one, then run bin/setup again" ;;
  esac
}

pgvector_missing() {
  [[ $(pgvector_version) ]] || echo "pgvector 0.8"
}

bring_pgvector() {
  refuse_unusable_pgvector
  [[ -z $(pgvector_version) ]] || return 0
  need_apt "pgvector 0.8"
  apt_refresh
  local package=postgresql-$PG_MAJOR-pgvector packaged=''
  if [[ $PG_BINDIR == /usr/lib/postgresql/"$PG_MAJOR"/bin ]]; then
    packaged=$(apt_versions "$package" | grep '^0\.8\.' | sort -Vr | head -n 1 || true)
  fi
  if [[ $packaged ]]; then
    apt_install "$package=$packaged"
  else
    pgvector_from_source
  fi
  local version
  version=$(pgvector_version)
  [[ $version == 0.8.* ]] || die "pgvector was installed, but $PG_SHAREDIR/extension/vector.control is not that of 0.8"
  say "pgvector $version is installed"
  case $version in
    0.8.[0-3]) say "note: pgvector 0.8.4 mends faults of $version in parallel index builds and in vacuum; update it when your package source has it" ;;
  esac
}

# Newer Debian suites carry the source package. They are read by an apt with lists, cache and sources of its own in the
# scratch directory: the machine's stay untouched, its mirror and its proxy settings are used.
pgvector_from_source() {
  local version tried=''
  say "reading the source packages of newer Debian suites for pgvector 0.8"
  write_private_sources
  # One suite that cannot be read does not matter as long as another one offers pgvector.
  quietly "$SCRATCH/log/pgvector-source" private_apt apt-get update || true
  for version in $(private_apt apt-cache showsrc pgvector 2>/dev/null |
    sed -n 's/^Version: \(0\.8\..*\)/\1/p' | sort -Vru); do
    if quietly "$SCRATCH/log/pgvector-source" private_apt apt-get source --download-only --only-source "pgvector=$version"; then
      build_pgvector "$version"
      return
    fi
    say "the files of pgvector $version cannot be downloaded"
    tried="$tried $version"
  done
  die "pgvector 0.8 is missing and Debian's source package of it could not be downloaded${tried:+ (tried:$tried)}: check the network, or install pgvector 0.8 by hand, then run bin/setup again (the whole log: $SCRATCH/log/pgvector-source)"
}

PGVECTOR_SUITES=(trixie forky sid)

write_private_sources() {
  local keyring mirror suite
  keyring=$(compgen -G '/usr/share/keyrings/debian-archive-keyring.[gp][gp][gp]' | head -n 1) ||
    die "pgvector 0.8 is missing and Debian's archive keys are not here to check its source package; install the package debian-archive-keyring and run bin/setup again"
  as_builder mkdir -p "$SCRATCH"/apt/{lists/partial,cache/archives/partial,parts} "$SCRATCH/pgvector"
  for mirror in $(debian_mirrors); do
    for suite in "${PGVECTOR_SUITES[@]}"; do
      echo "deb-src [signed-by=$keyring] $mirror $suite main"
    done
  done >"$SCRATCH/apt/sources.list"
  [[ -s $SCRATCH/apt/sources.list ]] ||
    die "pgvector 0.8 is missing and apt's package sources name no Debian mirror to take it from; install pgvector 0.8 by hand and run bin/setup again"
}

# Where the machine gets Debian's own packages from, in apt's reading of its source files (which have two formats).
debian_mirrors() {
  local codename
  # shellcheck disable=SC1091
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  # shellcheck disable=SC2016  # apt's placeholders
  apt-get indextargets --format '$(ORIGIN)|$(COMPONENT)|$(RELEASE)|$(CODENAME)|$(REPO_URI)' 'Created-By: Packages' |
    awk -F '|' -v codename="$codename" \
      '($1 == "Debian" || $1 == "") && $2 == "main" && ($3 == codename || $4 == codename) && $5 !~ /^cdrom:/ { print $5 }' |
    sort -u
}

# Runs an apt command on the private lists, where downloads land in the current directory.
private_apt() (
  cd "$SCRATCH/pgvector" || exit
  as_builder "$1" -o Dir::Etc::SourceList="$SCRATCH/apt/sources.list" -o Dir::Etc::SourceParts="$SCRATCH/apt/parts" \
    -o Dir::State::Lists="$SCRATCH/apt/lists" -o Dir::Cache="$SCRATCH/apt/cache" -o APT::Sandbox::User=root "${@:2}"
)

# Built as Debian builds it: for any processor of the architecture, not for this one (OPTFLAGS).
build_pgvector() {
  local mend="pgvector $1 does not build here; install pgvector 0.8 by hand and run bin/setup again"
  if ! command -v dpkg-source >/dev/null || ! command -v patch >/dev/null; then
    apt_install dpkg-dev
  fi
  say "building pgvector $1 from Debian's source package"
  local source=$SCRATCH/pgvector/source stage=$SCRATCH/pgvector/stage flags
  mapfile -t flags < <(pg_make_flags)
  flags+=(-C "$source" OPTFLAGS=)
  step pgvector-build "$mend" as_builder dpkg-source --no-check -x "$SCRATCH/pgvector/pgvector_$1.dsc" "$source"
  step pgvector-build "$mend" as_builder make -j "$(nproc)" "${flags[@]}"
  step pgvector-build "$mend" as_builder make "${flags[@]}" install DESTDIR="$stage"
  need_root_for_server_files "install pgvector"
  step pgvector-install "pgvector $1 could not be installed in $PG_PKGLIBDIR and $PG_SHAREDIR; see who owns these directories" \
    install_tree "$stage"
}
