# shellcheck shell=bash
#
# Where PostgreSQL has PL/Java: the jar that a server's Java loads, beside the extension's files, and the policy that
# lets it work on a Java that enforces one. `float2 doctor --install-java` makes the settings of a server.

SERVER_JAR=$ROOT/pljava-udfs/target/float2-pljava-udfs.jar

pljava_there() {
  # The jar is built with the command.
  [[ $PG_VERSION && -f $PG_SHAREDIR/extension/pljava.control && -f $SERVER_JAR ]]
}

pljava_missing() {
  if pljava_there && ! cmp -s "$SERVER_JAR" "$PG_SHAREDIR/float2/float2-pljava-udfs.jar"; then
    echo "the Java functions of float2 in PostgreSQL $PG_VERSION"
  fi
}

bring_pljava() {
  [[ $(pljava_missing) ]] || return 0
  say "installing the Java functions in PostgreSQL $PG_VERSION"
  need_root_for_server_files "install the Java functions"
  local stage=$SCRATCH/pljava
  as_builder mkdir -p "$stage$PG_SHAREDIR/float2"
  as_builder install -m 644 "$SERVER_JAR" "$stage$PG_SHAREDIR/float2/"
  # shellcheck disable=SC2016  # expanded by the inner shell
  as_builder bash -c 'printf "grant codeBase \"file:%s/-\" {\n\tpermission java.security.AllPermission;\n};\n" "$2" >"$1"' \
    write "$stage$PG_SHAREDIR/float2/float2.policy" "$PG_SHAREDIR/float2"
  step pljava-install "the Java functions could not be installed in $PG_SHAREDIR; see who owns this directory" \
    install_tree "$stage"
}
