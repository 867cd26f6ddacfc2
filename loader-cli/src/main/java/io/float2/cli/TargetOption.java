package io.float2.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A trigger record, or one instance. Use as {@code @Mixin TargetOption target}. */
final class TargetOption {

    @Parameters(arity = "0..1", paramLabel = "TRIGGER", description = "Number of the trigger record.")
    private Long trigger;

    @Option(names = "--instance", paramLabel = "N", description = "One instance in place of a trigger record.")
    private Long instance;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** The trigger record, or null: then it is an instance. */
    Long trigger() {
        check();
        return trigger;
    }

    /** The instance, or null: then it is a trigger record. */
    Long instance() {
        check();
        return instance;
    }

    private void check() {
        if ((trigger == null) == (instance == null)) {
            throw new ParameterException(spec.commandLine(), "give the number of a trigger record, or --instance and the number of an instance");
        }
    }
}
