package io.float2.kernel;

class JavaKernelTest extends KernelContractTest {

    @Override
    KernelBinding open() {
        return new JavaKernel();
    }
}
