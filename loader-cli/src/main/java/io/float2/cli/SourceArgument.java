package io.float2.cli;

import io.float2.loader.source.StandardInput;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/** Takes - for standard input. */
final class SourceArgument implements ITypeConverter<Path> {

    @Override
    public Path convert(String value) {
        return StandardInput.orFile(value);
    }
}
