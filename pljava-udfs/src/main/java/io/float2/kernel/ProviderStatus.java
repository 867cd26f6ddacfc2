package io.float2.kernel;

import java.util.Optional;

/**
 * What became of one provider.
 *
 * @param name {@code panama}, {@code jna} or {@code java}
 * @param state whether it is in use
 * @param reason why it is not, in one sentence; empty for the one in use
 * @param failure what a failed one threw
 */
public record ProviderStatus(String name, State state, String reason, Optional<Throwable> failure) {

    /** Where a provider ended up in the choice. */
    public enum State {
        IN_USE,
        /** It was tried and cannot be used here. */
        FAILED,
        /** A better one works, or another one is forced. */
        NOT_TRIED
    }

    static ProviderStatus inUse(String name) {
        return new ProviderStatus(name, State.IN_USE, "", Optional.empty());
    }

    static ProviderStatus failed(String name, Throwable failure) {
        return new ProviderStatus(name, State.FAILED, sentence(failure), Optional.of(failure));
    }

    static ProviderStatus notTried(String name, String reason) {
        return new ProviderStatus(name, State.NOT_TRIED, reason, Optional.empty());
    }

    /** Only our own messages are sure to be understood without the name of the exception. */
    private static String sentence(Throwable failure) {
        return failure instanceof KernelUnavailableException ? failure.getMessage() : failure.toString();
    }
}
