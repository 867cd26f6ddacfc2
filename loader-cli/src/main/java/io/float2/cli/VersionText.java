package io.float2.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code float2 --version} prints. */
final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return Version.lines();
    }
}
