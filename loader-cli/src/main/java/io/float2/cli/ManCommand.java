package io.float2.cli;

import io.float2.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code float2 man}. */
@Command(
        name = "man",
        description = "Print the manual page of a command, or write those of all commands where man finds them.",
        footer = {
            "",
            "Examples:",
            "  float2 man load | man -l -",
            "  float2 man --to ~/.local/share/man/man1 && man float2-load"
        })
final class ManCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Command, such as server start. Default: float2 itself.")
    private List<String> names = List.of();

    @Option(names = "--to", paramLabel = "DIRECTORY", description = "Write the pages of all commands there; it is made where it is missing.")
    private Path directory;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (directory == null) {
            spec.commandLine().getOut().print(ManPage.of(find()));
            spec.commandLine().getOut().flush();
        } else if (names.isEmpty()) {
            int pages = write(spec.root().commandLine());
            spec.commandLine().getOut().println(pages + " pages written to " + directory);
        } else {
            throw new ParameterException(spec.commandLine(), "--to writes the pages of all commands, so it goes without a COMMAND");
        }
        return 0;
    }

    private CommandLine find() {
        CommandLine found = spec.root().commandLine();
        for (String name : names) {
            CommandLine next = found.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(spec.commandLine(), "there is no command " + found.getCommandSpec().qualifiedName() + " " + name);
            }
            found = next;
        }
        return found;
    }

    /** Returns how many there were. */
    private int write(CommandLine command) {
        Path file = directory.resolve(ManPage.name(command) + "." + ManPage.SECTION);
        try {
            Files.createDirectories(directory);
            Files.writeString(file, ManPage.of(command));
        } catch (IOException e) {
            throw new UserException(file + " cannot be written: " + e.getMessage(), e);
        }
        return 1 + command.getSubcommands().values().stream().mapToInt(this::write).sum();
    }
}
