# PostgreSQL 17 with pgvector, float2 and the float2 command; docs/container.md tells how to use it.
#
#   docker build -t float2 .
#
# Everything comes from Debian and Maven Central. Without an image registry, a base made with debootstrap serves as well:
#
#   debootstrap --variant=minbase trixie base && tar -C base -c . | docker import - debian:trixie-slim

# --- the extension ------------------------------------------------------------------------------------------------------------

FROM debian:trixie-slim AS extension

RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev make postgresql-server-dev-17

COPY extension /src/extension
RUN make -C /src/extension -s -j "$(nproc)" PG_CONFIG=/usr/lib/postgresql/17/bin/pg_config \
 && make -C /src/extension -s install DESTDIR=/installed PG_CONFIG=/usr/lib/postgresql/17/bin/pg_config

# --- the command and its Java -------------------------------------------------------------------------------------------------

FROM debian:trixie-slim AS command

RUN apt-get update && apt-get install -y --no-install-recommends maven openjdk-25-jdk-headless binutils
# Other processors than this one have the folder under another name.
RUN ln -sfn "$(dirname "$(dirname "$(readlink -f /usr/lib/jvm/java-25-openjdk-*/bin/javac)")")" /usr/lib/jvm/java
ENV JAVA_HOME=/usr/lib/jvm/java JAVA25_HOME=/usr/lib/jvm/java

# java.se without what no part of the command uses; jdk.unsupported unpacks zst files, jdk.management tells the memory.
RUN jlink --add-modules java.base,java.desktop,java.management,java.naming,java.net.http,java.security.jgss,java.security.sasl,java.sql,jdk.charsets,jdk.crypto.ec,jdk.management,jdk.unsupported,jdk.zipfs \
      --strip-debug --no-header-files --no-man-pages --compress zip-6 --generate-cds-archive --output /installed/java

WORKDIR /src
COPY .mvn .mvn
COPY pom.xml ./
COPY sql sql
COPY pljava-udfs pljava-udfs
COPY loader-cli loader-cli
# The modules that are not here are not needed either.
RUN sed -i '/<module>/{/pljava-udfs\|loader-cli/!d}' pom.xml \
 && mvn -q package -Dmaven.test.skip=true -Dfloat2.setup.skip=true \
 && mkdir -p /installed/loader-cli/src/main \
 && cp loader-cli/target/float2.jar /installed/ \
 && cp pljava-udfs/target/float2-pljava-udfs.jar /installed/ \
 && cp -r loader-cli/src/main/data /installed/loader-cli/src/main/
COPY image/float2 /installed/float2
# An archive of its classes halves the time that the command takes to start.
RUN /installed/java/bin/java -XX:ArchiveClassesAtExit=/installed/float2.jsa -Xlog:disable -jar /installed/float2.jar --help >/dev/null \
 && test -s /installed/float2.jsa

# --- the server ---------------------------------------------------------------------------------------------------------------

FROM debian:trixie-slim

# Numbers as in the official postgres image, so that a volume can change hands.
RUN groupadd --system --gid 999 postgres \
 && useradd --system --uid 999 --gid postgres --home-dir /var/lib/postgresql --shell /bin/bash postgres \
 && install -d -o postgres -g postgres /var/lib/postgresql

# The command's Java draws and decodes with Debian's libraries. PL/Java is taken where the package sources have it.
RUN mkdir -p /etc/postgresql-common \
 && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf \
 && apt-get update \
 && apt-get install -y --no-install-recommends \
      postgresql-17 postgresql-17-pgvector xz-utils zstd libfontconfig1 libfreetype6 libharfbuzz0b libjpeg62-turbo liblcms2-2 fonts-dejavu-core \
      $(apt-cache show --no-all-versions postgresql-17-pljava >/dev/null 2>&1 && echo postgresql-17-pljava) \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb

COPY --from=extension /installed /
COPY --from=command /installed /opt/float2
COPY image/docker-entrypoint.sh image/healthcheck.sh /usr/local/bin/

RUN ln -s /opt/float2/float2 /usr/local/bin/float2 \
 && install -D -m 644 /opt/float2/float2-pljava-udfs.jar /usr/share/postgresql/17/float2/float2-pljava-udfs.jar \
 && rm /opt/float2/float2-pljava-udfs.jar \
 && install -d -o postgres -g postgres -m 3775 /var/run/postgresql \
 && mkdir /docker-entrypoint-initdb.d

ENV PATH=/usr/lib/postgresql/17/bin:$PATH LANG=C.UTF-8 PGDATA=/var/lib/postgresql/data
RUN install -d -o postgres -g postgres -m 1777 "$PGDATA"
VOLUME /var/lib/postgresql/data

EXPOSE 5432
# Sessions are ended and the server shuts down in good order; SIGTERM would wait for the sessions.
STOPSIGNAL SIGINT
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=5 CMD ["healthcheck.sh"]
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
