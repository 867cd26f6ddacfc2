# shellcheck shell=bash
#
# The float2 extension: built in the tree, installed in the server.
#
# Remembered in STATE/extension: what it was built from (stamp), a copy of the tree that was installed (stage) and the
# checksums of the installed and the built files (sums), so that an edited source, a removed file and the install of
# another clone are all noticed.

EXTENSION_STATE=$STATE/extension

# What the extension is built from: a line that names the server, a line with the hash of the sources.
extension_stamp() {
  echo "$PG_CONFIG_PATH $PG_VERSION $PG_PKGLIBDIR $PG_SHAREDIR"
  (
    cd "$ROOT/extension" || exit
    find Makefile float2.control src kernel sql java -type f \( -name '*.[ch]' -o -name '*.sql' -o -name '*.control' -o -name Makefile \) \
      -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
  )
}

extension_built() {
  [[ -r $EXTENSION_STATE/stamp && $(<"$EXTENSION_STATE/stamp") == "$(extension_stamp)" ]]
}

files_as_recorded() {
  [[ -r $EXTENSION_STATE/$1 ]] && sha256sum --status --check "$EXTENSION_STATE/$1" 2>/dev/null
}

extension_missing() {
  if [[ -z $PG_VERSION ]] || ! extension_built || ! files_as_recorded built || ! files_as_recorded installed; then
    echo "the float2 extension of this tree${PG_VERSION:+ in PostgreSQL $PG_VERSION}"
  fi
}

bring_extension() {
  if ! extension_built || ! files_as_recorded built; then
    build_extension
  fi
  if ! files_as_recorded installed; then
    say "installing the extension in PostgreSQL $PG_VERSION"
    need_root_for_server_files "install the extension"
    step extension-install "the extension could not be installed in $PG_PKGLIBDIR and $PG_SHAREDIR; see who owns these directories" \
      install_tree "$EXTENSION_STATE/stage"
    files_as_recorded installed ||
      die "the installed extension is not what was built; see who else writes to $PG_PKGLIBDIR"
  fi
}

build_extension() {
  local flags stamp before
  local mend="the extension does not build here; see the compiler's message above"
  say "building the extension for PostgreSQL $PG_VERSION"
  mapfile -t flags < <(pg_make_flags)
  flags+=(-C "$ROOT/extension")
  stamp=$(extension_stamp)
  # Objects made for another server, or by nobody knows whom, are not to be trusted.
  before=$(cat "$EXTENSION_STATE/stamp" 2>/dev/null || true)
  if [[ ${before%%$'\n'*} != "${stamp%%$'\n'*}" || $before == "$stamp" ]]; then
    step extension-build "$mend" as_builder make "${flags[@]}" clean
  fi
  as_builder rm -rf "$EXTENSION_STATE"
  as_builder mkdir -p "$EXTENSION_STATE/stage"
  step extension-build "$mend" as_builder make -j "$(nproc)" "${flags[@]}"
  step extension-build "$mend" as_builder make "${flags[@]}" install DESTDIR="$EXTENSION_STATE/stage"
  # shellcheck disable=SC2016  # expanded by the inner shell
  as_builder bash -c 'cd "$1/stage"
    find . -type f -print0 | xargs -0 sha256sum | sed "s|  \./|  /|" >"$1/installed"
    sha256sum "$2"/extension/*.so >"$1/built"
    printf "%s\n" "$3" >"$1/stamp"' record "$EXTENSION_STATE" "$ROOT" "$stamp"
}
