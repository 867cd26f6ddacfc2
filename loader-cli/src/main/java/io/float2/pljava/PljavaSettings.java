package io.float2.pljava;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The server settings that make PL/Java run our functions. */
public final class PljavaSettings {

    /** Java's options. */
    public static final String VM_OPTIONS = "pljava.vmoptions";

    private static final String LIBRARY = "pljava.libjvm_location";
    private static final String POLICY = "pljava.policy_urls";
    private static final String UNENFORCED = "pljava.allow_unenforced";

    /** Our functions' language, as PL/Java names it. */
    private static final String LANGUAGE = "javau";

    private final ServerJava java;
    private final ServerFiles files;
    private final Map<String, String> present;

    /** @param present what the server has now, by name; what is not there counts as not set */
    public PljavaSettings(ServerJava java, ServerFiles files, Map<String, String> present) {
        this.java = java;
        this.files = files;
        this.present = Map.copyOf(present);
    }

    /** The names of all settings that {@link #settings} may have. */
    static Stream<String> names() {
        return Stream.of(LIBRARY, VM_OPTIONS, POLICY, UNENFORCED);
    }

    /** Without an archive. */
    public Map<String, String> settings() {
        return settings(vmOptions());
    }

    /** For a server that starts its sessions' Java from an archive; it may be missing yet. */
    public Map<String, String> startingFrom(Path archive) {
        return settings(vmOptions().startingFrom(archive));
    }

    /** For one session that writes the archive when it ends. */
    public Map<String, String> archivingTo(Path archive) {
        return settings(vmOptions().archivingTo(archive));
    }

    private Map<String, String> settings(VmOptions options) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(LIBRARY, java.library().toString());
        settings.put(VM_OPTIONS, options.text());
        if (java.enforcesPolicy()) {
            settings.put(POLICY, policies());
        } else {
            settings.put(UNENFORCED, languages());
        }
        return settings;
    }

    private VmOptions vmOptions() {
        return new VmOptions(present.getOrDefault(VM_OPTIONS, "")).forServer(java, files);
    }

    /** PL/Java's own policy first, then ours, then no other. */
    private String policies() {
        String before = present.getOrDefault(POLICY, "");
        String ours = "\"file:" + files.policy() + "\"";
        if (before.contains(ours)) {
            return before;
        }
        String end = ",\"=\"";
        if (before.isEmpty()) {
            before = "\"file:${org.postgresql.sysconfdir}/pljava.policy\"" + end;
        }
        return before.endsWith(end)
                ? before.substring(0, before.length() - end.length()) + "," + ours + end
                : before + "," + ours;
    }

    private String languages() {
        return Stream.concat(Stream.of(present.getOrDefault(UNENFORCED, "").split(",")), Stream.of(LANGUAGE))
                .map(String::strip).filter(name -> !name.isEmpty()).distinct().collect(Collectors.joining(","));
    }
}
