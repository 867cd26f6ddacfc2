# shellcheck shell=bash
#
# The float2 command: one jar, and an archive of its classes that halves the time it takes to start.

TARGET=$ROOT/loader-cli/target
JAR=$TARGET/float2.jar
COMMAND_STAMP=$STATE/command
# The Java that everything runs on, and the one the Panama provider is compiled with.
MINIMUM_JAVA=17
MINIMUM_PANAMA_JAVA=22

command_sources() {
  (
    cd "$ROOT" || exit
    find pom.xml loader-cli/pom.xml pljava-udfs/pom.xml loader-cli/src/main pljava-udfs/src/main sql \
      -path loader-cli/src/main/data -prune -o "$@"
  )
}

command_stamp() {
  command_sources -type f -print0 | (cd "$ROOT" && LC_ALL=C sort -z | xargs -0 sha256sum) | sha256sum
}

# A jar that setup built is judged by the contents of its sources, one that Maven built since by their times.
jar_up_to_date() {
  [[ -f $JAR ]] || return 1
  if [[ -r $COMMAND_STAMP && ! $JAR -nt $COMMAND_STAMP ]]; then
    [[ $(<"$COMMAND_STAMP") == "$(command_stamp)" ]]
  else
    [[ -z $(command_sources -newer "$JAR" -print -quit) ]]
  fi
}

# The class-data archive belongs to one jar and one Java. It is empty when that Java could not make one.
archive_up_to_date() {
  local release
  read -r release _ < <(command_java "$MINIMUM_JAVA" "$BUILDER_HOME" 2>/dev/null) || return 1
  [[ $TARGET/float2-$release.jsa -nt $JAR ]]
}

command_missing() {
  if ! jar_up_to_date; then
    echo "the float2 command (loader-cli/target/float2.jar)"
    find_maven >/dev/null || echo "Maven"
    newest_java "$MINIMUM_JAVA" "$BUILDER_HOME" javac >/dev/null || echo "a JDK $MINIMUM_JAVA or newer"
    newest_java "$MINIMUM_PANAMA_JAVA" "$BUILDER_HOME" javac >/dev/null || echo "a JDK $MINIMUM_PANAMA_JAVA or newer"
  elif ! archive_up_to_date; then
    echo "the class-data archive of the float2 command"
  fi
}

bring_command() {
  local stamp
  stamp=$(command_stamp)
  if ! jar_up_to_date; then
    bring_maven
    bring_jdks
    build_jar
  fi
  record_command "$stamp"
  archive_up_to_date || build_archive
}

# The jar is that of the sources as they are; the launcher, which looks at times only, sees it by the stamp's.
record_command() {
  # shellcheck disable=SC2016  # expanded by the inner shell
  as_builder bash -c 'printf "%s\n" "$2" >"$1"' record "$COMMAND_STAMP" "$1"
}

find_maven() {
  command -v mvn || compgen -G "$BUILDER_HOME/.sdkman/candidates/maven/current/bin/mvn" ||
    compgen -G '/opt/*maven*/bin/mvn' | head -n 1 | grep .
}

bring_maven() {
  find_maven >/dev/null && return
  need_apt "Maven"
  apt_refresh
  apt_install maven
}

bring_jdks() {
  local release package found=''
  if ! newest_java "$MINIMUM_JAVA" "$BUILDER_HOME" javac >/dev/null; then
    need_apt "a JDK $MINIMUM_JAVA"
    apt_refresh
    apt_install default-jdk-headless
  fi
  newest_java "$MINIMUM_PANAMA_JAVA" "$BUILDER_HOME" javac >/dev/null && return
  need_apt "a JDK $MINIMUM_PANAMA_JAVA or newer"
  apt_refresh
  for release in 25 26 27 24 23 22; do
    package=openjdk-$release-jdk-headless
    if [[ $(apt_candidate "$package") ]]; then
      apt_install "$package"
      found=yes
      break
    fi
  done
  [[ $found ]] ||
    die "a JDK $MINIMUM_PANAMA_JAVA or newer is needed beside the older one and apt has none; unpack one (25, say) below /usr/lib/jvm or set JAVA_HOME to it, then run bin/setup again"
}

