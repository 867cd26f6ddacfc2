# shellcheck shell=bash
#
# Packages. What is installed stays as it is, unless a new package insists on a newer version of it.

APT_REFRESHED=

need_apt() {
  command -v apt-get >/dev/null || die "$1 is missing and there is no apt-get to bring it; install it by hand and run bin/setup again"
}

# Reads the package lists anew, once a run. A list that cannot be read is only a warning: the package may well be in
# another one.
apt_refresh() {
  [[ -z $APT_REFRESHED ]] || return 0
  APT_REFRESHED=yes
  need_root "install packages"
  say "reading the package lists"
  quietly "$SCRATCH/log/apt-update" as_root apt-get -o DPkg::Lock::Timeout=300 update ||
    complain "apt-get update failed, going on with the package lists at hand (log: $SCRATCH/log/apt-update)"
}

# The version apt would install, or nothing.
apt_candidate() {
  LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: //p' | grep -vx '(none)' || true
}

# All versions that apt could install.
apt_versions() {
  LC_ALL=C apt-cache madison "$1" 2>/dev/null | awk -F ' *[|] *' '{ print $2 }'
}

installed_version() {
  local status version
  read -r status version < <(dpkg-query -W -f '${db:Status-Status} ${Version}\n' "$1" 2>/dev/null) || return 1
  [[ $status == installed ]] && printf '%s\n' "$version"
}

# apt_install PACKAGE[=VERSION]...
apt_install() {
  need_root "install packages"
  say "installing $* with apt"
  step apt-install "apt could not install $*: check the network and the package sources, then run bin/setup again" \
    as_root env DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_SUSPEND=1 \
    apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
    -y --no-install-recommends --no-remove install "$@"
}

# gcc without the C library's headers compiles nothing.
compiler_works() {
  command -v gcc >/dev/null && printf '#include <stdlib.h>\n' | gcc -E -x c -o /dev/null - 2>/dev/null
}

build_tools_missing() {
  compiler_works || echo "a C compiler (gcc with the C library's headers)"
  command -v make >/dev/null || echo "make"
}

bring_build_tools() {
  local packages=()
  compiler_works || packages+=(gcc libc6-dev)
  command -v make >/dev/null || packages+=(make)
  ((${#packages[@]})) || return 0
  need_apt "${packages[0]}"
  apt_refresh
  apt_install "${packages[@]}"
}
