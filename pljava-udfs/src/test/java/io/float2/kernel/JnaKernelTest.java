package io.float2.kernel;

import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "io.float2.kernel.TestLibrary#isPresentOrRequired", disabledReason = TestLibrary.MISSING)
class JnaKernelTest extends KernelContractTest {

    @Override
    KernelBinding open() throws Throwable {
        return Provider.openLibrary(Provider.JNA_CLASS, TestLibrary.require()).binding();
    }
}