# Maven runs on the Java it finds by itself, unless that one is too old or lacks a compiler.
maven_java_home() {
  local home release
  if [[ ${JAVA_HOME:-} ]]; then
    home=$JAVA_HOME
  else
    home=$(readlink -f "$(command -v java)" 2>/dev/null || true)
    home=${home%/bin/java}
  fi
  if release=$(java_release "$home") && ((release >= MINIMUM_JAVA)) && [[ -x $home/bin/javac ]]; then
    printf '%s\n' "${JAVA_HOME:-}"
  else
    newest_java "$MINIMUM_JAVA" "$BUILDER_HOME" javac | cut -d ' ' -f 2-
  fi
}

build_jar() {
  local java_home maven newer newer_home
  say "building the float2 command with Maven (which downloads its plugins and libraries the first time)"
  maven=$(find_maven)
  java_home=$(maven_java_home)
  # Maven's toolchains find a JDK in an unusual place by a variable like JAVA25_HOME.
  read -r newer newer_home < <(newest_java "$MINIMUM_PANAMA_JAVA" "$BUILDER_HOME" javac)
  # A jar of before must not pass for the new one if the build ends half-way.
  as_builder rm -f "$JAR" "$TARGET"/float2-*.jsa
  step maven "Maven could not build the float2 command; on a machine without network its plugins and libraries must be there already, otherwise see the message above" \
    as_builder env "JAVA${newer}_HOME=$newer_home" ${java_home:+"JAVA_HOME=$java_home"} "$maven" -q -f "$ROOT/pom.xml" -Dmaven.test.skip=true -Dfloat2.setup.skip=true \
    -pl loader-cli -am package
  [[ -f $JAR ]] || die "Maven ended well, but did not make $JAR; see loader-cli/pom.xml"
}

# A command without its archive is only slower to start, so nothing here is an error.
build_archive() {
  local release home archive
  read -r release home < <(command_java "$MINIMUM_JAVA" "$BUILDER_HOME") || exit 1
  archive=$TARGET/float2-$release.jsa
  say "preparing a quick start on Java $release"
  as_builder mkdir "$SCRATCH/archive"
  if ! quietly "$SCRATCH/log/archive" archive_classes "$home" "$SCRATCH/archive"; then
    as_builder rm -f "$SCRATCH/archive/classes.jsa"
    as_builder touch "$SCRATCH/archive/classes.jsa"
  fi
  as_builder mv -f "$SCRATCH/archive/classes.jsa" "$archive"
}

# What every command needs. Libraries for some formats of files or some commands would make the archive, and with it every start, slower.
COMMON_CLASSES='^(io/float2|org/postgresql|picocli)/'

# archive_classes JAVA_HOME DIRECTORY: the common classes of the jar, and those of the JDK and of other libraries that a few
# commands load. A static archive, because a dynamic one leaves out classes of picocli's old class-file version.
archive_classes() {
  local java=$1/bin/java directory=$2 number=0 words
  for words in '--version' 'load --help' "server status --dir $directory/none"; do
    number=$((number + 1))
    # shellcheck disable=SC2086  # words of a command line
    as_builder "$java" "-XX:DumpLoadedClassList=$directory/$number.list" -jar "$JAR" $words || true
  done
  # The lists number their classes, each in its own way. Constants resolved beforehand would link old classes, and
  # linked ones are left out again.
  {
    "$1/bin/jar" --list --file "$JAR" | grep -E "$COMMON_CLASSES" | sed -n 's/\.class$//p'
    sed -E '/^@cp (java|jdk|sun)\//!{/^@cp /d}; s/ id: [0-9]+$//' "$directory"/*.list | awk '!seen[$0]++'
  } >"$directory/classes"
  as_builder "$java" -Xshare:dump "-XX:SharedClassListFile=$directory/classes" \
    "-XX:SharedArchiveFile=$directory/classes.jsa" -cp "$JAR"
}
