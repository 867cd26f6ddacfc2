# shellcheck shell=bash
#
# How setup speaks, runs its steps and becomes another user.

say() {
  printf 'setup: %s\n' "$1"
}

complain() {
  printf 'setup: %s\n' "$1" >&2
}

die() {
  complain "$1"
  exit 1
}

# The user who owns what is built. With `sudo bin/setup` it is the one who typed that, so that neither the tree nor
# the Maven repository ends up with files of root; unless the tree is closed to that user.
BUILDER_UID=
BUILDER_GID=
BUILDER_HOME=${HOME:-/}
if ((EUID == 0)) && [[ ${SUDO_UID:-0} != 0 && ${SUDO_GID:-} ]]; then
  if setpriv --reuid="$SUDO_UID" --regid="$SUDO_GID" --init-groups test -w "$ROOT" 2>/dev/null; then
    BUILDER_UID=$SUDO_UID
    BUILDER_GID=$SUDO_GID
    BUILDER_HOME=$(getent passwd "$SUDO_UID" | cut -d: -f6)
  fi
fi

as_builder() {
  if [[ $BUILDER_UID ]]; then
    setpriv --reuid="$BUILDER_UID" --regid="$BUILDER_GID" --init-groups \
      env HOME="$BUILDER_HOME" USER="${SUDO_USER:-}" LOGNAME="${SUDO_USER:-}" "$@"
  else
    "$@"
  fi
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    sudo "$@"
  fi
}

# Makes sure that as_root will work, before a step hides its output in a log.
# $1: what root is needed for.
ROOT_PURPOSE=
need_root() {
  if ((EUID == 0)) || [[ $1 == "$ROOT_PURPOSE" ]]; then
    return
  fi
  ROOT_PURPOSE=$1
  command -v sudo >/dev/null || die "root is needed to $1 and there is no sudo here; run bin/setup as root once"
  if sudo -n true 2>/dev/null; then
    say "using sudo to $1"
  elif [[ -t 0 && -t 2 ]]; then
    say "using sudo to $1"
    sudo -v || die "root is needed to $1 and sudo refused; run bin/setup as root once"
  else
    die "root is needed to $1 and sudo would ask for a password; run bin/setup in a terminal once"
  fi
}

# Opens the part of the run that changes something: one setup at a time in this tree, and a scratch directory SCRATCH
# that goes away at the end, except for the logs of a run that failed.
begin_changes() {
  [[ -w $ROOT ]] || die "$ROOT is not writable for $(id -un); run bin/setup as the owner of that directory"
  as_builder mkdir -p "$STATE"
  as_builder touch "$STATE/lock"
  exec 9<"$STATE/lock"
  if ! flock --nonblock 9; then
    say "waiting for another bin/setup in this directory"
    flock 9
  fi
  SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/float2-setup.XXXXXX")
  [[ -z $BUILDER_UID ]] || chown "$BUILDER_UID:$BUILDER_GID" "$SCRATCH"
  mkdir "$SCRATCH/log"
  UNDO=()
  trap 'end_changes $?' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# Registers a command that must run at the end, whatever happens.
at_end() {
  UNDO+=("$1")
}

end_changes() {
  local command
  for command in "${UNDO[@]}"; do
    "$command" || true
  done
  if (($1 == 0)); then
    rm -rf "$SCRATCH"
  else
    find "$SCRATCH" -mindepth 1 -maxdepth 1 ! -name log -exec rm -rf {} +
    rmdir "$SCRATCH/log" "$SCRATCH" 2>/dev/null || true
  fi
}

# step NAME MEND COMMAND...: runs the command with its output in a log. When it fails, shows the end of the log and
# ends setup with the sentence MEND.
step() {
  local log=$SCRATCH/log/$1 mend=$2
  shift 2
  if ! quietly "$log" "$@"; then
    tail -n 12 "$log" | sed 's/^/  | /' >&2
    die "$mend (the whole log: $log)"
  fi
}

# quietly LOG COMMAND...: the lock must not be inherited, or a service started by a package would hold it for ever.
quietly() {
  local log=$1
  shift
  "$@" >>"$log" 2>&1 </dev/null 9<&-
}

# install_tree STAGE: copies a tree made with DESTDIR=STAGE to its place. Files are replaced, never written into: a
# running server may have the old library mapped.
install_tree() {
  local stage=$1 runner=as_root
  if [[ -w $PG_PKGLIBDIR && -w $PG_SHAREDIR/extension ]]; then
    runner=
  fi
  # shellcheck disable=SC2016  # expanded by the inner shell
  $runner bash -c 'cd "$1" && find . -type f -print0 | while IFS= read -r -d "" file; do
      install -D -m "$(stat -c %a "$file")" "$file" "/$file" || exit 1
    done' install "$stage"
}

# The same, when only the owner of the server's directories may.
need_root_for_server_files() {
  [[ -w $PG_PKGLIBDIR && -w $PG_SHAREDIR/extension ]] || need_root "$1"
}

project_version() {
  sed -n "s/^default_version *= *'\(.*\)'.*/\1/p" "$ROOT/extension/float2.control"
}
