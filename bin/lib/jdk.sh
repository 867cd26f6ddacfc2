# shellcheck shell=bash
#
# Finding a Java. Used by setup and by the launcher.

# The feature release (17, 25, ...) of the Java below $1; fails if there is none.
java_release() {
  local line
  [[ -x $1/bin/java ]] || return 1
  if [[ -r $1/release ]]; then
    while IFS= read -r line; do
      if [[ $line =~ ^JAVA_VERSION=\"(1\.)?([0-9]+) ]]; then
        printf '%s\n' "${BASH_REMATCH[2]}"
        return 0
      fi
    done <"$1/release"
  fi
  line=$("$1/bin/java" -version 2>&1) || return 1
  [[ $line =~ version\ \"(1\.)?([0-9]+) ]] && printf '%s\n' "${BASH_REMATCH[2]}"
}

# "release home" of each Java on the machine; the user's own choices come first. $1: that user's home.
java_homes() {
  local home release path
  local homes=()
  [[ -z ${JAVA_HOME:-} ]] || homes+=("$JAVA_HOME")
  if path=$(command -v java) && path=$(readlink -f "$path"); then
    homes+=("${path%/bin/java}")
  fi
  shopt -s nullglob
  homes+=(/usr/lib/jvm/* /opt/* /opt/java/* "$1"/.sdkman/candidates/java/* "$1"/.jdks/*)
  shopt -u nullglob
  for home in "${homes[@]}"; do
    if release=$(java_release "$home"); then
      printf '%s %s\n' "$release" "$home"
    fi
  done
}

# newest_java MINIMUM HOME [TOOL]: "release home" of the newest Java of at least that release that has the tool
# (java, unless javac is asked for); fails if there is none.
newest_java() {
  local minimum=$1 tool=${3:-java} release home
  while read -r release home; do
    if ((release >= minimum)) && [[ -x $home/bin/$tool ]]; then
      printf '%s %s\n' "$release" "$home"
      return 0
    fi
  done < <(java_homes "$2" | sort -s -k1,1nr)
  return 1
}

# "release home" of the Java that runs the float2 command: FLOAT2_JAVA (a java program or the directory it belongs to),
# else a JAVA_HOME that is new enough, else the newest one. $1: the oldest release that will do; $2: the user's home.
# Fails with a sentence on standard error.
command_java() {
  local home release
  if [[ ${FLOAT2_JAVA:-} ]]; then
    home=$FLOAT2_JAVA
    [[ -d $home ]] || home=$(readlink -f "$home")
    home=${home%/bin/java}
    if ! release=$(java_release "$home"); then
      echo "float2: FLOAT2_JAVA names $FLOAT2_JAVA, which is not a Java" >&2
      return 1
    fi
    if ((release < $1)); then
      echo "float2: FLOAT2_JAVA names Java $release, but float2 needs $1 or newer" >&2
      return 1
    fi
  elif [[ ${JAVA_HOME:-} ]] && release=$(java_release "$JAVA_HOME") && ((release >= $1)); then
    home=$JAVA_HOME
  elif ! newest_java "$1" "$2"; then
    echo "float2: no Java $1 or newer was found; install one, or name it in FLOAT2_JAVA" >&2
    return 1
  else
    return 0
  fi
  printf '%s %s\n' "$release" "$home"
}
