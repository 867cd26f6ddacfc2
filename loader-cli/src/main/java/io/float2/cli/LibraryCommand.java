package io.float2.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 library}: the image library. */
@Command(
        name = "library",
        description = "Import, find and hand out pictures. `float2 worker` runs imports: see docs/image-library.md.",
        synopsisSubcommandLabel = "init|import|imports|rejects|find|near|view|export|plan",
        subcommands = {
            LibraryInitCommand.class, LibraryImportCommand.class, LibraryImportsCommand.class, LibraryRejectsCommand.class,
            LibraryFindCommand.class, LibraryNearCommand.class, LibraryViewCommand.class, LibraryExportCommand.class, LibraryPlanCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  float2 library init",
            "  float2 library import photos/ --business shop --store /srv/pictures --workers 2",
            "  float2 library imports"
        })
final class LibraryCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "init, import, imports, rejects, find, near, view, export or plan is missing");
    }
}
