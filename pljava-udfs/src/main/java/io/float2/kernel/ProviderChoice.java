package io.float2.kernel;

import java.util.ArrayList;
import java.util.List;

/** Which provider is in use, and why the others are not. Making the choice never throws; using it may. */
final class ProviderChoice {

    static final String PROPERTY = "float2.kernel.provider";

    private final List<ProviderStatus> statuses;
    private final String forced;
    private final Provider.Opened opened;
    private final CheckedKernel kernel;

    private ProviderChoice(List<ProviderStatus> statuses, String forced, Provider.Opened opened) {
        this.statuses = List.copyOf(statuses);
        this.forced = forced;
        this.opened = opened;
        this.kernel = opened == null ? null : new CheckedKernel(opened.binding());
    }

    /** The first of the providers that works; with {@code forced} (neither null nor empty) that one or none. */
    static ProviderChoice among(List<Provider> bestFirst, String forced) {
        boolean free = forced == null || forced.isEmpty();
        List<ProviderStatus> statuses = new ArrayList<>();
        Provider.Opened opened = null;
        for (Provider provider : bestFirst) {
            String name = provider.name();
            if (!free && !name.equals(forced)) {
                statuses.add(ProviderStatus.notTried(name, "not tried, system property " + PROPERTY + " is " + forced));
            } else if (opened != null) {
                statuses.add(ProviderStatus.notTried(name, "not tried, a better one works"));
            } else {
                try {
                    opened = provider.open();
                    statuses.add(ProviderStatus.inUse(name));
                } catch (VirtualMachineError e) {
                    throw e;
                } catch (Throwable e) {         // linkage errors above all, and JNA throws plain Error
                    statuses.add(ProviderStatus.failed(name, e));
                }
            }
        }
        return new ProviderChoice(statuses, forced, opened);
    }

    /** The kernel to call; a {@link KernelUnavailableException} when the forced provider cannot be used. */
    CheckedKernel kernel() {
        if (kernel == null) {
            throw unavailable();
        }
        return kernel;
    }

    List<ProviderStatus> statuses() {
        return statuses;
    }

    KernelInfo info() {
        KernelBinding binding = kernel().binding();
        String capError = binding.error();
        return new KernelInfo(first(ProviderStatus.State.IN_USE).name(), opened.library(), binding.isa(),
                List.of(binding.available().split(" ")), binding.cap(), capError == null ? "" : capError,
                whyNotBetter());
    }

    private List<String> whyNotBetter() {
        return statuses.stream()
                .takeWhile(status -> status.state() != ProviderStatus.State.IN_USE)
                .map(status -> status.name() + ": " + status.reason())
                .toList();
    }

    private KernelUnavailableException unavailable() {
        ProviderStatus failed = first(ProviderStatus.State.FAILED);
        if (failed == null) {
            return new KernelUnavailableException("system property " + PROPERTY + " names the unknown provider " + forced
                    + ", known are " + String.join(", ", statuses.stream().map(ProviderStatus::name).toList()));
        }
        return new KernelUnavailableException("provider " + failed.name() + ", forced by system property " + PROPERTY
                + ", cannot be used: " + failed.reason(), failed.failure().orElseThrow());
    }

    private ProviderStatus first(ProviderStatus.State state) {
        return statuses.stream().filter(status -> status.state() == state).findFirst().orElse(null);
    }
}
