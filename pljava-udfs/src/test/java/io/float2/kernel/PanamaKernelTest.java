package io.float2.kernel;

import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledForJreRange(minVersion = 22, disabledReason = "java.lang.foreign needs Java 22 or later")
@EnabledIf(value = "io.float2.kernel.TestLibrary#isPresentOrRequired", disabledReason = TestLibrary.MISSING)
class PanamaKernelTest extends KernelContractTest {

    @Override
    KernelBinding open() throws Throwable {
        return Provider.openLibrary(Provider.PANAMA_CLASS, TestLibrary.require()).binding();
    }
}
