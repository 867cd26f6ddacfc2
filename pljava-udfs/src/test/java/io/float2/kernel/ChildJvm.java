package io.float2.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs {@link KernelReport} on the Java that runs the test, with nothing set but what the test sets. */
final class ChildJvm {

    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private String classPath = System.getProperty("java.class.path");

    ChildJvm option(String option) {
        options.add(option);
        return this;
    }

    ChildJvm property(String name, Object value) {
        return option("-D" + name + "=" + value);
    }

    ChildJvm environment(String name, Object value) {
        environment.put(name, value.toString());
        return this;
    }

    ChildJvm withoutJna() {
        classPath = Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("jna-"))
                .collect(Collectors.joining(File.pathSeparator));
        return this;
    }

    /** What it reported, by name. */
    Map<String, String> report() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, KernelReport.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("FLOAT2_") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(command + " failed:\n" + output);
        }
        // The JVM's own warnings are among the lines.
        return output.lines()
                .filter(line -> line.contains(": ") && !line.startsWith("WARNING"))
                .collect(Collectors.toMap(line -> line.substring(0, line.indexOf(": ")),
                        line -> line.substring(line.indexOf(": ") + 2)));
    }
}
