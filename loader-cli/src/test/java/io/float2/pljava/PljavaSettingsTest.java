package io.float2.pljava;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PljavaSettingsTest {

    private static final ServerFiles FILES =
            new ServerFiles(Path.of("/pg/float2-pljava-udfs.jar"), Path.of("/pg/libfloat2kernel.so"), Path.of("/pg/float2.policy"));
    private static final String OURS = "-Djava.class.path=/pg/float2-pljava-udfs.jar -Dfloat2.kernel.library=/pg/libfloat2kernel.so";
    private static final String SHORT_SESSIONS =
            "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmn4m -XX:+IgnoreUnrecognizedVMOptions -XX:-FlightRecorder ";

    private static PljavaSettings on(String version, Map<String, String> present) {
        return new PljavaSettings(new ServerJava(Path.of("/jdk"), version), FILES, present);
    }

    private static String options(String version, String present) {
        return on(version, Map.of("pljava.vmoptions", present)).settings().get("pljava.vmoptions");
    }

    @Test
    void java17WorksUnderAPolicyAndWithoutNativeAccess() {
        assertThat(on("17.0.15", Map.of()).settings())
                .containsEntry("pljava.vmoptions", SHORT_SESSIONS + "-Djava.security.manager=allow " + OURS)
                .containsEntry("pljava.policy_urls",
                        "\"file:${org.postgresql.sysconfdir}/pljava.policy\",\"file:/pg/float2.policy\",\"=\"")
                .containsEntry("pljava.libjvm_location", "/jdk/lib/server/" + System.mapLibraryName("jvm"))
                .doesNotContainKey("pljava.allow_unenforced");
    }

    @Test
    void java22HasBothAPolicyAndNativeAccess() {
        assertThat(options("22", "")).startsWith(SHORT_SESSIONS + "-Djava.security.manager=allow --enable-native-access=ALL-UNNAMED ");
        assertThat(on("23.0.2", Map.of()).settings()).containsKey("pljava.policy_urls");
    }

    @Test
    void fromJava24OnNothingIsEnforced() {
        assertThat(on("24", Map.of()).settings())
                .containsEntry("pljava.vmoptions",
                        SHORT_SESSIONS + "-Djava.security.manager=disallow --enable-native-access=ALL-UNNAMED " + OURS)
                .containsEntry("pljava.allow_unenforced", "javau")
                .doesNotContainKey("pljava.policy_urls");
    }

    @Test
    void whatIsSetAlreadyStays() {
        assertThat(on("25", Map.of("pljava.allow_unenforced", "java, javau")).settings())
                .containsEntry("pljava.allow_unenforced", "java,javau");
        assertThat(on("25", Map.of("pljava.allow_unenforced", "java")).settings())
                .containsEntry("pljava.allow_unenforced", "java,javau");
        assertThat(options("25", "-Xmx64m -XX:+UseZGC -Djava.class.path=/other.jar:/old/float2-pljava-udfs.jar"))
                .startsWith("-Xmx64m -XX:+UseZGC ")
                .contains("-Djava.class.path=/other.jar:/pg/float2-pljava-udfs.jar")
                .doesNotContain("/old/").doesNotContain("SerialGC").doesNotContain("TieredStopAtLevel");
        assertThat(on("17", Map.of("pljava.policy_urls", "\"file:/my.policy\",\"=\"")).settings())
                .containsEntry("pljava.policy_urls", "\"file:/my.policy\",\"file:/pg/float2.policy\",\"=\"");
    }

    @Test
    void settingAnewChangesNothing() {
        for (String version : new String[] {"17.0.1", "23", "25.0.3"}) {
            Map<String, String> once = on(version, Map.of()).startingFrom(Path.of("/pg/a.jsa"));
            assertThat(on(version, once).startingFrom(Path.of("/pg/a.jsa")).get("pljava.vmoptions").split(" "))
                    .containsExactlyInAnyOrder(once.get("pljava.vmoptions").split(" "));
        }
    }

    @Test
    void anArchiveIsEitherReadOrWritten() {
        Map<String, String> reading = on("25", Map.of()).startingFrom(Path.of("/pg/a.jsa"));
        assertThat(reading.get("pljava.vmoptions")).contains("-XX:SharedArchiveFile=/pg/a.jsa -Xlog:disable");
        assertThat(on("25", reading).archivingTo(Path.of("/pg/b.jsa")).get("pljava.vmoptions"))
                .contains("-XX:ArchiveClassesAtExit=/pg/b.jsa").doesNotContain("SharedArchiveFile");
    }

    @Test
    void anOptionWithASpaceIsHeldTogether() {
        assertThat(options("25", "-Da='x y' \"-Db=1 2\"")).startsWith("\"-Da=x y\" \"-Db=1 2\" ");
    }

    @Test
    void theReleaseIsTheVersionsFirstNumber() {
        assertThat(new ServerJava(Path.of("/jdk"), "25").release()).isEqualTo(25);
        assertThat(new ServerJava(Path.of("/jdk"), "17.0.15").release()).isEqualTo(17);
    }
}
